//! Spikes: single wild values of either sign, at the instants of a Poisson process.

use super::SensorFault;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

pub(super) struct Spike {
    size: f64,
    every_s: f64,
    next: SimTime,
    stream: Stream,
}

impl Spike {
    pub(super) fn new(size: f64, every_s: f64, since: SimTime, mut stream: Stream) -> Self {
        let next = since + SimTime::from_secs(stream.exponential(every_s));
        Self { size, every_s, next, stream }
    }
}

impl SensorFault for Spike {
    fn distort(&mut self, at: SimTime, truth: f64) -> f64 {
        if at < self.next {
            return truth;
        }
        // Only one spike fits into a sample.
        self.next = at + SimTime::from_secs(self.stream.exponential(self.every_s));
        let sign = if self.stream.uniform() < 0.5 { -1.0 } else { 1.0 };
        truth + sign * self.size
    }
}
