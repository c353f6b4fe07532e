//! Ghosts of an arm: translucent links with outlined edges, where their twins believe the joints to be.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::core::device::robot_arm::geometry::JOINTS;
use crate::core::device::robot_arm::kinematics::{Frame, frames};
use crate::lab::theme::line_style;
use crate::lab::{GhostLayout, Lab};
use crate::sim::TwinState;

use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels};
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::place::Stand;
use super::super::shape::joined;
use super::{eased_deg, links, origin, scene_axes, transform};

/// Size of arms that stand beside their device, and how far in front of it and apart, in units of the stand.
const BESIDE_SCALE: f32 = 0.55;
const BESIDE_FRONT: f32 = 2.5;
const BESIDE_PITCH: f32 = 1.5;

/// Ghosts are larger than their devices by this, so that neither hides in the other's surface.
const SWOLLEN: f32 = 1.02;

/// A tool this close to the true one agrees with it, in metres.
const AGREES_M: f32 = 0.025;

/// A translucent link of a twin's arm, by its frame.
#[derive(Component, Clone, Copy)]
pub struct Phantom {
    twin: usize,
    frame: usize,
}

/// Spawns the ghost of a twin.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, haunt: &Haunt) -> Vec<Entity> {
    let links = links::shells().into_iter().enumerate().map(|(index, shells)| {
        let body = (
            Phantom { twin: haunt.twin, frame: index + 1 },
            Mesh3d(meshes.add(joined([shells.housing, shells.caps]))),
            materials.spirit(Spirit::Film, haunt.kind, 0),
            Transform::default(),
            Visibility::Hidden,
            NotShadowCaster,
            NotShadowReceiver,
        );
        commands.spawn(body).id()
    });
    links.collect()
}

/// The joints as a twin believes them to be, in degrees; none before it has heard of all of them.
fn believed_deg(twin: &TwinState) -> Option<[f64; JOINTS]> {
    let mut joints_deg = [0.0; JOINTS];
    for (deg, value) in joints_deg.iter_mut().zip(&twin.values) {
        *deg = (*value)?;
    }
    Some(joints_deg)
}

/// Puts every ghost where its twin believes the arm to be, without easing.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut phantoms: Query<(&Phantom, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (phantom, mut place, mut visibility, mut material) in &mut phantoms {
        let Some(ghost) = scene.ghost(phantom.twin, &[ModelKind::RobotArm]) else {
            continue;
        };
        let Some(joints_deg) = believed_deg(ghost.twin) else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Visible);
        let cell = standing(&ghost.haunt, ghost.stand, &scene.lab);
        let chain = frames(&joints_deg);
        let Some(true_deg) = eased_deg(&ghost.device.body, 0.0) else {
            continue;
        };
        let truth = frames(&true_deg)[JOINTS + 1];
        *place = cell * transform(&chain[phantom.frame]).with_scale(Vec3::splat(SWOLLEN));
        // A ghost that agrees with its device leaves the sight of it to the device.
        let off_m = (scene_axes(chain[JOINTS + 1].origin) - scene_axes(truth.origin)).length();
        let agrees = off_m < AGREES_M && scene.lab.ghosts == GhostLayout::Overlay;
        let spirit = if agrees { Spirit::Veil } else { Spirit::Film };
        material.set_if_neq(scene.materials.spirit(spirit, ghost.haunt.kind, ghost.step));
        if phantom.frame == JOINTS + 1 {
            outline(&scene, &mut ink, &ghost, &cell, &chain);
            error_line(&scene, &mut ink, &ghost, &cell, &truth, &chain[JOINTS + 1]);
            if scene.spotlight.on_twin(ghost.haunt.twin) {
                labels.all.push(caption(&scene, &ghost, &cell, &truth, &chain[JOINTS + 1]));
            }
        }
    }
}

/// Where the cell of a ghost is.
fn standing(haunt: &Haunt, stand: &Stand, lab: &Lab) -> Transform {
    let own = origin(stand);
    match lab.ghosts {
        GhostLayout::Overlay => own,
        GhostLayout::Beside => {
            let row = (haunt.rank as f32 - (haunt.among as f32 - 1.0) / 2.0) * BESIDE_PITCH;
            let height = (own.translation.y - stand.at.y) / stand.scale * BESIDE_SCALE;
            let translation = stand.point(Vec3::new(row, height, BESIDE_FRONT));
            Transform { translation, scale: own.scale * BESIDE_SCALE, ..own }
        }
    }
}

/// Edges of the long links as the eye sees them, rings round the joints, and the fingers' line.
fn outline(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, cell: &Transform, chain: &[Frame; JOINTS + 2]) {
    let (theme, eye, haunt) = (scene.lab.theme.tokens(), &*scene.eye, &ghost.haunt);
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), ghost.step));
    let width_px = 1.3 + 1.3 * freshness::strength(ghost.step);
    let stroke = Stroke { width_px, colour: hue, style: line_style(haunt.kind), dash: 0.07 * cell.scale.x };
    let point = |frame: usize, local: Vec3| *cell * transform(&chain[frame]) * local;
    for (frame, from, to, radius) in links::TUBES {
        let (from, to) = (point(frame, from), point(frame, to));
        let middle = (from + to) / 2.0;
        let side = (to - from).cross(eye.position - middle).normalize_or_zero() * radius * cell.scale.x;
        for side in [side, -side] {
            ink.line(eye, Sheet::Solid, &[from + side, to + side], stroke);
        }
    }
    for (frame, middle, radius) in links::RINGS {
        let link = *cell * transform(&chain[frame]);
        let reach = radius * cell.scale.x;
        let axes = (link.rotation * Vec3::X * reach, link.rotation * Vec3::Y * reach);
        ink.circle(eye, Sheet::Solid, link.transform_point(middle), axes, stroke);
    }
    let fingers = [-0.06_f32, 0.06].map(|x| [Vec3::new(x, 0.0, -0.07), Vec3::new(x, 0.0, 0.02)]);
    for [from, to] in fingers {
        ink.line(eye, Sheet::Solid, &[point(7, from), point(7, to)], stroke);
    }
}

/// From the true tool to the believed one.
fn error_line(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, cell: &Transform, truth: &Frame, believed: &Frame) {
    let (theme, eye, haunt) = (scene.lab.theme.tokens(), &*scene.eye, &ghost.haunt);
    let ends = [truth, believed].map(|frame| cell.transform_point(scene_axes(frame.origin)));
    ink.line(eye, Sheet::Solid, &ends, Stroke::plain(2.4, linear(theme.mode(haunt.kind))));
    ink.dot(eye, ends[1], 4.0 * eye.world_per_px(ends[1]), linear(theme.mode(haunt.kind)), 0.02);
    ink.dot(eye, ends[0], 3.0 * eye.world_per_px(ends[0]), linear(theme.text), 0.03);
}

fn caption(scene: &Scenery, ghost: &Ghost, cell: &Transform, truth: &Frame, believed: &Frame) -> Label {
    let off = scene_axes(believed.origin) - scene_axes(truth.origin);
    let error = format!("tool off by {:.0} mm", off.length() * 1e3);
    let anchor = cell.transform_point(scene_axes(believed.origin));
    scene.caption(ghost, anchor, Vec2::ZERO, &error, Vec3::new(1.75, 0.0, 0.0))
}
