//! What can be set about a clock twin, with its ranges.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::super::fit::Estimator;

/// Settings of a [`ClockTwin`](super::ClockTwin).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockTwinSpec {
    /// Newest readings that a line is fitted to, from 8 to 4096.
    pub window: usize,
    /// How the line that the clock follows is fitted.
    pub estimator: Estimator,
    /// Fastest slew that removes a phase error, in ppm, from 1 to 10,000. 500 is what `adjtime` of Unix does.
    pub slew_ppm: f64,
    /// Random walk of the board's rate, in ppm for each square root of a second, from 0 to 1: it widens predictions.
    /// 0.005 is 0.3 ppm in an hour: a crystal in a room.
    pub wander_ppm_per_sqrt_s: f64,
    /// Temperature at which the crystal runs slowest or fastest, in degrees Celsius, from -40 to 85.
    pub turnover_c: f64,
}

impl Default for ClockTwinSpec {
    fn default() -> Self {
        Self {
            window: 512,
            estimator: Estimator::default(),
            slew_ppm: 500.0,
            wander_ppm_per_sqrt_s: 0.005,
            turnover_c: 25.0,
        }
    }
}

/// A setting out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error("{field}: {value} is not from {low} to {high}")]
pub struct ClockTwinError {
    /// The setting.
    pub field: &'static str,
    /// What it was to be.
    pub value: f64,
    /// The least that is allowed.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl ClockTwinSpec {
    /// Checks the ranges.
    ///
    /// # Errors
    /// Names the first setting out of its range, with its value.
    pub fn check(&self) -> Result<(), ClockTwinError> {
        let ranges = [
            ("window", self.window as f64, 8.0, 4096.0),
            ("slew_ppm", self.slew_ppm, 1.0, 10_000.0),
            ("wander_ppm_per_sqrt_s", self.wander_ppm_per_sqrt_s, 0.0, 1.0),
            ("turnover_c", self.turnover_c, -40.0, 85.0),
        ];
        match ranges.into_iter().find(|(_, value, low, high)| !(value >= low && value <= high)) {
            Some((field, value, low, high)) => Err(ClockTwinError { field, value, low, high }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_out_of_range_is_named() {
        assert_eq!(ClockTwinSpec::default().check(), Ok(()));
        let wrong = ClockTwinSpec { slew_ppm: f64::NAN, ..ClockTwinSpec::default() };
        assert_eq!(wrong.check().unwrap_err().to_string(), "slew_ppm: NaN is not from 1 to 10000");
    }
}
