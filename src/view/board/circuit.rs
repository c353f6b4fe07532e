//! The circuit board: a module with its shield and antenna, pins, a plug, a crystal, a light that blinks.

use std::f32::consts::FRAC_PI_2;

use bevy::prelude::*;

use crate::core::device::Body;
use crate::lab::Stage;

use super::super::material::{Materials, Surface};
use super::super::place::Stand;
use super::super::shape::{block_at, joined, ring_tube, turned};
use super::{DIAL_AT, DIAL_RADIUS};

/// How far the board leans back, in radians.
const LEAN: f32 = 0.8;
/// Where the middle of the board is.
const BOARD_AT: Vec3 = Vec3::new(0.0, 0.66, 0.72);
/// Share of each second in which the light is on.
const LIT: f64 = 0.15;

/// The light on a board.
#[derive(Component, Clone, Copy)]
pub struct Blinker(usize);

/// Spawns the board of a device.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    stand: &Stand,
) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    let lying = Transform::from_translation(BOARD_AT).with_rotation(Quat::from_rotation_x(-LEAN));
    for (mesh, surface) in [
        (block_at([3.0, 1.54, 0.07], 0.02, [0.0, 0.0, 0.0]), Surface::Board),
        (module(), Surface::Rubber),
        (metalwork(), Surface::Steel),
        (antenna(), Surface::Contact),
        (pins(), Surface::Contact),
        (strips(), Surface::Rubber),
        (chips(), Surface::Trim),
        (cable(), Surface::Rubber),
    ] {
        commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), lying, ChildOf(root)));
    }
    for (mesh, surface) in [
        (easel(), Surface::Trim),
        (disc(DIAL_RADIUS, 0.1), Surface::Paint),
        (disc(DIAL_RADIUS - 0.04, 0.02).translated_by(Vec3::Z * 0.055), Surface::Glass),
        (facing(ring_tube(DIAL_RADIUS, 0.05, 96)), Surface::Metal),
        (disc(0.07, 0.06).translated_by(Vec3::Z * 0.12), Surface::Metal),
    ] {
        let at = if surface == Surface::Trim { Vec3::ZERO } else { DIAL_AT };
        commands.spawn((
            Mesh3d(meshes.add(mesh)),
            materials.surface(surface),
            Transform::from_translation(at),
            ChildOf(root),
        ));
    }
    commands.spawn((
        Blinker(device),
        Mesh3d(meshes.add(block_at([0.1, 0.06, 0.05], 0.015, [1.02, 0.44, 0.06]))),
        materials.surface(Surface::Trim),
        lying,
        ChildOf(root),
    ));
    root
}

/// Blinks at the board's own seconds.
pub fn follow(
    stage: Res<Stage>,
    materials: Res<Materials>,
    mut lights: Query<(&Blinker, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (light, mut material) in &mut lights {
        if let Some(Body::ClockBoard(pose)) = stage.shown.devices.get(light.0).map(|device| device.body) {
            let lit = (pose.micros / 1e6).fract() < LIT;
            material.set_if_neq(materials.surface(if lit { Surface::Lamp } else { Surface::Trim }));
        }
    }
}

/// A body of revolution about x, turned to face us.
fn facing(mesh: Mesh) -> Mesh {
    mesh.rotated_by(Quat::from_rotation_y(-FRAC_PI_2))
}

/// A disc that faces us.
pub fn disc(radius: f32, depth: f32) -> Mesh {
    let half = depth / 2.0;
    facing(turned(&[(-half, 0.0), (-half, radius), (half, radius), (half, 0.0)], 96))
}

fn module() -> Mesh {
    joined([
        block_at([1.4, 1.0, 0.05], 0.01, [-0.86, 0.0, 0.06]),
        block_at([0.27, 0.27, 0.06], 0.015, [0.62, 0.12, 0.06]),
        block_at([0.2, 0.34, 0.08], 0.02, [0.3, -0.34, 0.07]),
    ])
}

/// The shield, the plug, the crystal and the buttons' caps.
fn metalwork() -> Mesh {
    let cap = |y: f32| disc(0.06, 0.05).translated_by(Vec3::new(1.28, y, 0.13));
    joined([
        block_at([0.96, 0.88, 0.13], 0.03, [-0.62, 0.0, 0.13]),
        block_at([0.4, 0.46, 0.17], 0.05, [1.42, 0.0, 0.11]),
        block_at([0.3, 0.14, 0.09], 0.06, [0.28, 0.3, 0.08]),
        cap(0.5),
        cap(-0.5),
    ])
}

/// The meandering antenna printed on the module's free end.
fn antenna() -> Mesh {
    let bars = (0..6).map(|bar| block_at([0.025, 0.62, 0.02], 0.004, [-1.5 + 0.066 * bar as f32, 0.08, 0.088]));
    let bends = (0..5).map(|bend| {
        let y = if bend % 2 == 0 { 0.39 } else { -0.23 };
        block_at([0.09, 0.025, 0.02], 0.004, [-1.467 + 0.066 * bend as f32, y, 0.088])
    });
    joined(bars.chain(bends))
}

fn along_edges(part: impl Fn(f32, f32) -> Mesh) -> Mesh {
    joined([-0.68_f32, 0.68].into_iter().flat_map(|y| (0..15).map(move |pin| (pin, y))).map(|(pin, y)| {
        let x = -1.33 + 0.19 * pin as f32;
        part(x, y)
    }))
}

fn pins() -> Mesh {
    along_edges(|x, y| block_at([0.05, 0.05, 0.3], 0.01, [x, y, 0.16]))
}

fn strips() -> Mesh {
    joined([-0.68_f32, 0.68].map(|y| block_at([2.9, 0.12, 0.1], 0.015, [0.0, y, 0.08])))
}

fn chips() -> Mesh {
    let button = |y: f32| block_at([0.2, 0.16, 0.08], 0.015, [1.28, y, 0.07]);
    joined([button(0.5), button(-0.5), block_at([0.1, 0.16, 0.07], 0.01, [0.7, -0.36, 0.06])])
}

fn cable() -> Mesh {
    joined([
        block_at([0.36, 0.42, 0.2], 0.06, [1.76, 0.0, 0.11]),
        turned(&[(1.9, 0.0), (1.9, 0.075), (2.5, 0.07), (2.5, 0.0)], 20).translated_by(Vec3::Z * 0.11),
    ])
}

/// What holds the board and the dial.
fn easel() -> Mesh {
    let foot = block_at([2.6, 0.08, 1.5], 0.03, [0.0, 0.05, 0.4]);
    let rest = |x: f32| {
        block_at([0.12, 1.5, 0.07], 0.02, [x, 0.0, -0.08])
            .rotated_by(Quat::from_rotation_x(-LEAN))
            .translated_by(BOARD_AT)
    };
    joined([
        foot,
        rest(-0.9),
        rest(0.9),
        block_at([0.26, DIAL_AT.y - 0.1, 0.12], 0.04, [0.0, (DIAL_AT.y - 0.1) / 2.0 + 0.06, DIAL_AT.z - 0.1]),
        block_at([1.1, 0.1, 0.6], 0.03, [0.0, 0.06, DIAL_AT.z]),
    ])
}
