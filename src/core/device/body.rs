//! Bodies: what is seen of a device at an instant.

use super::clock_board::BoardPose;
use super::heater::HeaterPose;
use super::hvac::HvacPose;
use super::patient::PatientPose;
use super::robot_arm::ArmPose;
use super::vehicle::VehicleSigns;

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
        /// What it shows to those around it.
        signs: VehicleSigns,
    },
    /// A robot arm in its cell.
    RobotArm(ArmPose),
    /// An air-conditioned zone.
    Hvac(HvacPose),
    /// A patient, the monitor and the pump.
    Patient(PatientPose),
    /// A heater.
    Heater(HeaterPose),
    /// A clock board.
    ClockBoard(BoardPose),
}
