//! Ghosts of a patient: one translucent pane for each twin, with the waves and numbers that it believes.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::theme::line_style;
use crate::lab::{GhostLayout, Lab, Stage, words};

use super::super::camera::Eye;
use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels};
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::shape::block;
use super::face::{self, CHANNELS, Channel, Slate};

/// Size of a pane at scale 1, and the room that each takes.
const PANE: Vec2 = Vec2::new(1.34, 0.86);
const PITCH: Vec2 = Vec2::new(1.44, 0.98);
/// The wall of panes over the bed: its middle and its size.
const WALL_AT: Vec3 = Vec3::new(-1.36, 2.42, -0.55);
const WALL: Vec2 = Vec2::new(2.9, 1.96);
/// Panes of a few twins do not grow beyond this.
const LARGEST: f32 = 1.35;

/// The pane of a twin.
#[derive(Component, Clone, Copy)]
pub struct WardPane(usize);

/// Spawns the pane of a twin.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, haunt: &Haunt) -> Vec<Entity> {
    vec![
        commands
            .spawn((
                WardPane(haunt.twin),
                Mesh3d(meshes.add(block(PANE.extend(0.02), 0.01))),
                materials.spirit(Spirit::Film, haunt.kind, 0),
                Transform::default(),
                NotShadowCaster,
                NotShadowReceiver,
            ))
            .id(),
    ]
}

/// Draws every pane with what its twin believes, without easing.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut panes: Query<(&WardPane, &mut Transform, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    let theme = scene.lab.theme.tokens();
    for (pane, mut transform, mut material) in &mut panes {
        let Some(ghost) = scene.ghost(pane.0, &[ModelKind::Patient]) else { continue };
        let (local, scale) = berth(&scene.lab, &ghost.haunt);
        let slate = Slate::on(ghost.stand, local, PANE * scale);
        let scale = Vec3::splat(scale * ghost.stand.scale);
        *transform = Transform { translation: slate.at, rotation: slate.rotation, scale };
        material.set_if_neq(scene.materials.spirit(Spirit::Film, ghost.haunt.kind, ghost.step));
        let hue = linear(freshness::aged(theme, theme.mode(ghost.haunt.kind), ghost.step));
        outline(&scene.eye, &mut ink, &slate, &ghost.haunt, hue);
        fill(&scene, &mut ink, &ghost, &slate, hue);
        if scene.spotlight.on_twin(pane.0) {
            labels.all.push(caption(&scene, &ghost, &slate));
        }
    }
}

/// Where a pane stands, and how large it is.
fn berth(lab: &Lab, haunt: &Haunt) -> (Vec3, f32) {
    let among = haunt.among.max(1) as f32;
    let columns = match lab.ghosts {
        GhostLayout::Overlay => among.sqrt().ceil(),
        GhostLayout::Beside => among,
    };
    let rows = (among / columns).ceil();
    let (column, line) = (haunt.rank as f32 % columns, (haunt.rank as f32 / columns).floor());
    let off = Vec2::new(column - (columns - 1.0) / 2.0, (rows - 1.0) / 2.0 - line);
    match lab.ghosts {
        GhostLayout::Overlay => {
            let scale = (WALL / (PITCH * Vec2::new(columns, rows))).min_element().min(LARGEST);
            (WALL_AT + (off * PITCH * scale).extend(0.0), scale)
        }
        GhostLayout::Beside => {
            let scale = (5.8 / (PITCH.x * columns)).min(LARGEST);
            let at = Vec2::new(0.0, PANE.y * scale / 2.0 + 0.1);
            ((at + off * PITCH * scale).extend(2.7), scale)
        }
    }
}

fn outline(eye: &Eye, ink: &mut Ink, slate: &Slate, haunt: &Haunt, hue: LinearRgba) {
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)];
    let points = corners.map(|(x, y)| slate.point(Vec2::new(x, y)));
    let stroke = Stroke { width_px: 2.2, colour: hue, style: line_style(haunt.kind), dash: 0.2 * slate.size.y };
    ink.line(eye, Sheet::Solid, &points, stroke);
}

/// The waves that the twin believes over the true ones, and its numbers; without waves the numbers stand alone.
fn fill(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, slate: &Slate, hue: LinearRgba) {
    let (stage, eye, haunt, twin) = (&*scene.stage, &*scene.eye, &ghost.haunt, ghost.twin);
    let theme = scene.lab.theme.tokens();
    let line = |share: f32, hue| Stroke::plain(slate.width_px(eye, share), hue);
    let before: usize = stage.shown.twins[..haunt.twin].iter().map(|other| other.values.len()).sum();
    let mut waves = false;
    for (channel, Channel { wave, .. }) in CHANNELS.into_iter().enumerate() {
        let Some((name, low, high)) = wave else { continue };
        let Some(signal) = face::index(stage, haunt.device, name) else { continue };
        let row = face::row(channel, CHANNELS.len());
        let believed = face::wave(stage, (low, high), row, |moment| moment.twin_values.get(before + signal).copied());
        if believed.is_empty() {
            continue;
        }
        waves = true;
        let truth = face::true_wave(stage, haunt.device, channel, CHANNELS.len());
        face::trace(eye, ink, slate, &truth, line(0.012, linear(theme.muted)));
        face::trace(eye, ink, slate, &believed, line(0.022, hue));
    }
    for (channel, Channel { number, word, .. }) in CHANNELS.into_iter().enumerate() {
        let value =
            face::index(stage, haunt.device, number).and_then(|signal| twin.values.get(signal).copied().flatten());
        let (at, height) = if waves {
            (Vec2::new(0.245, face::row(channel, CHANNELS.len()).0), 0.14)
        } else {
            (Vec2::new(-0.43 + 0.31 * channel as f32, -0.12), 0.15)
        };
        slate.write(eye, ink, at + Vec2::Y * (height + 0.045), 0.07, word, line(0.012, hue));
        slate.write(eye, ink, at + Vec2::Y * 0.02, height, &face::digits(value), line(0.026, hue));
    }
}

fn caption(scene: &Scenery, ghost: &Ghost, slate: &Slate) -> Label {
    let (corner, towards, clear) = match scene.lab.ghosts {
        GhostLayout::Overlay => (Vec2::new(0.5, 0.42), Vec2::new(0.0, -1.0), Vec3::new(3.1, 1.5, -0.4)),
        GhostLayout::Beside => (Vec2::new(0.0, -0.5), Vec2::Y, Vec3::new(3.6, 0.0, 0.0)),
    };
    let error = error_words(&scene.stage, &scene.lab, ghost);
    scene.caption(ghost, slate.point(corner), towards, &error, clear)
}

/// How far off the chosen signal is, or the heart rate where none of this device is chosen.
fn error_words(stage: &Stage, lab: &Lab, Ghost { device, twin, .. }: &Ghost) -> String {
    let chosen = (twin.device == lab.device).then_some(lab.signal);
    let followed = |signal: &usize| twin.values.get(*signal).is_some_and(Option::is_some);
    let usual = || face::index(stage, twin.device, "heart_rate");
    let Some(signal) = chosen.filter(followed).or_else(usual) else { return String::new() };
    let (Some(info), Some(Some(believed))) = (device.signals.get(signal), twin.values.get(signal).copied()) else {
        return String::new();
    };
    let short = CHANNELS.iter().find(|channel| channel.number == &*info.name);
    let name = short.map_or(&*info.name, |channel| channel.word);
    let error = info.difference(believed, device.values[signal]);
    if error.is_nan() {
        return format!("{name}: nothing to measure");
    }
    format!("{name} off by {} {}", words::signed_to(error, 2), info.unit)
}
