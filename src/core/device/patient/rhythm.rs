//! When the heart beats: the variability of a resting rhythm, and the disorder of fibrillation.

use crate::core::math::{self, TAU};
use crate::core::rng::Stream;

/// Centre of the low band, driven by blood pressure (Mayer waves), and of the high one, driven by breathing, in Hz.
const BANDS_HZ: [f64; 2] = [0.1, 0.25];
/// Width of both bands, in Hz.
const BAND_WIDTH_HZ: f64 = 0.01;
/// Power of the low band over power of the high one.
const LOW_TO_HIGH: f64 = 0.5;
/// Eight points that share a normal distribution evenly.
const QUANTILES: [f64; 8] = [-1.534, -0.887, -0.489, -0.157, 0.157, 0.489, 0.887, 1.534];
/// How far a frequency strays from its quantile, as a share of the band's width.
const STRAY: f64 = 0.2;

/// Mean of the time between fibrillating beats, as a share of the resting one.
const FIBRILLATING_MEAN: f64 = 0.65;
/// Standard deviation of the logarithm of the time between fibrillating beats.
const FIBRILLATING_SPREAD: f64 = 0.24;

/// No two beats are closer together or further apart than this, in seconds.
pub(super) const RR_LIMITS_S: (f64, f64) = (0.27, 2.5);

/// A sum of sines with phases of its own: a process with a given spectrum that any instant can be asked of.
#[derive(Clone, Debug)]
pub(super) struct Wander {
    parts: Vec<(f64, f64, f64)>,
}

impl Wander {
    /// A slow, small movement about zero with a standard deviation and periods of 40 s to 5 min.
    pub(super) fn slow(deviation: f64, stream: &mut Stream) -> Self {
        let amplitude = deviation * (2.0_f64 / 4.0).sqrt();
        let parts = [0.0033, 0.0071, 0.0127, 0.025].map(|hz| (amplitude, hz, TAU * stream.uniform()));
        Self { parts: parts.into() }
    }

    /// The variability of a resting rhythm: two Gaussian bands (`McSharry` and others 2003, equation 4).
    pub(super) fn of_rhythm(sdnn_s: f64, stream: &mut Stream) -> Self {
        let shares = [LOW_TO_HIGH / (1.0 + LOW_TO_HIGH), 1.0 / (1.0 + LOW_TO_HIGH)];
        let mut parts = Vec::with_capacity(BANDS_HZ.len() * QUANTILES.len());
        for (centre_hz, share) in BANDS_HZ.into_iter().zip(shares) {
            let amplitude = sdnn_s * (2.0 * share / QUANTILES.len() as f64).sqrt();
            for quantile in QUANTILES {
                let stray = STRAY * (stream.uniform() - 0.5);
                parts.push((amplitude, centre_hz + BAND_WIDTH_HZ * (quantile + stray), TAU * stream.uniform()));
            }
        }
        Self { parts }
    }

    /// The value at an instant, in seconds of the run.
    pub(super) fn at(&self, t_s: f64) -> f64 {
        self.parts.iter().map(|(amplitude, hz, phase)| amplitude * math::sin(TAU * hz * t_s + phase)).sum()
    }
}

/// What decides when the next beat comes.
#[derive(Clone, Debug)]
pub(super) struct Rhythm {
    variability: Wander,
    stream: Stream,
    /// Whether the atria fibrillate.
    pub(super) fibrillating: bool,
}

impl Rhythm {
    pub(super) fn new(sdnn_s: f64, mut stream: Stream) -> Self {
        Self { variability: Wander::of_rhythm(sdnn_s, &mut stream), stream, fibrillating: false }
    }

    /// Length of the beat that starts now, in seconds, where the mean is `mean_s`.
    pub(super) fn next_rr_s(&mut self, t_s: f64, mean_s: f64) -> f64 {
        let rr_s = if self.fibrillating {
            // The mean of a log-normal is above its median by half the variance.
            let log = FIBRILLATING_SPREAD * (self.stream.gaussian() - 0.5 * FIBRILLATING_SPREAD);
            FIBRILLATING_MEAN * mean_s * math::exp(log)
        } else {
            mean_s + self.variability.at(t_s)
        };
        rr_s.clamp(RR_LIMITS_S.0, RR_LIMITS_S.1)
    }
}
