//! What changes on a heater, and what is said about it.

use std::f32::consts::FRAC_PI_4;

use bevy::prelude::*;

use crate::core::device::heater::HeaterPose;
use crate::core::device::{Body, HeaterMode};
use crate::lab::{Lab, Stage};

use super::super::label::{Label, Labels, Run, Size};
use super::super::living::Living;
use super::super::material::{Materials, Surface};
use super::super::place::Layout;
use super::super::spotlight::Spotlight;
use super::Part;
use super::body::KNOB_AT;

/// How far the wing of an open window stands out, in radians.
const OPEN_RAD: f32 = 1.05;

fn pose(stage: &Stage, device: usize) -> Option<HeaterPose> {
    match stage.shown.devices.get(device)?.body {
        Body::Heater(pose) => Some(pose),
        _ => None,
    }
}

/// Moves and lights what changes.
pub fn follow(
    stage: Res<Stage>,
    materials: Res<Materials>,
    mut parts: Query<(&Living<Part>, &mut Transform, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (living, mut transform, mut material) in &mut parts {
        let Some(pose) = pose(&stage, living.device) else { continue };
        match living.part {
            Part::Element => {
                let glow = match pose.power_w {
                    power if power > 100.0 => Surface::EmberHigh,
                    power if power > 0.0 => Surface::EmberLow,
                    _ => Surface::Steel,
                };
                material.set_if_neq(materials.surface(glow));
            }
            Part::Wing => {
                let turn = if pose.window_open { -OPEN_RAD } else { 0.0 };
                transform.rotation = Quat::from_rotation_y(turn);
            }
            Part::Knob => {
                let side = match pose.mode {
                    HeaterMode::Off => 1.0,
                    HeaterMode::Eco => 0.0,
                    HeaterMode::Boost => -1.0,
                };
                transform.rotation = Quat::from_rotation_z(side * FRAC_PI_4);
            }
            Part::Lamp => {
                let lit = if pose.power_w > 0.0 { Surface::Lamp } else { Surface::Rubber };
                material.set_if_neq(materials.surface(lit));
            }
        }
    }
}

/// Writes what the heater does, and what is wrong.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    spotlight: Res<Spotlight>,
    mut labels: ResMut<Labels>,
) {
    if layout.crowd {
        return;
    }
    let theme = lab.theme.tokens();
    for (device, stand) in layout.stands.iter().enumerate() {
        let tells = spotlight.on_device(device) && layout.tells(device, lab.device);
        let Some(pose) = pose(&stage, device).filter(|_| tells) else { continue };
        let mut note = |at: Vec3, towards: Vec2, weight: u8, text: Vec<Run>| {
            let label = Label::note(stand.point(at), towards, Size::Small, weight, text);
            labels.all.push(Label { plate: true, ..label });
        };
        let mode = match pose.mode {
            HeaterMode::Off => "off",
            HeaterMode::Eco => "eco",
            HeaterMode::Boost => "boost",
        };
        let mut words = vec![
            Run::strong(format!("{mode}  {:.0} W", pose.power_w), theme.text),
            Run::plain(format!("  target {:.1} °C", pose.target_c), theme.muted),
        ];
        if pose.failed {
            words.push(Run::strong("\nelement failed", theme.lost));
        }
        note(KNOB_AT - Vec3::Y * 0.62, Vec2::new(0.0, 1.0), 84, words);
        if pose.window_open {
            let words = vec![Run::strong("window open", theme.lost)];
            note(Vec3::new(-1.3, 2.35, -0.3), Vec2::new(0.0, 0.0), 83, words);
        }
    }
}
