//! The bed with its patient, and what of it moves: the chest, the drops, the alarm's lamp.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::Body;
use crate::core::device::patient::PatientPose;
use crate::lab::Stage;

use super::super::living::Living;
use super::super::material::{Materials, Surface};
use super::super::place::Stand;
use super::super::shape::{block, moved};
use super::furniture::{self, DROP_FROM, DROP_TO, POLE};
use super::{DROP_ML, SCREEN, SCREEN_AT};

/// How far the chest rises, as a share of its height.
const RISE: f32 = 0.09;
/// Share of the way between two drops in which one falls.
const FALLING: f64 = 0.4;

/// The parts that move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Rises with the breath.
    Chest,
    /// Falls into the drip chamber.
    Drop,
    /// Lights while an alarm sounds.
    Lamp,
}

/// Spawns the bed of a device.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    stand: &Stand,
) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    for (mesh, surface) in furniture::parts() {
        commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::default(), ChildOf(root)));
    }
    let (chest, place) = furniture::chest();
    let lamp_at = SCREEN_AT + Vec3::new(0.0, SCREEN.y / 2.0 + 0.16, -0.14);
    let x = POLE.x - 0.28;
    let chamber = furniture::upright(&[(DROP_TO - 0.06, 0.0), (DROP_TO - 0.06, 0.07), (DROP_FROM, 0.07)], 24);
    for (mesh, surface, transform, part) in [
        (chest, Surface::Blanket, place, Part::Chest),
        (
            furniture::ball(Vec3::new(0.03, 0.042, 0.03)),
            Surface::Lamp,
            Transform::from_xyz(x, DROP_FROM, POLE.z),
            Part::Drop,
        ),
        (block(Vec3::new(0.5, 0.1, 0.14), 0.04), Surface::Trim, Transform::from_translation(lamp_at), Part::Lamp),
    ] {
        Living { device, part }.spawn(commands, meshes, materials, (mesh, surface), transform, root);
    }
    commands.spawn((
        Mesh3d(meshes.add(moved(chamber, x, 0.0, POLE.z))),
        materials.surface(Surface::Clear),
        Transform::default(),
        NotShadowCaster,
        NotShadowReceiver,
        ChildOf(root),
    ));
    root
}

/// Moves what moves.
pub fn follow(
    stage: Res<Stage>,
    materials: Res<Materials>,
    mut parts: Query<(&Living<Part>, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (living, mut transform, mut visibility, mut material) in &mut parts {
        let Some(Body::Patient(pose)) = stage.shown.devices.get(living.device).map(|device| device.body) else {
            continue;
        };
        match living.part {
            Part::Chest => transform.scale.y = 1.0 + RISE * pose.chest as f32,
            Part::Drop => {
                let fall = fallen(&pose);
                visibility.set_if_neq(if fall.is_some() { Visibility::Inherited } else { Visibility::Hidden });
                transform.translation.y = DROP_FROM - (DROP_FROM - DROP_TO) * fall.unwrap_or(0.0);
            }
            Part::Lamp => {
                let surface = if pose.alarms > 0 { Surface::Alarm } else { Surface::Trim };
                material.set_if_neq(materials.surface(surface));
            }
        }
    }
}

/// How far the newest drop has fallen, from 0 to 1; none while it gathers.
fn fallen(pose: &PatientPose) -> Option<f32> {
    let share = (pose.pumped_ml / DROP_ML).fract() / FALLING;
    (share < 1.0 && pose.pump_ml_per_h > 0.0).then_some((share * share) as f32)
}
