//! What is seen of the arm and its cell.

use super::cell::PartPose;
use super::geometry::{JOINTS, PARTS};
use super::kinematics::Frame;

/// What the arm is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArmStatus {
    /// It works through its programme.
    #[default]
    Working,
    /// It stands where it was told to pause.
    Paused,
    /// It goes to a pose, or waits there.
    AtPose,
    /// Emergency stop.
    EmergencyStop,
    /// Stopped because the motor of this joint, counted from 1, was too hot.
    Overheated(u8),
    /// Stopped because this joint, counted from 1, needed more torque than it may give.
    Overloaded(u8),
}

impl ArmStatus {
    /// Whether its brakes are on.
    #[must_use]
    pub fn is_halted(self) -> bool {
        matches!(self, Self::EmergencyStop | Self::Overheated(_) | Self::Overloaded(_))
    }

    /// In a few words, for labels.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Working => "working".to_owned(),
            Self::Paused => "paused".to_owned(),
            Self::AtPose => "at a pose".to_owned(),
            Self::EmergencyStop => "emergency stop".to_owned(),
            Self::Overheated(joint) => format!("motor {joint} too hot"),
            Self::Overloaded(joint) => format!("joint {joint} overloaded"),
        }
    }
}

/// What is seen of the arm and its cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ArmPose {
    /// True joint angles, in degrees.
    pub joints_deg: [f64; JOINTS],
    /// True joint speeds, in degrees per second.
    pub speeds_deg_s: [f32; JOINTS],
    /// Opening between the fingers, in millimetres.
    pub opening_mm: f32,
    /// The parts that are in the cell.
    pub parts: [Option<PartPose>; PARTS],
    /// The part that is in the gripper.
    pub held: Option<u8>,
    /// How far the belt has run, in metres.
    pub belt_m: f64,
    /// What the arm is doing.
    pub status: ArmStatus,
    /// The joint with a fault of its own, counted from 1.
    pub ailing: Option<u8>,
}

/// The rotation of a frame as a unit quaternion (x, y, z, w).
pub(super) fn quaternion(frame: &Frame) -> [f32; 4] {
    let [x, y, z] = frame.axes;
    // Shepperd's method: the largest of the four components is found first and never divided by a small number.
    let trace = x[0] + y[1] + z[2];
    let candidates = [x[0], y[1], z[2], trace];
    let largest = (0..4).max_by(|a, b| candidates[*a].total_cmp(&candidates[*b])).unwrap_or(3);
    let unscaled = match largest {
        0 => [1.0 + 2.0 * x[0] - trace, x[1] + y[0], x[2] + z[0], y[2] - z[1]],
        1 => [x[1] + y[0], 1.0 + 2.0 * y[1] - trace, y[2] + z[1], z[0] - x[2]],
        2 => [x[2] + z[0], y[2] + z[1], 1.0 + 2.0 * z[2] - trace, x[1] - y[0]],
        _ => [y[2] - z[1], z[0] - x[2], x[1] - y[0], 1.0 + trace],
    };
    let length: f64 = unscaled.iter().map(|component| component * component).sum::<f64>().sqrt();
    unscaled.map(|component| (component / length) as f32)
}

/// Between two poses of a part, the short way round; a part that was carried off is where it went.
pub(super) fn between(from: &PartPose, to: &PartPose, share: f64) -> PartPose {
    const CARRIED_OFF_M: f32 = 0.3;
    let share = share.clamp(0.0, 1.0) as f32;
    let mix = |a: f32, b: f32| a + (b - a) * share;
    if (0..3).any(|axis| (to.at_m[axis] - from.at_m[axis]).abs() > CARRIED_OFF_M) {
        return *to;
    }
    let cosine: f32 = (0..4).map(|part| from.turn[part] * to.turn[part]).sum();
    let sign = if cosine < 0.0 { -1.0 } else { 1.0 };
    let turn: [f32; 4] = std::array::from_fn(|part| mix(from.turn[part], sign * to.turn[part]));
    let length = turn.iter().map(|component| component * component).sum::<f32>().sqrt().max(1e-9);
    PartPose {
        at_m: std::array::from_fn(|axis| mix(from.at_m[axis], to.at_m[axis])),
        turn: turn.map(|component| component / length),
    }
}
