//! Delay: how long a frame travels.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::core::math;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// A delay distribution, in milliseconds. A delay is never negative: draws below 0 count as 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DelaySpec {
    /// Always the same.
    Fixed {
        /// The delay.
        ms: f64,
    },
    /// Evenly spread over `mean_ms - half_width_ms ..= mean_ms + half_width_ms`.
    Uniform {
        /// Centre of the interval.
        mean_ms: f64,
        /// Half the width of the interval.
        half_width_ms: f64,
    },
    /// Gaussian.
    Normal {
        /// Mean before draws below 0 are cut off.
        mean_ms: f64,
        /// Standard deviation.
        std_ms: f64,
    },
    /// Log-normal: never negative, with a long tail.
    LogNormal {
        /// Mean of the delay itself (not of its logarithm).
        mean_ms: f64,
        /// Standard deviation of the delay itself.
        std_ms: f64,
    },
    /// Pareto (type I): never below `min_ms`, with a tail that falls as a power; the heavier the smaller `shape`.
    Pareto {
        /// The shortest delay.
        min_ms: f64,
        /// Exponent of the tail, above 1 so that there is a mean: `shape / (shape - 1)` times the shortest.
        shape: f64,
    },
    /// Measured delays from a file: one number of milliseconds a line. Each frame draws one of them.
    Empirical(Empirical),
}

impl Default for DelaySpec {
    fn default() -> Self {
        Self::Fixed { ms: 0.0 }
    }
}

/// Measured delays. A scene writes the name of the file alone, relative to its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Empirical {
    /// The file, relative to the scene.
    pub file: String,
    /// Its numbers, in milliseconds; empty until the file is read.
    pub samples_ms: Arc<[f64]>,
}

impl From<String> for Empirical {
    fn from(file: String) -> Self {
        Self { file, samples_ms: Arc::default() }
    }
}

impl From<Empirical> for String {
    fn from(empirical: Empirical) -> Self {
        empirical.file
    }
}

impl DelaySpec {
    /// Mean delay in milliseconds (of the distribution before draws below 0 are cut off).
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        match self {
            Self::Fixed { ms } => *ms,
            Self::Uniform { mean_ms, .. } | Self::Normal { mean_ms, .. } | Self::LogNormal { mean_ms, .. } => *mean_ms,
            Self::Pareto { min_ms, shape } => min_ms * shape / (shape - 1.0),
            Self::Empirical(empirical) => mean(&empirical.samples_ms),
        }
    }

    /// Standard deviation in milliseconds (of the distribution before draws below 0 are cut off); infinite for a
    /// Pareto tail with a shape of 2 or less.
    #[must_use]
    pub fn std_ms(&self) -> f64 {
        match self {
            Self::Fixed { .. } => 0.0,
            Self::Uniform { half_width_ms, .. } => half_width_ms / 3.0_f64.sqrt(),
            Self::Normal { std_ms, .. } | Self::LogNormal { std_ms, .. } => *std_ms,
            Self::Pareto { min_ms, shape } if *shape > 2.0 => min_ms / (shape - 1.0) * (shape / (shape - 2.0)).sqrt(),
            Self::Pareto { .. } => f64::INFINITY,
            Self::Empirical(empirical) => {
                let samples = &empirical.samples_ms;
                let centre = mean(samples);
                let square: f64 = samples.iter().map(|ms| (ms - centre) * (ms - centre)).sum();
                (square / samples.len().max(1) as f64).sqrt()
            }
        }
    }

    /// Draws one delay; a draw below zero counts as zero.
    pub(super) fn draw(&self, stream: &mut Stream) -> SimTime {
        let millis = match self {
            Self::Fixed { ms } => *ms,
            Self::Uniform { mean_ms, half_width_ms } => mean_ms + half_width_ms * (2.0 * stream.uniform() - 1.0),
            Self::Normal { mean_ms, std_ms } => mean_ms + std_ms * stream.gaussian(),
            Self::LogNormal { mean_ms, std_ms } => {
                // Moments of exp(N(mu, s^2)): mean exp(mu + s^2/2), variance (exp(s^2) - 1) mean^2.
                let variance_of_log = math::ln(1.0 + (std_ms / mean_ms) * (std_ms / mean_ms));
                let mean_of_log = math::ln(*mean_ms) - variance_of_log / 2.0;
                math::exp(mean_of_log + variance_of_log.sqrt() * stream.gaussian())
            }
            // By its inverse: P(delay > x) = (min / x)^shape.
            Self::Pareto { min_ms, shape } => min_ms * math::exp(-math::ln(1.0 - stream.uniform()) / shape),
            Self::Empirical(empirical) => {
                let at = (stream.uniform() * empirical.samples_ms.len() as f64) as usize;
                empirical.samples_ms.get(at).copied().unwrap_or_default()
            }
        };
        SimTime::from_millis(millis.max(0.0))
    }
}

fn mean(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / samples.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(spec: &DelaySpec) -> (f64, f64) {
        let mut stream = Stream::new(3, "link", "delay");
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|_| spec.draw(&mut stream).secs() * 1e3).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / f64::from(n);
        (mean, variance.sqrt())
    }

    #[test]
    fn every_distribution_has_the_mean_and_spread_it_was_asked_for() {
        let measured = Empirical { file: String::new(), samples_ms: vec![10.0, 20.0, 90.0].into() };
        // The spread of a measured spread grows with the fourth moment: the last number is its kurtosis.
        for (spec, mean, std, kurtosis) in [
            (DelaySpec::Fixed { ms: 50.0 }, 50.0, 0.0, 1.0),
            (DelaySpec::Uniform { mean_ms: 50.0, half_width_ms: 10.0 }, 50.0, 10.0 / 3_f64.sqrt(), 1.8),
            (DelaySpec::Normal { mean_ms: 80.0, std_ms: 10.0 }, 80.0, 10.0, 3.0),
            (DelaySpec::LogNormal { mean_ms: 60.0, std_ms: 15.0 }, 60.0, 15.0, 4.1),
            // Shape a: mean a/(a-1), variance a/((a-1)^2 (a-2)); kurtosis 3 + 6(a^3+a^2-6a-2)/(a(a-3)(a-4)).
            (DelaySpec::Pareto { min_ms: 30.0, shape: 10.0 }, 100.0 / 3.0, 30.0 / 9.0 * 1.25_f64.sqrt(), 17.83),
            (DelaySpec::Empirical(measured), 40.0, 35.590_26, 1.5),
        ] {
            let (measured_mean, measured_std) = moments(&spec);
            let tolerance = 4.0 / 100_000_f64.sqrt() * std;
            assert!((measured_mean - mean).abs() <= tolerance + 1e-5, "{spec:?}: mean {measured_mean}");
            let of_std = tolerance * f64::sqrt((kurtosis - 1.0) / 4.0);
            assert!((measured_std - std).abs() <= of_std + 1e-5, "{spec:?}: sd {measured_std}, not {std}");
            assert!((spec.mean_ms() - mean).abs() < 1e-9 && (spec.std_ms() - std).abs() < 1e-4, "{spec:?}");
        }
    }

    #[test]
    fn a_delay_is_never_negative() {
        let mut stream = Stream::new(3, "link", "delay");
        let spec = DelaySpec::Normal { mean_ms: 1.0, std_ms: 10.0 };
        assert!((0..1000).all(|_| spec.draw(&mut stream) >= SimTime::ZERO));
    }
}
