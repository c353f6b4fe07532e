//! The electrocardiogram: a trajectory pulled up and down as it passes the angles of P, Q, R, S and T.
//!
//! `McSharry`, Clifford, Tarassenko, Smith: A dynamical model for generating synthetic electrocardiogram
//! signals, IEEE Transactions on Biomedical Engineering 50(3), 2003, equation 1 and table I:
//! `z' = -sum a_i d_i exp(-d_i^2 / 2 b_i^2) - (z - z0)`, with `d_i` the angle from wave i. At a constant rate
//! `w` the sum is the derivative of `g = sum (a_i b_i^2 / w) exp(-d_i^2 / 2 b_i^2)`, so that `z = g + u` with
//! `u' = z0 - g - u`: only this slow remainder is stepped. Angles and widths follow the rate as in the
//! authors' program ECGSYN, which keeps every wave's height.

use super::heart::Beat;
use crate::core::math::{self, PI, TAU};
use crate::core::time::SimTime;

/// Grid of the slow remainder.
pub(super) const STEP: SimTime = SimTime::from_nanos(3_906_250);

/// Angle, strength and width of the five waves at 60 beats per minute (table I).
const WAVES: [Wave; 5] = [
    Wave { angle: -PI / 3.0, strength: 1.2, width: 0.25, spread: 0.5 },
    Wave { angle: -PI / 12.0, strength: -5.0, width: 0.1, spread: 1.0 },
    Wave { angle: 0.0, strength: 30.0, width: 0.1, spread: 1.0 },
    Wave { angle: PI / 12.0, strength: -7.5, width: 0.1, spread: 1.0 },
    Wave { angle: PI / 2.0, strength: 0.75, width: 0.4, spread: 0.5 },
];

/// Millivolts in a unit of the model: the R wave stands 1.2 mV high.
const MV_PER_UNIT: f64 = 28.6;
/// Height of the baseline's swing with the breath, in millivolts.
const BASELINE_MV: f64 = 0.15;
/// Rate and height of the waves of fibrillating atria, in hertz and millivolts.
const FLUTTER_HZ: f64 = 6.1;
const FLUTTER_MV: f64 = 0.06;
/// Waves further away than this many widths are not felt.
const REACH: f64 = 6.5;

struct Wave {
    angle: f64,
    strength: f64,
    width: f64,
    /// Power of the square root of the rate by which its angle spreads.
    spread: f64,
}

/// The waves alone, in millivolts, at an angle of a beat of length `rr_s`.
pub(super) fn waves_mv(angle: f64, rr_s: f64, atria: bool) -> f64 {
    let rate = TAU / rr_s;
    let factor = (1.0 / rr_s).sqrt();
    let root = factor.sqrt();
    let mut sum = 0.0;
    for wave in WAVES.iter().skip(usize::from(!atria)) {
        let stretch = if wave.spread < 1.0 { root } else { factor };
        let width = wave.width * factor;
        let off = math::wrap_difference(angle - wave.angle * stretch, TAU) / width;
        if off.abs() < REACH {
            sum += wave.strength * width * width / rate * math::exp(-0.5 * off * off);
        }
    }
    MV_PER_UNIT * sum
}

/// Mean of the waves over a beat, in millivolts: where their baseline settles below zero.
pub(super) fn mean_mv(rr_s: f64) -> f64 {
    let factor = (1.0 / rr_s).sqrt();
    let area: f64 = WAVES.iter().map(|wave| wave.strength * wave.width * wave.width * wave.width).sum();
    MV_PER_UNIT * area * factor / TAU / TAU.sqrt()
}

/// The baseline of an electrocardiogram whose breath has this sine, in millivolts: the lag of one second takes the
/// swing's height; its delay is left out.
pub(super) fn baseline_mv(breath: f64) -> f64 {
    0.54 * BASELINE_MV * breath
}

/// The remainder, at the last instant of the grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ecg {
    at: SimTime,
    remainder_mv: f64,
}

impl Ecg {
    /// A baseline that has settled at a beat's length.
    pub(super) fn settled(rr_s: f64) -> Self {
        Self { at: SimTime::ZERO, remainder_mv: -mean_mv(rr_s) }
    }

    /// The next instant of the grid.
    pub(super) fn next_step(&self) -> SimTime {
        self.at + STEP
    }

    /// The middle of the step that comes next.
    pub(super) fn middle(&self) -> SimTime {
        self.at + SimTime::from_nanos(STEP.nanos() / 2)
    }

    /// Takes the step that comes next; `beat` and `breath`, the sine of the breath, are those at its middle.
    pub(super) fn step(&mut self, beat: &Beat, breath: f64) {
        self.remainder_mv = self.relaxed(beat, breath, self.middle(), STEP);
        self.at = self.next_step();
    }

    fn relaxed(&self, beat: &Beat, breath: f64, middle: SimTime, span: SimTime) -> f64 {
        let waves = waves_mv(beat.angle(middle), beat.rr_s, !beat.fibrillating);
        let settled = BASELINE_MV * breath - waves;
        settled + (self.remainder_mv - settled) * math::exp(-span.secs())
    }

    /// The electrocardiogram at an instant of the current step, in millivolts.
    pub(super) fn value_mv(&self, beat: &Beat, breath: f64, at: SimTime) -> f64 {
        let flutter = if beat.fibrillating { FLUTTER_MV * math::sin(TAU * FLUTTER_HZ * at.secs()) } else { 0.0 };
        let waves = waves_mv(beat.angle(at), beat.rr_s, !beat.fibrillating);
        waves + flutter + self.relaxed(beat, breath, at, at - self.at)
    }
}
