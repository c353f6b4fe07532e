//! The instrument: a housing, a screen, terminal posts, and the true signal on its screen.

use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::theme::DARK;
use crate::lab::{GhostLayout, Lab, words};

use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Stroke};
use super::super::label::Labels;
use super::super::material::{Materials, Spirit, Surface};
use super::super::paint::linear;
use super::super::place::Stand;
use super::super::shape::{block_at, joined, ring_tube, turned};
use super::screen::{self, Frame, Pane, SCREEN, Trace};

/// What is shown as an instrument.
const KINDS: [ModelKind; 2] = [ModelKind::Recording, ModelKind::Generator];

/// Where the panes of twins stand relative to the screen, nearest first.
const FIRST_PANE: Vec3 = Vec3::new(0.06, 0.05, 0.12);
const NEXT_PANE: Vec3 = Vec3::new(0.07, 0.05, 0.1);

/// Spawns the instrument of a device.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, stand: &Stand) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    for (mesh, surface) in [
        (housing(), Surface::Paint),
        (block_at([SCREEN.x + 0.16, SCREEN.y + 0.16, 0.06], 0.03, [SCREEN_AT.x, SCREEN_AT.y, 0.47]), Surface::Trim),
        (block_at([SCREEN.x, SCREEN.y, 0.02], 0.01, [SCREEN_AT.x, SCREEN_AT.y, 0.5]), Surface::Glass),
        (feet(), Surface::Rubber),
        (knobs(), Surface::Metal),
        (posts(), Surface::Contact),
        (handle(), Surface::Steel),
        (block_at([0.07, 0.07, 0.04], 0.015, [1.0, 1.62, 0.47]), Surface::Lamp),
    ] {
        commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::default(), ChildOf(root)));
    }
    root
}

/// The middle of the screen, in the instrument's own units.
const SCREEN_AT: Vec3 = Vec3::new(-0.24, 1.02, 0.52);

/// Draws what screens and panes show.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut panes: Query<(&Pane, &mut Transform, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    let (stage, lab, eye) = (&*scene.stage, &*scene.lab, &*scene.eye);
    let theme = lab.theme.tokens();
    for (device, stand) in scene.layout.stands.iter().enumerate() {
        if !scene.layout.crowd
            && KINDS.contains(&stand.kind)
            && let Some(trace) = Trace::of_device(stage, lab, device)
        {
            let frame = Frame::on(stand, SCREEN_AT);
            screen::draw(eye, &mut ink, &frame, &trace, Stroke::plain(1.8, linear(theme.surfaces.screen)));
        }
    }
    for (pane, mut transform, mut material) in &mut panes {
        let Some(ghost) = scene.ghost(pane.0, &KINDS) else { continue };
        let haunt = &ghost.haunt;
        let frame = pane_frame(lab, ghost.stand, haunt);
        *transform = Transform { translation: frame.at, rotation: frame.rotation, scale: Vec3::splat(frame.scale) };
        material.set_if_neq(scene.materials.spirit(Spirit::Veil, haunt.kind, ghost.step));
        // The screen is dark in either theme.
        let hue = linear(freshness::aged(&DARK, DARK.mode(haunt.kind), ghost.step));
        screen::outline(eye, &mut ink, &frame, haunt.kind, hue);
        let error = match Trace::of_twin(stage, lab, haunt.twin) {
            Some(trace) => {
                let style = crate::lab::theme::line_style(haunt.kind);
                let shown = trace_frame(lab, ghost.stand, haunt);
                screen::draw(eye, &mut ink, &shown, &trace, Stroke { style, dash: 0.09, ..Stroke::plain(2.2, hue) });
                screen::error_line(eye, &mut ink, &shown, &trace, hue);
                error_words(&trace, &ghost)
            }
            None => String::new(),
        };
        if scene.spotlight.on_twin(pane.0) {
            let (corner, edge) = (frame.point(Vec2::splat(0.5)), Vec3::new(1.35, 0.9, -0.4));
            labels.all.push(scene.caption(&ghost, corner, Vec2::new(0.0, -1.0), &error, edge));
        }
    }
}

fn error_words(trace: &Trace, Ghost { device, twin, .. }: &Ghost) -> String {
    let (Some(info), Some(believed)) = (device.signals.get(trace.signal), twin.values[trace.signal]) else {
        return String::new();
    };
    let error = info.difference(believed, device.values[trace.signal]);
    let unit = if info.unit.is_empty() { String::new() } else { format!(" {}", info.unit) };
    format!("off by {}{unit}", words::signed_to(error, 3))
}

fn pane_frame(lab: &Lab, stand: &Stand, haunt: &Haunt) -> Frame {
    let rank = haunt.rank as f32;
    let local = match lab.ghosts {
        GhostLayout::Overlay => SCREEN_AT + FIRST_PANE + NEXT_PANE * rank,
        GhostLayout::Beside => {
            let row = rank - (haunt.among as f32 - 1.0) / 2.0;
            Vec3::new(row * (SCREEN.x + 0.2), SCREEN.y * 0.5 + 0.12, 1.9)
        }
    };
    Frame::on(stand, local)
}

/// Where a believed signal is drawn: over the true one, or on the twin's own pane.
fn trace_frame(lab: &Lab, stand: &Stand, haunt: &Haunt) -> Frame {
    match lab.ghosts {
        GhostLayout::Overlay => {
            let local = SCREEN_AT + Vec3::Z * 0.012 * (haunt.rank as f32 + 1.0);
            Frame::on(stand, local)
        }
        GhostLayout::Beside => pane_frame(lab, stand, haunt),
    }
}

fn housing() -> Mesh {
    joined([
        block_at([2.6, 1.5, 0.9], 0.1, [0.0, 0.98, 0.0]),
        block_at([2.7, 0.1, 0.96], 0.04, [0.0, 0.3, 0.0]),
        block_at([2.7, 0.1, 0.96], 0.04, [0.0, 1.68, 0.0]),
    ])
}

fn upright(profile: &[(f32, f32)], at: Vec3) -> Mesh {
    turned(profile, 36).rotated_by(Quat::from_rotation_z(std::f32::consts::FRAC_PI_2)).translated_by(at)
}

fn facing(profile: &[(f32, f32)], at: Vec3) -> Mesh {
    turned(profile, 40).rotated_by(Quat::from_rotation_y(-std::f32::consts::FRAC_PI_2)).translated_by(at)
}

fn feet() -> Mesh {
    joined([-1.1_f32, 1.1].into_iter().flat_map(|x| {
        [-0.3_f32, 0.3].map(|z| upright(&[(0.0, 0.0), (0.0, 0.15), (0.24, 0.12), (0.24, 0.0)], Vec3::new(x, 0.0, z)))
    }))
}

fn knobs() -> Mesh {
    let knob = |radius: f32| [(0.0, 0.0), (0.0, radius), (0.12, radius * 0.92), (0.14, radius * 0.8), (0.14, 0.0)];
    joined([
        facing(&knob(0.17), Vec3::new(1.0, 1.3, 0.45)),
        facing(&knob(0.12), Vec3::new(0.86, 0.94, 0.45)),
        facing(&knob(0.12), Vec3::new(1.14, 0.94, 0.45)),
    ])
}

fn posts() -> Mesh {
    let post =
        [(0.0, 0.0), (0.0, 0.1), (0.05, 0.1), (0.07, 0.055), (0.2, 0.055), (0.22, 0.075), (0.3, 0.07), (0.3, 0.0)];
    joined([0.84_f32, 1.0, 1.16].map(|x| facing(&post, Vec3::new(x, 0.56, 0.45))))
}

fn handle() -> Mesh {
    let bail = ring_tube(0.34, 0.035, 40)
        .rotated_by(Quat::from_rotation_y(std::f32::consts::FRAC_PI_2))
        .scaled_by(Vec3::new(1.7, 0.75, 1.0));
    bail.translated_by(Vec3::new(0.0, 1.72, 0.0))
}
