//! Bounds: the numbers that a field may hold.

use super::super::error::NOT_FINITE;
use super::report::number;

/// The numbers from one limit to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    low: f64,
    low_allowed: bool,
    high: f64,
}

/// Length of a run, in seconds.
pub(super) const RUN_S: Bounds = Bounds::above(0.0).up_to(1e7);
/// Frequencies, in hertz.
pub(super) const RATE_HZ: Bounds = Bounds::above(0.0).up_to(1e6);
/// Time between two sends or rows, in seconds: the inverse of a rate.
pub(super) const INTERVAL_S: Bounds = Bounds::at_least(1e-6).up_to(1e7);
/// A probability.
pub(super) const SHARE: Bounds = Bounds::at_least(0.0).up_to(1.0);
/// Anything that cannot be negative.
pub(super) const NOT_NEGATIVE: Bounds = Bounds::at_least(0.0);
/// Anything that must be there.
pub(super) const POSITIVE: Bounds = Bounds::above(0.0);
/// Any number at all.
pub(super) const ANY: Bounds = Bounds::at_least(f64::NEG_INFINITY);

impl Bounds {
    pub(super) const fn above(low: f64) -> Self {
        Self { low, low_allowed: false, high: f64::INFINITY }
    }

    pub(super) const fn at_least(low: f64) -> Self {
        Self { low, low_allowed: true, high: f64::INFINITY }
    }

    pub(super) const fn up_to(self, high: f64) -> Self {
        Self { high, ..self }
    }

    /// Why a number is out of bounds.
    pub(super) fn refusal(self, value: f64) -> Option<String> {
        let shown = number(value);
        if !value.is_finite() {
            Some(format!("{shown}{NOT_FINITE}"))
        } else if !self.low_allowed && value <= self.low {
            Some(format!("{shown} is not above {}", number(self.low)))
        } else if value <= 0.0 && self.low > 0.0 && self.low < 1.0 {
            // The shortest interval there is says less than that intervals have a length.
            Some(format!("{shown} is not above 0"))
        } else if value < self.low {
            Some(format!("{shown} is below {}", number(self.low)))
        } else if value > self.high {
            Some(format!("{shown} is above {}", number(self.high)))
        } else {
            None
        }
    }
}
