//! What every device model can do, and what can be done to one.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::vehicle::Driver;
use crate::core::digest::Digest;
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

    /// What the body looks like at that instant.
    fn body(&self) -> Body;

    /// Applies a fault from now on.
    ///
    /// # Errors
    /// A sentence, when this device cannot fail that way.
    fn fault(&mut self, kind: &FaultKind) -> Result<(), String>;

    /// Works one of the device's own controls from now on.
    ///
    /// # Errors
    /// A sentence, when this device has no such control.
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

    /// What the driver wants, for devices that the physics engine moves.
    fn driver(&mut self, _now: SimTime) -> Option<Driver> {
        None
    }

    /// Takes the pose of the rigid body at an instant, for devices that the physics engine moves.
    fn place(&mut self, _at: SimTime, _body: &Body) {}

    /// Writes the state to a digest.
    fn digest(&self, digest: &mut Digest);
}

/// The pose of a device's body: enough to draw it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Body {
    /// Nothing moves.
    #[default]
    Still,
    /// A rotor on its rig.
    Rotor {
        /// Angle turned since the start, in radians (not wrapped).
        angle_rad: f64,
        /// Speed of rotation, in turns per minute.
        speed_rpm: f64,
        /// Displacement of the disc's centre, horizontal, in metres.
        x_m: f64,
        /// Displacement of the disc's centre, vertical, in metres.
        y_m: f64,
    },
    /// A vehicle on the plane.
    Vehicle {
        /// East, in metres.
        x_m: f64,
        /// North, in metres.
        y_m: f64,
        /// Height of the body's centre above its rest height, in metres.
        z_m: f64,
        /// Heading, in radians, counter-clockwise from east.
        heading_rad: f64,
        /// Speed along the heading, in metres per second.
        speed_mps: f64,
        /// Acceleration along the heading, in metres per second squared.
        accel_mps2: f64,
    },
}

/// What can go wrong with a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FaultKind {
    /// A rotor's unbalance grows, as when material builds up or breaks away.
    UnbalanceGrowth {
        /// Growth rate, in gram millimetres per second.
        g_mm_per_s: f64,
    },
    /// A vehicle brakes hard and then drives on.
    EmergencyBrake {
        /// Deceleration, in metres per second squared.
        decel_mps2: f64,
        /// How long, in seconds.
        for_s: f64,
    },
}

/// A control on a device, and its new value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Setting {
    /// The speed of a rotor.
    Speed {
        /// Turns per minute.
        rpm: f64,
        /// Time taken to get there, in seconds, at constant angular acceleration.
        #[serde(default)]
        over_s: f64,
    },
    /// The speed that a vehicle's driver wants.
    TargetSpeed {
        /// Metres per second.
        mps: f64,
    },
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
