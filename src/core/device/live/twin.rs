//! What a twin makes of a real board's counter: the clock twin, fed with the lines that it was sent.

use crate::core::math;
use crate::core::signal::Reading;
use crate::core::time::{ClockTwin, ClockTwinSpec, SimTime};
use crate::core::twin::TwinModel;

/// A clock twin that follows one signal of a board; of the others it says nothing.
#[derive(Clone)]
pub(super) struct CounterTwin {
    signal: usize,
    period: f64,
    clock: ClockTwin,
    last: Option<(SimTime, f64)>,
}

impl CounterTwin {
    /// A twin of the counter of microseconds in place `signal`, which starts again after `period` of them.
    pub(super) fn new(signal: usize, period: f64) -> Self {
        Self { signal, period, clock: ClockTwin::new(ClockTwinSpec::default()), last: None }
    }
}

impl TwinModel for CounterTwin {
    fn ingest(&mut self, reading: &Reading) {
        if usize::from(reading.signal) == self.signal {
            self.clock.observe(reading.at, reading.value as u32, None, None);
            self.last = Some((reading.at, reading.value));
        }
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        if signal != self.signal {
            return None;
        }
        if let Some(prediction) = self.clock.predict(at) {
            return Some(f64::from(prediction.micros));
        }
        // Before a line is known, its clock is taken for right.
        let (since, micros) = self.last?;
        Some(math::wrap(micros + (at - since).nanos() as f64 * 1e-3, self.period))
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
