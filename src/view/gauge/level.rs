//! Levels: what each twin believes, as a translucent column on the gauge or beside it.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::theme::line_style;
use crate::lab::{GhostLayout, Lab, words};

use super::super::freshness;
use super::super::haunt::{Ghost, Haunt, Scenery};
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::Labels;
use super::super::material::{Materials, Spirit};
use super::super::paint::linear;
use super::super::place::Stand;
use super::super::shape::{block_at, joined};
use super::{FOOT, LENGTH, Mount, mount, reading};

/// Where the first believed level stands beside the true one, the room that all of them share, and the most that one
/// takes.
const FIRST: f32 = 0.16;
const ROOM: f32 = 0.92;
const MOST: f32 = 0.28;
/// The same for levels that stand beside their gauge.
const FIRST_BESIDE: f32 = 1.35;
const ROOM_BESIDE: f32 = 1.9;
const MOST_BESIDE: f32 = 0.55;
/// The translucent column of a twin.
#[derive(Component, Clone, Copy)]
pub struct Level(usize);

/// Spawns the column of a twin.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, haunt: &Haunt) -> Vec<Entity> {
    // Three sheets, one behind the other: as much colour as a thicker body.
    let column = joined([-0.02_f32, 0.0, 0.02].map(|z| block_at([1.0, 1.0, 0.004], 0.001, [0.0, 0.5, z])));
    let looks = (Mesh3d(meshes.add(column)), materials.spirit(Spirit::Film, haunt.kind, 0), Transform::default());
    vec![commands.spawn((Level(haunt.twin), looks, Visibility::Hidden, NotShadowCaster, NotShadowReceiver)).id()]
}

/// Where a believed level stands: on the gauge, or beside it.
#[derive(Clone, Copy)]
struct Place {
    foot: Vec3,
    rotation: Quat,
    scale: f32,
    /// Middle and width of the column on it.
    column: (f32, f32),
}

impl Place {
    fn of(lab: &Lab, stand: &Stand, mount: &Mount, haunt: &Haunt) -> Self {
        let (first, room, most) = match lab.ghosts {
            GhostLayout::Overlay => (FIRST, ROOM, MOST),
            GhostLayout::Beside => (FIRST_BESIDE, ROOM_BESIDE, MOST_BESIDE),
        };
        let pitch = (room / haunt.among as f32).min(most);
        let column = (first + pitch * (haunt.rank as f32 + 0.5), 0.72 * pitch);
        Self { foot: stand.point(mount.at), rotation: stand.rotation(), scale: stand.scale, column }
    }

    fn point(&self, x: f32, y: f32) -> Vec3 {
        self.foot + self.rotation * Vec3::new(x, FOOT + y, 0.06) * self.scale
    }

    fn column(&self, height: f32) -> Transform {
        let (middle, width) = self.column;
        Transform {
            translation: self.foot + self.rotation * Vec3::new(middle, FOOT, 0.0) * self.scale,
            rotation: self.rotation,
            scale: Vec3::new(width, height.max(1e-3), 1.0) * self.scale,
        }
    }
}

/// Draws levels and errors.
pub fn draw(
    scene: Scenery,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut levels: Query<(&Level, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    for (level, mut transform, mut visibility, mut material) in &mut levels {
        let Some(ghost) = scene.ghost(level.0, &[ModelKind::Hvac, ModelKind::Heater]) else { continue };
        let Ghost { haunt, stand, device, twin, .. } = ghost;
        let (Some(mount), Some((signal, scale))) = (mount(stand.kind), reading(&scene.stage, &scene.lab, haunt.device))
        else {
            continue;
        };
        let Some(believed) = twin.values[signal] else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Visible);
        let place = Place::of(&scene.lab, stand, mount, &haunt);
        let (truth, height) = (LENGTH * scale.share(device.values[signal]), LENGTH * scale.share(believed));
        *transform = place.column(height);
        material.set_if_neq(scene.materials.spirit(Spirit::Film, haunt.kind, ghost.step));
        outline(&scene, &mut ink, &ghost, &place, truth, height);
        if scene.spotlight.on_twin(haunt.twin) {
            let info = &device.signals[signal];
            let off = info.difference(believed, device.values[signal]);
            let error = format!("off by {} {}", words::signed_to(off, 2), info.unit);
            let anchor = place.point(place.column.0, height);
            let clear = end(mount, scene.lab.ghosts);
            labels.all.push(scene.caption(&ghost, anchor, Vec2::new(0.0, -1.0), error.trim_end(), clear));
        }
    }
}

/// The upper right end of a gauge with the levels of twins.
fn end(mount: &Mount, ghosts: GhostLayout) -> Vec3 {
    let right = if ghosts == GhostLayout::Beside { FIRST_BESIDE + ROOM_BESIDE } else { 1.2 };
    mount.at + Vec3::new(right, FOOT + LENGTH, 0.0)
}

/// What the home camera must show of levels that stand beside a gauge; none where there is no gauge.
#[must_use]
pub fn reach_beside(stand: &Stand) -> Option<[Vec3; 2]> {
    let end = end(mount(stand.kind)?, GhostLayout::Beside);
    Some([end.with_y(0.0), end].map(|point| stand.point(point)))
}

/// The edge of a believed level, and how far it is from the truth.
fn outline(scene: &Scenery, ink: &mut Ink, ghost: &Ghost, place: &Place, truth: f32, height: f32) {
    let (lab, eye, haunt) = (&*scene.lab, &*scene.eye, &ghost.haunt);
    let beside = lab.ghosts == GhostLayout::Beside;
    let theme = lab.theme.tokens();
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), ghost.step));
    let (middle, width) = place.column;
    let (left, right) = (middle - width / 2.0, middle + width / 2.0);
    let sides = [[(left, 0.0), (left, height)], [(right, 0.0), (right, height)]];
    let stroke = Stroke { width_px: 2.2, colour: hue, style: line_style(haunt.kind), dash: 0.16 * place.scale };
    for side in sides {
        ink.line(eye, Sheet::Solid, &side.map(|(x, y)| place.point(x, y)), stroke);
    }
    let top = [place.point(left, height), place.point(right, height)];
    ink.line(eye, Sheet::Solid, &top, Stroke::plain(3.0, hue));
    let bar = [place.point(middle, truth), place.point(middle, height)];
    ink.line(eye, Sheet::Solid, &bar, Stroke::plain(3.2, hue));
    if beside {
        let tube = [(left, 0.0), (left, LENGTH), (right, LENGTH), (right, 0.0)].map(|(x, y)| place.point(x, y));
        ink.line(eye, Sheet::Solid, &tube, Stroke::plain(1.0, linear(theme.muted)));
        let tick = [place.point(left - 0.08, truth), place.point(right + 0.08, truth)];
        ink.line(eye, Sheet::Solid, &tick, Stroke::plain(2.4, linear(theme.text)));
    }
}
