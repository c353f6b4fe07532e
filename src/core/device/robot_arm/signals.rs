//! The arm's signals: what they are called, what a sound arm can show, and how they are usually measured.

use super::dynamics::{AMBIENT_C, STANDING_W, THERMAL_K_PER_W, THERMAL_TIME_S, TORQUE_NM_PER_A, WINDING_OHM};
use super::geometry::{A_M, D_M, JOINT_LIMITS_DEG, JOINT_TORQUE_NM, JOINTS, OPENING_MM, TOOL_M};
use super::health::TRIP_C;
use super::profile::SPEED_DEG_S;
use super::program::FINGERS_S;
use crate::core::math::PI;
use crate::core::signal::{SensorSpec, SignalInfo};

/// What a signal measures; joints, motors and axes count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// A joint's angle as its encoder shows it, in degrees.
    Joint(usize),
    /// The tool's true position, as a tracker beside the cell measures it, in metres.
    Tool(usize),
    /// A motor's current, in amperes.
    Current(usize),
    /// A motor's temperature, in degrees Celsius.
    Temperature(usize),
    /// Parts placed so far.
    Cycles,
    /// Parts placed per hour, lately.
    Throughput,
    /// Opening between the fingers, in millimetres.
    Gripper,
}

impl Quantity {
    /// How many there are.
    pub(super) const COUNT: usize = 3 * JOINTS + 6;

    /// The quantity at an index among the signals.
    pub(super) fn of(index: usize) -> Self {
        match index {
            0..6 => Self::Joint(index),
            6..9 => Self::Tool(index - 6),
            9..15 => Self::Current(index - 9),
            15..21 => Self::Temperature(index - 15),
            21 => Self::Cycles,
            22 => Self::Throughput,
            _ => Self::Gripper,
        }
    }
}

/// Distance from the shoulder that the tool cannot leave, in metres.
fn reach_m() -> f64 {
    A_M[1].abs() + A_M[2].abs() + D_M[3] + D_M[4] + D_M[5] + TOOL_M
}

fn info(quantity: Quantity) -> SignalInfo {
    match quantity {
        // A sound arm in its cell keeps its programmed speed, a fifth more for noise.
        Quantity::Joint(joint) => SignalInfo::new(&format!("joint_{}", joint + 1), "°")
            .within(JOINT_LIMITS_DEG.0, JOINT_LIMITS_DEG.1)
            .changing_at_most(1.2 * SPEED_DEG_S),
        Quantity::Tool(axis) => {
            let middle = if axis == 2 { D_M[0] } else { 0.0 };
            // Joints 1 to 3 could add up at full stretch; the programme never has more than 1.5 of them at speed.
            let fastest = 1.5 * SPEED_DEG_S * PI / 180.0 * reach_m();
            SignalInfo::new(["tool_x", "tool_y", "tool_z"][axis], "m")
                .within(middle - reach_m(), middle + reach_m())
                .changing_at_most(fastest)
        }
        Quantity::Current(joint) => {
            let most = JOINT_TORQUE_NM[joint] / TORQUE_NM_PER_A[joint];
            SignalInfo::new(&format!("motor_{}_current", joint + 1), "A").within(-most, most)
        }
        Quantity::Temperature(joint) => {
            let most_a = JOINT_TORQUE_NM[joint] / TORQUE_NM_PER_A[joint];
            let heating = (STANDING_W + WINDING_OHM[joint] * most_a * most_a) * THERMAL_K_PER_W / THERMAL_TIME_S;
            SignalInfo::new(&format!("motor_{}_temperature", joint + 1), "°C")
                .within(AMBIENT_C - 2.0, TRIP_C)
                .changing_at_most(heating)
        }
        Quantity::Cycles => SignalInfo::new("cycles", "").within(0.0, f64::MAX),
        Quantity::Throughput => SignalInfo::new("throughput", "1/h").within(0.0, 3600.0),
        Quantity::Gripper => SignalInfo::new("gripper", "mm")
            .within(OPENING_MM[2], OPENING_MM[0])
            .changing_at_most(1.2 * (OPENING_MM[0] - OPENING_MM[2]) / FINGERS_S),
    }
}

/// All signals, in their order.
pub(super) fn all() -> Vec<SignalInfo> {
    (0..Quantity::COUNT).map(|index| info(Quantity::of(index))).collect()
}

/// The usual sensor of a quantity: encoders and tracker at the controller's 125 Hz, currents at 50 Hz, the rest once a
/// second.
pub(super) fn sensor(quantity: Quantity, name: &str) -> SensorSpec {
    match quantity {
        Quantity::Joint(_) => SensorSpec::ideal(name, 125.0),
        Quantity::Tool(_) => SensorSpec::ideal(name, 125.0),
        Quantity::Current(_) => SensorSpec { noise_std: 0.02, ..SensorSpec::ideal(name, 50.0) },
        Quantity::Gripper => SensorSpec::ideal(name, 50.0),
        Quantity::Temperature(_) => SensorSpec { noise_std: 0.05, ..SensorSpec::ideal(name, 1.0) },
        Quantity::Cycles | Quantity::Throughput => SensorSpec::ideal(name, 1.0),
    }
}
