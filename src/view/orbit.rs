//! Hands on the camera: mouse, fingers and keys orbit, pan and zoom; named cameras answer to their names.

use bevy::input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseScrollUnit};
use bevy::input::touch::Touches;
use bevy::prelude::*;
use bevy_egui::input::EguiWantsInput;

use crate::core::device::Body;
use crate::lab::{Lab, LabCommand, Stage, Wish};

use super::camera::{Eye, Pose, Rig, clamped_pitch};
use super::place::{Bounds, Layout};
use super::plane::on_plane;
use super::touch::{Finger, gesture};

/// Turned per pixel dragged, in radians.
const DRAG_RAD_PER_PX: f32 = 0.006;

/// Turned per second while a key is held, in radians.
const KEY_RAD_PER_S: f32 = 1.3;

/// The names that `--camera` and the rig understand in this scene.
#[must_use]
pub fn names(stage: &Stage) -> Vec<String> {
    let devices = stage.shown.devices.iter().map(|device| device.name.to_string());
    ["home".to_owned(), "wire".to_owned()].into_iter().chain(devices).collect()
}

/// Sets the goal of the named camera, if one is followed.
pub fn follow_named(stage: Res<Stage>, lab: Res<Lab>, layout: Res<Layout>, eye: Res<Eye>, mut rig: ResMut<Rig>) {
    let Some(name) = rig.named.clone() else {
        return;
    };
    let tiers = &layout.tiers;
    rig.goal = match name.as_str() {
        "wire" => {
            let margin = Vec3::splat(tiers.bead * 6.0);
            let low = tiers.physical.min(tiers.twin).min(tiers.edge) - margin;
            let bounds = Bounds { min: low, max: tiers.cloud.max(tiers.twin) + margin };
            Pose::framing(&bounds.corners(), 0.0, 0.12, &eye)
        }
        name => match device_bounds(&stage, &layout, name) {
            Some((bounds, yaw, pitch)) => Pose::framing(&bounds.corners(), yaw, pitch, &eye),
            None => {
                let (yaw, pitch) = layout.angles(eye.aspect());
                Pose::framing(&layout.outline(lab.ghosts), yaw, pitch, &eye)
            }
        },
    };
}

fn device_bounds(stage: &Stage, layout: &Layout, name: &str) -> Option<(Bounds, f32, f32)> {
    let index = stage.shown.devices.iter().position(|device| &*device.name == name)?;
    let device = &stage.shown.devices[index];
    match device.body {
        Body::Vehicle { x_m, y_m, heading_rad, .. } => {
            let at = on_plane(x_m, y_m, 0.0);
            let size = Vec3::new(4.6, 2.6, 4.6);
            Some((Bounds::standing(at, size), heading_rad as f32 + 0.6, 0.38))
        }
        _ => Some((layout.stands.get(index)?.bounds(), layout.angles(1.0).0, 0.24)),
    }
}

/// Takes the person's hands: once they have moved the camera it stays theirs until Home.
pub fn steer(
    time: Res<Time<Real>>,
    keys: Res<ButtonInput<KeyCode>>,
    buttons: Res<ButtonInput<MouseButton>>,
    motion: Res<AccumulatedMouseMotion>,
    scroll: Res<AccumulatedMouseScroll>,
    touches: Res<Touches>,
    wants: Option<Res<EguiWantsInput>>,
    mut wishes: MessageReader<Wish>,
    eye: Res<Eye>,
    mut rig: ResMut<Rig>,
) {
    if wishes.read().any(|Wish(command)| *command == LabCommand::HomeCamera) {
        rig.named = Some("home".to_owned());
    }
    let (no_pointer, no_keys) =
        wants.map_or((false, false), |wants| (wants.wants_any_pointer_input(), wants.wants_any_keyboard_input()));
    let mut goal = rig.goal;
    if !no_keys {
        press(&keys, time.delta_secs(), &mut goal);
    }
    if !no_pointer {
        let finger =
            |touch: &bevy::input::touch::Touch| Finger { before: touch.previous_position(), now: touch.position() };
        let fingers: Vec<Finger> = touches.iter().map(finger).collect();
        let fingers = gesture(&fingers);
        let pressed = |by| if by { motion.delta } else { Vec2::ZERO };
        let turned = pressed(buttons.pressed(MouseButton::Left)) + fingers.orbit;
        goal.yaw -= turned.x * DRAG_RAD_PER_PX;
        goal.pitch += turned.y * DRAG_RAD_PER_PX;
        let moved = pressed(buttons.any_pressed([MouseButton::Right, MouseButton::Middle])) + fingers.pan;
        if moved != Vec2::ZERO {
            let (right, up, _) = goal.axes();
            goal.target += (up * moved.y - right * moved.x) * eye.world_per_px(goal.target);
            goal.target.y = goal.target.y.max(0.0);
        }
        goal.distance *= fingers.distance;
        let notches = match scroll.unit {
            MouseScrollUnit::Line => scroll.delta.y,
            MouseScrollUnit::Pixel => scroll.delta.y / 40.0,
        };
        goal.distance *= 0.88_f32.powf(notches);
    }
    if goal != rig.goal {
        goal.pitch = clamped_pitch(goal.pitch);
        goal.distance = goal.distance.clamp(1.0, 400.0);
        rig.goal = goal;
        rig.named = None;
    }
}

fn press(keys: &ButtonInput<KeyCode>, seconds: f32, goal: &mut Pose) {
    let axis = |less: &[KeyCode], more: &[KeyCode]| {
        f32::from(u8::from(keys.any_pressed(more.iter().copied())))
            - f32::from(u8::from(keys.any_pressed(less.iter().copied())))
    };
    goal.yaw += axis(&[KeyCode::ArrowLeft], &[KeyCode::ArrowRight]) * KEY_RAD_PER_S * seconds;
    goal.pitch += axis(&[KeyCode::ArrowDown], &[KeyCode::ArrowUp]) * KEY_RAD_PER_S * seconds;
    let zoom = axis(&[KeyCode::Minus, KeyCode::NumpadSubtract], &[KeyCode::Equal, KeyCode::NumpadAdd]);
    goal.distance *= (-1.2 * zoom * seconds).exp();
}
