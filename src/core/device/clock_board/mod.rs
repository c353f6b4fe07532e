//! An ESP32 board that sends its clock.

mod spec;

pub use spec::ClockBoardSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoardPose {
    /// Its counter, in microseconds.
    pub micros: f64,
}

/// The device at an instant.
pub(super) struct ClockBoard {
    signals: [SignalInfo; 2],
    now: SimTime,
}

impl ClockBoard {
    pub(super) fn new(_spec: &ClockBoardSpec) -> Self {
        Self { signals: [SignalInfo::new("micros", "us"), SignalInfo::new("temperature", "°C")], now: SimTime::ZERO }
    }
}

impl DeviceModel for ClockBoard {
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
        Body::ClockBoard(BoardPose::default())
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        Err(kind.refused_by("an ClockBoard"))
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        Err(setting.refused_by("an ClockBoard"))
    }

    fn digest(&self, digest: &mut Digest) {
        digest.i64(self.now.nanos());
    }
}
