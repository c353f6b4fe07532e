//! What every device model can do, and what can be done to one.

use thiserror::Error;

use super::body::Body;
use super::control::Control;
use super::robot_arm::{CellOrder, CellSight};
use super::setting::Setting;
use super::vehicle::Driver;
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// A physical device: a state that moves with time and signals that can be read off it.
///
/// Instants are asked for in order: [`DeviceModel::advance`] never goes back.
pub trait DeviceModel: Send + Sync {
    /// The device's signals, in the order in which [`DeviceModel::signal`] counts them.
    fn signals(&self) -> &[SignalInfo];

    /// The sensors a scene gets when it names none.
    fn default_sensors(&self) -> Vec<SensorSpec>;

    /// Moves the state to `now`.
    fn advance(&mut self, now: SimTime);

    /// The true value of a signal at the instant of the last [`DeviceModel::advance`]; NaN where there is
    /// nothing to measure.
    fn signal(&self, index: usize) -> f64;

    /// What a signal stands at then, for those who look on: the same, or the latest where values come and go.
    fn standing(&self, index: usize) -> f64 {
        self.signal(index)
    }

    /// What the body looks like at that instant.
    fn body(&self) -> Body;

    /// Applies a fault from now on.
    ///
    /// # Errors
    /// A sentence, when this device cannot fail that way.
    fn fault(&mut self, kind: &FaultKind) -> Result<(), String>;

    /// Ends a fault that acts; one that does not act is left alone.
    fn mend(&mut self, _kind: &FaultKind) {}

    /// The ways in which this kind of device fails, each with strengths worth showing.
    fn own_faults(&self) -> Vec<FaultKind> {
        Vec::new()
    }

    /// Its controls as they stand, with the safety limits that [`DeviceModel::operate`] enforces.
    fn controls(&self) -> Vec<Control> {
        Vec::new()
    }

    /// Works one of the device's own controls from now on.
    ///
    /// # Errors
    /// A sentence, when this device has no such control or the value is outside its safety limits.
    fn operate(&mut self, setting: &Setting) -> Result<(), String>;

    /// The model that a twin of this device may run for itself, from nominal parameters.
    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        None
    }

    /// When the device itself has something new to measure, for devices that dictate their own sampling
    /// (a recording has rows, and sensors read rows as they come).
    fn next_row(&self) -> Option<SimTime> {
        None
    }

    /// Takes what was heard from a real board at an instant: names of signals with their values.
    ///
    /// # Errors
    /// A sentence, when this device is simulated or sends no such signal.
    fn hear(&mut self, _at: SimTime, _values: &[(String, f64)]) -> Result<(), String> {
        Err("this device is simulated: nothing is heard from it".to_owned())
    }

    /// Takes a believed value for the state at the instant of the last [`DeviceModel::advance`], for a copy of the model
    /// that stands in for the device. Signals that are no state of their own are left alone.
    fn assume(&mut self, _signal: usize, _value: f64) {}

    /// What the driver wants, for devices that the physics engine moves.
    fn driver(&mut self, _now: SimTime) -> Option<Driver> {
        None
    }

    /// Takes the pose of the rigid body at an instant, for devices that the physics engine moves.
    fn place(&mut self, _at: SimTime, _body: &Body) {}

    /// What the cell round it does in the physics engine's next tick, for devices that handle parts.
    fn order(&self, _at: SimTime) -> Option<CellOrder> {
        None
    }

    /// Takes where the parts in its cell are at an instant, for devices that handle parts.
    fn see(&mut self, _at: SimTime, _sight: &CellSight) {}

    /// Writes the state to a digest.
    fn digest(&self, digest: &mut Digest);
}

/// Why a model cannot be built.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum BuildError {
    /// The recording's rows were not read.
    #[error("the recording {0} was not read")]
    NoTable(String),
    /// A chosen column is not in the file.
    #[error("the recording {file} has no column {column:?}; it has {available}")]
    NoColumn {
        /// The file.
        file: String,
        /// The column asked for.
        column: String,
        /// The columns it has.
        available: String,
    },
}
