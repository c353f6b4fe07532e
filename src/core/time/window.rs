//! The newest readings of a counter, bounded, and as points that can be fitted.

use std::collections::VecDeque;

use super::SimTime;
use super::fit::median;

/// A reading: what the device had counted, and when the host received it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Microseconds that the device counted, without wraps.
    pub device_us: i64,
    /// Arrival on the reference.
    pub arrived: SimTime,
    /// Temperature of the board in degrees Celsius, where it is told.
    pub temperature_c: Option<f64>,
}

/// Points to fit: device time against how far the reference is ahead of it, both counted from the first point.
///
/// The arrival's delay lies on the reference's axis, so that the reference is what is regressed, on device time.
/// The difference is taken in whole nanoseconds before anything becomes a float: raw epochs never meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// Seconds of the device since the first point; strictly rising.
    pub device_s: Vec<f64>,
    /// Seconds by which the reference gained on the device since the first point.
    pub lead_s: Vec<f64>,
}

impl Points {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.device_s.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.device_s.is_empty()
    }
}

/// The newest readings.
#[derive(Clone, Debug)]
pub struct Window {
    samples: VecDeque<Sample>,
    limit: usize,
}

impl Window {
    /// An empty window that keeps at most `limit` readings.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { samples: VecDeque::with_capacity(limit), limit }
    }

    /// Adds a reading, and forgets the oldest if there is no room. Device time must rise: others are not taken.
    pub fn push(&mut self, sample: Sample) {
        if self.samples.back().is_some_and(|last| last.device_us >= sample.device_us) {
            return;
        }
        if self.samples.len() >= self.limit {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.samples.clear();
    }

    /// The readings, oldest first.
    #[must_use]
    pub fn samples(&self) -> impl ExactSizeIterator<Item = &Sample> {
        self.samples.iter()
    }

    /// The oldest.
    #[must_use]
    pub fn first(&self) -> Option<&Sample> {
        self.samples.front()
    }

    /// The newest.
    #[must_use]
    pub fn last(&self) -> Option<&Sample> {
        self.samples.back()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Usual seconds between readings: the median; `None` below two.
    #[must_use]
    pub fn spacing_s(&self) -> Option<f64> {
        let later = self.samples.iter().skip(1);
        let mut gaps: Vec<f64> = self.samples.iter().zip(later).map(|(a, b)| (b.arrived - a.arrived).secs()).collect();
        median(&mut gaps)
    }

    /// The readings as points, both axes relative to the oldest.
    #[must_use]
    pub fn points(&self) -> Points {
        let Some(first) = self.first() else { return Points::default() };
        let mut points = Points::default();
        points.device_s.reserve(self.len());
        points.lead_s.reserve(self.len());
        for sample in &self.samples {
            let device_us = sample.device_us - first.device_us;
            let lead_ns = (sample.arrived - first.arrived).nanos().saturating_sub(device_us.saturating_mul(1000));
            points.device_s.push(device_us as f64 / 1e6);
            points.lead_s.push(lead_ns as f64 / 1e9);
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_bounded_and_exact_at_any_epoch() {
        let mut window = Window::new(3);
        for index in 0..10_i64 {
            let arrived = SimTime::from_nanos(1_900_000_000_000_000_000 + index * 10_000_000_400);
            window.push(Sample { device_us: 4_000_000_000_000_000 + index * 10_000_000, arrived, temperature_c: None });
        }
        let copy = *window.last().unwrap();
        window.push(copy);
        assert_eq!(window.len(), 3);
        let points = window.points();
        assert_eq!(points.device_s, [0.0, 10.0, 20.0]);
        assert_eq!(points.lead_s, [0.0, 400e-9, 800e-9]);
        assert_eq!(window.spacing_s(), Some(10.000_000_4));
    }
}
