//! Named random streams: randomness as an argument.
//!
//! A stream is derived from (seed, stable name, purpose), so adding a link, a sensor or a twin never
//! changes anybody else's draws. Xoshiro256++ is documented by `rand` as portable across platforms.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng as _, SeedableRng as _};

use super::math;

/// A reproducible sequence of random numbers.
#[derive(Clone, Debug)]
pub struct Stream {
    generator: Xoshiro256PlusPlus,
    spare_gaussian: Option<f64>,
}

impl Stream {
    /// The stream of the thing called `name` for one `purpose` under a master `seed`.
    #[must_use]
    pub fn new(seed: u64, name: &str, purpose: &str) -> Self {
        // FNV-1a over the parts, with a separator that no name can contain, then SplitMix64 inside `rand`.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let parts = [&seed.to_le_bytes()[..], name.as_bytes(), &[0xff], purpose.as_bytes()];
        for byte in parts.into_iter().flatten() {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self { generator: Xoshiro256PlusPlus::seed_from_u64(hash), spare_gaussian: None }
    }

    /// A stream of its own for another purpose, as this one stands.
    #[must_use]
    pub fn offspring(&self, purpose: &str) -> Self {
        Self::new(self.generator.clone().next_u64(), "offspring", purpose)
    }

    /// Uniform in `[0, 1)`, with 53 random bits.
    #[must_use]
    pub fn uniform(&mut self) -> f64 {
        const SCALE: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.generator.next_u64() >> 11) as f64 * SCALE
    }

    /// True with probability `p`.
    #[must_use]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// Standard normal deviate (mean 0, variance 1), by Marsaglia's polar method.
    #[must_use]
    pub fn gaussian(&mut self) -> f64 {
        if let Some(spare) = self.spare_gaussian.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let s = x * x + y * y;
            if s > 0.0 && s < 1.0 {
                let factor = (-2.0 * math::ln(s) / s).sqrt();
                self.spare_gaussian = Some(y * factor);
                return x * factor;
            }
        }
    }

    /// Exponential deviate of the given `mean`.
    #[must_use]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * math::ln(1.0 - self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_reproducible_and_apart() {
        let draw = |name, purpose| Stream::new(7, name, purpose).uniform();
        assert_eq!(draw("wifi", "delay"), draw("wifi", "delay"));
        assert_ne!(draw("wifi", "delay"), draw("wifi", "loss"));
        assert_ne!(draw("wifi", "delay"), draw("wif", "idelay"));
    }

    #[test]
    fn moments_match_theory_within_four_standard_deviations() {
        let n = 200_000;
        let mut stream = Stream::new(1, "moments", "test");
        let (mut sum, mut square, mut exponential) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let z = stream.gaussian();
            sum += z;
            square += z * z;
            exponential += stream.exponential(3.0);
        }
        let n = f64::from(n);
        assert!((sum / n).abs() < 4.0 / n.sqrt());
        assert!((square / n - 1.0).abs() < 4.0 * (2.0 / n).sqrt());
        assert!((exponential / n - 3.0).abs() < 4.0 * 3.0 / n.sqrt());
    }
}
