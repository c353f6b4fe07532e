//! A heater in a room, as a scene writes it.

use serde::{Deserialize, Serialize};

use crate::core::device::HeaterMode;

/// A heater in a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeaterSpec {
    /// Temperature asked for, in degrees Celsius; at most what the mode can reach.
    pub target_c: f64,
    /// Temperature round it, in degrees Celsius.
    pub ambient_c: f64,
    /// How hard it works.
    pub mode: HeaterMode,
    /// Width of the thermostat's band about the target, in kelvin.
    pub hysteresis_k: f64,
}

impl Default for HeaterSpec {
    fn default() -> Self {
        Self { target_c: 25.0, ambient_c: 20.0, mode: HeaterMode::Eco, hysteresis_k: 1.0 }
    }
}

impl HeaterSpec {
    /// Highest temperature that a mode holds in this room, in degrees Celsius: `ambient + Q / 0.02`.
    #[must_use]
    pub fn reach_c(&self, mode: HeaterMode) -> f64 {
        // The quotients of 0.15 and 0.45 K/s by 0.02 per second, exact in binary.
        self.ambient_c
            + match mode {
                HeaterMode::Off => 0.0,
                HeaterMode::Eco => 7.5,
                HeaterMode::Boost => 22.5,
            }
    }

    /// Says why a target cannot be held in a mode. A heater that is off holds none: there the target may be
    /// whatever boost can reach.
    ///
    /// # Errors
    /// The reason, with what each mode reaches.
    pub fn reachable(&self, target_c: f64, mode: HeaterMode) -> Result<(), String> {
        let (eco, boost) = (self.reach_c(HeaterMode::Eco), self.reach_c(HeaterMode::Boost));
        match mode {
            HeaterMode::Eco if target_c > eco => {
                Err(format!("{target_c} °C is unreachable: eco reaches at most {eco} °C; boost reaches {boost} °C"))
            }
            HeaterMode::Boost | HeaterMode::Off if target_c > boost => {
                Err(format!("{target_c} °C is unreachable: boost reaches at most {boost} °C"))
            }
            _ => Ok(()),
        }
    }
}
