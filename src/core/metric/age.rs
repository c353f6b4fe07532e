//! Age of Information, integrated over the exact saw-tooth (Kaul, Yates, Gruteser, INFOCOM 2012).
//!
//! Age is now minus the generation time of the freshest accepted update. It is counted from the first
//! acceptance on; a stale arrival never lowers it.

use super::quantile::Quantiles;
use crate::core::time::SimTime;
use serde::Serialize;

/// The age of one twin.
///
/// Between two acceptances age climbs from `a0` to `a1`, spending one second at each second of age. So the
/// time spent below an age `x` is the sum of `max(0, x - a0) - max(0, x - a1)` over all climbs, and two sparse
/// sets of climb starts and ends hold the whole distribution.
#[derive(Clone, Debug, Default)]
pub struct AgeMeter {
    generated_at: SimTime,
    climbing_since: Option<SimTime>,
    climbed: SimTime,
    area_s2: f64,
    starts: Quantiles,
    ends: Quantiles,
}

/// Age statistics at an instant, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AgeSummary {
    /// Time average.
    pub mean: f64,
    /// Time-weighted median.
    pub p50: f64,
    /// Time-weighted 95th percentile.
    pub p95: f64,
    /// Time-weighted 99th percentile.
    pub p99: f64,
    /// Largest.
    pub max: f64,
    /// Mean of the ages just before each acceptance; none before the second one.
    pub peak_mean: Option<f64>,
}

impl AgeMeter {
    /// A fresher update is accepted.
    pub fn accept(&mut self, now: SimTime, generated_at: SimTime) {
        if let Some(since) = self.climbing_since {
            let (start, end) = (since - self.generated_at, now - self.generated_at);
            self.area_s2 += area(start, end);
            self.climbed = self.climbed + (end - start);
            self.ends.add(end);
        }
        self.starts.add(now - generated_at);
        self.generated_at = generated_at;
        self.climbing_since = Some(now);
    }

    /// Statistics from the first acceptance to `now`; none before.
    #[must_use]
    pub fn summary(&self, now: SimTime) -> Option<AgeSummary> {
        let Climbs { start, end, span, max, settled } = self.climbs(now)?;
        let mean = if span > 0.0 { (self.area_s2 + area(start, end)) / span } else { start.secs() };
        let at = |q| quantile(&settled, q * span, end.secs(), max);
        Some(AgeSummary { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99), max, peak_mean: self.ends.mean() })
    }

    /// The age that was not exceeded for a share of the time from the first acceptance to `now`; none before.
    #[must_use]
    pub fn quantile(&self, now: SimTime, share: f64) -> Option<f64> {
        let Climbs { end, span, max, settled, .. } = self.climbs(now)?;
        Some(quantile(&settled, share.clamp(0.0, 1.0) * span, end.secs(), max))
    }

    fn climbs(&self, now: SimTime) -> Option<Climbs> {
        let since = self.climbing_since?;
        let (start, end) = (since - self.generated_at, now - self.generated_at);
        let span = (self.climbed + (end - start)).secs();
        let max = self.ends.max().unwrap_or(0.0).max(end.secs());
        Some(Climbs { start, end, span, max, settled: (self.starts.settled(), self.ends.settled()) })
    }

    /// Age at each acceptance: the latency of the updates that made the twin fresher.
    #[must_use]
    pub fn starts(&self) -> &Quantiles {
        &self.starts
    }

    /// Bytes on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.starts.heap_bytes() + self.ends.heap_bytes()
    }
}

/// All climbs up to an instant: the current one from its start to its end, seconds and largest age of all.
struct Climbs {
    start: SimTime,
    end: SimTime,
    span: f64,
    max: f64,
    settled: (Quantiles, Quantiles),
}

/// The age below which `time` seconds were spent, given the starts of all climbs, the ends of past ones and the
/// age that the current one has reached.
fn quantile(climbs: &(Quantiles, Quantiles), time: f64, reached: f64, max: f64) -> f64 {
    let time_below = |x: f64| climbs.0.excess(x) - climbs.1.excess(x) - (x - reached).max(0.0);
    // Bisection on a monotone function: 60 halvings reach the last bits of any age.
    let (mut low, mut high) = (0.0, max);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if time_below(middle) < time {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

fn area(start: SimTime, end: SimTime) -> f64 {
    0.5 * (start.secs() + end.secs()) * (end - start).secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_saw_tooth_has_the_textbook_statistics() {
        let mut age = AgeMeter::default();
        assert_eq!(age.summary(SimTime::ZERO), None);
        for i in 0..100 {
            let generated = SimTime::from_millis(100.0 * f64::from(i));
            age.accept(generated + SimTime::from_millis(50.0), generated);
        }
        let summary = age.summary(SimTime::from_secs(10.05)).unwrap();
        assert!((summary.mean - 0.1).abs() < 1e-12);
        assert!((summary.p50 - 0.1).abs() < 2e-4, "{}", summary.p50);
        assert!((summary.p95 - 0.145).abs() < 3e-4, "{}", summary.p95);
        assert!((summary.peak_mean.unwrap() - 0.15).abs() < 1e-12);
        assert!((summary.max - 0.15).abs() < 1e-12);
    }
}
