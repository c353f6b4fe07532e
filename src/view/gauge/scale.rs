//! Scales: from values to heights, and the numbers beside them.

/// A scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Value at the lower end.
    pub low: f64,
    /// Value at the upper end.
    pub high: f64,
    /// From number to number.
    pub step: f64,
}

impl Scale {
    /// How far up the scale a value is, from 0 to 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f32 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32
    }

    /// Whether a value is on the scale.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The numbers beside it.
    pub fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let count = ((self.high - self.low) / self.step).round() as u32;
        (0..=count).map(|index| self.low + f64::from(index) * self.step)
    }

    /// A scale over a range, with five numbers or so.
    #[must_use]
    pub fn over(low: f64, high: f64) -> Self {
        let raw = ((high - low) / 5.0).max(1e-9);
        let decade = 10_f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * decade).into_iter().find(|step| *step >= raw);
        let step = step.unwrap_or(raw);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_over_a_range_holds_it_in_round_steps() {
        for (low, high) in [(0.0, 1.0), (370.0, 6660.0), (-2.3, 8.1), (0.0, 638.0)] {
            let scale = Scale::over(low, high);
            assert!(scale.holds(low) && scale.holds(high), "{scale:?}");
            assert!((4..=8).contains(&scale.numbers().count()), "{scale:?}");
        }
    }
}
