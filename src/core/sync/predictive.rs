//! `Predictive`: a signal is sent when the twin's own predictor would be wrong by more than a threshold.
//!
//! The device runs a copy of the predictor, fed with what it has sent. Where a frame is lost the copy knows
//! more than the twin: only a heartbeat bounds that.

use super::mode::{Newest, SyncMode};
use super::threshold::Limit;
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::Predictor;

/// State of a device that second-guesses its twin.
pub(super) struct Predictive {
    limits: Vec<Limit>,
    heartbeat: Option<SimTime>,
    predictor: Predictor,
    newest: Newest,
    last_frame: Option<SimTime>,
}

impl Predictive {
    /// A mode with one limit for each of the device's signals and a copy of the twin's predictor.
    pub(super) fn new(limits: Vec<Limit>, heartbeat_s: Option<f64>, predictor: Predictor) -> Self {
        Self {
            limits,
            heartbeat: heartbeat_s.map(SimTime::from_secs),
            predictor,
            newest: Newest::default(),
            last_frame: None,
        }
    }

    fn surprising(&self, reading: &Reading) -> bool {
        let signal = usize::from(reading.signal);
        match self.predictor.value(signal, reading.at) {
            Some(expected) => self.limits[signal].exceeded(expected, reading.value),
            None => true,
        }
    }

    fn report(&mut self, now: SimTime, frame: &mut Vec<Reading>) {
        frame.extend_from_slice(self.newest.all());
        for reading in frame.iter() {
            self.predictor.ingest(reading);
        }
        self.last_frame = Some(now);
    }
}

impl SyncMode for Predictive {
    fn on_sample(&mut self, now: SimTime, fresh: &[Reading], frame: &mut Vec<Reading>) {
        self.newest.update(fresh);
        if fresh.iter().any(|reading| self.surprising(reading)) {
            self.report(now, frame);
        }
    }

    fn on_timer(&mut self, now: SimTime, frame: &mut Vec<Reading>) {
        self.report(now, frame);
    }

    fn next_timer(&self) -> Option<SimTime> {
        Some(self.last_frame? + self.heartbeat?)
    }
}
