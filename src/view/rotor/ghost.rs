//! Ghosts of a rotor: hoops fanned out along the shaft, each with its own rim, spoke and heavy spot.

use std::f32::consts::FRAC_PI_2;

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::theme::line_style;
use crate::lab::{GhostLayout, Lab};

use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Dock, Label, Labels};
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::place::Stand;
use super::super::shape::turned;
use super::motion::{self, Drawn};
use super::{DISC_X, FACING_RAD, SHAFT_HEIGHT, SPOT_RADIUS};

/// Where the fan begins on the shaft, and how much of the shaft it may take.
const FAN_START: f32 = DISC_X + 0.32;
const FAN_LENGTH: f32 = 2.15;

/// Size of hoops that stand beside their device.
const BESIDE_SCALE: f32 = 0.6;

/// A translucent part of a twin's hoop.
#[derive(Component, Clone, Copy)]
pub struct Hoop {
    twin: usize,
    part: Spirit,
}

/// Where a hoop stands: its centre, the two axes of its plane (forward of the heavy spot at rest, and up),
/// and its radius.
struct Place {
    centre: Vec3,
    rotation: Quat,
    scale: f32,
}

/// Spawns the hoop of a twin.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, haunt: &Haunt) -> Vec<Entity> {
    let parts = [
        (Spirit::Film, turned(&[(-0.012, 0.12), (-0.012, 1.0), (0.012, 1.0), (0.012, 0.12)], 96)),
        (Spirit::Bead, turned(&[(-0.05, 0.0), (-0.05, 0.1), (0.05, 0.1), (0.05, 0.0)], 32)),
    ];
    parts
        .map(|(part, mesh)| {
            commands
                .spawn((
                    Hoop { twin: haunt.twin, part },
                    Mesh3d(meshes.add(mesh)),
                    materials.spirit(part, haunt.kind, 0),
                    Transform::default(),
                    Visibility::Hidden,
                    NotShadowCaster,
                    NotShadowReceiver,
                ))
                .id()
        })
        .to_vec()
}

/// Puts every hoop where its twin believes the disc to be, without easing.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut hoops: Query<(&Hoop, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    let lab = &*scene.lab;
    for (hoop, mut transform, mut visibility, mut material) in &mut hoops {
        let Some(ghost) = scene.ghost(hoop.twin, &[ModelKind::Rotor]) else {
            continue;
        };
        let factor = motion::exaggeration(&scene.stage, lab, ghost.haunt.device);
        let Some((drawn, behind)) = motion::believed_disc(&scene.stage, lab, ghost.twin, factor) else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Visible);
        let place = place(&ghost.haunt, ghost.stand, lab, drawn);
        let spot = place.at(SPOT_RADIUS, drawn.angle);
        *transform = Transform {
            translation: if hoop.part == Spirit::Film { place.centre } else { spot },
            rotation: place.rotation,
            scale: Vec3::splat(place.scale),
        };
        material.set_if_neq(scene.materials.spirit(hoop.part, ghost.haunt.kind, ghost.step));
        if hoop.part == Spirit::Bead {
            outline(&scene, &mut ink, &ghost, &place, drawn);
            let truth = motion::true_disc(&ghost.device.body, lab, factor, 0.0).unwrap_or_default();
            error_line(&scene, &mut ink, &ghost, &place, truth, spot);
            if scene.spotlight.on_twin(hoop.twin) {
                labels.all.push(caption(&scene, &ghost, &place, behind));
            }
        }
    }
}

fn place(haunt: &Haunt, stand: &Stand, lab: &Lab, drawn: Drawn) -> Place {
    let share = (haunt.rank as f32 + 0.5) / haunt.among as f32;
    match lab.ghosts {
        GhostLayout::Overlay => {
            let along = FAN_START + FAN_LENGTH * share;
            let local = Vec3::new(along, SHAFT_HEIGHT, 0.0) + drawn.offset;
            let scale = stand.scale * (1.02 + 0.02 * haunt.rank as f32);
            Place { centre: stand.point(local), rotation: stand.rotation(), scale }
        }
        GhostLayout::Beside => {
            let back = Vec3::new(FACING_RAD.sin(), 0.0, FACING_RAD.cos());
            let right = Vec3::new(FACING_RAD.cos(), 0.0, -FACING_RAD.sin());
            let rotation = Quat::from_rotation_y(FACING_RAD - FRAC_PI_2);
            let row = (share - 0.5) * haunt.among as f32 * 2.25 * BESIDE_SCALE;
            let local = back * 3.3 + right * row + Vec3::Y * 0.72 + rotation * drawn.offset * BESIDE_SCALE;
            Place {
                centre: stand.point(local),
                rotation: stand.rotation() * rotation,
                scale: stand.scale * BESIDE_SCALE,
            }
        }
    }
}

impl Place {
    /// A point of the disc at a radius and an angle.
    fn at(&self, radius: f32, angle: f32) -> Vec3 {
        let (sin, cos) = angle.sin_cos();
        self.centre + self.rotation * Vec3::new(0.0, sin, -cos) * radius * self.scale
    }

    fn axes(&self, radius: f32) -> (Vec3, Vec3) {
        (self.rotation * Vec3::NEG_Z * radius * self.scale, self.rotation * Vec3::Y * radius * self.scale)
    }
}

fn outline(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, place: &Place, drawn: Drawn) {
    let (lab, eye, haunt) = (&*scene.lab, &*scene.eye, &ghost.haunt);
    let theme = lab.theme.tokens();
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), ghost.step));
    let width_px = 1.4 + 1.6 * freshness::strength(ghost.step);
    let stroke = Stroke { width_px, colour: hue, style: line_style(haunt.kind), dash: 0.3 * place.scale };
    ink.circle(eye, Sheet::Solid, place.centre, place.axes(1.0), stroke);
    let spoke = [place.at(0.14, drawn.angle), place.at(SPOT_RADIUS - 0.1, drawn.angle)];
    ink.line(eye, Sheet::Solid, &spoke, Stroke { dash: 0.16 * place.scale, ..stroke });
    if lab.ghosts == GhostLayout::Overlay {
        let reach = FAN_LENGTH / haunt.among as f32 * place.scale;
        let axle = [place.centre - place.rotation * Vec3::X * reach, place.centre];
        ink.line(eye, Sheet::Sheer, &axle, Stroke::plain(1.2, linear(theme.muted).with_alpha(0.6)));
    }
}

/// From the true heavy spot to the believed one.
fn error_line(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, place: &Place, truth: Drawn, spot: Vec3) {
    let (lab, eye, stand) = (&*scene.lab, &*scene.eye, ghost.stand);
    let theme = lab.theme.tokens();
    let colour = linear(theme.mode(ghost.haunt.kind)).with_alpha(0.75);
    let stroke = Stroke::plain(1.4, colour);
    match lab.ghosts {
        GhostLayout::Overlay => {
            let (sin, cos) = truth.angle.sin_cos();
            let local = Vec3::new(DISC_X + 0.18, SHAFT_HEIGHT + sin * SPOT_RADIUS, -cos * SPOT_RADIUS) + truth.offset;
            ink.line(eye, Sheet::Sheer, &[stand.point(local), spot], stroke);
        }
        GhostLayout::Beside => {
            let tick = [place.at(SPOT_RADIUS - 0.16, truth.angle), place.at(1.08, truth.angle)];
            ink.line(eye, Sheet::Solid, &tick, Stroke::plain(2.4, linear(theme.text)));
            ink.line(eye, Sheet::Sheer, &[place.at(SPOT_RADIUS, truth.angle), spot], stroke);
        }
    }
}

fn caption(scene: &Scenery, ghost: &Ghost, place: &Place, behind: f64) -> Label {
    let error = match behind {
        behind if behind.abs() < 0.05 => "in step".to_owned(),
        behind if behind < 0.0 => format!("{:.1} turns ahead", -behind),
        behind => format!("{behind:.1} turns behind"),
    };
    let share = (ghost.haunt.rank as f32 + 0.5) / ghost.haunt.among as f32;
    // Captions leave the fan like the fingers of a hand: the farthest hoop's at the top, the nearest's to the
    // right.
    match scene.lab.ghosts {
        GhostLayout::Overlay => {
            let anchor = place.at(1.02, 1.9 - 2.2 * share);
            let fan_end = Vec3::new(FAN_START + FAN_LENGTH, SHAFT_HEIGHT, -0.9);
            scene.caption(ghost, anchor, Vec2::ZERO, &error, fan_end)
        }
        GhostLayout::Beside => Label {
            dock: Dock::Caption(ghost.stand.point(Vec3::new(3.6, 0.0, 0.0))),
            ..scene.caption_beside(ghost, place.at(1.02, -FRAC_PI_2), Vec2::Y, &error)
        },
    }
}
