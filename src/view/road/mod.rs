//! The closed road and the vehicles on it.

mod car;
mod garage;
mod ghost;
mod lights;
mod track;
mod trouble;

pub use car::{follow, spawn};
pub use garage::Garage;
pub use ghost::{draw as draw_ghosts, spawn as spawn_phantom};
pub use track::spawn as spawn_track;
pub use trouble::trouble;

use bevy::prelude::*;

use super::exhibit::Exhibit;

/// How a vehicle is shaded and named; the road takes the room.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::ZERO,
    width: 0.0,
    shadow: (0.0, Vec3::new(2.9, 1.0, 1.5)),
    turn_on_road: 0.0,
    angles: (0.0, 0.5),
    name: (Vec3::Z, Vec2::new(0.0, 1.0)),
};
