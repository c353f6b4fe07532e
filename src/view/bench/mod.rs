//! Devices without moving parts: an instrument with a screen that shows its signal.

mod instrument;
mod screen;

pub use instrument::{draw as draw_instruments, spawn};
pub use screen::{spawn as spawn_pane, window_s};

use bevy::prelude::*;

use super::exhibit::Exhibit;

/// How an instrument stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(1.5, 2.15, 0.6),
    width: 3.9,
    shadow: (0.0, Vec3::new(1.9, 1.0, 1.0)),
    turn_on_road: -0.3,
    angles: (0.36, 0.17),
    name: (Vec3::new(-0.95, 1.75, 0.0), Vec2::new(-0.3, -1.0)),
};
