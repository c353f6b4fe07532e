//! The zone with its unit and controller: everything that the device and the twin's own model have in common.
//!
//! In a step the controller acts first; then heat, carbon dioxide and water follow their linear equations exactly, with
//! flows, people and weather held.

use super::HvacSpec;
use super::air::{self, DENSITY_KG_M3, HEAT_J_KG_K};
use super::building::{Building, Load, Warmth};
use super::control::{Controller, ramped};
use super::unit::{Draught, OUTDOOR_SHARE, Unit};
use crate::core::device::ZoneMode;
use crate::core::math;

/// Carbon dioxide outdoors, in parts per million.
pub(super) const OUTDOOR_CO2_PPM: f64 = 420.0;
/// Carbon dioxide of a person at a desk, in cubic metres per second (ASTM D6245, 1.2 met).
pub(super) const CO2_M3_S: f64 = 5.2e-6;
/// Sensible heat of a person at a desk and of their equipment, in watts (ASHRAE Fundamentals, chapter 18).
const PERSON_W: f64 = 75.0;
const EQUIPMENT_W: f64 = 90.0;
/// Water that a person gives off, in kilograms per second: 55 W of latent heat.
const WATER_KG_S: f64 = 55.0 / 2.45e6;
/// Relative humidity outdoors at the day's mean temperature, in per cent.
const OUTDOOR_HUMIDITY: f64 = 80.0;
/// Height of the zone, in metres: its volume over its floor.
const HEIGHT_M: f64 = 3.0;
/// Air that leaks in for each volume of the zone, per hour.
const LEAKS_PER_HOUR: f64 = 0.1;
/// Capacity of walls and slabs for each square metre of floor, in J/(m2 K): light weight, ISO 13790, table 12.
const MASS_J_M2_K: f64 = 110_000.0;
/// Heat capacity of the air with furniture, over that of the air.
const FURNITURE: f64 = 3.0;
/// From air to surfaces for each square metre of floor, in W/(m2 K): 3.45 times 4.5, ISO 13790, 7.2.2.
const INSIDE_W_M2_K: f64 = 3.45 * 4.5;
/// Through the envelope for each square metre of floor, in W/(m2 K).
const ENVELOPE_W_M2_K: f64 = 1.0;
/// Time constant of the sensor in the supply duct, in seconds, with flow and without.
const DUCT_S: (f64, f64) = (30.0, 600.0);

/// What a zone is built of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zone {
    pub(super) volume_m3: f64,
    pub(super) building: Building,
    pub(super) unit: Unit,
}

/// What is asked of it, and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Orders {
    pub setpoint_c: f64,
    pub mode: ZoneMode,
    /// Speed that the fan is to have, from 0 to 1.
    pub fan: f64,
    pub stuck_valve: bool,
    /// Share of the flow lost in the filter.
    pub clogged: f64,
    pub failed_fan: bool,
    /// What the thermostat feels too much, in kelvin.
    pub felt_too_much_k: f64,
}

/// What comes from outside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    pub outdoor_c: f64,
    /// Water in the outdoor air, in kilograms per kilogram.
    pub outdoor_moisture: f64,
    pub occupants: f64,
}

/// What changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub warmth: Warmth,
    pub co2_ppm: f64,
    /// Water in the air, in kilograms per kilogram.
    pub moisture: f64,
    pub controller: Controller,
    /// Speed of the fan, from 0 to 1.
    pub fan: f64,
    /// What the sensor in the supply duct feels, in degrees Celsius.
    pub duct_c: f64,
    /// Power of the fan, in watts.
    pub fan_w: f64,
}

/// A heat into the air that falls evenly with its temperature: `gain_w - slope_w_k * T`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Heat {
    pub gain_w: f64,
    pub slope_w_k: f64,
}

/// The heats into the air of a zone, by where they come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heats {
    /// The coil.
    pub coil: Heat,
    /// The fan.
    pub fan: Heat,
    /// Outdoor air, supplied and leaking in.
    pub fresh_air: Heat,
    /// People and their equipment.
    pub people: Heat,
}

impl Heats {
    pub fn all(&self) -> [Heat; 4] {
        [self.coil, self.fan, self.fresh_air, self.people]
    }
}

impl Orders {
    /// What a scene asks at the start.
    #[must_use]
    pub fn of(spec: &HvacSpec) -> Self {
        Self {
            setpoint_c: spec.setpoint_c,
            mode: spec.mode,
            fan: spec.fan_percent / 100.0,
            stuck_valve: false,
            clogged: 0.0,
            failed_fan: false,
            felt_too_much_k: 0.0,
        }
    }

    fn fan_wanted(&self) -> f64 {
        if self.failed_fan || self.mode == ZoneMode::Off { 0.0 } else { self.fan }
    }
}

impl Surroundings {
    /// The surroundings with an outdoor temperature and so many persons.
    #[must_use]
    pub fn new(spec: &HvacSpec, outdoor_c: f64, occupants: f64) -> Self {
        let usual = air::moisture(spec.outdoor_c, OUTDOOR_HUMIDITY);
        Self { outdoor_c, outdoor_moisture: usual.min(air::saturated(outdoor_c)), occupants }
    }
}

impl Zone {
    /// The zone of a scene.
    #[must_use]
    pub fn new(spec: &HvacSpec) -> Self {
        let volume_m3 = spec.zone_volume_m3;
        let floor_m2 = volume_m3 / HEIGHT_M;
        let building = Building {
            air_j_k: FURNITURE * DENSITY_KG_M3 * HEAT_J_KG_K * volume_m3,
            mass_j_k: MASS_J_M2_K * floor_m2,
            inside_w_k: INSIDE_W_M2_K * floor_m2,
            envelope_w_k: ENVELOPE_W_M2_K * floor_m2,
        };
        Self { volume_m3, building, unit: Unit::of_zone(volume_m3) }
    }

    /// The state after a night: the mass in balance, outdoor air, the valve shut.
    #[must_use]
    pub fn start(&self, spec: &HvacSpec, around: &Surroundings) -> State {
        let orders = Orders::of(spec);
        let Building { inside_w_k: inside, envelope_w_k: envelope, .. } = self.building;
        let mass_c = (inside * spec.start_c + envelope * around.outdoor_c) / (inside + envelope);
        let fan = orders.fan_wanted();
        State {
            warmth: Warmth { air_c: spec.start_c, mass_c },
            co2_ppm: OUTDOOR_CO2_PPM,
            moisture: around.outdoor_moisture,
            controller: Controller::default(),
            fan,
            duct_c: spec.start_c,
            fan_w: self.unit.draught(orders.mode, fan, 0.0, 0.0).fan_w,
        }
    }

    /// Air that leaks in, in cubic metres per second.
    #[must_use]
    pub fn leaks_m3_s(&self) -> f64 {
        self.volume_m3 * LEAKS_PER_HOUR / 3600.0
    }

    /// The heats into the air.
    #[must_use]
    pub fn heats(&self, draught: &Draught, around: &Surroundings) -> Heats {
        let carries = draught.carries_w_k();
        let (coil, returned) = (draught.coil_share, 1.0 - OUTDOOR_SHARE);
        let fresh = OUTDOOR_SHARE * carries + DENSITY_KG_M3 * HEAT_J_KG_K * self.leaks_m3_s();
        Heats {
            coil: Heat {
                gain_w: carries * coil * (draught.water_c - OUTDOOR_SHARE * around.outdoor_c),
                slope_w_k: carries * coil * returned,
            },
            fan: Heat { gain_w: draught.fan_w, slope_w_k: 0.0 },
            fresh_air: Heat { gain_w: fresh * around.outdoor_c, slope_w_k: fresh },
            people: Heat { gain_w: around.occupants * (PERSON_W + EQUIPMENT_W), slope_w_k: 0.0 },
        }
    }

    /// How the unit works now.
    #[must_use]
    pub fn draught(&self, state: &State, orders: &Orders) -> Draught {
        let draught = self.unit.draught(orders.mode, state.fan, orders.clogged, state.controller.valve);
        // A failed motor takes no power; its fan coasts.
        Draught { fan_w: if orders.failed_fan { 0.0 } else { draught.fan_w }, ..draught }
    }

    /// Lets `dt_s` seconds pass; says how the unit worked and the average temperatures meanwhile.
    pub fn step(&self, state: &mut State, orders: &Orders, around: &Surroundings, dt_s: f64) -> (Draught, Warmth) {
        let felt_c = state.warmth.air_c + orders.felt_too_much_k;
        state.controller.step(orders.mode, orders.setpoint_c, felt_c, orders.stuck_valve, dt_s);
        state.fan = ramped(state.fan, orders.fan_wanted(), dt_s);
        let draught = self.draught(state, orders);
        state.fan_w = draught.fan_w;
        let load = self.heats(&draught, around).all().iter().fold(
            Load { gain_w: 0.0, slope_w_k: 0.0, outdoor_c: around.outdoor_c },
            |load, heat| Load { gain_w: load.gain_w + heat.gain_w, slope_w_k: load.slope_w_k + heat.slope_w_k, ..load },
        );
        let (after, mean) = self.building.step(state.warmth, &load, dt_s);
        let (duct_goal, duct_s) = match draught.supply_c(mean.air_c, around.outdoor_c) {
            Some(supply_c) => (supply_c, DUCT_S.0),
            None => (mean.air_c, DUCT_S.1),
        };
        state.duct_c = towards(state.duct_c, duct_goal, dt_s / duct_s);
        state.warmth = after;
        self.breathe(state, &draught, around, dt_s);
        (draught, mean)
    }

    /// Carbon dioxide and water: what people give off is carried away by outdoor air.
    fn breathe(&self, state: &mut State, draught: &Draught, around: &Surroundings, dt_s: f64) {
        let fresh_m3_s = OUTDOOR_SHARE * draught.flow_m3_s + self.leaks_m3_s();
        let share = fresh_m3_s * dt_s / self.volume_m3;
        let goal_ppm = OUTDOOR_CO2_PPM + 1e6 * around.occupants * CO2_M3_S / fresh_m3_s;
        state.co2_ppm = towards(state.co2_ppm, goal_ppm, share);
        let mixed = OUTDOOR_SHARE * around.outdoor_moisture + (1.0 - OUTDOOR_SHARE) * state.moisture;
        let dried_kg_s = DENSITY_KG_M3 * draught.flow_m3_s * draught.dried(mixed);
        let net_kg_s = around.occupants * WATER_KG_S - dried_kg_s;
        let goal = around.outdoor_moisture + net_kg_s / (DENSITY_KG_M3 * fresh_m3_s);
        // What the air cannot hold runs down the panes.
        let most = air::saturated(state.warmth.air_c);
        state.moisture = towards(state.moisture, goal, share).clamp(0.0, most);
    }
}

/// An exponential approach: `share` is time over time constant.
fn towards(from: f64, goal: f64, share: f64) -> f64 {
    goal + (from - goal) * math::exp(-share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heats_of_a_whole_day_are_what_the_building_stores() {
        let spec = HvacSpec::default();
        let zone = Zone::new(&spec);
        let orders = Orders::of(&spec);
        let around = |second: u32| {
            let at_s = f64::from(second);
            let occupants = super::super::day::occupants(&spec, at_s);
            Surroundings::new(&spec, super::super::day::outdoor_c(&spec, at_s), occupants)
        };
        let mut state = zone.start(&spec, &around(0));
        let first = state.warmth;
        let (mut came_j, mut left_j, mut gross_j) = (0.0, 0.0, 0.0);
        for second in 0..86_400 {
            let around = around(second);
            let (draught, mean) = zone.step(&mut state, &orders, &around, 1.0);
            // The heat that supply and leaks bring, from temperatures alone.
            let supply_c = draught.supply_c(mean.air_c, around.outdoor_c).unwrap_or(mean.air_c);
            let leaks_w_k = DENSITY_KG_M3 * HEAT_J_KG_K * zone.leaks_m3_s();
            came_j += draught.carries_w_k() * (supply_c - mean.air_c);
            came_j += leaks_w_k * (around.outdoor_c - mean.air_c) + around.occupants * (PERSON_W + EQUIPMENT_W);
            let lost = zone.building.envelope_w_k * (mean.mass_c - around.outdoor_c);
            left_j += lost;
            gross_j += lost.abs() + draught.carries_w_k() * (supply_c - mean.air_c).abs();
        }
        let stored_j = zone.building.air_j_k * (state.warmth.air_c - first.air_c)
            + zone.building.mass_j_k * (state.warmth.mass_c - first.mass_c);
        assert!((came_j - left_j - stored_j).abs() < 1e-9 * gross_j, "{came_j} - {left_j} is not {stored_j}");
    }

    #[test]
    fn the_coil_dries_air_only_where_it_is_colder_than_the_dew_point() {
        let unit = Unit::of_zone(300.0);
        let humid = air::moisture(27.0, 60.0);
        assert!(unit.draught(ZoneMode::Cool, 1.0, 0.0, 1.0).dried(humid) > 0.003);
        assert_eq!(unit.draught(ZoneMode::Cool, 1.0, 0.0, 1.0).dried(air::moisture(20.0, 30.0)), 0.0);
        assert_eq!(unit.draught(ZoneMode::Heat, 1.0, 0.0, 1.0).dried(humid), 0.0);
    }
}
