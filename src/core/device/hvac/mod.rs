//! An office zone with an air handling unit: heat, carbon dioxide, water, a controller, people and weather.
//!
//! The state moves on a grid of whole seconds of absolute time, each step exact while what acts on it is held
//! (`zone`); signals are read as of the last whole second, so results do not depend on the step of the run.

mod air;
mod building;
mod control;
mod day;
mod spec;
mod twin;
mod unit;
mod zone;

pub use spec::HvacSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Setting, ZoneMode, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use control::{FAN_RAMP_PER_S, TRAVEL_S};
use twin::ZoneTwin;
use zone::{CO2_M3_S, OUTDOOR_CO2_PPM, Orders, State, Surroundings, Zone};

const TEMPERATURE: usize = 0;
const SUPPLY: usize = 1;
const HUMIDITY: usize = 2;
const CO2: usize = 3;
const VALVE: usize = 4;
const FAN_POWER: usize = 5;
const OUTDOOR: usize = 6;
const OCCUPANTS: usize = 7;
const SIGNALS: usize = 8;

/// Length of a step.
const STEP: SimTime = SimTime::from_nanos(1_000_000_000);

/// Setpoints that people may be exposed to, in degrees Celsius.
const SETPOINT_LIMITS_C: (f64, f64) = (16.0, 28.0);
/// Fan speeds that keep the coil safe and the air fresh, in per cent.
const FAN_LIMITS: (f64, f64) = (20.0, 100.0);

/// Turns of the fan in a second at full speed.
const FAN_TURNS_PER_S: f64 = 16.0;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HvacPose {
    /// Temperature of the zone, in degrees Celsius.
    pub temperature_c: f64,
    /// Temperature asked for, in degrees Celsius.
    pub setpoint_c: f64,
    /// Temperature of the supplied air, in degrees Celsius.
    pub supply_c: f64,
    /// Carbon dioxide, in parts per million.
    pub co2_ppm: f64,
    /// How far the valve is open, in per cent.
    pub valve_percent: f64,
    /// Supplied air as a share of the full flow.
    pub flow_share: f64,
    /// Turns of the fan since the start.
    pub fan_turns: f64,
    /// Turns of the fan in a second.
    pub fan_turns_per_s: f64,
    /// Persons who are there.
    pub occupants: f64,
    /// Time of day, in hours.
    pub hour: f64,
    /// How it is conditioned.
    pub mode: ZoneMode,
    /// Whether the valve is stuck.
    pub stuck_valve: bool,
    /// Share of the flow that the filter takes.
    pub clogged: f64,
    /// Whether the fan has failed.
    pub failed_fan: bool,
    /// What the thermostat feels too much, in kelvin.
    pub felt_too_much_k: f64,
}

/// The device at an instant.
pub(super) struct Hvac {
    signals: [SignalInfo; SIGNALS],
    spec: HvacSpec,
    zone: Zone,
    orders: Orders,
    state: State,
    around: Surroundings,
    fan_turns: f64,
    /// Until when the state has moved: whole seconds.
    until: SimTime,
}

/// What a state shows of a signal; none of those that come from outside.
fn seen(state: &State, signal: usize) -> Option<f64> {
    match signal {
        TEMPERATURE => Some(state.warmth.air_c),
        SUPPLY => Some(state.duct_c),
        HUMIDITY => Some(air::humidity_percent(state.warmth.air_c, state.moisture)),
        CO2 => Some(state.co2_ppm),
        VALVE => Some(100.0 * state.controller.valve),
        FAN_POWER => Some(state.fan_w),
        _ => None,
    }
}

fn around(spec: &HvacSpec, at: SimTime) -> Surroundings {
    let at_s = at.secs();
    Surroundings::new(spec, day::outdoor_c(spec, at_s), day::occupants(spec, at_s))
}

fn signals(spec: &HvacSpec, zone: &Zone) -> [SignalInfo; SIGNALS] {
    let persons = f64::from(spec.persons);
    // With the fan off only leaks carry off what a full room breathes out.
    let most_ppm = OUTDOOR_CO2_PPM + 1e6 * persons * CO2_M3_S / zone.leaks_m3_s();
    let growth_ppm_per_s = 1e6 * persons * CO2_M3_S / zone.volume_m3;
    let purge_ppm_per_s = (most_ppm - OUTDOOR_CO2_PPM) * zone.unit.full_flow_m3_s / zone.volume_m3;
    let full_fan_w = zone.unit.full_fan_w();
    let (low_c, high_c) = (spec.outdoor_c - spec.outdoor_swing_k - 1.0, spec.outdoor_c + spec.outdoor_swing_k + 1.0);
    [
        SignalInfo::new("temperature", "°C").within(10.0, 35.0).changing_at_most(0.01),
        SignalInfo::new("supply_temperature", "°C").within(0.0, 50.0).changing_at_most(0.5),
        SignalInfo::new("humidity", "%").within(0.0, 100.0).changing_at_most(0.1),
        SignalInfo::new("co2_ppm", "ppm")
            .within(OUTDOOR_CO2_PPM - 50.0, most_ppm.max(2000.0))
            .changing_at_most(growth_ppm_per_s.max(purge_ppm_per_s).max(0.1)),
        SignalInfo::new("valve", "%").within(0.0, 100.0).changing_at_most(110.0 / TRAVEL_S),
        SignalInfo::new("fan_power", "W")
            .within(0.0, 1.02 * full_fan_w)
            .changing_at_most(3.0 * FAN_RAMP_PER_S * full_fan_w),
        SignalInfo::new("outdoor_temperature", "°C").within(low_c, high_c).changing_at_most(0.01),
        SignalInfo::new("occupants", "").within(0.0, persons),
    ]
}

impl Hvac {
    pub(super) fn new(spec: &HvacSpec) -> Self {
        let zone = Zone::new(spec);
        let around = around(spec, SimTime::ZERO);
        Self {
            signals: signals(spec, &zone),
            orders: Orders::of(spec),
            state: zone.start(spec, &around),
            around,
            fan_turns: 0.0,
            until: SimTime::ZERO,
            zone,
            spec: spec.clone(),
        }
    }
}

impl DeviceModel for Hvac {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        let sensor = |signal: &str, noise_std| SensorSpec { noise_std, ..SensorSpec::ideal(signal, 0.2) };
        vec![
            sensor("temperature", 0.03),
            sensor("supply_temperature", 0.05),
            sensor("humidity", 0.3),
            sensor("co2_ppm", 5.0),
            sensor("valve", 0.0),
            sensor("fan_power", 0.5),
            sensor("outdoor_temperature", 0.05),
            sensor("occupants", 0.0),
        ]
    }

    fn advance(&mut self, now: SimTime) {
        while self.until + STEP <= now {
            self.zone.step(&mut self.state, &self.orders, &self.around, STEP.secs());
            self.fan_turns += FAN_TURNS_PER_S * self.state.fan * STEP.secs();
            self.until = self.until + STEP;
            self.around = around(&self.spec, self.until);
        }
    }

    fn signal(&self, index: usize) -> f64 {
        match index {
            OUTDOOR => self.around.outdoor_c,
            OCCUPANTS => self.around.occupants,
            _ => seen(&self.state, index).unwrap_or(0.0),
        }
    }

    fn body(&self) -> Body {
        let flow_m3_s = self.zone.draught(&self.state, &self.orders).flow_m3_s;
        Body::Hvac(HvacPose {
            temperature_c: self.state.warmth.air_c,
            setpoint_c: self.orders.setpoint_c,
            supply_c: self.state.duct_c,
            co2_ppm: self.state.co2_ppm,
            valve_percent: 100.0 * self.state.controller.valve,
            flow_share: flow_m3_s / self.zone.unit.full_flow_m3_s,
            fan_turns: self.fan_turns,
            fan_turns_per_s: FAN_TURNS_PER_S * self.state.fan,
            occupants: self.around.occupants,
            hour: day::hour(&self.spec, self.until.secs()),
            mode: self.orders.mode,
            stuck_valve: self.orders.stuck_valve,
            clogged: self.orders.clogged,
            failed_fan: self.orders.failed_fan,
            felt_too_much_k: self.orders.felt_too_much_k,
        })
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match kind {
            FaultKind::StuckValve => self.orders.stuck_valve = true,
            FaultKind::CloggedFilter { share } => self.orders.clogged = *share,
            FaultKind::FailedFan => self.orders.failed_fan = true,
            FaultKind::BiasedThermostat { offset_k } => self.orders.felt_too_much_k = *offset_k,
            _ => return Err(kind.refused_by("a zone")),
        }
        Ok(())
    }

    fn mend(&mut self, kind: &FaultKind) {
        match kind {
            FaultKind::StuckValve => self.orders.stuck_valve = false,
            FaultKind::CloggedFilter { .. } => self.orders.clogged = 0.0,
            FaultKind::FailedFan => self.orders.failed_fan = false,
            FaultKind::BiasedThermostat { .. } => self.orders.felt_too_much_k = 0.0,
            _ => {}
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![
            FaultKind::StuckValve,
            FaultKind::CloggedFilter { share: 0.6 },
            FaultKind::FailedFan,
            FaultKind::BiasedThermostat { offset_k: -3.0 },
        ]
    }

    fn controls(&self) -> Vec<Control> {
        let Orders { setpoint_c, mode, fan, .. } = self.orders;
        let modes = [
            ("Off", ZoneMode::Off),
            ("Heat", ZoneMode::Heat),
            ("Cool", ZoneMode::Cool),
            ("Ventilate", ZoneMode::Ventilate),
        ];
        vec![
            Control::number("Setpoint", "°C", SETPOINT_LIMITS_C, setpoint_c, |c| Setting::Setpoint { c }),
            Control::choice(
                "Mode",
                modes.map(|(word, mode)| (word, Setting::ZoneMode { mode })).into(),
                modes.iter().position(|(_, other)| *other == mode),
            ),
            Control::number("Fan speed", "%", FAN_LIMITS, 100.0 * fan, |percent| Setting::FanSpeed { percent }),
        ]
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match setting {
            Setting::Setpoint { c } => self.orders.setpoint_c = within("the setpoint", *c, SETPOINT_LIMITS_C, "°C")?,
            Setting::ZoneMode { mode } => {
                if self.orders.mode != *mode {
                    self.state.controller.begin();
                }
                self.orders.mode = *mode;
            }
            Setting::FanSpeed { percent } => {
                self.orders.fan = within("the fan speed", *percent, FAN_LIMITS, "%")? / 100.0;
            }
            _ => return Err(setting.refused_by("a zone")),
        }
        Ok(())
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(ZoneTwin::new(&self.spec)))
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in 0..SIGNALS {
            digest.f64(self.signal(signal));
        }
        digest.f64(self.state.warmth.mass_c);
        digest.f64(self.fan_turns);
    }
}
