//! A car: body, cabin, wheels that turn, lights that brake. One unit is one metre; it faces +x.

use bevy::prelude::*;

use crate::core::device::Body;
use crate::lab::{Lab, Stage};

use super::super::material::{Materials, Surface};
use super::super::plane::{heading, on_plane};
use super::super::shape::{block_at, joined, prism, turned};
use super::super::stagehand::lead_s;
use super::garage::Garage;
use super::lights;

/// How far a car leans over a flat tyre: to its side and to its rear, in radians.
const LEAN: (f32, f32) = (0.045, 0.012);

/// Half the distance between the wheels of an axle.
const HALF_TRACK: f32 = 0.83;

const WHEEL_RADIUS: f32 = 0.33;

/// A part of a car that does something.
#[derive(Component, Clone, Copy)]
pub enum Part {
    /// The whole.
    Whole(usize),
    /// A wheel.
    Wheel(usize),
    /// A brake light.
    Brake(usize),
    /// A hazard light.
    Hazard(usize),
}

/// The side of the body, without its cabin, counter-clockwise from the rear bumper.
pub(super) const BODY: [(f32, f32); 13] = [
    (-2.16, 0.34),
    (-1.95, 0.22),
    (1.95, 0.22),
    (2.18, 0.34),
    (2.2, 0.5),
    (2.12, 0.66),
    (1.75, 0.8),
    (1.0, 0.9),
    (-1.35, 0.94),
    (-2.0, 0.93),
    (-2.14, 0.86),
    (-2.2, 0.66),
    (-2.2, 0.46),
];

/// The side of the cabin.
pub(super) const CABIN: [(f32, f32); 8] =
    [(-1.72, 0.9), (1.08, 0.88), (0.42, 1.27), (0.2, 1.34), (-0.1, 1.38), (-0.72, 1.38), (-1.05, 1.33), (-1.3, 1.22)];

/// Spawns the car of a device.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    garage: &mut Garage,
    device: usize,
) -> Entity {
    let root = commands.spawn((Part::Whole(device), Transform::default(), Visibility::default())).id();
    let wheel = garage.mesh(meshes, "tyre", tyre);
    let rim = garage.mesh(meshes, "rim", rim);
    let shell: [(&str, fn() -> Mesh, Surface); 5] = [
        ("body", || prism(&BODY, 1.8, 0.14), Surface::Vehicle),
        ("cabin", || prism(&CABIN, 1.5, 0.16), Surface::Glass),
        ("roof", roof, Surface::Vehicle),
        ("underbody", underbody, Surface::Rubber),
        ("headlights", headlights, Surface::Headlight),
    ];
    for (name, make, surface) in shell {
        let mesh = garage.mesh(meshes, name, make);
        commands.spawn((Mesh3d(mesh), materials.surface(surface), Transform::default(), ChildOf(root)));
    }
    lights::spawn(commands, meshes, materials, garage, device, root);
    for side in [-1.0_f32, 1.0] {
        for x in [-1.35, 1.38] {
            let at = Transform::from_xyz(x, WHEEL_RADIUS, HALF_TRACK * side);
            let hub = commands.spawn((Part::Wheel(device), at, Visibility::default(), ChildOf(root))).id();
            commands.spawn((
                Mesh3d(wheel.clone()),
                materials.surface(Surface::Rubber),
                Transform::default(),
                ChildOf(hub),
            ));
            commands.spawn((
                Mesh3d(rim.clone()),
                materials.surface(Surface::Metal),
                Transform::default(),
                ChildOf(hub),
            ));
        }
    }
    root
}

/// Moves the cars, eased between steps.
pub fn follow(
    stage: Res<Stage>,
    lab: Res<Lab>,
    materials: Res<Materials>,
    mut parts: Query<(&Part, &mut Transform, Option<&mut MeshMaterial3d<StandardMaterial>>)>,
) {
    let lead = lead_s(&stage, &lab);
    for (part, mut transform, material) in &mut parts {
        let (Part::Whole(device) | Part::Wheel(device) | Part::Brake(device) | Part::Hazard(device)) = *part;
        let Some(Body::Vehicle { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2, signs }) =
            stage.shown.devices.get(device).map(|device| device.body)
        else {
            continue;
        };
        match part {
            Part::Whole(_) => {
                let (sin, cos) = heading_rad.sin_cos();
                let run = speed_mps * lead;
                transform.translation = on_plane(x_m + cos * run, y_m + sin * run, z_m);
                // Noses dip under braking and lift under power, as on any road.
                let pitch = (accel_mps2 * 0.006).clamp(-0.05, 0.03) as f32;
                let lean = signs.flat as f32;
                transform.translation.y -= HALF_TRACK * LEAN.0 * lean;
                transform.rotation = heading(heading_rad)
                    * Quat::from_rotation_z(pitch + LEAN.1 * lean)
                    * Quat::from_rotation_x(LEAN.0 * lean);
            }
            // The angle a wheel has rolled is told by how far along its round the car is, so that a moment
            // shown again looks the same.
            Part::Wheel(_) => {
                let rolled = rolled_m(x_m, y_m) + speed_mps * lead;
                transform.rotation = Quat::from_rotation_z(-(rolled / f64::from(WHEEL_RADIUS)) as f32);
            }
            Part::Brake(_) => relight(material, &materials, lights::brake(accel_mps2)),
            Part::Hazard(_) => relight(material, &materials, lights::hazard(signs.hazard, stage.shown.now.secs())),
        }
    }
}

fn relight(lamp: Option<Mut<MeshMaterial3d<StandardMaterial>>>, materials: &Materials, surface: Surface) {
    if let Some(mut lamp) = lamp {
        lamp.set_if_neq(materials.surface(surface));
    }
}

fn rolled_m(x_m: f64, y_m: f64) -> f64 {
    crate::core::device::vehicle::road::station(x_m, y_m)
}

fn roof() -> Mesh {
    let strip = [(-1.02, 1.36), (0.16, 1.36), (0.1, 1.4), (-0.1, 1.42), (-0.72, 1.42), (-0.98, 1.39)];
    let mirrors = [-0.93_f32, 0.93].map(|z| block_at([0.14, 0.12, 0.18], 0.04, [0.72, 0.98, z]));
    joined([prism(&strip, 1.28, 0.05)].into_iter().chain(mirrors))
}

fn underbody() -> Mesh {
    let arches = [-1.35_f32, 1.38].map(|x| {
        turned(&[(-0.905, 0.0), (-0.905, 0.4), (0.905, 0.4), (0.905, 0.0)], 32)
            .rotated_by(Quat::from_rotation_y(std::f32::consts::FRAC_PI_2))
            .translated_by(Vec3::new(x, WHEEL_RADIUS, 0.0))
    });
    joined(arches.into_iter().chain([block_at([4.0, 0.12, 1.5], 0.04, [0.0, 0.22, 0.0])]))
}

fn headlights() -> Mesh {
    joined([-0.6_f32, 0.6].map(|z| block_at([0.08, 0.1, 0.36], 0.03, [2.13, 0.62, z])))
}

fn tyre() -> Mesh {
    let (r, half) = (WHEEL_RADIUS, 0.11);
    turned(&[(-half, 0.2), (-half, r - 0.03), (-half + 0.03, r), (half - 0.03, r), (half, r - 0.03), (half, 0.2)], 32)
        .rotated_by(Quat::from_rotation_y(std::f32::consts::FRAC_PI_2))
}

fn rim() -> Mesh {
    let spokes = (0..5).map(|spoke| {
        let turn = std::f32::consts::TAU * spoke as f32 / 5.0;
        block_at([0.05, 0.19, 0.215], 0.01, [0.0, 0.105, 0.0]).rotated_by(Quat::from_rotation_z(turn))
    });
    let ring = turned(&[(-0.112, 0.17), (-0.112, 0.205), (0.112, 0.205), (0.112, 0.17)], 32)
        .rotated_by(Quat::from_rotation_y(std::f32::consts::FRAC_PI_2));
    joined(spokes.chain([ring]))
}
