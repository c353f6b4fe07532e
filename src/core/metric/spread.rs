//! Spread: how far a quantity moves about its own mean, against which errors are judged.

use crate::core::signal::difference;

/// Running mean and variance (Welford, Technometrics 4, 1962), the short way round where the quantity lives on
/// a circle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    count: u64,
    mean: f64,
    square: f64,
}

impl Spread {
    /// Adds a value; `period` is that of a quantity on a circle.
    pub fn add(&mut self, value: f64, period: Option<f64>) {
        if self.count == 0 {
            self.mean = value;
        }
        self.count += 1;
        let before = difference(period, value, self.mean);
        self.mean += before / self.count as f64;
        self.square += before * difference(period, value, self.mean);
    }

    /// Standard deviation of what was added, in its unit; none before the second value.
    #[must_use]
    pub fn std(&self) -> Option<f64> {
        (self.count > 1).then(|| (self.square / self.count as f64).max(0.0).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_walk_has_the_deviation_of_the_uniform_law() {
        let mut spread = Spread::default();
        assert_eq!(spread.std(), None);
        let n = 10_000;
        for i in 0..n {
            spread.add(3.0 + f64::from(i) / f64::from(n), None);
        }
        // A discrete uniform law of n points a step h apart has variance h^2 (n^2 - 1) / 12.
        let n = f64::from(n);
        let exact = ((n * n - 1.0) / 12.0).sqrt() / n;
        assert!((spread.std().unwrap() - exact).abs() < 1e-9, "{:?}", spread.std());
    }

    #[test]
    fn a_value_on_a_circle_is_taken_the_short_way_round() {
        let mut spread = Spread::default();
        for value in [359.0, 1.0, 359.0, 1.0] {
            spread.add(value, Some(360.0));
        }
        assert!((spread.std().unwrap() - 1.0).abs() < 1e-9, "{:?}", spread.std());
    }
}
