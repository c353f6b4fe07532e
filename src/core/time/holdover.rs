//! Holdover: how far a prediction may be off while no data come, and whether it was when they come back.

/// What the band of a prediction is made of; all standard deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// Of the line's level at the last reading, in seconds.
    pub phase_s: f64,
    /// Of one reading about the line, in seconds.
    pub spread_s: f64,
    /// Of the rate, as a share.
    pub rate: f64,
    /// Of the random walk of the rate, as a share for each square root of a second.
    pub wander: f64,
}

impl Band {
    /// Standard deviation of what a reading `span_s` after the last one shows against its prediction, in seconds:
    /// `sqrt(phase^2 + spread^2 + (rate t)^2 + wander^2 t^3 / 3)`. The last term is the variance of the integral of a
    /// random walk (IEEE Std 1139: random-walk frequency noise).
    #[must_use]
    pub fn at(&self, span_s: f64) -> f64 {
        let t = span_s.max(0.0);
        let (drifted, walked) = (self.rate * t, self.wander * self.wander * t * t * t / 3.0);
        (self.phase_s * self.phase_s + self.spread_s * self.spread_s + drifted * drifted + walked).sqrt()
    }
}

/// Standard deviation between the rate now and the slope of a line through the last `window_s` of a rate that walks by
/// `wander` for each square root of a second: `wander sqrt(13 T / 35)`. The slope of least squares weighs rates by
/// `6 t (T - t) / T^3`, so that a step of the walk at t is missed to the share `3 (t/T)^2 - 2 (t/T)^3`, whose square has
/// the mean 13/35.
#[must_use]
pub fn lag(wander: f64, window_s: f64) -> f64 {
    wander * (window_s.max(0.0) * 13.0 / 35.0).sqrt()
}

/// Gaps survived, and how predictions did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Gaps after which the first reading was within two standard deviations of its prediction.
    pub inside: u64,
    /// Gaps after which it was not.
    pub outside: u64,
    /// Of the last gap: its length, the departure and the standard deviation that it had, all in seconds.
    pub last: Option<(f64, f64, f64)>,
}

impl Score {
    /// Takes down a return after `gap_s`, `off_s` away from what was predicted with a standard deviation `sigma_s`.
    pub fn take(&mut self, gap_s: f64, off_s: f64, sigma_s: f64) -> bool {
        let inside = off_s.abs() <= 2.0 * sigma_s;
        if inside {
            self.inside += 1;
        } else {
            self.outside += 1;
        }
        self.last = Some((gap_s, off_s, sigma_s));
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::super::fit::Estimator;
    use super::super::window::Points;
    use super::*;
    use crate::core::rng::Stream;

    #[test]
    fn a_line_lags_behind_a_walking_rate_by_the_formula() {
        let (runs, readings, wander) = (2000, 200, 1e-8);
        let mut squares = 0.0;
        for seed in 0..runs {
            let mut stream = Stream::new(seed, "lag", "test");
            let (mut rate, mut phase, mut points) = (0.0, 0.0, Points::default());
            for second in 0..readings {
                points.device_s.push(f64::from(second));
                points.lead_s.push(phase);
                rate += wander * stream.gaussian();
                phase += rate;
            }
            squares += (Estimator::LeastSquares.fit(&points).unwrap().slope - rate).powi(2);
        }
        let ratio = (squares / runs as f64).sqrt() / lag(wander, f64::from(readings));
        // A standard deviation from 2000 squares, and half a step of 200.
        assert!((ratio - 1.0).abs() < 4.0 / (2.0 * runs as f64).sqrt() + 0.0025, "{ratio}");
    }

    #[test]
    fn the_band_is_that_of_a_random_walk() {
        let band = Band { phase_s: 1e-3, spread_s: 2e-3, rate: 1e-6, wander: 1e-7 };
        let (mut inside, runs, steps) = (0, 2000, 600);
        for seed in 0..runs {
            let mut stream = Stream::new(seed, "holdover", "test");
            let mut rate = band.rate * stream.gaussian();
            let mut off = band.phase_s * stream.gaussian() + band.spread_s * stream.gaussian();
            for _ in 0..steps {
                rate += band.wander * stream.gaussian();
                off += rate;
            }
            inside += i32::from(off.abs() <= 1.96 * band.at(f64::from(steps)));
        }
        let deviation = (runs as f64 * 0.95 * 0.05).sqrt();
        assert!((f64::from(inside) - 0.95 * runs as f64).abs() < 4.0 * deviation, "{inside}");
    }
}
