//! The dial: the board's own hand points up, and around it a scale on which microseconds and seconds can both be
//! read: each step of ten degrees is ten times the error. A small dial below shows the counter's seconds as they run.

use std::f64::consts::TAU;

use bevy::prelude::*;

use crate::core::device::{Body, ModelKind};
use crate::lab::theme::DARK;
use crate::lab::{Lab, Stage};

use super::super::camera::Eye;
use super::super::glyphs;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::paint::linear;
use super::super::place::{Layout, Stand};
use super::DIAL_AT;

/// Degrees for each factor of ten.
const DEG_PER_DECADE: f64 = 10.0;
/// Decades from a microsecond upwards that the scale shows.
const DECADES: i32 = 7;
/// No hand goes further round.
const FARTHEST_DEG: f64 = 100.0;

/// Where the small dial is on the large one, and its radius.
const SMALL_AT: Vec2 = Vec2::new(0.0, -0.52);
const SMALL: f32 = 0.36;

/// A dial in the scene.
#[derive(Clone, Copy, Debug)]
pub struct Dial {
    /// Its middle.
    pub at: Vec3,
    /// Its rotation.
    pub rotation: Quat,
    /// Scale of its units; the large dial's radius is 1.25.
    pub scale: f32,
}

impl Dial {
    /// The dial of a stand.
    #[must_use]
    pub fn of(stand: &Stand) -> Self {
        Self { at: stand.point(DIAL_AT), rotation: stand.rotation(), scale: stand.scale }
    }

    /// A point of the dial, lifted off it.
    #[must_use]
    pub fn point(&self, at: Vec2, lift: f32) -> Vec3 {
        self.at + self.rotation * at.extend(0.07 + lift) * self.scale
    }

    /// A point at an angle clockwise from the top, in radians.
    #[must_use]
    pub fn round(&self, radius: f32, angle: f32, lift: f32) -> Vec3 {
        self.point(radius * Vec2::new(angle.sin(), angle.cos()), lift)
    }

    /// An arc between two angles.
    #[must_use]
    pub fn arc(&self, radius: f32, from: f32, to: f32, lift: f32) -> Vec<Vec3> {
        (0..=40).map(|step| self.round(radius, from + (to - from) * step as f32 / 40.0, lift)).collect()
    }

    /// A point of the small dial at an angle clockwise from the top.
    #[must_use]
    pub fn small(&self, radius: f32, angle: f32, lift: f32) -> Vec3 {
        self.point(SMALL_AT + radius * SMALL * Vec2::new(angle.sin(), angle.cos()), lift)
    }
}

/// Angle at which an error stands, clockwise from the top, in radians: even near zero, logarithmic beyond 1 µs.
#[must_use]
pub fn angle(error_us: f64) -> f32 {
    let degrees = DEG_PER_DECADE * (1.0 + 9.0 * error_us.abs()).log10();
    (degrees.min(FARTHEST_DEG).copysign(error_us)).to_radians() as f32
}

/// Angle of a counter's second hand on the small dial, in radians.
#[must_use]
pub fn second_angle(micros: f64) -> f32 {
    ((micros / 60e6).fract() * TAU) as f32
}

/// Draws the scale on a dial, with words or without.
pub fn scale(eye: &Eye, ink: &mut Ink, dial: &Dial, colour: LinearRgba, words: bool) {
    let ends = [angle(-1e7), angle(1e7)];
    ink.line(eye, Sheet::Solid, &dial.arc(0.96, ends[0], ends[1], 0.0), Stroke::plain(1.2, colour));
    for side in [-1.0, 1.0] {
        for decade in 0..=DECADES {
            let at = angle(side * 10_f64.powi(decade));
            let named = decade % 3 == 0;
            let inner = if named { 0.88 } else { 0.92 };
            let tick = [dial.round(inner, at, 0.0), dial.round(0.96, at, 0.0)];
            ink.line(eye, Sheet::Solid, &tick, Stroke::plain(if named { 1.8 } else { 1.0 }, colour));
            if named && words {
                let text =
                    format!("{}{}", if side < 0.0 { "-" } else { "+" }, ["1µs", "1ms", "1s"][decade as usize / 3]);
                let (height, turn) = (0.09, Vec2::new(at.sin(), at.cos()));
                let corner = turn * 1.1 - Vec2::new(glyphs::width(&text, height), height) / 2.0;
                glyphs::write(
                    eye,
                    ink,
                    |point| dial.point(point, 0.0),
                    corner,
                    height,
                    &text,
                    Stroke::plain(1.1, colour),
                );
            }
        }
    }
}

/// Draws the dials of boards: scale, true hand, the counter.
pub fn draw(stage: Res<Stage>, lab: Res<Lab>, layout: Res<Layout>, eye: Res<Eye>, mut ink: ResMut<Ink>) {
    // Dials are dark in either theme.
    let (white, faint) = (linear(DARK.surfaces.screen), linear(DARK.muted));
    let bold = lab.theme.tokens().type_scale.sqrt();
    for (device, stand) in layout.stands.iter().enumerate() {
        if stand.kind != ModelKind::ClockBoard || layout.crowd {
            continue;
        }
        let Some(Body::ClockBoard(pose)) = stage.shown.devices.get(device).map(|device| device.body) else {
            continue;
        };
        let dial = Dial::of(stand);
        scale(&eye, &mut ink, &dial, faint, true);
        let hand = [dial.round(0.1, 0.0, 0.06), dial.round(0.96, 0.0, 0.06)];
        ink.line(&eye, Sheet::Solid, &hand, Stroke::plain(4.5 * bold, white));
        for tick in 0..12 {
            let at = TAU as f32 * tick as f32 / 12.0;
            let ends = [dial.small(0.86, at, 0.0), dial.small(1.0, at, 0.0)];
            ink.line(&eye, Sheet::Solid, &ends, Stroke::plain(1.0, faint));
        }
        let seconds = second_angle(pose.micros);
        let ends = [dial.small(-0.15, seconds, 0.05), dial.small(0.95, seconds, 0.05)];
        ink.line(&eye, Sheet::Solid, &ends, Stroke::plain(2.6 * bold, white));
        let text = format!("{:010.0}", pose.micros);
        let corner = Vec2::new(-glyphs::width(&text, 0.1) / 2.0, -1.06);
        glyphs::write(&eye, &mut ink, |at| dial.point(at, 0.0), corner, 0.1, &text, Stroke::plain(1.3 * bold, white));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_error_is_ten_degrees_more() {
        assert_eq!(angle(0.0), 0.0);
        for (error_us, degrees) in [(1.0, 10.0), (1e3, 40.0), (1e6, 70.0), (-1e6, -70.0), (1e12, 100.0)] {
            assert!((angle(error_us).to_degrees() - degrees).abs() < 0.6, "{error_us}");
        }
    }
}
