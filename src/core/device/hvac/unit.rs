//! The air handling unit: outdoor and returned air are mixed, pass a filter, a coil with a valve and a fan, and are blown
//! into the zone.

use super::air::{DENSITY_KG_M3, HEAT_J_KG_K, saturated};
use crate::core::device::ZoneMode;

/// Changes of the zone's air in an hour at full speed of the fan.
const CHANGES_PER_HOUR: f64 = 5.0;
/// Share of the supplied air that comes from outdoors.
pub(super) const OUTDOOR_SHARE: f64 = 0.25;
/// Power of the fan at full speed for each flow, in watts per cubic metre and second.
const FAN_W_S_M3: f64 = 1500.0;
/// Share of the way from the air's temperature to the water's that a fully open coil makes the air go.
const EFFECTIVENESS: f64 = 0.6;
/// Temperature of heating and of cooling water, in degrees Celsius.
const WATER_C: (f64, f64) = (55.0, 8.0);
/// Pressure that the fan makes without flow, over that at its working point.
const SHUT_OFF_PRESSURE: f64 = 1.4;

/// A unit of a size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Flow at full speed through a clean filter, in cubic metres per second.
    pub full_flow_m3_s: f64,
}

/// How a unit works at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draught {
    /// Supplied air, in cubic metres per second.
    pub flow_m3_s: f64,
    /// Power of the fan, in watts.
    pub fan_w: f64,
    /// Share of the way to the water's temperature that the coil makes the air go.
    pub coil_share: f64,
    /// Temperature of the water in the coil, in degrees Celsius.
    pub water_c: f64,
}

impl Unit {
    /// The unit of a zone of a volume in cubic metres.
    #[must_use]
    pub fn of_zone(volume_m3: f64) -> Self {
        Self { full_flow_m3_s: volume_m3 * CHANGES_PER_HOUR / 3600.0 }
    }

    /// Power of the fan at full speed, in watts.
    #[must_use]
    pub fn full_fan_w(&self) -> f64 {
        FAN_W_S_M3 * self.full_flow_m3_s
    }

    /// How it works at a fan speed, a share of flow lost in the filter, and a position of the valve, all from 0 to 1.
    ///
    /// Flow goes with the speed and power with its cube (the fan affinity laws). A clogged filter moves the fan along
    /// its curve, whose pressure falls with the square of the flow, at an even efficiency.
    #[must_use]
    pub fn draught(&self, mode: ZoneMode, speed: f64, clogged: f64, valve: f64) -> Draught {
        let passed = 1.0 - clogged;
        let pressure = SHUT_OFF_PRESSURE - (SHUT_OFF_PRESSURE - 1.0) * passed * passed;
        let (coil_share, water_c) = match mode {
            ZoneMode::Heat => (valve * EFFECTIVENESS, WATER_C.0),
            ZoneMode::Cool => (valve * EFFECTIVENESS, WATER_C.1),
            ZoneMode::Off | ZoneMode::Ventilate => (0.0, WATER_C.0),
        };
        Draught {
            flow_m3_s: self.full_flow_m3_s * speed * passed,
            fan_w: self.full_fan_w() * speed * speed * speed * passed * pressure,
            coil_share,
            water_c,
        }
    }
}

impl Draught {
    /// Heat that the flow carries for each kelvin, in W/K.
    #[must_use]
    pub fn carries_w_k(&self) -> f64 {
        DENSITY_KG_M3 * HEAT_J_KG_K * self.flow_m3_s
    }

    /// Temperature of the mixed air, in degrees Celsius.
    #[must_use]
    pub fn mixed_c(zone_c: f64, outdoor_c: f64) -> f64 {
        OUTDOOR_SHARE * outdoor_c + (1.0 - OUTDOOR_SHARE) * zone_c
    }

    /// Temperature at which air is blown into the zone, in degrees Celsius; none without flow.
    #[must_use]
    pub fn supply_c(&self, zone_c: f64, outdoor_c: f64) -> Option<f64> {
        let carries = self.carries_w_k();
        let mixed = Self::mixed_c(zone_c, outdoor_c);
        (carries > 0.0).then(|| mixed + self.coil_share * (self.water_c - mixed) + self.fan_w / carries)
    }

    /// Water that the coil takes out of mixed air, in kilograms per kilogram of dry air: the share of the air that
    /// meets the coil leaves it no wetter than saturated at the water's temperature.
    #[must_use]
    pub fn dried(&self, mixed_moisture: f64) -> f64 {
        self.coil_share * (mixed_moisture - saturated(self.water_c)).max(0.0)
    }
}
