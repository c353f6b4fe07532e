//! The heart: beats one after the other, their angle on the limit cycle, and the pulse at the finger.

use std::collections::VecDeque;

use super::rhythm::Rhythm;
use crate::core::math::{self, TAU};
use crate::core::time::SimTime;

/// A monitor averages the heart rate over this many beats.
const AVERAGED_BEATS: usize = 8;
/// A pulse wave reaches the finger's sensor this long after the R wave, its echo later, in seconds.
const PULSE_S: [f64; 2] = [0.38, 0.62];
/// Widths of the pulse and of its echo, in seconds.
const PULSE_WIDTH_S: [f64; 2] = [0.07, 0.1];
/// Heights of the pulse and of its echo.
const PULSE_HEIGHT: [f64; 2] = [0.8, 0.3];

/// One beat, from its R wave to the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beat {
    pub(super) from: SimTime,
    pub(super) to: SimTime,
    pub(super) rr_s: f64,
    pub(super) fibrillating: bool,
    /// Height of the pulse wave that it sends out: a heart that had no time to fill sends little.
    pub(super) strength: f64,
}

impl Beat {
    /// Angle on the limit cycle in `[-pi, pi)`; the R wave is at 0.
    pub(super) fn angle(&self, at: SimTime) -> f64 {
        math::wrap_difference(TAU * self.since_r_s(at) / self.rr_s, TAU)
    }

    /// Time since the R wave, in seconds.
    fn since_r_s(&self, at: SimTime) -> f64 {
        (at - self.from).secs()
    }
}

/// Beats so far.
pub(super) struct Heart {
    pub(super) rhythm: Rhythm,
    /// The newest beats, the current one last.
    beats: VecDeque<Beat>,
    /// Lengths of the beats that the rate is averaged over, in seconds.
    averaged: VecDeque<f64>,
}

impl Heart {
    pub(super) fn new(rhythm: Rhythm, mean_rr_s: f64) -> Self {
        let mut heart = Self { rhythm, beats: VecDeque::new(), averaged: VecDeque::new() };
        heart.averaged.resize(AVERAGED_BEATS, mean_rr_s);
        heart.start_beat(SimTime::ZERO, mean_rr_s);
        heart
    }

    fn start_beat(&mut self, from: SimTime, mean_rr_s: f64) {
        let rr_s = self.rhythm.next_rr_s(from.secs(), mean_rr_s);
        let filled = self.beats.back().map_or(1.0, |before| before.rr_s / mean_rr_s);
        // The end is rounded to the nanosecond, and so is the length that follows from it.
        let span = SimTime::from_secs(rr_s);
        self.beats.push_back(Beat {
            from,
            to: from + span,
            rr_s: span.secs(),
            fibrillating: self.rhythm.fibrillating,
            strength: filled.clamp(0.3, 1.1),
        });
        while self.beats.len() > 4 {
            self.beats.pop_front();
        }
    }

    /// When the current beat ends.
    pub(super) fn beat_end(&self) -> SimTime {
        self.beats.back().map_or(SimTime::MAX, |beat| beat.to)
    }

    /// Ends the current beat and starts the next one.
    pub(super) fn next_beat(&mut self, mean_rr_s: f64) {
        if let Some(beat) = self.beats.back() {
            let (to, rr_s) = (beat.to, beat.rr_s);
            self.averaged.pop_front();
            self.averaged.push_back(rr_s);
            self.start_beat(to, mean_rr_s);
        }
    }

    /// The beat at an instant that is not long past.
    pub(super) fn beat(&self, at: SimTime) -> Option<&Beat> {
        self.beats.iter().rev().find(|beat| beat.from <= at)
    }

    /// Heart rate as a monitor shows it, in beats per minute.
    pub(super) fn rate_bpm(&self) -> f64 {
        60.0 * AVERAGED_BEATS as f64 / self.averaged.iter().sum::<f64>()
    }

    /// Height of the pulse wave at the finger.
    pub(super) fn pleth(&self, at: SimTime) -> f64 {
        self.beats.iter().map(|beat| beat.strength * pulse(beat.since_r_s(at))).sum()
    }
}

/// The pulse wave at the finger, `since_r_s` after the R wave that sent it.
pub(super) fn pulse(since_r_s: f64) -> f64 {
    let mut height = 0.0;
    for echo in 0..2 {
        let off = (since_r_s - PULSE_S[echo]) / PULSE_WIDTH_S[echo];
        height += PULSE_HEIGHT[echo] * math::exp(-0.5 * off * off);
    }
    height
}
