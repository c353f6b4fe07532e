//! A ward: a patient in bed, the bedside monitor, an infusion, and what central stations believe.

mod bed;
mod face;
mod furniture;
mod pane;

pub use bed::{follow, spawn};
pub use face::draw as draw_monitor;
pub use pane::{draw as draw_panes, spawn as spawn_pane};

use bevy::prelude::*;

use super::exhibit::Exhibit;

/// How a bed stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(3.1, 3.8, 1.1),
    width: 7.2,
    shadow: (-0.2, Vec3::new(2.9, 1.0, 1.35)),
    turn_on_road: -0.3,
    angles: (0.24, 0.2),
    name: (Vec3::new(1.3, 3.15, -0.7), Vec2::new(0.6, -1.0)),
};

/// Volume that a drawn drop stands for, in millilitres.
pub const DROP_ML: f64 = 0.003;

/// How much of the past screens show, in seconds.
pub const WINDOW_S: f64 = 4.0;

/// The middle of the monitor's screen, and its size.
const SCREEN_AT: Vec3 = Vec3::new(1.22, 2.42, -0.62);
const SCREEN: Vec2 = Vec2::new(2.0, 1.3);
