//! Dropout: samples that never come, each independently.

use super::SensorFault;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

pub(super) struct Dropout {
    pub(super) share: f64,
    pub(super) stream: Stream,
}

impl SensorFault for Dropout {
    fn replace(&mut self, _at: SimTime, shown: f64) -> Option<f64> {
        (self.stream.uniform() >= self.share).then_some(shown)
    }
}
