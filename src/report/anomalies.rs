//! What a twin noticed, in the report: the score, by detector too, and every anomaly with its evidence.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::core::detect::{Anomaly, DetectorKind, Score};
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;
use crate::sim::Simulation;

/// How well a twin noticed what was injected.
#[derive(Clone, Debug, Serialize)]
pub struct Anomalies {
    /// The score of all detectors together.
    #[serde(flatten)]
    pub score: ScoreReport,
    /// The score of each detector that noticed anything.
    pub by_detector: BTreeMap<&'static str, ScoreReport>,
    /// What was noticed, oldest first.
    pub list: Vec<AnomalyReport>,
}

/// Counts and delays against the injected truth.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreReport {
    /// Faults injected.
    pub injected: u64,
    /// Of those, noticed while they acted.
    pub detected: u64,
    /// The others.
    pub missed: u64,
    /// Anomalies that no fault explains.
    pub false_alarms: u64,
    /// The same for each simulated hour.
    pub false_alarms_per_hour: Option<f64>,
    /// From the beginning of a fault to its notice; none where nothing was noticed.
    pub delay_s: Option<Delay>,
    /// Of the noticed faults, those whose first anomaly was of the right kind.
    pub right_kind: u64,
}

/// Delays, in seconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Delay {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Largest.
    pub max: f64,
}

/// One anomaly.
#[derive(Clone, Debug, Serialize)]
pub struct AnomalyReport {
    /// The signal; none where the way from the device is meant.
    pub signal: Option<String>,
    /// Since when, in seconds of the run.
    pub since_s: f64,
    /// When it was noticed, in seconds of the run.
    pub raised_s: f64,
    /// When it was over; none while it stands.
    pub ended_s: Option<f64>,
    /// The detector that noticed first.
    pub detector: &'static str,
    /// How sure it is that something is wrong, 0 to 1.
    pub confidence: f64,
    /// The kind of trouble: sensor, network or real change.
    pub kind: &'static str,
    /// How sure the kind is, 0 to 1.
    pub kind_confidence: f64,
    /// What was noticed, with numbers.
    pub evidence: String,
    /// Why it is of that kind.
    pub reason: &'static str,
}

impl Anomalies {
    /// What a twin noticed; none where it watches for nothing.
    pub(super) fn of(simulation: &Simulation, twin: usize) -> Option<Self> {
        let score = ScoreReport::of(&simulation.score(twin, None)?, simulation.now());
        let by_detector = DetectorKind::ALL.into_iter().filter_map(|kind| {
            let score = simulation.score(twin, Some(kind))?;
            let spoke = score.detected + score.false_alarms > 0;
            spoke.then(|| (kind.name(), ScoreReport::of(&score, simulation.now())))
        });
        let state = simulation.snapshot().twins.get(twin)?;
        let signals = &simulation.snapshot().devices.get(state.device)?.signals;
        let list = state.anomalies.iter().flat_map(|list| list.iter());
        Some(Self {
            score,
            by_detector: by_detector.collect(),
            list: list.map(|anomaly| AnomalyReport::of(anomaly, signals)).collect(),
        })
    }
}

impl ScoreReport {
    fn of(score: &Score, now: SimTime) -> Self {
        let delay = || {
            let share = |share| score.delay_s(share);
            Some(Delay { mean: score.mean_delay_s()?, p50: share(0.5)?, p95: share(0.95)?, max: share(1.0)? })
        };
        Self {
            injected: score.injected,
            detected: score.detected,
            missed: score.missed(),
            false_alarms: score.false_alarms,
            false_alarms_per_hour: (now > SimTime::ZERO).then(|| score.false_alarms as f64 * 3600.0 / now.secs()),
            delay_s: delay(),
            right_kind: score.right_class,
        }
    }
}

impl AnomalyReport {
    fn of(anomaly: &Anomaly, signals: &[SignalInfo]) -> Self {
        let signal = anomaly.signal.and_then(|signal| signals.get(usize::from(signal)));
        Self {
            signal: signal.map(|info| info.name.to_string()),
            since_s: anomaly.since.secs(),
            raised_s: anomaly.raised_at.secs(),
            ended_s: anomaly.ended.map(SimTime::secs),
            detector: anomaly.detector.name(),
            confidence: anomaly.confidence,
            kind: anomaly.class.name(),
            kind_confidence: anomaly.class_confidence,
            evidence: anomaly.evidence.clone(),
            reason: anomaly.reason,
        }
    }
}
