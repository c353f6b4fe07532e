//! Simulated time: exact integer nanoseconds, the clocks that devices carry, and the twin of such a clock.

mod clock;
pub mod exchange;
pub mod fit;
pub mod holdover;
mod runs;
mod servo;
pub mod temperature;
mod twin;
mod unwrap;
pub mod window;
mod withhold;

pub use clock::{ClockSpec, DeviceClock};
pub use fit::{Estimator, Fit};
pub use runs::Runs;
pub use servo::Servo;
pub use twin::{
    ClockState, ClockTwin, ClockTwinError, ClockTwinSpec, DelayState, EstimateState, HoldoverState, Observation,
    Prediction, ResidualState, Returned, Series, TemperatureState,
};
pub use unwrap::{Counter, Step, WRAP_US};
pub use withhold::Withholding;

use std::fmt;
use std::ops::{Add, Sub};

/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: f64 = 1e9;

/// An instant, or a span between instants, in nanoseconds of the reference time scale.
///
/// 64 bits hold 292 years; integers keep equal instants equal at any step length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(i64);

impl SimTime {
    /// The start of every run.
    pub const ZERO: Self = Self(0);
    /// Later than anything that happens.
    pub const MAX: Self = Self(i64::MAX);

    /// From whole nanoseconds.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// From seconds, rounded to the nearest nanosecond; out of range values saturate.
    #[must_use]
    pub fn from_secs(secs: f64) -> Self {
        Self((secs * NANOS_PER_SECOND).round_ties_even() as i64)
    }

    /// From milliseconds, rounded to the nearest nanosecond.
    #[must_use]
    pub fn from_millis(millis: f64) -> Self {
        Self((millis * 1e6).round_ties_even() as i64)
    }

    /// Whole nanoseconds.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// Seconds.
    #[must_use]
    pub fn secs(self) -> f64 {
        self.0 as f64 / NANOS_PER_SECOND
    }

    /// The sum, or [`SimTime::MAX`] if it would overflow.
    #[must_use]
    pub const fn saturating_add(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Add for SimTime {
    type Output = Self;

    fn add(self, span: Self) -> Self {
        self.saturating_add(span)
    }
}

impl Sub for SimTime {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} s", self.secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_trip_to_the_nanosecond() {
        assert_eq!(SimTime::from_secs(0.1).nanos(), 100_000_000);
        assert_eq!(SimTime::from_millis(1000.0 / 64.0).nanos(), 15_625_000);
        assert_eq!((SimTime::from_secs(2.5) - SimTime::from_secs(1.0)).secs(), 1.5);
        assert_eq!(SimTime::MAX + SimTime::from_secs(1.0), SimTime::MAX);
    }
}
