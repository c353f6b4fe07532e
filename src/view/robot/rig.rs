//! The real arm and its cell, moved as the device says.

use bevy::prelude::*;

use crate::core::device::Body;
use crate::core::device::robot_arm::geometry::PARTS;
use crate::core::device::robot_arm::kinematics::frames;
use crate::core::device::robot_arm::{ArmPose, ArmStatus, PartPose};
use crate::lab::{Lab, Stage};

use super::super::material::{Materials, Surface};
use super::super::place::Stand;
use super::super::shape::ring_tube;
use super::super::stagehand::lead_s;
use super::{BASE, SCALE, cell, eased_deg, links, scene_axes, transform};

/// Something of a cell that moves, and the device it belongs to.
#[derive(Component, Clone, Copy)]
pub struct Part {
    device: usize,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A link, by its frame.
    Link(usize),
    /// A finger, on the side of this sign.
    Finger(f32),
    /// The marks on the belt.
    Marks,
    /// The lamp.
    Lamp,
    /// A part.
    Part(usize),
    /// The ring round a joint with a fault of its own.
    Cause,
}

/// Spawns a cell on its stand.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    stand: &Stand,
) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    let life_size = Transform::from_translation(BASE * SCALE).with_scale(Vec3::splat(SCALE));
    let hall = commands.spawn((life_size, Visibility::default(), ChildOf(root))).id();
    for (surface, mesh) in cell::furniture() {
        commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::default(), ChildOf(hall)));
    }
    let mut add = |kind: Kind, mesh: Handle<Mesh>, surface: Surface| {
        let part = Part { device, kind };
        commands.spawn((
            part,
            Mesh3d(mesh),
            materials.surface(surface),
            Transform::default(),
            Visibility::default(),
            ChildOf(hall),
        ));
    };
    for (index, shells) in links::shells().into_iter().enumerate() {
        add(Kind::Link(index + 1), meshes.add(shells.housing), Surface::Vehicle);
        add(Kind::Link(index + 1), meshes.add(shells.caps), Surface::Trim);
    }
    let finger = meshes.add(links::finger());
    for side in [-1.0, 1.0] {
        add(Kind::Finger(side), finger.clone(), Surface::Steel);
    }
    add(Kind::Marks, meshes.add(cell::marks()), Surface::Marking);
    add(Kind::Lamp, meshes.add(cell::lamp()), Surface::Lamp);
    let cube = meshes.add(cell::part());
    for part in 0..PARTS {
        add(Kind::Part(part), cube.clone(), Surface::Metal);
    }
    let ring = ring_tube(0.082, 0.008, 48).rotated_by(Quat::from_rotation_y(-std::f32::consts::FRAC_PI_2));
    add(Kind::Cause, meshes.add(ring), Surface::Cause);
    root
}

/// Moves the arms and what they handle, eased between steps.
pub fn follow(
    stage: Res<Stage>,
    lab: Res<Lab>,
    materials: Res<Materials>,
    mut parts: Query<(&Part, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    let lead = lead_s(&stage, &lab);
    for (part, mut place, mut visibility, mut material) in &mut parts {
        let Some(body) = stage.shown.devices.get(part.device).map(|device| device.body) else {
            continue;
        };
        let (Body::RobotArm(pose), Some(joints_deg)) = (body, eased_deg(&body, lead)) else {
            continue;
        };
        let chain = frames(&joints_deg);
        let shown = match part.kind {
            Kind::Link(frame) => Some(transform(&chain[frame])),
            Kind::Finger(side) => {
                let turn = if side < 0.0 { std::f32::consts::PI } else { 0.0 };
                let opening = Vec3::X * side * pose.opening_mm / 2e3;
                let local = Transform::from_translation(opening).with_rotation(Quat::from_rotation_z(turn));
                Some(transform(&chain[7]) * local)
            }
            Kind::Marks => {
                let run = (pose.belt_m as f32).rem_euclid(cell::MARK_PITCH);
                Some(Transform::from_translation(Vec3::X * run))
            }
            Kind::Lamp => {
                material.set_if_neq(materials.surface(lamp(&pose)));
                Some(Transform::default())
            }
            Kind::Part(index) if pose.held == Some(index as u8) => Some(transform(&chain[7])),
            Kind::Part(index) => pose.parts[index].map(|pose| lying(&pose)),
            Kind::Cause => pose.ailing.map(|joint| transform(&chain[usize::from(joint) - 1])),
        };
        visibility.set_if_neq(if shown.is_some() { Visibility::Inherited } else { Visibility::Hidden });
        if let Some(shown) = shown {
            *place = shown;
        }
    }
}

fn lying(pose: &PartPose) -> Transform {
    let [x, y, z, w] = pose.turn;
    Transform::from_translation(scene_axes(pose.centre())).with_rotation(Quat::from_xyzw(x, z, -y, w).normalize())
}

/// The lamp is lit by what the arm does: red for a stop, white for a pause.
fn lamp(pose: &ArmPose) -> Surface {
    match pose.status {
        ArmStatus::Working => Surface::Lamp,
        ArmStatus::Paused | ArmStatus::AtPose => Surface::Headlight,
        ArmStatus::EmergencyStop | ArmStatus::Overheated(_) | ArmStatus::Overloaded(_) => Surface::BrakeOn,
    }
}
