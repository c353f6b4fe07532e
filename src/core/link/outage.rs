//! Outages: a hop that fails and recovers by itself.

use serde::{Deserialize, Serialize};

use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// How often a hop fails, and for how long: both exponential, so that it is up for
/// `mean_up_s / (mean_up_s + mean_down_s)` of the time in the long run (alternating renewal process).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutageSpec {
    /// Mean time between the end of an outage and the next one, in seconds.
    pub mean_up_s: f64,
    /// Mean length of an outage, in seconds.
    pub mean_down_s: f64,
}

/// The outages of one hop, drawn one after another.
#[derive(Clone, Debug)]
pub(super) struct Outages {
    spec: OutageSpec,
    stream: Stream,
    from: SimTime,
    until: SimTime,
    /// When the latest one that has begun ends or has ended.
    over_at: SimTime,
}

impl Outages {
    pub(super) fn new(spec: OutageSpec, stream: Stream) -> Self {
        let mut outages = Self { spec, stream, from: SimTime::ZERO, until: SimTime::ZERO, over_at: SimTime::ZERO };
        outages.draw();
        outages
    }

    /// The next outage that has begun by `now`, once each.
    pub(super) fn begun(&mut self, now: SimTime) -> Option<(SimTime, SimTime)> {
        if self.from > now {
            return None;
        }
        let begun = (self.from, self.until);
        self.over_at = self.until;
        self.draw();
        Some(begun)
    }

    /// When the latest one that has begun ends or has ended.
    pub(super) fn over_at(&self) -> SimTime {
        self.over_at
    }

    /// When the next one begins.
    pub(super) fn next(&self) -> SimTime {
        self.from
    }

    fn draw(&mut self) {
        self.from = self.until + SimTime::from_secs(self.stream.exponential(self.spec.mean_up_s));
        self.until = self.from + SimTime::from_secs(self.stream.exponential(self.spec.mean_down_s));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_time_up_is_that_of_the_renewal_process() {
        let spec = OutageSpec { mean_up_s: 9.0, mean_down_s: 1.0 };
        let mut outages = Outages::new(spec, Stream::new(3, "hop", "outage"));
        let n = 20_000;
        let (mut down_s, mut end) = (0.0, SimTime::ZERO);
        for _ in 0..n {
            let (from, until) = outages.begun(SimTime::MAX).unwrap();
            assert!(from >= end && until >= from);
            down_s += (until - from).secs();
            end = until;
        }
        // Share down D/(U+D): the delta method gives sd = sqrt(2) U D / (U+D)^2 / sqrt(n).
        let tolerance = 4.0 * 2.0_f64.sqrt() * 0.09 / f64::from(n).sqrt();
        assert!((down_s / end.secs() - 0.1).abs() < tolerance);
    }
}
