//! `RealTime`: the newest values at a constant rate, needed or not.

use super::Schedule;
use super::mode::{Newest, SyncMode};
use crate::core::rng::Stream;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// State of a stream.
pub(super) struct RealTime {
    period_nanos: f64,
    schedule: Schedule,
    stream: Stream,
    sends: u64,
    next: SimTime,
    newest: Newest,
}

impl RealTime {
    pub(super) fn new(rate_hz: f64, schedule: Schedule, stream: Stream) -> Self {
        let mut mode = Self {
            period_nanos: 1e9 / rate_hz,
            schedule,
            stream,
            sends: 0,
            next: SimTime::ZERO,
            newest: Newest::default(),
        };
        if schedule == Schedule::Poisson {
            mode.plan_next();
        }
        mode
    }

    fn plan_next(&mut self) {
        self.next = match self.schedule {
            Schedule::Regular => {
                // From the count, not from the last instant: rounding must not add up.
                SimTime::from_nanos((self.sends as f64 * self.period_nanos).round_ties_even() as i64)
            }
            Schedule::Poisson => {
                let gap = self.stream.exponential(self.period_nanos);
                self.next + SimTime::from_nanos(gap.round_ties_even() as i64)
            }
        };
    }
}

impl SyncMode for RealTime {
    fn on_sample(&mut self, _now: SimTime, fresh: &[Reading], _frame: &mut Vec<Reading>) {
        self.newest.update(fresh);
    }

    fn on_timer(&mut self, _now: SimTime, frame: &mut Vec<Reading>) {
        frame.extend_from_slice(self.newest.all());
        self.sends += 1;
        self.plan_next();
    }

    fn next_timer(&self) -> Option<SimTime> {
        Some(self.next)
    }
}
