//! An ESP32 board that sends its clock, as a scene writes it.

use serde::{Deserialize, Serialize};

/// An ESP32 board that sends its clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockBoardSpec {
    /// Rate error of its crystal at 25 °C, in parts per million.
    pub drift_ppm: f64,
    /// What its counter shows at the start, in seconds.
    pub offset_s: f64,
    /// Temperature of its crystal, in degrees Celsius.
    pub temperature_c: f64,
    /// Curvature of its crystal, in parts per million per square kelvin.
    pub beta_ppm_per_k2: f64,
    /// Random walk of its rate: standard deviation after one second, in parts per million.
    pub wander_ppm: f64,
}

impl Default for ClockBoardSpec {
    fn default() -> Self {
        Self { drift_ppm: 40.0, offset_s: 0.0, temperature_c: 25.0, beta_ppm_per_k2: -0.034, wander_ppm: 0.001 }
    }
}
