//! A robot arm with six joints that picks and places parts beside a conveyor, as a scene writes it.

use serde::{Deserialize, Serialize};

/// A robot arm with six joints that picks and places parts beside a conveyor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RobotArmSpec {
    /// Speed, in per cent of the programmed one.
    pub speed_override: f64,
    /// Mass of a part, in kilograms.
    pub payload_kg: f64,
}

impl Default for RobotArmSpec {
    fn default() -> Self {
        Self { speed_override: 100.0, payload_kg: 0.5 }
    }
}
