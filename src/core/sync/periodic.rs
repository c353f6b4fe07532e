//! `Periodic`: everything measured since the last report, in one batch.

use super::mode::SyncMode;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// Most readings that wait for a batch; beyond it the oldest are dropped, so that a batch always ends with
/// the newest.
const BATCH_LIMIT: usize = 65_536;

/// State of a batching device.
pub(super) struct Periodic {
    interval_nanos: f64,
    batches: u64,
    waiting: Vec<Reading>,
}

impl Periodic {
    pub(super) fn new(interval_s: f64) -> Self {
        Self { interval_nanos: interval_s * 1e9, batches: 1, waiting: Vec::new() }
    }
}

impl SyncMode for Periodic {
    fn on_sample(&mut self, _now: SimTime, fresh: &[Reading], _frame: &mut Vec<Reading>) {
        if self.waiting.len() + fresh.len() > BATCH_LIMIT {
            self.waiting.drain(..self.waiting.len().min(BATCH_LIMIT / 2));
        }
        self.waiting.extend_from_slice(fresh);
    }

    fn on_timer(&mut self, _now: SimTime, frame: &mut Vec<Reading>) {
        frame.append(&mut self.waiting);
        self.batches += 1;
    }

    fn next_timer(&self) -> Option<SimTime> {
        Some(SimTime::from_nanos((self.batches as f64 * self.interval_nanos).round_ties_even() as i64))
    }
}
