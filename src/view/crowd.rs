//! Crowds: where a scene has more exhibits than anybody can look at one by one, each is a small block on a
//! grid and each twin a shell round its device. Blocks and shells share their meshes and materials, so that
//! ten thousand pairs are drawn in a few instanced calls.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::lab::Stage;

use super::freshness;
use super::haunt::Haunts;
use super::material::{Materials, Spirit, Surface};
use super::place::Layout;
use super::shape::block;

/// More exhibits than this are a crowd.
pub const CROWD: usize = 24;

/// Distance between neighbours on the grid.
pub const PITCH: f32 = 1.0;

/// The shell of a twin in a crowd.
#[derive(Component, Clone, Copy)]
pub struct Shell(usize);

/// Place of the nth of `count` on the grid.
#[must_use]
pub fn berth(index: usize, count: usize) -> Vec3 {
    let side = (count as f32).sqrt().ceil().max(1.0) as usize;
    let (row, column) = (index / side, index % side);
    let middle = (side as f32 - 1.0) / 2.0;
    Vec3::new(column as f32 - middle, 0.0, row as f32 - middle) * PITCH
}

/// Spawns blocks and shells.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    stage: &Stage,
    layout: &Layout,
    haunts: &Haunts,
) -> Vec<Entity> {
    let body = meshes.add(block(Vec3::new(0.44, 0.3, 0.36), 0.04));
    let shell = meshes.add(block(Vec3::new(0.6, 0.5, 0.52), 0.06));
    let at = |device: usize| layout.stands.get(device).map_or(Vec3::ZERO, |stand| stand.at) + Vec3::Y * 0.25;
    let mut spawned = Vec::new();
    for device in 0..layout.stands.len() {
        let place = Transform::from_translation(at(device));
        spawned.push(commands.spawn((Mesh3d(body.clone()), materials.surface(Surface::Vehicle), place)).id());
    }
    for twin in 0..stage.shown.twins.len() {
        let Some(haunt) = haunts.of(&stage.shown, twin) else {
            continue;
        };
        let grown = 1.0 + 0.12 * haunt.rank as f32;
        let place = Transform::from_translation(at(haunt.device)).with_scale(Vec3::splat(grown));
        spawned.push(
            commands
                .spawn((
                    Shell(twin),
                    Mesh3d(shell.clone()),
                    materials.spirit(Spirit::Film, haunt.kind, 0),
                    place,
                    NotShadowCaster,
                    NotShadowReceiver,
                ))
                .id(),
        );
    }
    spawned
}

/// Fades every shell with the age of its twin.
pub fn fade(
    stage: Res<Stage>,
    materials: Res<Materials>,
    mut shells: Query<(&Shell, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (shell, mut material) in &mut shells {
        if let Some(twin) = stage.shown.twins.get(shell.0) {
            let step = freshness::step(&stage.shown, twin);
            material.set_if_neq(materials.spirit(Spirit::Film, twin.sync.kind(), step));
        }
    }
}
