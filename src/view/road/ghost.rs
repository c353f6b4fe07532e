//! Ghosts of vehicles: translucent cars with outlined edges, where their twins believe them to be.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::{Body, ModelKind};
use crate::lab::GhostLayout;
use crate::lab::theme::line_style;
use crate::sim::{DeviceState, TwinState};

use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::Labels;
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::plane::{heading, on_plane};
use super::super::shape::{joined, prism};
use super::car::{BODY, CABIN};
use super::garage::Garage;

/// How far apart ghosts stand beside their car, towards the infield, in metres.
const BESIDE_M: f32 = 2.7;

/// The translucent car of a twin.
#[derive(Component, Clone, Copy)]
pub struct Phantom(usize);

/// Spawns the ghost of a twin.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    garage: &mut Garage,
    haunt: &Haunt,
) -> Vec<Entity> {
    let shell = garage.mesh(meshes, "ghost", || joined([prism(&BODY, 1.84, 0.14), prism(&CABIN, 1.54, 0.16)]));
    vec![
        commands
            .spawn((
                Phantom(haunt.twin),
                Mesh3d(shell),
                materials.spirit(Spirit::Film, haunt.kind, 0),
                Transform::default(),
                Visibility::Hidden,
                NotShadowCaster,
                NotShadowReceiver,
            ))
            .id(),
    ]
}

/// Puts every ghost where its twin believes the car to be, without easing.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut phantoms: Query<(&Phantom, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (phantom, mut transform, mut visibility, mut material) in &mut phantoms {
        let Some(ghost) = scene.ghost(phantom.0, &[ModelKind::Vehicle]) else {
            continue;
        };
        let Some((x_m, y_m, heading_deg)) = pose(ghost.device, ghost.twin) else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Visible);
        let rotation = heading(heading_deg.to_radians());
        let aside = match scene.lab.ghosts {
            GhostLayout::Overlay => Vec3::ZERO,
            GhostLayout::Beside => rotation * Vec3::NEG_Z * BESIDE_M * (ghost.haunt.rank as f32 + 1.0),
        };
        let at = on_plane(x_m, y_m, 0.02) + aside;
        *transform = Transform::from_translation(at).with_rotation(rotation).with_scale(Vec3::splat(1.04));
        material.set_if_neq(scene.materials.spirit(Spirit::Film, ghost.haunt.kind, ghost.step));
        outline(&scene, &mut ink, &ghost, &transform);
        let Body::Vehicle { x_m: true_x, y_m: true_y, .. } = ghost.device.body else {
            continue;
        };
        error_line(&scene, &mut ink, &ghost, on_plane(true_x, true_y, 0.0), at);
        if scene.spotlight.on_twin(ghost.haunt.twin) {
            let error = format!("off by {:.2} m", (x_m - true_x).hypot(y_m - true_y));
            let anchor = transform.transform_point(Vec3::new(-0.4, 1.45, 0.0));
            labels.all.push(scene.caption(&ghost, anchor, Vec2::ZERO, &error, Vec3::ZERO));
        }
    }
}

fn pose(device: &DeviceState, twin: &TwinState) -> Option<(f64, f64, f64)> {
    let believed = |signal: &str| {
        let index = device.signals.iter().position(|info| &*info.name == signal)?;
        twin.values.get(index).copied().flatten()
    };
    let Body::Vehicle { heading_rad, .. } = device.body else {
        return None;
    };
    let turned = believed("heading_deg").unwrap_or_else(|| heading_rad.to_degrees());
    Some((believed("x")?, believed("y")?, turned))
}

/// The edges of the car, in the line style of its mode.
fn outline(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, transform: &Transform) {
    let (theme, eye, haunt) = (scene.lab.theme.tokens(), &*scene.eye, &ghost.haunt);
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), ghost.step));
    let width_px = 1.1 + 1.1 * freshness::strength(ghost.step);
    let stroke = Stroke { width_px, colour: hue, style: line_style(haunt.kind), dash: 0.7 };
    for (outline, half) in [(&BODY[..], 0.9_f32), (&CABIN[..], 0.72)] {
        for side in [-half, half] {
            let mut loop_: Vec<Vec3> =
                outline.iter().map(|(x, y)| transform.transform_point(Vec3::new(*x, *y, side))).collect();
            loop_.push(loop_[0]);
            ink.line(eye, Sheet::Solid, &loop_, stroke);
        }
    }
    for (x, y, half) in [(2.2, 0.5, 0.9_f32), (-2.2, 0.66, 0.9), (0.2, 1.36, 0.72), (-1.05, 1.36, 0.72)] {
        let across = [-half, half].map(|z| transform.transform_point(Vec3::new(x, y, z)));
        ink.line(eye, Sheet::Solid, &across, stroke);
    }
}

fn error_line(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, truth: Vec3, believed: Vec3) {
    let (theme, eye, haunt) = (scene.lab.theme.tokens(), &*scene.eye, &ghost.haunt);
    let lift = Vec3::Y * (1.55 + 0.12 * haunt.rank as f32);
    let stroke = Stroke::plain(2.0, linear(theme.mode(haunt.kind)).with_alpha(0.9));
    ink.line(eye, Sheet::Sheer, &[truth + lift, believed + lift], stroke);
    for end in [truth, believed] {
        ink.line(eye, Sheet::Sheer, &[end + lift - Vec3::Y * 0.2, end + lift + Vec3::Y * 0.15], stroke);
    }
}
