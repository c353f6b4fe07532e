//! `Hybrid`: critical signals streamed at an interval, the others event-driven.

use super::event_driven::EventDriven;
use super::mode::{Newest, SyncMode};
use super::threshold::Limit;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// State of a hybrid device.
pub(super) struct Hybrid {
    critical: Vec<bool>,
    interval_nanos: f64,
    streamed: u64,
    newest_critical: Newest,
    others: EventDriven,
    scratch: Vec<Reading>,
}

impl Hybrid {
    /// A mode with a mark and a limit for each of the device's signals.
    pub(super) fn new(
        critical: Vec<bool>,
        interval_s: f64,
        limits: Vec<Limit>,
        pmin_s: f64,
        pmax_s: Option<f64>,
    ) -> Self {
        Self {
            critical,
            interval_nanos: interval_s * 1e9,
            streamed: 0,
            newest_critical: Newest::default(),
            others: EventDriven::new(limits, pmin_s, pmax_s),
            scratch: Vec::new(),
        }
    }

    fn next_stream(&self) -> SimTime {
        SimTime::from_nanos((self.streamed as f64 * self.interval_nanos).round_ties_even() as i64)
    }
}

impl SyncMode for Hybrid {
    fn on_sample(&mut self, now: SimTime, fresh: &[Reading], frame: &mut Vec<Reading>) {
        self.scratch.clear();
        for reading in fresh {
            if self.critical[usize::from(reading.signal)] {
                self.newest_critical.update(std::slice::from_ref(reading));
            } else {
                self.scratch.push(*reading);
            }
        }
        self.others.on_sample(now, &self.scratch, frame);
    }

    fn on_timer(&mut self, now: SimTime, frame: &mut Vec<Reading>) {
        if self.others.next_timer().is_some_and(|timer| timer <= now) {
            self.others.on_timer(now, frame);
        }
        if self.next_stream() <= now {
            frame.extend_from_slice(self.newest_critical.all());
            self.streamed += 1;
        }
    }

    fn next_timer(&self) -> Option<SimTime> {
        let stream = self.next_stream();
        Some(self.others.next_timer().map_or(stream, |timer| timer.min(stream)))
    }
}
