//! The rotor rig: a motor turns a disc with a heavy spot on a spring-supported shaft.

mod ghost;
mod motion;
mod rig;

pub use ghost::{draw as draw_ghosts, spawn as spawn_hoop};
pub use motion::exaggeration;
pub use rig::{follow, spawn};

/// Height of the shaft above the floor, in units of the disc's radius.
pub const SHAFT_HEIGHT: f32 = 1.62;

/// Where the heavy spot sits on the disc.
pub const SPOT_RADIUS: f32 = 0.74;
