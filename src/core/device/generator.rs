//! Signal generator: known waveforms, to try sync modes and networks against.

use serde::{Deserialize, Serialize};

use super::model::DeviceModel;
use super::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math;
use crate::core::rng::Stream;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// A signal generator with one signal, `value`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GeneratorSpec {
    /// What it puts out.
    pub waveform: Waveform,
}

/// A waveform.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Waveform {
    /// `amplitude * sin(2 pi frequency t)`.
    Sine {
        /// Amplitude.
        amplitude: f64,
        /// Frequency, in hertz.
        frequency_hz: f64,
    },
    /// `slope * t`.
    Ramp {
        /// Slope, per second.
        slope_per_s: f64,
    },
    /// Brownian motion: a Gaussian walk whose variance grows by `sigma^2` a second.
    Brownian {
        /// Standard deviation after one second.
        sigma: f64,
    },
}

impl Default for GeneratorSpec {
    fn default() -> Self {
        Self { waveform: Waveform::Sine { amplitude: 1.0, frequency_hz: 1.0 } }
    }
}

/// Grid of the random walk: absolute, so that a path does not depend on when it is looked at.
const WALK_STEP: SimTime = SimTime::from_nanos(125_000);

/// A signal generator at an instant.
pub(super) struct Generator {
    waveform: Waveform,
    signals: [SignalInfo; 1],
    stream: Stream,
    /// How far the random walk has come.
    walked: SimTime,
    value: f64,
}

impl Generator {
    pub(super) fn new(spec: &GeneratorSpec, stream: Stream) -> Self {
        Self {
            waveform: spec.waveform,
            signals: [SignalInfo::new("value", "")],
            stream,
            walked: SimTime::ZERO,
            value: 0.0,
        }
    }
}

impl DeviceModel for Generator {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        vec![SensorSpec::ideal("value", 100.0)]
    }

    fn advance(&mut self, now: SimTime) {
        let seconds = now.secs();
        self.value = match self.waveform {
            Waveform::Sine { amplitude, frequency_hz } => amplitude * math::sin(math::TAU * frequency_hz * seconds),
            Waveform::Ramp { slope_per_s } => slope_per_s * seconds,
            Waveform::Brownian { sigma } => {
                let deviation = sigma * WALK_STEP.secs().sqrt();
                while self.walked + WALK_STEP <= now {
                    self.walked = self.walked + WALK_STEP;
                    self.value += deviation * self.stream.gaussian();
                }
                self.value
            }
        };
    }

    fn signal(&self, _index: usize) -> f64 {
        self.value
    }

    fn body(&self) -> Body {
        Body::Still
    }

    fn fault(&mut self, _kind: &FaultKind) -> Result<(), String> {
        Err("a signal generator has no faults of its own".to_owned())
    }

    fn operate(&mut self, _setting: &Setting) -> Result<(), String> {
        Err("a signal generator has no controls".to_owned())
    }

    fn digest(&self, digest: &mut Digest) {
        digest.f64(self.value);
    }
}
