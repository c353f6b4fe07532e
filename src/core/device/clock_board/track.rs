//! What a twin makes of the reports of one clock: a line through the newest of them.

use std::collections::VecDeque;

use crate::core::math;
use crate::core::signal::difference;
use crate::core::time::SimTime;

/// Reports that the line goes through.
const WINDOW: usize = 24;
/// Where the rate is not known yet, a report is a jump, such as a reboot, when it misses by more than this and by
/// more than this share of the gap.
const JUMP_US: f64 = 2e5;
const JUMP_SHARE: f64 = 0.03;
/// Where it is known, this, this share, and so many times the spread of the reports about their line will do: a
/// new multiplier is a jump, too.
const KINK_US: f64 = 50.0;
const KINK_SHARE: f64 = 5e-6;
const KINK_SPREADS: f64 = 8.0;
/// Reports from which on the rate counts as known.
const KNOWN: usize = 3;
/// Rates that a crystal can have, in parts per million of error.
const RATE_LIMIT_PPM: f64 = 30_000.0;

/// One report: when, and by how many microseconds the clock was ahead of an ideal one since the first report, less
/// what the temperature accounts for.
#[derive(Clone, Copy, Debug)]
struct Point {
    at: SimTime,
    ahead_us: f64,
}

/// Reports of one clock, in microseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    period: Option<f64>,
    points: VecDeque<Point>,
    /// The newest report as it came, and what the temperature had gained by then, in microseconds.
    newest: Option<(SimTime, f64, f64)>,
    rate_ppm: f64,
    /// Root mean square of the reports about their line, in microseconds.
    spread_us: f64,
}

impl Track {
    /// No report yet; a counter with a period wraps.
    pub(super) fn new(period: Option<f64>) -> Self {
        Self { period, ..Self::default() }
    }

    /// What the clock shows at an instant, where the temperature has gained `bent_us` since the run began.
    pub(super) fn predict(&self, at: SimTime, bent_us: f64) -> Option<f64> {
        let (since, value, bent_then) = self.newest?;
        let span = at - since;
        let smooth = self.smoothed(since)?;
        let ahead = self.rate_ppm * span.secs() + (bent_us - bent_then) + smooth;
        let value = value + (span.nanos() as f64 / 1e3 + ahead);
        Some(self.period.map_or(value, |period| math::wrap(value, period)))
    }

    /// How far the line stands above the newest report, in microseconds: reports are cut to whole microseconds.
    fn smoothed(&self, at: SimTime) -> Option<f64> {
        let newest = self.points.back()?;
        if self.points.len() < KNOWN {
            return Some(0.0);
        }
        let (centre_s, ahead_us) = self.centre();
        let first = self.points.front()?;
        Some(ahead_us + self.rate_ppm * ((at - first.at).secs() - centre_s) - newest.ahead_us)
    }

    /// Mean time since the first point, in seconds, and mean lead, in microseconds.
    fn centre(&self) -> (f64, f64) {
        let count = self.points.len() as f64;
        let Some(first) = self.points.front() else { return (0.0, 0.0) };
        let time: f64 = self.points.iter().map(|point| (point.at - first.at).secs()).sum();
        let ahead: f64 = self.points.iter().map(|point| point.ahead_us).sum();
        (time / count, ahead / count)
    }

    /// A larger miss after `span_s` is a jump, in microseconds.
    fn tolerated_us(&self, span_s: f64) -> f64 {
        if self.points.len() < KNOWN {
            JUMP_US + JUMP_SHARE * 1e6 * span_s
        } else {
            KINK_US + KINK_SPREADS * self.spread_us + KINK_SHARE * 1e6 * span_s
        }
    }

    /// Takes in a report; `bent_us` is what the temperature has gained since the run began.
    pub(super) fn ingest(&mut self, at: SimTime, value: f64, bent_us: f64) {
        let missed = self.predict(at, bent_us).map(|expected| difference(self.period, value, expected));
        if let (Some(missed), Some((since, ..)), Some(last)) = (missed, self.newest, self.points.back()) {
            let span_s = (at - since).secs();
            if missed.abs() > self.tolerated_us(span_s) {
                self.points.clear();
            } else {
                // Unwrapped by way of what was expected: the modulo is of the small miss, not of the long gap.
                let smooth = self.smoothed(since).unwrap_or(0.0);
                let ahead_us = last.ahead_us + smooth + self.rate_ppm * span_s + missed;
                self.points.push_back(Point { at, ahead_us });
            }
        }
        if self.points.is_empty() {
            self.points.push_back(Point { at, ahead_us: 0.0 });
        }
        if self.points.len() > WINDOW {
            self.points.pop_front();
        }
        self.newest = Some((at, value, bent_us));
        self.fit();
    }

    /// Least squares about the centre. A jump keeps the rate that the crystal had before it.
    fn fit(&mut self) {
        if self.points.len() < 2 {
            return;
        }
        let Some(first) = self.points.front() else { return };
        let (centre_s, centre_us) = self.centre();
        let (mut square, mut product) = (0.0, 0.0);
        for point in &self.points {
            let off_s = (point.at - first.at).secs() - centre_s;
            square += off_s * off_s;
            product += off_s * (point.ahead_us - centre_us);
        }
        if square > 0.0 {
            self.rate_ppm = (product / square).clamp(-RATE_LIMIT_PPM, RATE_LIMIT_PPM);
        }
        let miss = |point: &Point| {
            let line_us = centre_us + self.rate_ppm * ((point.at - first.at).secs() - centre_s);
            (point.ahead_us - line_us) * (point.ahead_us - line_us)
        };
        self.spread_us = (self.points.iter().map(miss).sum::<f64>() / self.points.len() as f64).sqrt();
    }
}
