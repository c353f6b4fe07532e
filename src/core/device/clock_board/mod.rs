//! An ESP32 board that sends its clock: `micros()`, a 32-bit counter that its crystal drives.
//!
//! The crystal's rate error is `drift + beta (T - 25 °C)^2` plus a random walk; its integral is taken in closed
//! form, so that the counter is exact to the microsecond that it counts in.

mod crystal;
mod shown;
mod spec;
mod track;
mod twin;

pub use crystal::{SURVIVAL_C, TURNOVER_C};
pub use spec::ClockBoardSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math;
use crate::core::rng::Stream;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use crystal::Crystal;
use shown::Shown;
use twin::ClockTwin;

/// Microseconds after which the counter starts again at 0.
pub const WRAP_US: f64 = 4_294_967_296.0;

const MICROS: usize = 0;
const TEMPERATURE: usize = 1;
const CORRECTED: usize = 2;
const RATE: usize = 3;

/// Rates that the board accepts, in seconds shown for each second counted: a clock that needs more than 2.2 % is
/// broken.
const FACTOR_LIMITS: (f64, f64) = (0.978, 1.022);
/// Times that the board accepts, in seconds: an unsigned count of seconds since 1970 ends in 2106.
const PHASE_LIMITS_S: (f64, f64) = (0.0, 4_294_967_295.0);

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoardPose {
    /// Its counter, in microseconds.
    pub micros: f64,
    /// Microseconds by which its crystal has run ahead of the reference since it started.
    pub gained_us: f64,
    /// Temperature, in degrees Celsius.
    pub temperature_c: f64,
}

/// The device at an instant.
pub(super) struct ClockBoard {
    signals: [SignalInfo; 4],
    beta_ppm_per_k2: f64,
    crystal: Crystal,
    started: SimTime,
    /// Microseconds that the counter had at the start, less what the crystal had gained before it.
    start_us: f64,
    shown: Shown,
    now: SimTime,
}

impl ClockBoard {
    pub(super) fn new(spec: &ClockBoardSpec, stream: Stream) -> Self {
        Self {
            signals: signals(),
            beta_ppm_per_k2: spec.beta_ppm_per_k2,
            crystal: Crystal::new(spec, stream),
            started: SimTime::ZERO,
            start_us: spec.offset_s * 1e6,
            shown: Shown::plain(),
            now: SimTime::ZERO,
        }
    }

    /// Microseconds counted since the start, with no end to the counter. The large part is a whole number of
    /// nanoseconds; only the small part, what the crystal gained, is a sum of fractions.
    fn counted_us(&self) -> f64 {
        (self.now - self.started).nanos() as f64 / 1e3 + (self.start_us + self.crystal.gained_us(self.now))
    }

    fn reboot(&mut self) {
        self.started = self.now;
        self.start_us = -self.crystal.gained_us(self.now);
        self.shown = Shown::plain();
    }
}

/// What a sound board in a sound world can show: its counter runs within the 2.2 % of a bad oscillator; its
/// corrected clock jumps when it is told the time.
fn signals() -> [SignalInfo; 4] {
    let micros = SignalInfo { period: Some(WRAP_US), ..SignalInfo::new("micros", "µs") };
    [
        micros.within(0.0, WRAP_US).changing_at_most(FACTOR_LIMITS.1 * 1e6),
        SignalInfo::new("temperature", "°C").within(SURVIVAL_C.0, SURVIVAL_C.1).changing_at_most(1.0),
        SignalInfo::new("corrected_s", "s").within(PHASE_LIMITS_S.0, PHASE_LIMITS_S.1),
        SignalInfo::new("rate_error_ppm", "ppm").within(-22_000.0, 22_000.0).changing_at_most(10.0),
    ]
}

impl DeviceModel for ClockBoard {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        let thermometer = SensorSpec {
            noise_std: 0.05,
            range: Some((-40.0, 125.0)),
            bits: Some(12),
            ..SensorSpec::ideal("temperature", 1.0)
        };
        vec![
            SensorSpec::ideal("micros", 10.0),
            thermometer,
            SensorSpec::ideal("corrected_s", 10.0),
            SensorSpec::ideal("rate_error_ppm", 1.0),
        ]
    }

    fn advance(&mut self, now: SimTime) {
        self.crystal.advance(now);
        self.now = now;
    }

    fn signal(&self, index: usize) -> f64 {
        match index {
            MICROS => math::wrap(self.counted_us().floor(), WRAP_US),
            TEMPERATURE => self.crystal.temperature_c(self.now),
            CORRECTED => self.shown.at(self.counted_us() * 1e-6),
            RATE => self.crystal.rate_error_ppm(self.now),
            _ => 0.0,
        }
    }

    fn body(&self) -> Body {
        Body::ClockBoard(BoardPose {
            micros: self.signal(MICROS),
            gained_us: self.crystal.gained_us(self.now),
            temperature_c: self.signal(TEMPERATURE),
        })
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match kind {
            FaultKind::Reboot => self.reboot(),
            FaultKind::TemperatureRamp { k_per_s } => self.crystal.ramp(self.now, *k_per_s),
            _ => return Err(kind.refused_by("a clock board")),
        }
        Ok(())
    }

    fn mend(&mut self, kind: &FaultKind) {
        if matches!(kind, FaultKind::TemperatureRamp { .. }) {
            self.crystal.ramp(self.now, 0.0);
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![FaultKind::Reboot, FaultKind::TemperatureRamp { k_per_s: 0.2 }]
    }

    fn controls(&self) -> Vec<Control> {
        let counted_s = self.counted_us() * 1e-6;
        let phase = |s| Setting::Phase { s };
        let factor = |factor| Setting::Multiplier { factor };
        vec![
            Control::number("Clock phase", "s", PHASE_LIMITS_S, self.shown.at(counted_s), phase),
            Control::number("Clock multiplier", "", FACTOR_LIMITS, self.shown.factor, factor),
        ]
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        let counted_s = self.counted_us() * 1e-6;
        match setting {
            Setting::Phase { s } => {
                self.shown.set_phase(counted_s, within("the clock phase", *s, PHASE_LIMITS_S, "s")?);
                Ok(())
            }
            Setting::Multiplier { factor } => {
                let factor = within("the clock multiplier", *factor, FACTOR_LIMITS, "s/s")?;
                self.shown.set_factor(counted_s, factor);
                Ok(())
            }
            _ => Err(setting.refused_by("a clock board")),
        }
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(ClockTwin::new(self.beta_ppm_per_k2)))
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in [MICROS, TEMPERATURE, CORRECTED, RATE] {
            digest.f64(self.signal(signal));
        }
        digest.f64(self.crystal.gained_us(self.now));
    }
}
