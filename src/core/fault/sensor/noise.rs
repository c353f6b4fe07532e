//! Noise burst: white Gaussian noise on top of the sensor's own.

use super::SensorFault;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

pub(super) struct NoiseBurst {
    pub(super) std: f64,
    pub(super) stream: Stream,
}

impl SensorFault for NoiseBurst {
    fn distort(&mut self, _at: SimTime, truth: f64) -> f64 {
        truth + self.std * self.stream.gaussian()
    }
}
