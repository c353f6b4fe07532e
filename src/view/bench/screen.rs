//! Screens and panes: the last seconds of a signal, drawn as an oscilloscope does.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::sync::SyncKind;
use crate::core::time::SimTime;
use crate::lab::theme::line_style;
use crate::lab::{Lab, Stage};
use crate::sim::Moment;

use super::super::camera::Eye;
use super::super::haunt::Haunt;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::material::{Materials, Spirit};
use super::super::place::Stand;
use super::super::shape::block;

/// Size of a screen.
pub const SCREEN: Vec2 = Vec2::new(1.62, 0.98);

/// Share of the run that a screen shows, and the limits of that window, in seconds.
const WINDOW_SHARE: f64 = 0.1;
const WINDOW_S: (f64, f64) = (6.0, 60.0);

/// Most points of a drawn signal.
const POINTS: usize = 160;

/// The translucent pane of a twin.
#[derive(Component, Clone, Copy)]
pub struct Pane(pub usize);

/// Where a screen is.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Its middle.
    pub at: Vec3,
    /// Its rotation.
    pub rotation: Quat,
    /// Scale of its units.
    pub scale: f32,
}

/// A signal's recent past, scaled to a screen: points in -0.5 ..= 0.5, oldest first.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Which signal.
    pub signal: usize,
    points: Vec<Vec2>,
    truth: f32,
}

/// Spawns the pane of a twin.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials, haunt: &Haunt) -> Vec<Entity> {
    vec![
        commands
            .spawn((
                Pane(haunt.twin),
                Mesh3d(meshes.add(block(SCREEN.extend(0.02), 0.01))),
                materials.spirit(Spirit::Veil, haunt.kind, 0),
                Transform::default(),
                NotShadowCaster,
                NotShadowReceiver,
            ))
            .id(),
    ]
}

impl Trace {
    /// The true signal of a device.
    #[must_use]
    pub fn of_device(stage: &Stage, lab: &Lab, device: usize) -> Option<Self> {
        let offset = signals_before(stage, device);
        Self::of(stage, lab, device, |moment, signal| moment.device_values.get(offset + signal).copied())
    }

    /// What a twin believed.
    #[must_use]
    pub fn of_twin(stage: &Stage, lab: &Lab, twin: usize) -> Option<Self> {
        let snapshot = &stage.shown;
        let offset: usize = snapshot.twins[..twin].iter().map(|other| other.values.len()).sum();
        let device = snapshot.twins.get(twin)?.device;
        Self::of(stage, lab, device, |moment, signal| moment.twin_values.get(offset + signal).copied())
    }

    fn of(stage: &Stage, lab: &Lab, device: usize, value: impl Fn(&Moment, usize) -> Option<f64>) -> Option<Self> {
        let signal = if device == lab.device { lab.signal } else { 0 };
        let moments = window(stage);
        let truth_offset = signals_before(stage, device) + signal;
        let (low, high) = moments
            .iter()
            .filter_map(|moment| moment.device_values.get(truth_offset).copied().filter(|value| value.is_finite()))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let span = (high - low).max(1e-9);
        let scaled = |value: f64| (((value - low) / span - 0.5) * 0.8) as f32;
        let now = stage.shown.now;
        let stride = moments.len().div_ceil(POINTS).max(1);
        let points: Vec<Vec2> = moments
            .iter()
            .rev()
            .step_by(stride)
            .filter_map(|moment| {
                let along = 0.46 - (now - moment.at).secs() / window_s(stage) * 0.94;
                let height = value(moment, signal).filter(|value| value.is_finite())?;
                Some(Vec2::new(along as f32, scaled(height).clamp(-0.48, 0.48)))
            })
            .collect();
        let truth = scaled(*stage.shown.devices.get(device)?.values.get(signal)?).clamp(-0.48, 0.48);
        (points.len() > 1).then_some(Self { signal, points, truth })
    }
}

fn signals_before(stage: &Stage, device: usize) -> usize {
    stage.shown.devices[..device].iter().map(|device| device.signals.len()).sum()
}

/// How much of the past screens show, in seconds.
#[must_use]
pub fn window_s(stage: &Stage) -> f64 {
    (stage.simulation.end().secs() * WINDOW_SHARE).clamp(WINDOW_S.0, WINDOW_S.1)
}

fn window(stage: &Stage) -> &[Moment] {
    let moments = stage.simulation.trace().map_or(&[][..], |trace| trace.moments());
    let now = stage.shown.now;
    let end = moments.partition_point(|moment| moment.at <= now);
    let start = moments.partition_point(|moment| moment.at < now - SimTime::from_secs(window_s(stage)));
    &moments[start.min(end)..end]
}

impl Frame {
    /// A frame whose middle is at a point of a stand.
    #[must_use]
    pub fn on(stand: &Stand, local: Vec3) -> Self {
        Self { at: stand.point(local), rotation: stand.rotation(), scale: stand.scale }
    }

    /// A point of the screen, given as shares of its size from the middle.
    #[must_use]
    pub fn point(&self, at: Vec2) -> Vec3 {
        self.at + self.rotation * (at * SCREEN).extend(0.02) * self.scale
    }
}

/// Draws a signal on a screen.
pub fn draw(eye: &Eye, ink: &mut Ink, frame: &Frame, trace: &Trace, stroke: Stroke) {
    let points: Vec<Vec3> = trace.points.iter().map(|point| frame.point(*point)).collect();
    ink.line(eye, Sheet::Solid, &points, Stroke { dash: stroke.dash * frame.scale, ..stroke });
}

/// Draws the edge of a twin's pane in its line style.
pub fn outline(eye: &Eye, ink: &mut Ink, frame: &Frame, kind: SyncKind, hue: LinearRgba) {
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)];
    let points = corners.map(|(x, y)| frame.point(Vec2::new(x, y)));
    let stroke = Stroke { width_px: 2.2, colour: hue, style: line_style(kind), dash: 0.2 * frame.scale };
    ink.line(eye, Sheet::Solid, &points, stroke);
}

/// From the device's value now to the twin's, at the right edge of a pane.
pub fn error_line(eye: &Eye, ink: &mut Ink, frame: &Frame, trace: &Trace, colour: LinearRgba) {
    let Some(believed) = trace.points.first() else {
        return;
    };
    let ends = [trace.truth, believed.y].map(|height| frame.point(Vec2::new(0.475, height)));
    ink.line(eye, Sheet::Solid, &ends, Stroke::plain(2.0, colour));
    ink.dot(eye, ends[0], 3.0 * eye.world_per_px(ends[0]), colour, 0.01);
}
