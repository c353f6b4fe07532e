//! Ingest: how a twin takes in frames. Nothing but frames ever changes a belief.

use super::Session;
use super::predictor::Predictor;
use crate::core::delivery::{Receiver, Seen};
use crate::core::detect::Watch;
use crate::core::link::Frame;
use crate::core::time::SimTime;
use crate::core::versions::Versions;

/// What a twin believes.
pub struct Belief {
    predictor: Predictor,
    generated_at: Option<SimTime>,
    last_sequence: u32,
    seen: Seen,
    versions: Versions,
    /// What looks for trouble in what arrives; none where nobody asked for it.
    pub watch: Option<Box<Watch>>,
    /// What holds frames back until those before them are there; none where each is taken as it comes.
    pub receiver: Option<Box<Receiver>>,
    /// Its document of the device; none where there is no shadow.
    pub session: Option<Box<Session>>,
}

/// What taking in a frame did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// It brought something newer than what the twin had.
    pub accepted: bool,
    /// It came after a frame that was sent later.
    pub reordered: bool,
    /// It brought something measured later than anything the twin had: age falls.
    pub fresher: bool,
}

impl Belief {
    /// A twin that has heard nothing yet, paired with a device that runs `versions`.
    #[must_use]
    pub fn new(predictor: Predictor, versions: Versions) -> Self {
        let seen = Seen::default();
        Self {
            predictor,
            generated_at: None,
            last_sequence: 0,
            seen,
            versions,
            watch: None,
            receiver: None,
            session: None,
        }
    }

    /// What the twin has on record about what its device runs.
    #[must_use]
    pub fn versions(&self) -> Versions {
        self.versions
    }

    /// Takes down what the device says it runs.
    pub fn record(&mut self, versions: Versions) {
        self.versions = versions;
    }

    /// How it carries on between reports.
    #[must_use]
    pub fn predictor(&self) -> &Predictor {
        &self.predictor
    }

    /// When the freshest accepted update was measured.
    #[must_use]
    pub fn generated_at(&self) -> Option<SimTime> {
        self.generated_at
    }

    /// The belief about a signal at an instant.
    #[must_use]
    pub fn value(&self, signal: usize, at: SimTime) -> Option<f64> {
        self.predictor.value(signal, at)
    }

    /// `value - reference` for a signal, the short way round where it lives on a circle.
    #[must_use]
    pub fn difference(&self, signal: usize, value: f64, reference: f64) -> f64 {
        self.predictor.difference(signal, value, reference)
    }

    /// Notes a frame's sequence number; whether it has not been seen before.
    pub fn note(&mut self, sequence: u32) -> bool {
        self.seen.note(sequence)
    }

    /// Takes in a frame. Each signal is guarded by itself: a late frame may still bring the newest word on
    /// a signal that later frames did not carry, but never overwrites a newer one.
    pub fn ingest(&mut self, frame: &Frame) -> Ingested {
        let reordered = frame.sequence < self.last_sequence;
        self.last_sequence = self.last_sequence.max(frame.sequence);
        if let (Some(versions), false) = (frame.versions, reordered) {
            self.versions = versions;
        }
        let mut accepted = false;
        for reading in &frame.readings {
            let known = self.predictor.measured_at(usize::from(reading.signal));
            if known.is_none_or(|at| reading.at > at) {
                accepted = true;
                self.predictor.ingest(reading);
            }
        }
        let fresher = accepted && self.generated_at.is_none_or(|at| frame.generated_at > at);
        if fresher {
            self.generated_at = Some(frame.generated_at);
        }
        Ingested { accepted, reordered, fresher }
    }
}
