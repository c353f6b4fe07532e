//! Sensors: sampling on the device's clock, noise, quantisation and clipping.

use serde::{Deserialize, Serialize};

use crate::core::rng::Stream;

/// A sensor as a scene writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensorSpec {
    /// The signal it measures.
    pub signal: String,
    /// Samples per second of the device's clock. A recording's sensors read each row as it comes.
    #[serde(default = "default_rate_hz")]
    pub rate_hz: f64,
    /// Standard deviation of white Gaussian noise, in the signal's unit.
    #[serde(default)]
    pub noise_std: f64,
    /// Smallest and largest value it can show, in the signal's unit.
    #[serde(default)]
    pub range: Option<(f64, f64)>,
    /// Resolution of its converter over `range`, in bits; none means continuous.
    #[serde(default)]
    pub bits: Option<u8>,
}

fn default_rate_hz() -> f64 {
    100.0
}

impl SensorSpec {
    /// An ideal sensor.
    #[must_use]
    pub fn ideal(signal: &str, rate_hz: f64) -> Self {
        Self { signal: signal.to_owned(), rate_hz, noise_std: 0.0, range: None, bits: None }
    }
}

/// The errors of a sensor, applied to true values.
#[derive(Clone, Debug)]
pub struct Sensor {
    noise_std: f64,
    range: Option<(f64, f64)>,
    step: Option<f64>,
    stream: Stream,
}

impl Sensor {
    /// A sensor as specified, with its own noise stream.
    #[must_use]
    pub fn new(spec: &SensorSpec, stream: Stream) -> Self {
        let step = spec.range.zip(spec.bits).map(|((low, high), bits)| {
            let levels = (1_u64 << u32::from(bits.min(52))) as f64;
            (high - low) / levels
        });
        Self { noise_std: spec.noise_std, range: spec.range, step, stream }
    }

    /// What the sensor shows for a true value: noise first, then clipping, then quantisation.
    pub fn measure(&mut self, truth: f64) -> f64 {
        let mut value = truth;
        if self.noise_std > 0.0 {
            value += self.noise_std * self.stream.gaussian();
        }
        if let Some((low, high)) = self.range {
            value = value.clamp(low, high);
            if let Some(step) = self.step {
                value = (low + ((value - low) / step).round_ties_even() * step).min(high);
            }
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sensor(noise_std: f64, range: Option<(f64, f64)>, bits: Option<u8>) -> Sensor {
        let spec = SensorSpec { noise_std, range, bits, ..SensorSpec::ideal("x", 1.0) };
        Sensor::new(&spec, Stream::new(1, "x", "noise"))
    }

    #[test]
    fn clips_at_its_range() {
        let mut sensor = sensor(0.0, Some((-78.45, 78.45)), None);
        assert_eq!(sensor.measure(100.0), 78.45);
        assert_eq!(sensor.measure(-100.0), -78.45);
    }

    #[test]
    fn quantises_to_half_a_step_and_its_error_has_the_textbook_variance() {
        let mut sensor = sensor(0.0, Some((0.0, 256.0)), Some(8));
        assert_eq!(sensor.measure(3.4), 3.0);
        let n = 10_000;
        let mean_square = (0..n)
            .map(|i| {
                let truth = 0.5 + 200.0 * f64::from(i) / f64::from(n) * 0.987_654_321;
                (sensor.measure(truth) - truth).powi(2)
            })
            .sum::<f64>()
            / f64::from(n);
        // A uniform error over one step has variance 1/12; sd of its mean over n draws is under 0.001.
        assert!((mean_square - 1.0 / 12.0).abs() < 0.004, "{mean_square}");
    }

    #[test]
    fn noise_has_the_asked_standard_deviation() {
        let mut sensor = sensor(0.05, None, None);
        let n = 100_000;
        let square: f64 = (0..n).map(|_| sensor.measure(0.0).powi(2)).sum();
        let std = (square / f64::from(n)).sqrt();
        assert!((std / 0.05 - 1.0).abs() < 4.0 / (2.0 * f64::from(n)).sqrt());
    }
}
