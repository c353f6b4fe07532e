//! A heated and ventilated zone, as a scene writes it.

use serde::{Deserialize, Serialize};

use crate::core::device::ZoneMode;

/// A heated and ventilated zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HvacSpec {
    /// Temperature asked for, in degrees Celsius.
    pub setpoint_c: f64,
    /// Volume of the zone, in cubic metres; building, air flow and coils are sized for it.
    pub zone_volume_m3: f64,
    /// Mean outdoor temperature, in degrees Celsius.
    pub outdoor_c: f64,
    /// Half the difference between the warmest and the coolest outdoor temperature of the day, in kelvin.
    pub outdoor_swing_k: f64,
    /// Time of day at which the run starts, in hours.
    pub start_hour: f64,
    /// Temperature of the zone at the start, in degrees Celsius.
    pub start_c: f64,
    /// Persons who work there.
    pub persons: u16,
    /// How it is conditioned.
    pub mode: ZoneMode,
    /// Speed of the fan, in per cent.
    pub fan_percent: f64,
}

impl Default for HvacSpec {
    fn default() -> Self {
        Self {
            setpoint_c: 21.0,
            zone_volume_m3: 300.0,
            outdoor_c: 5.0,
            outdoor_swing_k: 4.0,
            start_hour: 7.5,
            start_c: 18.5,
            persons: 10,
            mode: ZoneMode::Heat,
            fan_percent: 70.0,
        }
    }
}
