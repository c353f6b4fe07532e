//! A heated and ventilated zone, as a scene writes it.

use serde::{Deserialize, Serialize};

/// A heated and ventilated zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HvacSpec {
    /// Temperature asked for, in degrees Celsius.
    pub setpoint_c: f64,
    /// Volume of the zone, in cubic metres.
    pub zone_volume_m3: f64,
    /// Mean outdoor temperature, in degrees Celsius.
    pub outdoor_c: f64,
}

impl Default for HvacSpec {
    fn default() -> Self {
        Self { setpoint_c: 21.0, zone_volume_m3: 300.0, outdoor_c: 5.0 }
    }
}
