//! Recordings: a CSV file as a device. Placeholder shape until the reader lands.
use super::model::{Body, BuildError, DeviceModel, FaultKind, Setting};
use crate::core::digest::Digest;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use serde::{Deserialize, Serialize};
/// x
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingSpec { /// x
    pub file: String, /// x
    #[serde(default)] pub time_column: Option<String>, /// x
    #[serde(default)] pub period_s: Option<f64>, /// x
    #[serde(default)] pub columns: Vec<String> }
/// x
#[derive(Clone, Debug, Default)]
pub struct Table;
/// x
pub struct Recording;
impl Recording { /// x
/// # Errors
/// x
pub fn new(s: &RecordingSpec, _t: Option<&Table>) -> Result<Self, BuildError> { Err(BuildError::NoTable(s.file.clone())) } }
impl DeviceModel for Recording {
    fn signals(&self) -> &[SignalInfo] { &[] }
    fn default_sensors(&self) -> Vec<SensorSpec> { vec![] }
    fn advance(&mut self, _n: SimTime) {}
    fn signal(&self, _i: usize) -> f64 { f64::NAN }
    fn body(&self) -> Body { Body::Still }
    fn fault(&mut self, _k: &FaultKind) -> Result<(), String> { Ok(()) }
    fn operate(&mut self, _s: &Setting) -> Result<(), String> { Ok(()) }
    fn digest(&self, _d: &mut Digest) {}
}
