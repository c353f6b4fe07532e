//! Clipping: a range that has shrunk.

use super::SensorFault;
use crate::core::time::SimTime;

pub(super) struct Clipping {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl SensorFault for Clipping {
    fn distort(&mut self, _at: SimTime, truth: f64) -> f64 {
        truth.max(self.low).min(self.high)
    }
}
