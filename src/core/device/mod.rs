//! Devices: the physical things, as models that can be asked for any signal at any instant.
//!
//! Adding one: a file beside this one, a variant of [`ModelSpec`], and its line in [`ModelSpec::build`].

mod body;
pub mod clock_board;
mod control;
pub mod field;
mod generator;
pub mod heater;
pub mod hvac;
mod live;
mod model;
pub mod patient;
mod recording;
pub mod robot_arm;
mod rotor;
mod setting;
pub mod vehicle;

pub use body::Body;
pub use clock_board::ClockBoardSpec;
pub use control::{Control, Knob, within};
pub use generator::{GeneratorSpec, Waveform};
pub use heater::HeaterSpec;
pub use hvac::HvacSpec;
pub use live::{LiveSignal, LiveSpec};
pub use model::{BuildError, DeviceModel};
pub use patient::PatientSpec;
pub use recording::{DateOrder, Gap, Notes, Recording, RecordingSpec, Spot, Table, TableError};
pub use robot_arm::RobotArmSpec;
pub use rotor::RotorSpec;
pub use setting::{HeaterMode, Setting, ZoneMode};
pub use vehicle::VehicleSpec;

use serde::{Deserialize, Serialize};

use super::rng::Stream;

/// A device model and its parameters, as a scene writes it. Every parameter has a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ModelSpec {
    /// An unbalanced rotor on a rig.
    Rotor(RotorSpec),
    /// A vehicle of the convoy on the closed road.
    Vehicle(VehicleSpec),
    /// A robot arm that picks and places parts.
    RobotArm(RobotArmSpec),
    /// A heated and ventilated zone.
    Hvac(HvacSpec),
    /// A patient on a monitor, with an infusion pump.
    Patient(PatientSpec),
    /// A heater in a room.
    Heater(HeaterSpec),
    /// An ESP32 board that sends its clock.
    ClockBoard(ClockBoardSpec),
    /// A CSV file, replayed with its original timing.
    Recording(RecordingSpec),
    /// A signal generator: known waveforms, to try the rest against.
    Generator(GeneratorSpec),
    /// A real board, which shows what is heard from it.
    Live(LiveSpec),
}

/// Which model: the key to a body in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelKind {
    /// See [`ModelSpec::Rotor`].
    Rotor,
    /// See [`ModelSpec::Vehicle`].
    Vehicle,
    /// See [`ModelSpec::RobotArm`].
    RobotArm,
    /// See [`ModelSpec::Hvac`].
    Hvac,
    /// See [`ModelSpec::Patient`].
    Patient,
    /// See [`ModelSpec::Heater`].
    Heater,
    /// See [`ModelSpec::ClockBoard`].
    ClockBoard,
    /// See [`ModelSpec::Recording`].
    Recording,
    /// See [`ModelSpec::Generator`].
    Generator,
}

impl ModelSpec {
    /// Which model this is.
    #[must_use]
    pub fn kind(&self) -> ModelKind {
        match self {
            Self::Rotor(_) => ModelKind::Rotor,
            Self::Vehicle(_) => ModelKind::Vehicle,
            Self::RobotArm(_) => ModelKind::RobotArm,
            Self::Hvac(_) => ModelKind::Hvac,
            Self::Patient(_) => ModelKind::Patient,
            Self::Heater(_) => ModelKind::Heater,
            Self::ClockBoard(_) => ModelKind::ClockBoard,
            Self::Recording(_) => ModelKind::Recording,
            Self::Generator(_) => ModelKind::Generator,
            Self::Live(spec) => spec.kind(),
        }
    }

    /// Whether it touches anything: whether the physics engine moves something of it.
    #[must_use]
    pub fn has_bodies(&self) -> bool {
        matches!(self, Self::Vehicle(_) | Self::RobotArm(_))
    }

    /// The model in its initial state. `table` holds the rows of a recording, read by the caller;
    /// `stream` serves models with a random process of their own.
    ///
    /// # Errors
    /// When a recording has no table or lacks a chosen column.
    pub fn build(&self, table: Option<&Table>, stream: Stream) -> Result<Box<dyn DeviceModel>, BuildError> {
        Ok(match self {
            Self::Rotor(spec) => Box::new(rotor::Rotor::new(spec)),
            Self::Vehicle(spec) => Box::new(vehicle::Vehicle::new(spec)),
            Self::RobotArm(spec) => Box::new(robot_arm::RobotArm::new(spec)),
            Self::Hvac(spec) => Box::new(hvac::Hvac::new(spec)),
            Self::Patient(spec) => Box::new(patient::Patient::new(spec, stream)),
            Self::Heater(spec) => Box::new(heater::Heater::new(spec)),
            Self::ClockBoard(spec) => Box::new(clock_board::ClockBoard::new(spec, stream)),
            Self::Recording(spec) => Box::new(Recording::new(spec, table)?),
            Self::Generator(spec) => Box::new(generator::Generator::new(spec, stream)),
            Self::Live(spec) => Box::new(live::Live::new(spec)),
        })
    }
}
