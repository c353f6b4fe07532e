//! A vehicle's parameters.

use serde::{Deserialize, Serialize};

/// A battery-electric vehicle of the convoy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VehicleSpec {
    /// Speed that its driver wants on a free road, in metres per second.
    pub target_speed_mps: f64,
    /// Time gap that its driver keeps, in seconds.
    pub gap_s: f64,
    /// Mass, in kilograms.
    pub mass_kg: f64,
    /// Energy in the full battery, in kilowatt hours. The usual one is some forty times smaller than a real
    /// car's, so that a run of minutes shows it move.
    pub battery_kwh: f64,
    /// Charge at the start, in per cent.
    pub charge_percent: f64,
    /// Share of the braking power at the wheels that flows back into the battery.
    pub regeneration: f64,
    /// Pressure of a cold tyre above that of the air around it, in kilopascals.
    pub tyre_kpa: f64,
}

impl Default for VehicleSpec {
    fn default() -> Self {
        Self {
            target_speed_mps: 8.0,
            gap_s: 1.2,
            mass_kg: 1200.0,
            battery_kwh: 1.0,
            charge_percent: 90.0,
            regeneration: 0.6,
            tyre_kpa: 250.0,
        }
    }
}
