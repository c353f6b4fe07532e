//! A heater in a room.

mod spec;

pub use spec::HeaterSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HeaterPose {
    /// Its temperature, in degrees Celsius.
    pub temperature_c: f64,
}

/// The device at an instant.
pub(super) struct Heater {
    signals: [SignalInfo; 3],
    now: SimTime,
}

impl Heater {
    pub(super) fn new(_spec: &HeaterSpec) -> Self {
        Self {
            signals: [
                SignalInfo::new("temperature", "°C"),
                SignalInfo::new("power", "W"),
                SignalInfo::new("energy", "Wh"),
            ],
            now: SimTime::ZERO,
        }
    }
}

impl DeviceModel for Heater {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        self.signals.iter().map(|signal| SensorSpec::ideal(&signal.name, 1.0)).collect()
    }

    fn advance(&mut self, now: SimTime) {
        self.now = now;
    }

    fn signal(&self, _index: usize) -> f64 {
        0.0
    }

    fn body(&self) -> Body {
        Body::Heater(HeaterPose::default())
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        Err(kind.refused_by("a Heater"))
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        Err(setting.refused_by("a Heater"))
    }

    fn digest(&self, digest: &mut Digest) {
        digest.i64(self.now.nanos());
    }
}
