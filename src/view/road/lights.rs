//! Lights of a car that say what it does: brake lights, and hazard lights that blink.

use bevy::prelude::*;

use super::super::material::{Materials, Surface};
use super::super::shape::block_at;
use super::car::Part;
use super::garage::Garage;

/// Braking harder than this lights the brake lights, in metres per second squared.
const BRAKING_MPS2: f64 = -0.6;

/// Hazard lights blink this often a second (UN Regulation No. 48: 60 to 120 times a minute).
const BLINKS_HZ: f64 = 1.5;

/// Spawns the lights of a car.
pub(super) fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    garage: &mut Garage,
    device: usize,
    root: Entity,
) {
    let brake = garage.mesh(meshes, "brake light", || block_at([0.06, 0.12, 0.42], 0.02, [0.0; 3]));
    let blinker = garage.mesh(meshes, "blinker", || block_at([0.22, 0.11, 0.1], 0.02, [0.0; 3]));
    for side in [-1.0_f32, 1.0] {
        let at = Transform::from_xyz(-2.17, 0.76, 0.56 * side);
        let off = materials.surface(Surface::BrakeOff);
        commands.spawn((Part::Brake(device), Mesh3d(brake.clone()), off, at, ChildOf(root)));
        for x in [-2.06_f32, 2.04] {
            let at = Transform::from_xyz(x, if x < 0.0 { 0.6 } else { 0.62 }, 0.87 * side);
            let off = materials.surface(Surface::HazardOff);
            commands.spawn((Part::Hazard(device), Mesh3d(blinker.clone()), off, at, ChildOf(root)));
        }
    }
}

/// How brake lights look.
pub(super) fn brake(accel_mps2: f64) -> Surface {
    if accel_mps2 < BRAKING_MPS2 { Surface::BrakeOn } else { Surface::BrakeOff }
}

/// How hazard lights look at an instant of the run.
pub(super) fn hazard(on: bool, now_s: f64) -> Surface {
    if on && (now_s * BLINKS_HZ).fract() < 0.5 { Surface::HazardOn } else { Surface::HazardOff }
}
