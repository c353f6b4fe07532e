//! The zone that a twin runs for itself.

use super::control::FAN_RAMP_PER_S;
use super::zone::{Orders, State, Surroundings, Zone};
use super::{CO2, FAN_POWER, HUMIDITY, HvacSpec, OCCUPANTS, OUTDOOR, SUPPLY, TEMPERATURE, VALVE, air, day};
use crate::core::math;
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Longest step of the twin's own model, in seconds: the device's is shorter, a twin need not be as fine.
const STEP_S: f64 = 10.0;

/// A guess goes on for so long and then stands still, in seconds.
const HORIZON_S: f64 = 7200.0;

/// Share of the error about the air that is laid to the unseen mass of the building.
const BLAME: f64 = 0.5;

/// Nominal building, unit, controller and weather, and no faults. Reports set what they report; an error about the air's
/// temperature also corrects the mass, which nobody measures.
#[derive(Clone)]
pub(super) struct ZoneTwin {
    spec: HvacSpec,
    zone: Zone,
    orders: Orders,
    state: Option<State>,
    since: SimTime,
    /// How much warmer it is outdoors than the nominal day says, in kelvin.
    outdoor_off_k: f64,
    occupants: f64,
}

impl ZoneTwin {
    /// A twin that knows the nominal parameters and has heard nothing yet.
    pub(super) fn new(spec: &HvacSpec) -> Self {
        Self {
            zone: Zone::new(spec),
            orders: Orders::of(spec),
            state: None,
            since: SimTime::ZERO,
            outdoor_off_k: 0.0,
            occupants: 0.0,
            spec: spec.clone(),
        }
    }

    fn around(&self, at_s: f64) -> Surroundings {
        Surroundings::new(&self.spec, day::outdoor_c(&self.spec, at_s) + self.outdoor_off_k, self.occupants)
    }

    /// The state at an instant, from the last report on.
    fn at(&self, at: SimTime) -> Option<State> {
        let mut state = self.state?;
        let mut left_s = (at - self.since).secs().clamp(0.0, HORIZON_S);
        let mut at_s = self.since.secs();
        while left_s > 0.0 {
            let dt_s = left_s.min(STEP_S);
            self.zone.step(&mut state, &self.orders, &self.around(at_s), dt_s);
            at_s += dt_s;
            left_s -= dt_s;
        }
        Some(state)
    }

    fn correct(&mut self, state: &mut State, signal: usize, value: f64, at_s: f64) {
        match signal {
            TEMPERATURE => {
                state.warmth.mass_c += BLAME * (value - state.warmth.air_c);
                state.warmth.air_c = value;
            }
            SUPPLY => state.duct_c = value,
            HUMIDITY => state.moisture = air::moisture(state.warmth.air_c, value.clamp(0.0, 100.0)),
            CO2 => state.co2_ppm = value,
            VALVE => {
                let Orders { mode, setpoint_c, .. } = self.orders;
                state.controller.believe(value / 100.0, mode, setpoint_c, state.warmth.air_c);
            }
            FAN_POWER => {
                // The affinity laws backwards: what the fan takes says how fast it turns.
                let speed = math::pow((value / self.zone.unit.full_fan_w()).clamp(0.0, 1.0), 1.0 / 3.0);
                self.orders.fan = if (speed - state.fan).abs() > FAN_RAMP_PER_S { speed } else { self.orders.fan };
                state.fan = speed;
                state.fan_w = value;
            }
            OUTDOOR => self.outdoor_off_k = value - day::outdoor_c(&self.spec, at_s),
            OCCUPANTS => self.occupants = value.max(0.0),
            _ => {}
        }
    }
}

impl TwinModel for ZoneTwin {
    fn ingest(&mut self, reading: &Reading) {
        let at = reading.at.max(self.since);
        let at_s = at.secs();
        let mut state = self.at(at).unwrap_or_else(|| self.zone.start(&self.spec, &self.around(at_s)));
        self.correct(&mut state, usize::from(reading.signal), reading.value, at_s);
        self.state = Some(state);
        self.since = at;
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let state = self.at(at)?;
        Some(match signal {
            OUTDOOR => self.around(at.secs()).outdoor_c,
            OCCUPANTS => self.occupants,
            _ => super::seen(&state, signal)?,
        })
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
