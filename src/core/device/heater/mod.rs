//! The course's heater in a room: `dT/dt = 0.02 (ambient - T) + Q`, with Q = 0.15 K/s in eco (45 W) and 0.45 K/s in
//! boost (180 W), under a two-point thermostat.
//!
//! The thermostat switches on half its band below the target and off half its band above it; a target that a mode
//! cannot reach is refused. Everything is solved in closed form from switch to switch (`law`).

mod law;
mod spec;
mod twin;

pub use spec::HeaterSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, HeaterMode, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use law::{LOSS_PER_S, Law, Piece, strength};
use twin::HeaterTwin;

const TEMPERATURE: usize = 0;
const POWER: usize = 1;
const ENERGY: usize = 2;

/// Coolest target that can be asked for, in degrees Celsius: what keeps pipes from freezing.
pub const COOLEST_TARGET_C: f64 = 5.0;

/// Length of the longest run, in hours: no more energy can have been used.
const LONGEST_RUN_H: f64 = 1e7 / 3600.0;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HeaterPose {
    /// Its temperature, in degrees Celsius.
    pub temperature_c: f64,
    /// The temperature that it is asked to hold, in degrees Celsius.
    pub target_c: f64,
    /// The temperature round it, in degrees Celsius.
    pub ambient_c: f64,
    /// Power that it takes, in watts.
    pub power_w: f64,
    /// How hard it works.
    pub mode: HeaterMode,
    /// Whether the window beside it stands open.
    pub window_open: bool,
    /// Whether its element has failed.
    pub failed: bool,
}

/// The device at an instant.
pub(super) struct Heater {
    signals: [SignalInfo; 3],
    spec: HeaterSpec,
    target_c: f64,
    mode: HeaterMode,
    window: Option<f64>,
    failed: bool,
    law: Law,
    piece: Piece,
    switch_at: Option<SimTime>,
    now: SimTime,
}

/// The law of a sound heater.
fn nominal_law(spec: &HeaterSpec) -> Law {
    let (warming_k_per_s, power_w) = strength(spec.mode);
    let half = 0.5 * spec.hysteresis_k;
    Law {
        ambient_c: spec.ambient_c,
        loss_per_s: LOSS_PER_S,
        warming_k_per_s,
        power_w,
        band_c: (spec.target_c - half, spec.target_c + half),
    }
}

impl Heater {
    pub(super) fn new(spec: &HeaterSpec) -> Self {
        let (low, high) = (spec.ambient_c - 1.0, spec.reach_c(HeaterMode::Boost) + 1.0);
        let (warming, power) = strength(HeaterMode::Boost);
        let law = nominal_law(spec);
        let start = Piece { from: SimTime::ZERO, temperature_c: spec.ambient_c, energy_wh: 0.0, on: false };
        let mut heater = Self {
            signals: [
                // Warming from ambient and cooling from the highest reach are equally fast.
                SignalInfo::new("temperature", "°C").within(low, high).changing_at_most(1.1 * warming),
                SignalInfo::new("power", "W").within(0.0, power),
                SignalInfo::new("energy", "Wh")
                    .within(0.0, power * LONGEST_RUN_H)
                    .changing_at_most(1.1 * power / 3600.0),
            ],
            target_c: spec.target_c,
            mode: spec.mode,
            window: None,
            failed: false,
            law,
            piece: start,
            switch_at: None,
            now: SimTime::ZERO,
            spec: spec.clone(),
        };
        heater.begin();
        heater
    }

    /// Begins a piece now, under the law that now holds.
    fn begin(&mut self) {
        let (warming_k_per_s, power_w) = if self.failed { (0.0, 0.0) } else { strength(self.mode) };
        let nominal = nominal_law(&HeaterSpec { target_c: self.target_c, ..self.spec.clone() });
        let loss_per_s = LOSS_PER_S * self.window.unwrap_or(1.0);
        let before = std::mem::replace(&mut self.law, Law { loss_per_s, warming_k_per_s, power_w, ..nominal });
        let temperature_c = before.temperature_c(&self.piece, self.now);
        let energy_wh = before.energy_wh(&self.piece, self.now);
        self.piece = self.law.piece_at(&Piece { from: self.now, temperature_c, energy_wh, ..self.piece }, self.now);
        if self.mode == HeaterMode::Off {
            self.piece.on = false;
        }
        self.plan();
    }

    fn plan(&mut self) {
        self.switch_at = if self.mode == HeaterMode::Off { None } else { self.law.switch_at(&self.piece) };
    }
}

impl DeviceModel for Heater {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        vec![
            SensorSpec { noise_std: 0.05, ..SensorSpec::ideal("temperature", 2.0) },
            SensorSpec::ideal("power", 2.0),
            SensorSpec::ideal("energy", 2.0),
        ]
    }

    fn advance(&mut self, now: SimTime) {
        while let Some(switch) = self.switch_at.filter(|switch| *switch <= now) {
            self.piece = self.law.switched(&self.piece, switch);
            self.plan();
        }
        self.now = now;
    }

    fn signal(&self, index: usize) -> f64 {
        match index {
            TEMPERATURE => self.law.temperature_c(&self.piece, self.now),
            POWER => self.law.power_w(&self.piece),
            ENERGY => self.law.energy_wh(&self.piece, self.now),
            _ => 0.0,
        }
    }

    fn body(&self) -> Body {
        Body::Heater(HeaterPose {
            temperature_c: self.signal(TEMPERATURE),
            target_c: self.target_c,
            ambient_c: self.spec.ambient_c,
            power_w: self.signal(POWER),
            mode: self.mode,
            window_open: self.window.is_some(),
            failed: self.failed,
        })
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match kind {
            FaultKind::OpenWindow { factor } => self.window = Some(*factor),
            FaultKind::FailedElement => self.failed = true,
            _ => return Err(kind.refused_by("a heater")),
        }
        self.begin();
        Ok(())
    }

    fn mend(&mut self, kind: &FaultKind) {
        match kind {
            FaultKind::OpenWindow { .. } => self.window = None,
            FaultKind::FailedElement => self.failed = false,
            _ => return,
        }
        self.begin();
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![FaultKind::OpenWindow { factor: 3.0 }, FaultKind::FailedElement]
    }

    fn controls(&self) -> Vec<Control> {
        let reach = self.spec.reach_c(if self.mode == HeaterMode::Eco { HeaterMode::Eco } else { HeaterMode::Boost });
        let modes = [("Off", HeaterMode::Off), ("Eco", HeaterMode::Eco), ("Boost", HeaterMode::Boost)];
        vec![
            Control::number("Target", "°C", (COOLEST_TARGET_C, reach), self.target_c, |c| Setting::Target { c }),
            Control::choice(
                "Mode",
                modes.map(|(word, mode)| (word, Setting::HeaterMode { mode })).into(),
                modes.iter().position(|(_, mode)| *mode == self.mode),
            ),
        ]
    }

    fn assume(&mut self, signal: usize, value: f64) {
        self.begin();
        match signal {
            TEMPERATURE => self.piece.temperature_c = value,
            ENERGY => self.piece.energy_wh = value,
            _ => {}
        }
        self.plan();
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match setting {
            Setting::Target { c } => {
                self.spec.reachable(*c, self.mode)?;
                let limits = (COOLEST_TARGET_C, self.spec.reach_c(HeaterMode::Boost));
                self.target_c = within("the target", *c, limits, "°C")?;
            }
            Setting::HeaterMode { mode } => {
                self.spec.reachable(self.target_c, *mode)?;
                self.mode = *mode;
            }
            _ => return Err(setting.refused_by("a heater")),
        }
        self.begin();
        Ok(())
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(HeaterTwin::new(&self.spec)))
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in [TEMPERATURE, POWER, ENERGY] {
            digest.f64(self.signal(signal));
        }
        digest.f64(self.target_c);
    }
}
