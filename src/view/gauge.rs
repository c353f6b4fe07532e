//! A gauge beside a device in which nothing large moves: a thermometer whose liquid shows the truth, with the level that
//! each twin believes in as a translucent column of its own.
//!
//! It shows the chosen signal of the chosen device, else the first signal.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::theme::line_style;
use crate::lab::{GhostLayout, Lab, Stage};

use super::camera::Eye;
use super::freshness;
use super::haunt::{Haunt, Haunts, ghost_label};
use super::ink::{Ink, Sheet, Stroke};
use super::label::{Dock, Label, Labels, Run, Size};
use super::material::{Materials, Spirit, Surface};
use super::paint::linear;
use super::place::{Layout, Stand};
use super::shape::{block_at, joined, turned};
use super::spotlight::Spotlight;
use super::{heater, zone};

/// Where the scale begins above the foot, and its length.
const FOOT: f32 = 0.5;
const LENGTH: f32 = 2.0;
/// Where the first believed level stands beside the true one, the room that all of them share, and the most that one
/// takes.
const FIRST: f32 = 0.16;
const ROOM: f32 = 0.92;
const MOST: f32 = 0.28;
/// Size and distance of gauges that stand beside their device.
const BESIDE_SCALE: f32 = 0.62;
const BESIDE_PITCH: f32 = 0.62;
const BESIDE_Z: f32 = 2.5;
/// Distance that numbers of a scale need, in pixels at a desk.
const NUMBER_PX: f32 = 22.0;

/// Where a gauge stands, and what its scale shows of some signals: index, lowest and highest value, distance of ticks.
pub struct Mount {
    /// Its foot, in units of the exhibit.
    pub at: Vec3,
    /// Scales that are better than the plausible range, narrow ones first: the first that holds truth and beliefs is
    /// shown.
    pub scales: &'static [(usize, Scale)],
}

/// A scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Value at the lower end.
    pub low: f64,
    /// Value at the upper end.
    pub high: f64,
    /// From number to number.
    pub step: f64,
}

/// The liquid of a gauge.
#[derive(Component, Clone, Copy)]
pub struct Liquid(usize);

/// The translucent column of a twin.
#[derive(Component, Clone, Copy)]
pub struct Level(usize);

fn mount(kind: ModelKind) -> Option<&'static Mount> {
    match kind {
        ModelKind::Hvac => Some(&zone::GAUGE),
        ModelKind::Heater => Some(&heater::GAUGE),
        _ => None,
    }
}

impl Scale {
    /// How far up the scale a value is, from 0 to 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f32 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32
    }

    fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let count = ((self.high - self.low) / self.step).round() as u32;
        (0..=count).map(|index| self.low + f64::from(index) * self.step)
    }

    /// A scale over a range, with five numbers or so.
    fn over(low: f64, high: f64) -> Self {
        let raw = ((high - low) / 5.0).max(1e-9);
        let decade = 10_f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * decade).into_iter().find(|step| *step >= raw);
        let step = step.unwrap_or(raw);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }
}

/// Spawns the gauge of a device as a part of its body.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    kind: ModelKind,
    root: Entity,
) {
    let Some(mount) = mount(kind) else { return };
    let upright = |radius: f32, length: f32| {
        turned(&[(0.0, 0.0), (0.0, radius), (length, radius), (length, 0.0)], 28)
            .rotated_by(Quat::from_rotation_z(std::f32::consts::FRAC_PI_2))
    };
    let ball = |radius: f32| {
        let arc = (0..=12).map(|step| {
            let (sin, cos) = (std::f32::consts::PI * step as f32 / 12.0).sin_cos();
            (-radius * cos, radius * sin)
        });
        turned(&arc.collect::<Vec<_>>(), 28)
    };
    let middle = FOOT + LENGTH / 2.0 - 0.08;
    let board = joined([
        block_at([1.88, LENGTH + 0.52, 0.07], 0.05, [0.26, middle, -0.14]),
        block_at([1.0, 0.1, 0.5], 0.04, [0.26, 0.05, -0.1]),
        block_at([0.16, 0.3, 0.07], 0.02, [0.26, 0.2, -0.16]),
    ]);
    let face = block_at([1.78, LENGTH + 0.42, 0.04], 0.03, [0.26, middle, -0.11]);
    let back = block_at([0.2, LENGTH + 0.14, 0.02], 0.01, [0.0, FOOT + LENGTH / 2.0, -0.085]);
    for (mesh, surface) in [
        (board, Surface::Trim),
        (face, Surface::Face),
        (back, Surface::Wall),
        (ball(0.15).translated_by(Vec3::new(0.0, FOOT - 0.1, 0.0)), Surface::Liquid),
    ] {
        let part = (Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::from_translation(mount.at));
        commands.spawn((part, ChildOf(root)));
    }
    commands.spawn((
        Liquid(device),
        Mesh3d(meshes.add(upright(0.075, 1.0))),
        materials.surface(Surface::Liquid),
        Transform::from_translation(mount.at + Vec3::Y * FOOT),
        ChildOf(root),
    ));
}

/// Spawns the column of a twin.
pub fn spawn_level(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    haunt: &Haunt,
) -> Vec<Entity> {
    // Three sheets, one behind the other: as much colour as a thicker body.
    let column = joined([-0.02_f32, 0.0, 0.02].map(|z| block_at([1.0, 1.0, 0.004], 0.001, [0.0, 0.5, z])));
    let looks = (Mesh3d(meshes.add(column)), materials.spirit(Spirit::Film, haunt.kind, 0), Transform::default());
    vec![commands.spawn((Level(haunt.twin), looks, Visibility::Hidden, NotShadowCaster, NotShadowReceiver)).id()]
}

/// Which signal a gauge shows, and on which scale.
fn reading(stage: &Stage, lab: &Lab, device: usize) -> Option<(usize, Scale)> {
    let state = stage.shown.devices.get(device)?;
    let signal = if device == lab.device { lab.signal } else { 0 };
    let twins = stage.shown.twins.iter().filter(|twin| twin.device == device);
    let values: Vec<f64> = twins.filter_map(|twin| twin.values[signal]).chain([*state.values.get(signal)?]).collect();
    let mut scales = mount(state.kind)?.scales.iter().filter(|(index, _)| *index == signal);
    let own = scales.find(|(_, scale)| values.iter().all(|value| scale.holds(*value)));
    let scale = own.map(|(_, scale)| *scale).or_else(|| {
        let (low, high) = state.signals.get(signal)?.plausible?;
        Some(Scale::over(low, high))
    });
    Some((signal, scale?))
}

/// Raises the liquid of every gauge to the truth.
pub fn follow(stage: Res<Stage>, lab: Res<Lab>, mut liquids: Query<(&Liquid, &mut Transform)>) {
    for (liquid, mut transform) in &mut liquids {
        if let Some((signal, scale)) = reading(&stage, &lab, liquid.0) {
            let truth = stage.shown.devices[liquid.0].values[signal];
            transform.scale.y = (LENGTH * scale.share(truth)).max(1e-3);
        }
    }
}

/// A gauge's place: true levels and overlaid ones share one, beside it each has its own.
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
        match lab.ghosts {
            GhostLayout::Overlay => {
                let pitch = (ROOM / haunt.among as f32).min(MOST);
                let column = (FIRST + pitch * (haunt.rank as f32 + 0.5), 0.72 * pitch);
                Self { foot: stand.point(mount.at), rotation: stand.rotation(), scale: stand.scale, column }
            }
            GhostLayout::Beside => {
                let row = (haunt.rank as f32 - (haunt.among as f32 - 1.0) / 2.0) * BESIDE_PITCH;
                let foot = stand.point(Vec3::new(row + 0.4, -0.2, BESIDE_Z));
                Self { foot, rotation: stand.rotation(), scale: stand.scale * BESIDE_SCALE, column: (0.0, 0.4) }
            }
        }
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

/// Draws scales, levels and errors.
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
    mut levels: Query<(&Level, &mut Transform, &mut Visibility, &mut MeshMaterial3d<StandardMaterial>)>,
) {
    if layout.crowd {
        return;
    }
    for (device, stand) in layout.stands.iter().enumerate() {
        if let (Some(mount), Some((signal, scale))) = (mount(stand.kind), reading(&stage, &lab, device)) {
            let tells = layout.tells(device, lab.device);
            let labels = tells.then_some(&mut *labels);
            face(&stage, &lab, &eye, &mut ink, labels, device, stand, mount, signal, scale);
        }
    }
    for (level, mut transform, mut visibility, mut material) in &mut levels {
        let Some(haunt) = haunts.of(&stage.shown, level.0) else { continue };
        let Some(stand) = layout.stands.get(haunt.device) else { continue };
        let (Some(mount), Some((signal, scale))) = (mount(stand.kind), reading(&stage, &lab, haunt.device)) else {
            continue;
        };
        let twin = &stage.shown.twins[haunt.twin];
        let Some(believed) = twin.values[signal] else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Visible);
        let device = &stage.shown.devices[haunt.device];
        let place = Place::of(&lab, stand, mount, &haunt);
        let (truth, height) = (LENGTH * scale.share(device.values[signal]), LENGTH * scale.share(believed));
        *transform = place.column(height);
        let step = freshness::step(twin.age_s(stage.shown.now));
        material.set_if_neq(materials.spirit(Spirit::Film, haunt.kind, step));
        outline(&lab, &eye, &mut ink, &haunt, &place, truth, height, step);
        if spotlight.on_twin(haunt.twin) {
            let info = &device.signals[signal];
            let off = info.difference(believed, device.values[signal]);
            let error = format!("off by {off:+.2} {}", info.unit);
            let anchor = place.point(place.column.0, height);
            let clear = if layout.road { layout.road_end() } else { stand.point(mount.at + Vec3::new(1.2, 1.0, 0.0)) };
            let caption = ghost_label(&stage, &lab, &haunt, anchor, Vec2::new(0.0, -1.0), error.trim_end());
            labels.all.push(Label { dock: Dock::Caption(clear), leads_down: layout.road, ..caption });
        }
    }
}

/// Numbers, the true level across all columns, and the true value.
fn face(
    stage: &Stage,
    lab: &Lab,
    eye: &Eye,
    ink: &mut Ink,
    mut labels: Option<&mut Labels>,
    device: usize,
    stand: &Stand,
    mount: &Mount,
    signal: usize,
    scale: Scale,
) {
    let theme = lab.theme.tokens();
    let state = &stage.shown.devices[device];
    let at = |x: f32, y: f32| stand.point(mount.at + Vec3::new(x, FOOT + y, 0.04));
    let line = Stroke::plain(1.2, linear(theme.muted));
    let share = (scale.step / (scale.high - scale.low)) as f32;
    let between_px = LENGTH * share * stand.scale / eye.world_per_px(at(0.0, 0.0)).max(1e-6);
    let every = (NUMBER_PX * theme.type_scale / between_px.max(1.0)).ceil().max(1.0) as usize;
    for (index, number) in scale.numbers().enumerate() {
        let y = LENGTH * scale.share(number);
        ink.line(eye, Sheet::Solid, &[at(-0.11, y), at(-0.2, y)], line);
        if let Some(labels) = labels.as_deref_mut().filter(|_| index % every == 0) {
            let decimals = usize::from(scale.step.fract() != 0.0);
            let text = vec![Run::plain(format!("{number:.decimals$}"), theme.text)];
            labels.all.push(Label::note(at(-0.17, y), Vec2::new(-1.0, 0.0), Size::Small, 92, text));
        }
    }
    let truth = LENGTH * scale.share(state.values[signal]);
    ink.line(eye, Sheet::Solid, &[at(0.08, truth), at(1.1, truth)], Stroke::plain(1.6, linear(theme.text)));
    let Some(labels) = labels else { return };
    let info = &state.signals[signal];
    let name = format!("true {}  ", info.name.replace('_', " "));
    let value = format!("{:.1} {}", state.values[signal], info.unit);
    let text = vec![Run::plain(name, theme.muted), Run::strong(value, theme.text)];
    let title = Label::note(at(0.26, LENGTH + 0.16), Vec2::new(0.0, -1.0), Size::Small, 93, text);
    labels.all.push(Label { plate: true, ..title });
}

/// The edge of a believed level, and how far it is from the truth.
fn outline(lab: &Lab, eye: &Eye, ink: &mut Ink, haunt: &Haunt, place: &Place, truth: f32, height: f32, step: usize) {
    let beside = lab.ghosts == GhostLayout::Beside;
    let theme = lab.theme.tokens();
    let hue = linear(freshness::aged(theme, theme.mode(haunt.kind), step));
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
