//! The runs test: whether the signs of residuals alternate as chance would have it.

use crate::core::math;

/// What a Wald-Wolfowitz runs test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Runs {
    /// Stretches of residuals on one side of the line.
    pub runs: usize,
    /// How many standard deviations that is above what chance gives; far below 0, residuals hang together.
    pub z: f64,
    /// Chance of so odd a number, either way, in independent residuals.
    pub p: f64,
}

/// Fewest residuals for which the number of runs is near enough to a normal deviate.
const FEWEST: usize = 20;

impl Runs {
    /// The test of residuals in the order of time: with a above their median and b below, independent ones have
    /// `1 + 2ab/n` runs in the mean, with variance `2ab (2ab - n) / (n^2 (n - 1))` (Wald and Wolfowitz, Annals of
    /// Mathematical Statistics 11, 1940). `None` below 20 of them, or if all are equal.
    #[must_use]
    pub fn of(residuals: &[f64]) -> Option<Self> {
        let mut sorted = residuals.to_vec();
        let middle = super::fit::median(&mut sorted)?;
        let signs: Vec<bool> = residuals.iter().filter(|r| **r != middle).map(|r| *r > middle).collect();
        let n = signs.len() as f64;
        let above = signs.iter().filter(|sign| **sign).count() as f64;
        let pairs = 2.0 * above * (n - above);
        if signs.len() < FEWEST || pairs == 0.0 {
            return None;
        }
        let runs = 1 + signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let deviation = (pairs * (pairs - n) / (n * n * (n - 1.0))).sqrt();
        let z = (runs as f64 - 1.0 - pairs / n) / deviation;
        Some(Self { runs, z, p: math::erfc(z.abs() / 2.0_f64.sqrt()) })
    }

    /// Whether there are so few runs that the drift must be changing: less often than once in a hundred by chance.
    #[must_use]
    pub fn hang_together(&self) -> bool {
        self.z < 0.0 && self.p < 0.01
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::rng::Stream;

    #[test]
    fn chance_is_seldom_blamed_and_a_bend_always_found() {
        let mut alarms = 0;
        for seed in 0..1000 {
            let mut stream = Stream::new(seed, "runs", "test");
            let noise: Vec<f64> = (0..100).map(|_| stream.gaussian()).collect();
            alarms += i32::from(Runs::of(&noise).unwrap().p < 0.05);
            let bent: Vec<f64> = noise.iter().zip(-50..50).map(|(z, x)| z + f64::from(x * x) / 300.0).collect();
            assert!(Runs::of(&bent).unwrap().hang_together());
        }
        // The number of runs is whole: the true level lies a little off 5 %.
        let deviation = (1000.0_f64 * 0.05 * 0.95).sqrt();
        assert!((f64::from(alarms) - 50.0).abs() < 4.0 * deviation, "{alarms}");
        assert_eq!(Runs::of(&[1.0; 50]), None);
    }
}
