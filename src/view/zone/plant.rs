//! The air handling unit beside the room: a cabinet with filter, coil and fan, its duct to the ceiling's outlets, and the
//! water pipe with its valve.

use std::f32::consts::{FRAC_PI_2, TAU};

use bevy::prelude::*;

use super::super::material::Surface;
use super::super::shape::{block_at, joined, ring_tube, turned};
use super::room::TOP;

/// Middle of the cabinet.
const CABINET: Vec3 = Vec3::new(-3.25, 0.95, -0.75);
/// Where the fan turns.
pub const FAN_AT: Vec3 = Vec3::new(-3.25, 1.22, -0.03);
/// Where the valve sits on its pipe.
pub const VALVE_AT: Vec3 = Vec3::new(-3.25, 0.42, 0.42);
/// Height of the duct.
const DUCT_Y: f32 = TOP + 0.42;
const DUCT_Z: f32 = -0.75;
/// Where air leaves the duct.
pub const OUTLETS: [Vec3; 3] = [
    Vec3::new(-1.45, DUCT_Y - 0.28, DUCT_Z),
    Vec3::new(-0.2, DUCT_Y - 0.28, DUCT_Z),
    Vec3::new(1.05, DUCT_Y - 0.28, DUCT_Z),
];

/// A body of revolution that faces the camera.
fn facing(profile: &[(f32, f32)]) -> Mesh {
    turned(profile, 48).rotated_by(Quat::from_rotation_y(-FRAC_PI_2))
}

/// A pipe along x.
fn pipe(from: f32, to: f32, radius: f32) -> Mesh {
    turned(&[(from, 0.0), (from, radius), (to, radius), (to, 0.0)], 24)
}

/// What stands still.
#[must_use]
pub fn still() -> Vec<(Mesh, Surface)> {
    let Vec3 { x, y, z } = CABINET;
    vec![
        (block_at([1.0, 1.5, 1.36], 0.05, [x, y, z]), Surface::Paint),
        (joined([block_at([1.04, 0.08, 1.4], 0.02, [x, 0.2, z]), feet()]), Surface::Trim),
        (
            facing(&[(0.0, 0.0), (0.0, 0.4), (0.02, 0.4), (0.02, 0.0)]).translated_by(FAN_AT - Vec3::Z * 0.05),
            Surface::Rubber,
        ),
        (ring_tube(0.4, 0.045, 56).rotated_by(Quat::from_rotation_y(FRAC_PI_2)).translated_by(FAN_AT), Surface::Trim),
        (guard(), Surface::Steel),
        (duct(), Surface::Metal),
        (outlets(), Surface::Trim),
        (louvres(), Surface::Rubber),
        (pipes(), Surface::Contact),
        (valve(), Surface::Steel),
    ]
}

fn feet() -> Mesh {
    joined([-0.42_f32, 0.42].into_iter().flat_map(|x| {
        [-0.55_f32, 0.55].map(|z| block_at([0.12, 0.18, 0.12], 0.02, [CABINET.x + x, 0.09, CABINET.z + z]))
    }))
}

/// The fan's wheel, about z, round its own middle.
#[must_use]
pub fn fan() -> Mesh {
    let blade = |index: usize| {
        block_at([0.14, 0.26, 0.025], 0.01, [0.0, 0.22, 0.0])
            .rotated_by(Quat::from_rotation_y(0.5))
            .rotated_by(Quat::from_rotation_z(TAU * index as f32 / 5.0))
    };
    joined((0..5).map(blade).chain([facing(&[(-0.03, 0.0), (-0.03, 0.09), (0.05, 0.07), (0.06, 0.0)])]))
}

fn guard() -> Mesh {
    let hoop = |radius: f32| ring_tube(radius, 0.008, 48).rotated_by(Quat::from_rotation_y(FRAC_PI_2));
    joined([0.15_f32, 0.28].map(|radius| hoop(radius).translated_by(FAN_AT + Vec3::Z * 0.08)).into_iter().chain(
        (0..4).map(|spoke| {
            block_at([0.8, 0.016, 0.016], 0.004, [0.0; 3])
                .rotated_by(Quat::from_rotation_z(TAU * spoke as f32 / 8.0))
                .translated_by(FAN_AT + Vec3::Z * 0.08)
        }),
    ))
}

fn duct() -> Mesh {
    let left = CABINET.x;
    let mut parts = vec![
        block_at([0.5, DUCT_Y - 1.6, 0.5], 0.03, [left, (DUCT_Y + 1.6) / 2.0 + 0.1, DUCT_Z]),
        block_at([1.5 - left, 0.4, 0.5], 0.03, [(1.5 + left) / 2.0 - 0.1, DUCT_Y, DUCT_Z]),
    ];
    parts.extend([-2.6_f32, -0.85, 0.42].map(|x| block_at([0.05, 0.46, 0.56], 0.015, [x, DUCT_Y, DUCT_Z])));
    joined(parts)
}

fn outlets() -> Mesh {
    joined(OUTLETS.map(|at| block_at([0.62, 0.12, 0.44], 0.02, (at + Vec3::Y * 0.06).to_array())))
}

/// Where outdoor air comes in, on the cabinet's side, and the filter's door.
fn louvres() -> Mesh {
    let slats = (0..6).map(|slat| block_at([0.7, 0.03, 0.03], 0.01, [CABINET.x, 0.42 + 0.055 * slat as f32, -0.06]));
    joined(slats)
}

fn pipes() -> Mesh {
    let at = |mesh: Mesh, x: f32, y: f32, z: f32| mesh.translated_by(Vec3::new(x, y, z));
    let Vec3 { x, y, z } = VALVE_AT;
    let along_z = |length: f32| pipe(0.0, length, 0.06).rotated_by(Quat::from_rotation_y(-FRAC_PI_2));
    joined([
        at(pipe(-0.42, 0.42, 0.06), x, y, z),
        at(along_z(0.5), x - 0.42, y, z - 0.5),
        at(along_z(0.5), x + 0.42, y, z - 0.5),
    ])
}

fn valve() -> Mesh {
    joined([
        pipe(-0.16, 0.16, 0.11).translated_by(VALVE_AT),
        pipe(-0.2, -0.15, 0.13).translated_by(VALVE_AT),
        pipe(0.15, 0.2, 0.13).translated_by(VALVE_AT),
        turned(&[(0.0, 0.0), (0.0, 0.05), (0.2, 0.05), (0.2, 0.0)], 20)
            .rotated_by(Quat::from_rotation_z(FRAC_PI_2))
            .translated_by(VALVE_AT),
    ])
}

/// The valve's lever: along the pipe when open, across it when shut.
#[must_use]
pub fn lever() -> Mesh {
    joined([
        block_at([0.46, 0.05, 0.09], 0.02, [0.16, 0.22, 0.0]),
        block_at([0.14, 0.07, 0.12], 0.03, [0.0, 0.22, 0.0]),
    ])
}
