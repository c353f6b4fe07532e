//! The rotor rig: a motor turns a disc with a heavy spot on a spring-supported shaft.

mod ghost;
mod motion;
mod rig;

pub use ghost::{draw as draw_ghosts, spawn as spawn_hoop};
pub use motion::exaggeration;
pub use rig::{follow, spawn};

/// The angle from which the home camera looks at a rig, and which ghosts beside it face.
pub const FACING_RAD: f32 = 0.62;

/// Height of the shaft above the floor, in units of the disc's radius.
pub const SHAFT_HEIGHT: f32 = 1.62;

/// Where the disc sits on the shaft: at its free end, so that ghosts have room to fan out.
pub const DISC_X: f32 = 0.15;

/// Where the heavy spot sits on the disc.
pub const SPOT_RADIUS: f32 = 0.74;
