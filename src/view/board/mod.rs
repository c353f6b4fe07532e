//! A clock board: the circuit board itself, larger than life, and a dial on which clocks are compared.

mod circuit;
mod dial;
mod ghost;

pub use circuit::{follow, spawn};
pub use dial::draw as draw_dial;
pub use ghost::{draw as draw_ghosts, spawn as spawn_hand};

use bevy::prelude::*;

use super::exhibit::Exhibit;

/// How a clock board stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(2.0, 3.95, 1.15),
    width: 5.0,
    shadow: (0.0, Vec3::new(2.1, 1.0, 1.25)),
    turn_on_road: -0.2,
    angles: (0.26, 0.16),
    name: (Vec3::new(2.1, 0.95, 0.7), Vec2::new(0.8, -0.9)),
};

/// How much larger than life a board is drawn at stand scale 1: 55 mm are three units.
pub const BOARD_SCALE: f32 = 55.0;

/// The middle of the dial, and its radius.
const DIAL_AT: Vec3 = Vec3::new(0.0, 2.44, -0.5);
const DIAL_RADIUS: f32 = 1.25;
