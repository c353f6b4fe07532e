//! What moves in a zone, and what is said about it: fan, valve, people, sky, air.

use std::f32::consts::{FRAC_PI_2, TAU};

use bevy::prelude::*;

use crate::core::device::hvac::HvacPose;
use crate::core::device::{Body, ZoneMode};
use crate::lab::{Lab, Stage, words};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels, Run, Size};
use super::super::living::Living;
use super::super::material::{Materials, Surface};
use super::super::paint::linear;
use super::super::place::{Layout, Stand};
use super::super::spotlight::Spotlight;
use super::super::stagehand::lead_s;
use super::Part;
use super::plant::{FAN_AT, OUTLETS, VALVE_AT};
use super::room::{FLOOR, THERMOSTAT};

/// The fan is drawn so many times slower than it turns: eyes cannot follow it, least of all in a run that is sped up.
const FAN_SLOWED: f64 = 160.0;

/// Streaks of air under an outlet, and how far they reach into the room.
const STREAKS: usize = 4;
const REACH: f32 = 0.95;

fn pose(stage: &Stage, device: usize) -> Option<HvacPose> {
    match stage.shown.devices.get(device)?.body {
        Body::Hvac(pose) => Some(pose),
        _ => None,
    }
}

fn sky(hour: f64) -> Surface {
    match hour {
        hour if !(6.5..18.5).contains(&hour) => Surface::SkyNight,
        hour if !(8.0..17.0).contains(&hour) => Surface::SkyDawn,
        _ => Surface::SkyDay,
    }
}

/// Moves what lives.
pub fn follow(
    stage: Res<Stage>,
    lab: Res<Lab>,
    materials: Res<Materials>,
    mut parts: Query<(&Living<Part>, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    let lead_s = lead_s(&stage, &lab);
    for (living, mut transform, mut visibility, mut material) in &mut parts {
        let Some(pose) = pose(&stage, living.device) else { continue };
        match living.part {
            Part::Fan => transform.rotation = Quat::from_rotation_z(-turned(&pose, lead_s)),
            Part::Lever => {
                let share = pose.valve_percent as f32 / 100.0;
                transform.rotation = Quat::from_rotation_y(-FRAC_PI_2 * (1.0 - share));
            }
            Part::Sky => {
                material.set_if_neq(materials.surface(sky(pose.hour)));
            }
            Part::Person(seat) => {
                let there = (seat as f64) < pose.occupants;
                visibility.set_if_neq(if there { Visibility::Inherited } else { Visibility::Hidden });
            }
        }
    }
}

/// Angle of the fan as drawn, in radians.
fn turned(pose: &HvacPose, lead_s: f64) -> f32 {
    let turns = (pose.fan_turns + pose.fan_turns_per_s * lead_s) / FAN_SLOWED;
    turns.fract() as f32 * TAU
}

/// Draws the air and writes what the room's instruments say.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    spotlight: Res<Spotlight>,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
) {
    if layout.crowd {
        return;
    }
    let lead_s = lead_s(&stage, &lab);
    for (device, stand) in layout.stands.iter().enumerate() {
        let Some(pose) = pose(&stage, device) else { continue };
        air(&lab, &eye, &mut ink, stand, &pose, lead_s);
        if spotlight.on_device(device) && layout.tells(device, lab.device) {
            say(&lab, &mut labels, stand, &pose);
        }
    }
}

/// Streaks of supplied air: as many and as long as there is flow, white where it is colder than the room.
fn air(lab: &Lab, eye: &Eye, ink: &mut Ink, stand: &Stand, pose: &HvacPose, lead_s: f64) {
    if pose.flow_share < 0.02 {
        return;
    }
    let theme = lab.theme.tokens();
    let warm = pose.supply_c > pose.temperature_c + 0.5;
    let tint = linear(if warm { theme.surfaces.ember } else { theme.surfaces.sky_day });
    let drift = ((pose.fan_turns + pose.fan_turns_per_s * lead_s) / FAN_SLOWED).fract() as f32;
    let reach = REACH * (0.4 + 0.6 * pose.flow_share as f32);
    for outlet in OUTLETS {
        for streak in 0..STREAKS {
            let aside = (streak as f32 - (STREAKS as f32 - 1.0) / 2.0) / STREAKS as f32;
            let start = (drift + 0.37 * streak as f32).fract();
            let point = |share: f32| {
                let down = reach * share;
                stand.point(outlet + Vec3::new(aside * (0.5 + 0.9 * share), -down, 0.12 + 0.35 * share * share))
            };
            let points: Vec<Vec3> = (0..=6).map(|step| point((start * 0.75 + 0.04 * step as f32).min(1.0))).collect();
            let strength = 0.85 * (1.0 - start);
            ink.fading(eye, Sheet::Sheer, &points, Stroke::plain(3.0, tint.with_alpha(strength)), 0.2, 1.0);
        }
    }
}

fn say(lab: &Lab, labels: &mut Labels, stand: &Stand, pose: &HvacPose) {
    let theme = lab.theme.tokens();
    let mut note = |at: Vec3, towards: Vec2, weight: u8, text: Vec<Run>| {
        let label = Label::note(stand.point(at), towards, Size::Small, weight, text);
        labels.all.push(Label { plate: true, leader: Some(theme.muted), ..label });
    };
    let (hours, minutes) = (pose.hour.floor(), (pose.hour.fract() * 60.0).floor());
    let wish = match pose.mode {
        ZoneMode::Heat | ZoneMode::Cool => format!("  set {:.1}", pose.setpoint_c),
        ZoneMode::Ventilate => "  ventilated".to_owned(),
        ZoneMode::Off => "  off".to_owned(),
    };
    let felt = Run::strong(format!("{:.1} °C", pose.temperature_c + pose.felt_too_much_k), theme.text);
    let mut thermostat = vec![felt, Run::plain(wish, theme.muted)];
    if pose.felt_too_much_k != 0.0 {
        thermostat
            .push(Run::plain(format!("\nfeels {} K wrong", words::signed_to(pose.felt_too_much_k, 1)), theme.lost));
    }
    note(THERMOSTAT + Vec3::Y * 0.14, Vec2::new(0.2, -1.0), 84, thermostat);
    let room = vec![
        Run::strong(format!("{hours:02}:{minutes:02}"), theme.text),
        Run::plain(format!("  {:.0} persons  CO₂ {:.0} ppm", pose.occupants, pose.co2_ppm), theme.text),
    ];
    note(Vec3::new(-0.2, FLOOR, 1.6), Vec2::new(0.0, 1.0), 83, room);
    let mut valve = vec![Run::plain(format!("valve {:.0} %", pose.valve_percent), theme.text)];
    if pose.stuck_valve {
        valve.push(Run::strong("  stuck", theme.lost));
    }
    note(VALVE_AT + Vec3::new(0.0, -0.1, 0.1), Vec2::new(0.0, 1.0), 82, valve);
    let mut fan = vec![Run::plain(format!("air {:.0} %", 100.0 * pose.flow_share), theme.text)];
    if pose.failed_fan {
        fan.push(Run::strong("  fan failed", theme.lost));
    }
    if pose.clogged > 0.0 {
        fan.push(Run::strong("  filter clogged", theme.lost));
    }
    note(FAN_AT + Vec3::new(-0.2, 0.42, 0.1), Vec2::new(-0.6, -1.0), 81, fan);
}
