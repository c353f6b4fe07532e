//! Screens of monitors: waves of the last seconds, and the numbers beside them.

use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::core::time::SimTime;
use crate::lab::Stage;
use crate::lab::theme::DARK;
use crate::sim::Moment;

use super::super::camera::Eye;
use super::super::glyphs;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::paint::linear;
use super::super::place::{Layout, Stand};
use super::furniture::PUMP_AT;
use super::{SCREEN, SCREEN_AT, WINDOW_S};

/// A plane surface in the scene.
#[derive(Clone, Copy, Debug)]
pub struct Slate {
    /// Its middle.
    pub at: Vec3,
    /// Its rotation.
    pub rotation: Quat,
    /// Its size, in the scene.
    pub size: Vec2,
}

/// A wave that a monitor shows, and the number beside it.
#[derive(Clone, Copy)]
pub struct Channel {
    /// The wave's signal and the values at the bottom and the top of its row.
    pub wave: Option<(&'static str, f64, f64)>,
    /// The number's signal.
    pub number: &'static str,
    /// What the number is called.
    pub word: &'static str,
}

/// What a monitor shows, from the top down.
pub const CHANNELS: [Channel; 3] = [
    Channel { wave: Some(("ecg", -0.6, 1.5)), number: "heart_rate", word: "HR" },
    Channel { wave: Some(("pleth", -0.05, 1.15)), number: "spo2", word: "SpO2" },
    Channel { wave: Some(("resp", -1.3, 1.3)), number: "map_mmhg", word: "MAP" },
];

/// Share of a screen's width that waves take.
const WAVES: f32 = 0.68;

impl Slate {
    /// A slate on a stand.
    #[must_use]
    pub fn on(stand: &Stand, local: Vec3, size: Vec2) -> Self {
        Self { at: stand.point(local), rotation: stand.rotation(), size: size * stand.scale }
    }

    /// A point of it, given as shares of its size from its middle, a hair in front of it.
    #[must_use]
    pub fn point(&self, at: Vec2) -> Vec3 {
        self.at + self.rotation * (at * self.size).extend(0.02 * self.size.y)
    }

    /// Width of a line that is a share of the slate's height in the picture, in pixels.
    #[must_use]
    pub fn width_px(&self, eye: &Eye, share: f32) -> f32 {
        (share * self.size.y / eye.world_per_px(self.at).max(1e-6)).clamp(0.9, 5.0)
    }

    /// Writes a text whose height is a share of the slate's height.
    pub fn write(&self, eye: &Eye, ink: &mut Ink, at: Vec2, height: f32, text: &str, stroke: Stroke) {
        // Characters keep their shape on a slate that is wider than high.
        let wide = self.size.y / self.size.x;
        let place = |point: Vec2| self.point(Vec2::new(at.x + point.x * wide, at.y + point.y));
        glyphs::write(eye, ink, place, Vec2::ZERO, height, text, stroke);
    }
}

/// Where in a row's part of a slate a channel's wave runs: its bottom and its height.
#[must_use]
pub fn row(channel: usize, channels: usize) -> (f32, f32) {
    let height = 0.92 / channels as f32;
    (0.46 - height * (channel as f32 + 1.0), height * 0.86)
}

/// The last seconds of a signal as points of a slate, in unbroken pieces; `value` reads it from a moment.
#[must_use]
pub fn wave(
    stage: &Stage,
    (low, high): (f64, f64),
    (bottom, height): (f32, f32),
    value: impl Fn(&Moment) -> Option<f64>,
) -> Vec<Vec<Vec2>> {
    let now = stage.shown.now;
    let moments = stage.simulation.trace().map_or(&[][..], |trace| trace.moments());
    let end = moments.partition_point(|moment| moment.at <= now);
    let start = moments.partition_point(|moment| moment.at < now - SimTime::from_secs(WINDOW_S));
    let mut pieces = vec![Vec::new()];
    for moment in &moments[start.min(end)..end] {
        match value(moment).filter(|value| value.is_finite()) {
            Some(value) => {
                let along = 1.0 - (now - moment.at).secs() / WINDOW_S;
                let up = ((value - low) / (high - low)).clamp(0.0, 1.0);
                let point = Vec2::new(-0.47 + WAVES * along as f32, bottom + height * up as f32);
                if let Some(piece) = pieces.last_mut() {
                    piece.push(point);
                }
            }
            None => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

/// Index of a device's signal of this name.
#[must_use]
pub fn index(stage: &Stage, device: usize, name: &str) -> Option<usize> {
    stage.shown.devices.get(device)?.signals.iter().position(|info| &*info.name == name)
}

/// The true wave of a channel.
#[must_use]
pub fn true_wave(stage: &Stage, device: usize, channel: usize, channels: usize) -> Vec<Vec<Vec2>> {
    let Some((name, low, high)) = CHANNELS[channel].wave else { return Vec::new() };
    let Some(signal) = index(stage, device, name) else { return Vec::new() };
    let before: usize = stage.shown.devices[..device].iter().map(|device| device.signals.len()).sum();
    wave(stage, (low, high), row(channel, channels), |moment| moment.device_values.get(before + signal).copied())
}

/// Draws waves on a slate.
pub fn trace(eye: &Eye, ink: &mut Ink, slate: &Slate, pieces: &[Vec<Vec2>], stroke: Stroke) {
    for piece in pieces {
        let points: Vec<Vec3> = piece.iter().map(|point| slate.point(*point)).collect();
        ink.line(eye, Sheet::Solid, &points, stroke);
    }
}

/// A number as monitors show it: whole, or dashes where there is nothing to measure.
#[must_use]
pub fn digits(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "--".to_owned(), |value| format!("{value:.0}"))
}

/// Draws what bedside monitors and pumps show.
pub fn draw(stage: Res<Stage>, layout: Res<Layout>, eye: Res<Eye>, mut ink: ResMut<Ink>) {
    // Screens are dark in either theme.
    let skin = &DARK.surfaces;
    let hues = [skin.wave_heart, skin.wave_pulse, skin.wave_breath].map(linear);
    for (device, stand) in layout.stands.iter().enumerate() {
        if stand.kind != ModelKind::Patient || layout.crowd {
            continue;
        }
        let slate = Slate::on(stand, SCREEN_AT, SCREEN);
        let line = |share: f32, hue| Stroke::plain(slate.width_px(&eye, share), hue);
        let value = |name: &str| {
            let signal = index(&stage, device, name)?;
            stage.shown.devices[device].values.get(signal).copied()
        };
        for (channel, Channel { number, word, .. }) in CHANNELS.into_iter().enumerate() {
            let hue = hues[channel];
            let pieces = true_wave(&stage, device, channel, CHANNELS.len());
            trace(&eye, &mut ink, &slate, &pieces, line(0.017, hue));
            let (bottom, _) = row(channel, CHANNELS.len());
            let at = Vec2::new(0.245, bottom);
            slate.write(&eye, &mut ink, at + Vec2::Y * 0.21, 0.06, word, line(0.01, hue));
            slate.write(&eye, &mut ink, at + Vec2::Y * 0.03, 0.14, &digits(value(number)), line(0.022, hue));
        }
        let pump = Slate::on(stand, PUMP_AT + Vec3::new(0.0, 0.06, -0.005), Vec2::new(0.6, 0.26));
        let rate = value("pump_ml_h").map_or_else(String::new, |rate| format!("{rate:.1}"));
        let hue = linear(skin.screen);
        let line = |share: f32| Stroke::plain(pump.width_px(&eye, share), hue);
        pump.write(&eye, &mut ink, Vec2::new(-0.44, -0.22), 0.44, &rate, line(0.06));
        pump.write(&eye, &mut ink, Vec2::new(0.18, -0.22), 0.18, "ml/h", line(0.03));
    }
}
