//! Ghosts of an arm: translucent links with outlined edges, where their twins believe the joints to be.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::core::device::robot_arm::geometry::JOINTS;
use crate::core::device::robot_arm::kinematics::{Frame, frames};
use crate::lab::theme::line_style;
use crate::lab::{GhostLayout, Lab, Stage};
use crate::sim::TwinState;

use super::super::camera::Eye;
use super::super::freshness;
use super::super::haunt::{Haunt, Haunts, ghost_label};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Dock, Label, Labels};
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::place::{Layout, Stand};
use super::super::shape::joined;
use super::super::spotlight::Spotlight;
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
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    materials: Res<Materials>,
    haunts: Res<Haunts>,
    spotlight: Res<Spotlight>,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut phantoms: Query<(&Phantom, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (phantom, mut place, mut visibility, mut material) in &mut phantoms {
        let (Some(haunt), Some(twin)) = (haunts.of(&stage.shown, phantom.twin), stage.shown.twins.get(phantom.twin))
        else {
            continue;
        };
        let Some(stand) = layout.stands.get(haunt.device).filter(|stand| stand.kind == ModelKind::RobotArm) else {
            continue;
        };
        let Some(joints_deg) = believed_deg(twin) else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Visible);
        let cell = standing(&haunt, stand, &lab);
        let chain = frames(&joints_deg);
        let Some(true_deg) = eased_deg(&stage.shown.devices[haunt.device].body, 0.0) else {
            continue;
        };
        let truth = frames(&true_deg)[JOINTS + 1];
        *place = cell * transform(&chain[phantom.frame]).with_scale(Vec3::splat(SWOLLEN));
        let step = freshness::step(&stage.shown, twin);
        // A ghost that agrees with its device leaves the sight of it to the device.
        let off_m = (scene_axes(chain[JOINTS + 1].origin) - scene_axes(truth.origin)).length();
        let agrees = off_m < AGREES_M && lab.ghosts == GhostLayout::Overlay;
        let spirit = if agrees { Spirit::Veil } else { Spirit::Film };
        material.set_if_neq(materials.spirit(spirit, haunt.kind, step));
        if phantom.frame == JOINTS + 1 {
            outline(&lab, &eye, &mut ink, &haunt, &cell, &chain, step);
            error_line(&lab, &eye, &mut ink, &haunt, &cell, &truth, &chain[JOINTS + 1]);
            if spotlight.on_twin(haunt.twin) {
                labels.all.push(caption(&stage, &lab, &haunt, &layout, stand, &cell, (&truth, &chain[JOINTS + 1])));
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
fn outline(
    lab: &Lab,
    eye: &Eye,
    ink: &mut Ink,
    haunt: &Haunt,
    cell: &Transform,
    chain: &[Frame; JOINTS + 2],
    step: usize,
) {
    let theme = lab.theme.tokens();
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), step));
    let width_px = 1.3 + 1.3 * freshness::strength(step);
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
fn error_line(lab: &Lab, eye: &Eye, ink: &mut Ink, haunt: &Haunt, cell: &Transform, truth: &Frame, believed: &Frame) {
    let theme = lab.theme.tokens();
    let ends = [truth, believed].map(|frame| cell.transform_point(scene_axes(frame.origin)));
    ink.line(eye, Sheet::Solid, &ends, Stroke::plain(2.4, linear(theme.mode(haunt.kind))));
    ink.dot(eye, ends[1], 4.0 * eye.world_per_px(ends[1]), linear(theme.mode(haunt.kind)), 0.02);
    ink.dot(eye, ends[0], 3.0 * eye.world_per_px(ends[0]), linear(theme.text), 0.03);
}

fn caption(
    stage: &Stage,
    lab: &Lab,
    haunt: &Haunt,
    layout: &Layout,
    stand: &Stand,
    cell: &Transform,
    (truth, believed): (&Frame, &Frame),
) -> Label {
    let off = scene_axes(believed.origin) - scene_axes(truth.origin);
    let error = format!("tool off by {:.0} mm", off.length() * 1e3);
    let clear = if layout.road { layout.road_end() } else { stand.point(Vec3::new(1.75, 0.0, 0.0)) };
    let anchor = cell.transform_point(scene_axes(believed.origin));
    let label = ghost_label(stage, lab, haunt, anchor, Vec2::ZERO, &error);
    Label { dock: Dock::Caption(clear), leads_down: layout.road, ..label }
}
