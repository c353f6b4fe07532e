//! The newest vibration samples of a board.

use std::collections::VecDeque;

use crate::core::time::SimTime;

/// Samples that are kept: 40 s at 100 Hz.
pub const SAMPLE_LIMIT: usize = 4096;

/// One sample of the accelerometer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When its line arrived.
    pub at: SimTime,
    /// The board's counter when it was taken, in microseconds, where the line says it.
    pub micros: Option<u32>,
    /// Along x, y and z, in m/s^2.
    pub accel_m_s2: [f64; 3],
}

/// A bounded list of samples, oldest first, and how many there were in all.
#[derive(Clone, Debug, Default)]
pub struct Vibration {
    samples: VecDeque<Sample>,
    total: u64,
}

impl Vibration {
    pub(super) fn push(&mut self, sample: Sample) {
        self.samples.push_back(sample);
        self.total += 1;
        if self.samples.len() > SAMPLE_LIMIT {
            self.samples.pop_front();
        }
    }

    /// The samples, oldest first.
    #[must_use]
    pub fn samples(&self) -> impl DoubleEndedIterator<Item = &Sample> + ExactSizeIterator {
        self.samples.iter()
    }

    /// Samples so far, those that are no longer kept included.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Mean of each axis over the kept samples, in m/s^2.
    #[must_use]
    pub fn mean_m_s2(&self) -> Option<[f64; 3]> {
        let count = self.samples.len() as f64;
        let mean = |axis: usize| self.samples.iter().map(|sample| sample.accel_m_s2[axis]).sum::<f64>() / count;
        (count > 0.0).then(|| [mean(0), mean(1), mean(2)])
    }

    /// Root mean square of each axis about its mean over the kept samples, in m/s^2: gravity is not in it.
    #[must_use]
    pub fn rms_m_s2(&self) -> Option<[f64; 3]> {
        let mean = self.mean_m_s2()?;
        let count = self.samples.len() as f64;
        let square = |axis: usize| {
            let off = |sample: &Sample| sample.accel_m_s2[axis] - mean[axis];
            self.samples.iter().map(|sample| off(sample) * off(sample)).sum::<f64>()
        };
        Some([0, 1, 2].map(|axis| (square(axis) / count).sqrt()))
    }

    /// Samples a second over the kept ones, by their arrival.
    #[must_use]
    pub fn rate_hz(&self) -> Option<f64> {
        let (first, last) = (self.samples.front()?, self.samples.back()?);
        let span_s = (last.at - first.at).secs();
        (span_s > 0.0).then(|| (self.samples.len() - 1) as f64 / span_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_about_gravity_has_its_known_figures_and_memory_is_bounded() {
        let mut vibration = Vibration::default();
        for index in 0..10_000_i32 {
            let angle = std::f64::consts::TAU * f64::from(index) / 4.0;
            let accel_m_s2 = [2.0 * crate::core::math::sin(angle), 9.81, 0.0];
            let at = SimTime::from_millis(10.0 * f64::from(index));
            vibration.push(Sample { at, micros: None, accel_m_s2 });
        }
        assert_eq!((vibration.samples().len(), vibration.total()), (SAMPLE_LIMIT, 10_000));
        let ([x, y, z], [mean_x, mean_y, _]) = (vibration.rms_m_s2().unwrap(), vibration.mean_m_s2().unwrap());
        assert!((x - 2.0_f64.sqrt()).abs() < 1e-9 && y < 1e-9 && z == 0.0);
        assert!(mean_x.abs() < 1e-9 && (mean_y - 9.81).abs() < 1e-9);
        assert!((vibration.rate_hz().unwrap() - 100.0).abs() < 1e-9);
    }
}
