//! What a signal's charts learn from small false alarms: what differs from white Gaussian noise does so again.

use super::detector::{DetectorKind, Judgement};

/// An anomaly that went no further than this many times a limit is a small one.
const LITTLE: f64 = 2.0;

/// A small anomaly raises a chart's limits to so many times where it went, up to a most.
const LESSON: f64 = 2.5;
const MOST: f64 = 3.0;

/// How many times its limits one detector must reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    times: f64,
    /// The most that was reached since the anomaly began.
    peak: f64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { times: 1.0, peak: 0.0 }
    }
}

impl Patience {
    /// What a detector says, in view of what it has learned. Limits from a data sheet stay as they are.
    pub(super) fn weigh(&self, kind: DetectorKind, judged: Judgement) -> Judgement {
        let charts = matches!(kind, DetectorKind::Residual | DetectorKind::Learned);
        Judgement { ratio: if charts { judged.ratio / self.times } else { judged.ratio }, ..judged }
    }

    /// An anomaly begins.
    pub(super) fn begin(&mut self) {
        self.peak = 0.0;
    }

    /// The detector has alarmed at this ratio to its limit.
    pub(super) fn reached(&mut self, ratio: f64) {
        self.peak = self.peak.max(ratio);
    }

    /// An anomaly is over; what was small about it is learned.
    pub(super) fn over(all: &mut [Self]) {
        if all.iter().all(|one| one.peak < LITTLE) {
            for one in all.iter_mut().filter(|one| one.peak > 0.0) {
                one.times = (LESSON * one.peak * one.times).min(MOST);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(peaks: &[f64]) -> Vec<Patience> {
        let mut all = vec![Patience::default(); peaks.len()];
        all.iter_mut().for_each(Patience::begin);
        for (one, peak) in all.iter_mut().zip(peaks).filter(|(_, peak)| **peak > 0.0) {
            one.reached(*peak);
        }
        Patience::over(&mut all);
        all
    }

    #[test]
    fn the_chart_that_told_of_something_small_tells_of_it_once() {
        let all = after(&[1.1, 0.0]);
        assert!(all[0].times > 2.0 * 1.1 && all[0].times <= MOST);
        assert_eq!(all[1].times, 1.0, "another chart has learned nothing");
        let mut again = all;
        again[0].begin();
        again[0].reached(1.5);
        Patience::over(&mut again);
        assert_eq!(again[0].times, MOST);
    }

    #[test]
    fn what_was_large_on_any_chart_teaches_nothing() {
        assert!(after(&[1.1, LITTLE]).iter().all(|one| one.times == 1.0));
    }
}
