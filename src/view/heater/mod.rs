//! The heater: a domestic heater with glowing elements under a window that may stand open, and a thermometer.

mod body;
mod life;

pub use body::spawn;
pub use life::{draw, follow};

use bevy::prelude::*;

use super::exhibit::Exhibit;
use super::gauge::{Mount, Scale};

/// How a heater stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(2.75, 3.05, 0.9),
    width: 6.2,
    shadow: (-0.7, Vec3::new(2.3, 1.0, 1.3)),
    turn_on_road: -0.3,
    angles: (0.3, 0.16),
    name: (Vec3::new(-1.4, 2.95, -0.6), Vec2::new(-0.3, -1.0)),
};

/// Where its thermometer stands, and the scales of its signals.
pub const GAUGE: Mount = Mount {
    at: Vec3::new(1.6, 0.0, 0.25),
    scales: &[
        (0, Scale { low: 18.0, high: 30.0, step: 2.0 }),
        (0, Scale { low: 15.0, high: 45.0, step: 5.0 }),
        (1, Scale { low: 0.0, high: 200.0, step: 50.0 }),
        (2, Scale { low: 0.0, high: 20.0, step: 5.0 }),
    ],
};

/// The parts that live.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Glows with the power.
    Element,
    /// The window's wing, which stands open or shut.
    Wing,
    /// The knob, which points at the mode.
    Knob,
    /// Lit while the thermostat heats.
    Lamp,
}
