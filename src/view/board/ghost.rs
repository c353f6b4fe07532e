//! Ghosts of a clock: hands that stand beside the true one by what their twins are wrong.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::theme::{DARK, Theme, line_style};
use crate::lab::{GhostLayout, Lab, words};

use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Dock, Label, Labels};
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::place::Stand;
use super::super::shape::block;
use super::DIAL_RADIUS;
use super::circuit::disc;
use super::dial::{self, Dial};

/// Length of a hand.
const HAND: f32 = 0.84;
/// Size of dials that stand beside their device.
const BESIDE_SCALE: f32 = 0.52;
/// How far they lean back, in radians, and the width that they share.
const BESIDE_LEAN: f32 = 0.9;
const BESIDE_WIDTH: f32 = 6.8;

/// A translucent part of a twin's clock.
#[derive(Component, Clone, Copy)]
pub struct Hand {
    twin: usize,
    part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The hand.
    Blade,
    /// The dial of a clock that stands beside its device.
    Face,
}

/// Spawns the clock of a twin.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, haunt: &Haunt) -> Vec<Entity> {
    let blade = block(Vec3::new(0.11, HAND - 0.1, 0.01), 0.005).translated_by(Vec3::Y * (HAND / 2.0 + 0.05));
    [(Part::Blade, blade), (Part::Face, disc(DIAL_RADIUS, 0.02))]
        .map(|(part, mesh)| {
            commands
                .spawn((
                    Hand { twin: haunt.twin, part },
                    Mesh3d(meshes.add(mesh)),
                    materials.spirit(Spirit::Film, haunt.kind, 0),
                    Transform::default(),
                    Visibility::Hidden,
                    NotShadowCaster,
                    NotShadowReceiver,
                ))
                .id()
        })
        .to_vec()
}

/// Puts every hand where its twin believes the counter to be, without easing.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut hands: Query<(&Hand, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (hand, mut transform, mut visibility, mut material) in &mut hands {
        let Some(ghost) = scene.ghost(hand.twin, &[ModelKind::ClockBoard]) else { continue };
        let error_us = error_us(&ghost);
        let beside = scene.lab.ghosts == GhostLayout::Beside;
        let seen = error_us.is_some() && (hand.part == Part::Blade || beside);
        visibility.set_if_neq(if seen { Visibility::Visible } else { Visibility::Hidden });
        let Some(error_us) = error_us else { continue };
        let own = place(&scene.lab, ghost.stand, &ghost.haunt);
        let lift = 0.07 + 0.012 * ghost.haunt.rank as f32;
        let turn = if hand.part == Part::Blade { dial::angle(error_us) } else { 0.0 };
        *transform = Transform {
            translation: if hand.part == Part::Blade { own.point(Vec2::ZERO, lift) } else { own.at },
            rotation: own.rotation * Quat::from_rotation_z(-turn),
            scale: Vec3::splat(own.scale),
        };
        material.set_if_neq(scene.materials.spirit(Spirit::Film, ghost.haunt.kind, ghost.step));
        if hand.part == Part::Blade {
            // The device's dial is dark in either theme; those beside it stand on the ground.
            let theme = if beside { scene.lab.theme.tokens() } else { &DARK };
            outline(&scene, theme, &mut ink, &ghost, &own, error_us);
            if scene.spotlight.on_twin(hand.twin) {
                labels.all.push(caption(&scene, &ghost, &own, error_us));
            }
        }
    }
}

/// What a twin's counter is ahead of the device's, in microseconds.
fn error_us(Ghost { device, twin, .. }: &Ghost) -> Option<f64> {
    let error = device.signals.first()?.difference(twin.values.first().copied().flatten()?, *device.values.first()?);
    error.is_finite().then_some(error)
}

fn place(lab: &Lab, stand: &Stand, haunt: &Haunt) -> Dial {
    match lab.ghosts {
        GhostLayout::Overlay => Dial::of(stand),
        GhostLayout::Beside => {
            let row = haunt.rank as f32 - (haunt.among as f32 - 1.0) / 2.0;
            let room = (BESIDE_WIDTH / (haunt.among as f32 * 2.7)).min(BESIDE_SCALE);
            let local = Vec3::new(row * 2.7 * room, 0.6 * DIAL_RADIUS * room + 0.05, 3.3);
            let rotation = stand.rotation() * Quat::from_rotation_x(-BESIDE_LEAN);
            Dial { at: stand.point(local), rotation, scale: stand.scale * room }
        }
    }
}

fn outline(scene: &Scenery, theme: &Theme, ink: &mut Ink, ghost: &Ghost, own: &Dial, error_us: f64) {
    let Ghost { haunt, twin, step, .. } = *ghost;
    let (lab, eye) = (&*scene.lab, &*scene.eye);
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), step));
    let bold = lab.theme.tokens().type_scale.sqrt();
    let (at, lift) = (dial::angle(error_us), 0.07 + 0.012 * haunt.rank as f32);
    let width_px = (1.6 + 1.6 * freshness::strength(step)) * bold;
    let stroke = Stroke { width_px, colour: hue, style: line_style(haunt.kind), dash: 0.22 * own.scale };
    ink.line(eye, Sheet::Solid, &[own.round(0.12, at, lift), own.round(HAND, at, lift)], stroke);
    // From the true hand to the believed one, each twin on a circle of its own.
    let radius = 0.36 + 0.4 * (haunt.rank as f32 + 0.5) / haunt.among as f32;
    ink.line(eye, Sheet::Solid, &own.arc(radius, 0.0, at, lift), Stroke::plain(1.4, hue));
    if let Some(micros) = twin.values.first().copied().flatten() {
        let seconds = dial::second_angle(micros);
        let ends = [own.small(0.0, seconds, lift), own.small(0.8, seconds, lift)];
        ink.line(eye, Sheet::Solid, &ends, Stroke { dash: 0.1 * own.scale, width_px: 1.6 * bold, ..stroke });
    }
    if lab.ghosts == GhostLayout::Beside {
        let text = linear(theme.text);
        dial::scale(eye, ink, own, linear(theme.muted), false);
        let truth = [own.round(0.12, 0.0, 0.0), own.round(0.96, 0.0, 0.0)];
        ink.line(eye, Sheet::Solid, &truth, Stroke::plain(2.6 * bold, text));
        let rim = Stroke { dash: 0.3 * own.scale, ..stroke };
        ink.circle(
            eye,
            Sheet::Solid,
            own.at,
            (own.rotation * Vec3::X * DIAL_RADIUS * own.scale, own.rotation * Vec3::Y * DIAL_RADIUS * own.scale),
            rim,
        );
    }
}

fn caption(scene: &Scenery, ghost: &Ghost, own: &Dial, error_us: f64) -> Label {
    let words = error_words(error_us);
    if scene.lab.ghosts == GhostLayout::Beside {
        let foot = own.point(Vec2::new(0.0, -DIAL_RADIUS), 0.0);
        let dock = Dock::Caption(ghost.stand.point(Vec3::new(3.0, 0.0, 0.0)));
        return Label { dock, ..scene.caption_beside(ghost, foot, Vec2::Y, &words) };
    }
    let tip = own.round(HAND, dial::angle(error_us), 0.02);
    scene.caption(ghost, tip, Vec2::new(0.0, -1.0), &words, Vec3::new(1.75, 2.0, -0.4))
}

/// An error in the unit that suits it.
fn error_words(error_us: f64) -> String {
    let (value, unit) = match error_us.abs() {
        size if size < 1e3 => (error_us, "µs"),
        size if size < 1e6 => (error_us / 1e3, "ms"),
        _ => (error_us / 1e6, "s"),
    };
    format!("off by {} {unit}", words::signed_to(value, 2))
}
