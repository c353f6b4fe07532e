//! The office zone: a room cut open, its people, the air handling unit beside it, and a thermometer.

mod life;
mod people;
mod plant;
mod room;

pub use life::{draw, follow};

use bevy::prelude::*;

use super::exhibit::Exhibit;
use super::gauge::{Mount, Scale};
use super::living::Living;
use super::material::{Materials, Surface};
use super::place::Stand;

/// How a zone stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(3.95, 2.95, 1.7),
    width: 8.6,
    shadow: (-0.4, Vec3::new(3.6, 1.0, 2.2)),
    turn_on_road: -0.3,
    angles: (0.3, 0.3),
    name: (Vec3::new(-1.0, 2.45, -1.4), Vec2::new(-0.3, -1.0)),
};

/// Where its thermometer stands, and the scales of its signals.
pub const GAUGE: Mount = Mount {
    at: Vec3::new(2.85, 0.0, 0.6),
    scales: &[
        (0, Scale { low: 20.0, high: 22.0, step: 0.5 }),
        (0, Scale { low: 17.0, high: 23.0, step: 1.0 }),
        (0, Scale { low: 14.0, high: 28.0, step: 2.0 }),
        (1, Scale { low: 10.0, high: 50.0, step: 10.0 }),
        (3, Scale { low: 400.0, high: 1200.0, step: 100.0 }),
        (3, Scale { low: 400.0, high: 2000.0, step: 200.0 }),
    ],
};

/// The parts that live.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Turns with the fan.
    Fan,
    /// The valve's lever.
    Lever,
    /// The window pane: the sky by the hour.
    Sky,
    /// A person, by their seat.
    Person(usize),
}

/// Spawns the zone of a device; the gauge comes with it.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    stand: &Stand,
) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    for (mesh, surface) in room::still().into_iter().chain(plant::still()) {
        commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::default(), ChildOf(root)));
    }
    let mut living = |part: Part, mesh: Mesh, surface: Surface, at: Vec3| {
        let at = Transform::from_translation(at);
        Living { device, part }.spawn(commands, meshes, materials, (mesh, surface), at, root);
    };
    living(Part::Fan, plant::fan(), Surface::Metal, plant::FAN_AT);
    living(Part::Lever, plant::lever(), Surface::Contact, plant::VALVE_AT);
    living(Part::Sky, room::pane(), Surface::SkyNight, Vec3::ZERO);
    for (seat, at) in people::seats().enumerate() {
        living(Part::Person(seat), people::clothes(), Surface::Cloth, at);
        living(Part::Person(seat), people::skin(), Surface::Skin, at);
    }
    root
}
