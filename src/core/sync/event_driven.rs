//! `EventDriven`: a signal is sent when it has moved by more than a threshold (send-on-delta).
//!
//! `pmin` keeps two frames apart, `pmax` is the heartbeat, as OMA LwM2M 1.2 section 5.1.2 names them. A
//! lost last event without a heartbeat stays wrong for ever.

use super::mode::{Newest, SyncMode};
use super::threshold::Limit;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// State of an event-driven device.
pub(super) struct EventDriven {
    limits: Vec<Limit>,
    pmin: SimTime,
    pmax: Option<SimTime>,
    newest: Newest,
    last_sent: Vec<Option<f64>>,
    last_frame: Option<SimTime>,
    held_back: bool,
}

impl EventDriven {
    /// A mode with one limit for each of the device's signals.
    pub(super) fn new(limits: Vec<Limit>, pmin_s: f64, pmax_s: Option<f64>) -> Self {
        Self {
            last_sent: vec![None; limits.len()],
            limits,
            pmin: SimTime::from_secs(pmin_s),
            pmax: pmax_s.map(SimTime::from_secs),
            newest: Newest::default(),
            last_frame: None,
            held_back: false,
        }
    }

    fn moved(&self, reading: &Reading) -> bool {
        let signal = usize::from(reading.signal);
        self.last_sent[signal].is_none_or(|sent| self.limits[signal].exceeded(reading.value, sent))
    }

    fn report(&mut self, now: SimTime, everything: bool, frame: &mut Vec<Reading>) {
        for reading in self.newest.all() {
            if everything || self.moved(reading) {
                frame.push(*reading);
            }
        }
        for reading in frame.iter() {
            self.last_sent[usize::from(reading.signal)] = Some(reading.value);
        }
        self.held_back = false;
        if !frame.is_empty() {
            self.last_frame = Some(now);
        }
    }
}

impl SyncMode for EventDriven {
    fn on_sample(&mut self, now: SimTime, fresh: &[Reading], frame: &mut Vec<Reading>) {
        self.newest.update(fresh);
        if fresh.iter().any(|reading| self.moved(reading)) {
            if self.last_frame.is_some_and(|last| now < last + self.pmin) {
                self.held_back = true;
            } else {
                self.report(now, false, frame);
            }
        }
    }

    fn on_timer(&mut self, now: SimTime, frame: &mut Vec<Reading>) {
        let heartbeat = self.last_frame.zip(self.pmax).is_some_and(|(last, pmax)| now >= last + pmax);
        self.report(now, heartbeat, frame);
    }

    fn next_timer(&self) -> Option<SimTime> {
        let last = self.last_frame?;
        if self.held_back { Some(last + self.pmin) } else { self.pmax.map(|pmax| last + pmax) }
    }
}
