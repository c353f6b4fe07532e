//! Anomalies: what the detectors of a twin claim, with since when, how sure, of what kind and on what evidence.

use super::detector::{DetectorKind, Judgement};
use crate::core::fault::FaultClass;
use crate::core::time::SimTime;

/// One thing that a twin thinks is wrong. Detectors that agree about a signal share one.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomaly {
    /// The signal, by its place on the device; none where the way from the device is meant.
    pub signal: Option<u16>,
    /// Since when, as far as the twin can tell.
    pub since: SimTime,
    /// When the twin noticed.
    pub raised_at: SimTime,
    /// When it was over; none while it stands.
    pub ended: Option<SimTime>,
    /// Which detector noticed first.
    pub detector: DetectorKind,
    /// When each detector noticed, in the order of [`DetectorKind::ALL`].
    pub raised_by: [Option<SimTime>; DetectorKind::ALL.len()],
    /// How sure it is that something is wrong, 0 to 1.
    pub confidence: f64,
    /// What kind of trouble it is.
    pub class: FaultClass,
    /// How sure it is of the kind, 0 to 1.
    pub class_confidence: f64,
    /// What was noticed, with numbers.
    pub evidence: String,
    /// Why it is of that kind.
    pub reason: &'static str,
}

impl Anomaly {
    /// A new one, of a kind that is yet to be decided.
    #[must_use]
    pub fn new(signal: Option<u16>, detector: DetectorKind, now: SimTime, judged: Judgement, evidence: String) -> Self {
        let mut anomaly = Self {
            signal,
            since: judged.since,
            raised_at: now,
            ended: None,
            detector,
            raised_by: [None; DetectorKind::ALL.len()],
            confidence: 0.0,
            class: FaultClass::Sensor,
            class_confidence: 0.0,
            evidence,
            reason: "",
        };
        anomaly.confirm(detector, now, judged);
        anomaly
    }

    /// Another finding about the same thing. Independent findings add up: 1 - product of doubts.
    pub fn confirm(&mut self, detector: DetectorKind, now: SimTime, judged: Judgement) {
        let raised = &mut self.raised_by[detector.index()];
        if raised.is_none() {
            *raised = Some(now);
            // A statistic at its limit is as likely as not; twice the limit leaves one doubt in four.
            let doubt = 0.5 / (judged.ratio * judged.ratio).max(1.0);
            self.confidence = 1.0 - (1.0 - self.confidence) * doubt.max(0.01);
        }
    }
}
