//! The gauge itself: a board, a tube and the liquid.

use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::{Lab, Stage};

use super::super::material::{Materials, Surface};
use super::super::shape::{block_at, joined, turned};
use super::{FOOT, LENGTH, mount, reading};

/// The liquid of a gauge.
#[derive(Component, Clone, Copy)]
pub struct Liquid(usize);

/// Spawns the gauge of a device as a part of its body.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    kind: ModelKind,
    root: Entity,
) {
    let Some(mount) = mount(kind) else { return };
    let upright = |radius: f32, length: f32| {
        turned(&[(0.0, 0.0), (0.0, radius), (length, radius), (length, 0.0)], 28)
            .rotated_by(Quat::from_rotation_z(std::f32::consts::FRAC_PI_2))
    };
    let ball = |radius: f32| {
        let arc = (0..=12).map(|step| {
            let (sin, cos) = (std::f32::consts::PI * step as f32 / 12.0).sin_cos();
            (-radius * cos, radius * sin)
        });
        turned(&arc.collect::<Vec<_>>(), 28)
    };
    let middle = FOOT + LENGTH / 2.0 - 0.08;
    let board = joined([
        block_at([1.88, LENGTH + 0.52, 0.07], 0.05, [0.26, middle, -0.14]),
        block_at([1.0, 0.1, 0.5], 0.04, [0.26, 0.05, -0.1]),
        block_at([0.16, 0.3, 0.07], 0.02, [0.26, 0.2, -0.16]),
    ]);
    let face = block_at([1.78, LENGTH + 0.42, 0.04], 0.03, [0.26, middle, -0.11]);
    let back = block_at([0.2, LENGTH + 0.14, 0.02], 0.01, [0.0, FOOT + LENGTH / 2.0, -0.085]);
    for (mesh, surface) in [
        (board, Surface::Trim),
        (face, Surface::Face),
        (back, Surface::Wall),
        (ball(0.15).translated_by(Vec3::new(0.0, FOOT - 0.1, 0.0)), Surface::Liquid),
    ] {
        let part = (Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::from_translation(mount.at));
        commands.spawn((part, ChildOf(root)));
    }
    commands.spawn((
        Liquid(device),
        Mesh3d(meshes.add(upright(0.075, 1.0))),
        materials.surface(Surface::Liquid),
        Transform::from_translation(mount.at + Vec3::Y * FOOT),
        ChildOf(root),
    ));
}

/// Raises the liquid of every gauge to the truth.
pub fn follow(stage: Res<Stage>, lab: Res<Lab>, mut liquids: Query<(&Liquid, &mut Transform)>) {
    for (liquid, mut transform) in &mut liquids {
        if let Some((signal, scale)) = reading(&stage, &lab, liquid.0) {
            let truth = stage.shown.devices[liquid.0].values[signal];
            transform.scale.y = (LENGTH * scale.share(truth)).max(1e-3);
        }
    }
}
