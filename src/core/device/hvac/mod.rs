//! A heated and ventilated zone.

mod spec;

pub use spec::HvacSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HvacPose {
    /// How far the valve is open, in per cent.
    pub valve_percent: f64,
}

/// The device at an instant.
pub(super) struct Hvac {
    signals: [SignalInfo; 6],
    now: SimTime,
}

impl Hvac {
    pub(super) fn new(_spec: &HvacSpec) -> Self {
        Self {
            signals: [
                SignalInfo::new("temperature", "°C"),
                SignalInfo::new("supply_temperature", "°C"),
                SignalInfo::new("humidity", "%"),
                SignalInfo::new("co2_ppm", "ppm"),
                SignalInfo::new("valve", "%"),
                SignalInfo::new("fan_power", "W"),
            ],
            now: SimTime::ZERO,
        }
    }
}

impl DeviceModel for Hvac {
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
        Body::Hvac(HvacPose::default())
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        Err(kind.refused_by("a Hvac"))
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        Err(setting.refused_by("a Hvac"))
    }

    fn digest(&self, digest: &mut Digest) {
        digest.i64(self.now.nanos());
    }
}
