//! Drift: an error that grows steadily.

use super::SensorFault;
use crate::core::time::SimTime;

pub(super) struct Drift {
    pub(super) per_s: f64,
    pub(super) since: SimTime,
}

impl SensorFault for Drift {
    fn distort(&mut self, at: SimTime, truth: f64) -> f64 {
        truth + self.per_s * (at - self.since).secs()
    }
}
