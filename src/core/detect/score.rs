//! The score: what was noticed against what was injected.

use super::anomaly::Anomaly;
use super::detector::DetectorKind;
use crate::core::fault::FaultClass;
use crate::core::time::SimTime;

/// An anomaly this long after a fault, in seconds, is still its doing: the way back is a change too.
pub const AFTERMATH_S: f64 = 30.0;

/// An injected fault, as far as one twin is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    /// The signal whose sensor it strikes; none for all else.
    pub signal: Option<u16>,
    /// What kind of trouble it is.
    pub class: FaultClass,
    /// Since when.
    pub from: SimTime,
    /// Until when; [`SimTime::MAX`] while no end is known.
    pub until: SimTime,
}

impl Truth {
    /// Whether an anomaly raised at an instant can be this fault's doing.
    fn explains(&self, raised_at: SimTime, aftermath: SimTime) -> bool {
        raised_at >= self.from && raised_at <= self.until.saturating_add(aftermath)
    }

    fn is_found_by(&self, anomaly: &Anomaly) -> bool {
        self.signal.is_none() || anomaly.signal.is_none() || self.signal == anomaly.signal
    }
}

/// How well one detector, or all together, did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Faults injected.
    pub injected: u64,
    /// Of those, noticed.
    pub detected: u64,
    /// Anomalies that no fault explains.
    pub false_alarms: u64,
    /// From the beginning of each noticed fault to its notice, in seconds.
    pub delays_s: Vec<f64>,
    /// Of the noticed faults, those whose first anomaly has the right kind.
    pub right_class: u64,
}

impl Score {
    /// Faults that nothing noticed.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.injected - self.detected
    }

    /// Scores the anomalies of a twin against what was injected before `now`. What follows one of the `excused` instants,
    /// at which something was done on purpose, is no false alarm. `by` asks about one detector alone.
    #[must_use]
    pub fn of<'a>(
        anomalies: impl Iterator<Item = &'a Anomaly> + Clone,
        truths: &[Truth],
        excused: &[SimTime],
        by: Option<DetectorKind>,
        now: SimTime,
    ) -> Self {
        let raised_at = |anomaly: &Anomaly| match by {
            Some(kind) => anomaly.raised_by[kind.index()],
            // The baseline is there to be compared with, and speaks for itself only.
            None => {
                let own = anomaly.raised_by.iter().enumerate();
                own.filter(|(index, _)| *index != DetectorKind::Threshold.index()).filter_map(|(_, at)| *at).min()
            }
        };
        let aftermath = SimTime::from_secs(AFTERMATH_S);
        let mut score = Self::default();
        for truth in truths.iter().filter(|truth| truth.from <= now) {
            score.injected += 1;
            let found = anomalies.clone().filter(|anomaly| truth.is_found_by(anomaly));
            // The standing fault only: what comes after its end is no notice of it.
            let first = found
                .filter_map(|anomaly| raised_at(anomaly).map(|at| (at, anomaly.class)))
                .filter(|(at, _)| truth.explains(*at, SimTime::ZERO))
                .min_by_key(|(at, _)| *at);
            if let Some((at, class)) = first {
                score.detected += 1;
                score.delays_s.push((at - truth.from).secs());
                score.right_class += u64::from(class == truth.class);
            }
        }
        let unexplained = |at: &SimTime| {
            !truths.iter().any(|truth| truth.explains(*at, aftermath))
                && !excused.iter().any(|excuse| *at >= *excuse && *at <= *excuse + aftermath)
        };
        score.false_alarms = anomalies.filter_map(raised_at).filter(unexplained).count() as u64;
        score
    }

    /// Adds another run's score.
    pub fn add(&mut self, other: &Self) {
        self.injected += other.injected;
        self.detected += other.detected;
        self.false_alarms += other.false_alarms;
        self.right_class += other.right_class;
        self.delays_s.extend_from_slice(&other.delays_s);
    }

    /// The delay that a share of all noticed faults does not exceed, in seconds; none without one.
    #[must_use]
    pub fn delay_s(&self, share: f64) -> Option<f64> {
        let mut sorted = self.delays_s.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        sorted.get((share.clamp(0.0, 1.0) * last as f64).round() as usize).copied()
    }

    /// Mean delay, in seconds; none where nothing was noticed.
    #[must_use]
    pub fn mean_delay_s(&self) -> Option<f64> {
        (!self.delays_s.is_empty()).then(|| self.delays_s.iter().sum::<f64>() / self.delays_s.len() as f64)
    }
}
