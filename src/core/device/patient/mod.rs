//! A patient on a monitor, with an infusion pump.

mod spec;

pub use spec::PatientSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PatientPose {
    /// The electrocardiogram now, in millivolts.
    pub ecg_mv: f64,
}

/// The device at an instant.
pub(super) struct Patient {
    signals: [SignalInfo; 7],
    now: SimTime,
}

impl Patient {
    pub(super) fn new(_spec: &PatientSpec) -> Self {
        Self {
            signals: [
                SignalInfo::new("ecg", "mV"),
                SignalInfo::new("heart_rate", "1/min"),
                SignalInfo::new("spo2", "%"),
                SignalInfo::new("resp_rate", "1/min"),
                SignalInfo::new("temperature", "°C"),
                SignalInfo::new("map_mmhg", "mmHg"),
                SignalInfo::new("pump_ml_h", "ml/h"),
            ],
            now: SimTime::ZERO,
        }
    }
}

impl DeviceModel for Patient {
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
        Body::Patient(PatientPose::default())
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        Err(kind.refused_by("a Patient"))
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        Err(setting.refused_by("a Patient"))
    }

    fn digest(&self, digest: &mut Digest) {
        digest.i64(self.now.nanos());
    }
}
