//! What the arrangement needs to know about each kind of device: how much room it takes and how it stands.

use bevy::prelude::*;

use crate::core::device::ModelKind;

use super::{bench, board, heater, road, robot, rotor, ward, zone};

/// How a kind of device is exhibited, in its own units at stand scale 1: y is up, the floor is at 0.
#[derive(Clone, Copy, Debug)]
pub struct Exhibit {
    /// Half its width, its height, half its depth: what the home camera must show.
    pub size: Vec3,
    /// Room that it takes in a row, from neighbour to neighbour.
    pub width: f32,
    /// Where the middle of its contact shadow lies (x), and the shadow's half axes (x and z).
    pub shadow: (f32, Vec3),
    /// Turn that shows its good side where the camera looks straight on, as it does at a road, in radians.
    pub turn_on_road: f32,
    /// The angles, round and above, from which the home camera looks at it, in radians.
    pub angles: (f32, f32),
    /// Where its name is attached, and the way the name lies from there.
    pub name: (Vec3, Vec2),
}

/// How a kind of device is exhibited.
#[must_use]
pub fn of(kind: ModelKind) -> &'static Exhibit {
    match kind {
        ModelKind::Rotor => &rotor::EXHIBIT,
        ModelKind::Vehicle => &road::EXHIBIT,
        ModelKind::Hvac => &zone::EXHIBIT,
        ModelKind::Heater => &heater::EXHIBIT,
        ModelKind::Patient => &ward::EXHIBIT,
        ModelKind::ClockBoard => &board::EXHIBIT,
        ModelKind::RobotArm => &robot::EXHIBIT,
        ModelKind::Recording | ModelKind::Generator => &bench::EXHIBIT,
    }
}
