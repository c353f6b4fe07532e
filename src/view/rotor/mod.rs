//! The rotor rig: a motor turns a disc with a heavy spot on a spring-supported shaft.

mod ghost;
mod motion;
mod rig;

pub use ghost::{draw as draw_ghosts, spawn as spawn_hoop};
pub use motion::exaggeration;
pub use rig::{follow, spawn};

use bevy::prelude::*;

use super::exhibit::Exhibit;

/// How a rig stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(3.4, 2.75, 1.05),
    width: 7.6,
    shadow: (-1.36, Vec3::new(2.75, 1.0, 1.55)),
    turn_on_road: -FACING_RAD,
    angles: (FACING_RAD, 0.19),
    name: (Vec3::new(-2.6, 2.4, 0.0), Vec2::new(-0.3, -1.0)),
};

/// The angle from which the home camera looks at a rig, and which ghosts beside it face.
pub const FACING_RAD: f32 = 0.62;

/// Height of the shaft above the floor, in units of the disc's radius.
pub const SHAFT_HEIGHT: f32 = 1.62;

/// Where the disc sits on the shaft: at its free end, so that ghosts have room to fan out.
pub const DISC_X: f32 = 0.15;

/// Where the heavy spot sits on the disc.
pub const SPOT_RADIUS: f32 = 0.74;
