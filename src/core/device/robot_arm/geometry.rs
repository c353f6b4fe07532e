//! The published arm and the cell round it: dimensions, masses, limits and places.
//!
//! The arm is the `UR5e` of Universal Robots: Denavit-Hartenberg parameters, masses and centres of mass from the maker's page
//! "DH Parameters for calculations of kinematics and dynamics", limits and payload from its data sheet. The cell's axes
//! are those of the robot's base: x to the right, y away from the operator, z up, the origin at the mounting plate.

use crate::core::math::PI;

/// Joints, and so motors.
pub const JOINTS: usize = 6;

/// Link lengths `a` along x, in metres.
pub const A_M: [f64; JOINTS] = [0.0, -0.425, -0.3922, 0.0, 0.0, 0.0];
/// Link offsets `d` along z, in metres.
pub const D_M: [f64; JOINTS] = [0.1625, 0.0, 0.0, 0.1333, 0.0997, 0.0996];
/// Link twists `alpha` about x, in radians.
pub const ALPHA_RAD: [f64; JOINTS] = [PI / 2.0, 0.0, 0.0, PI / 2.0, -PI / 2.0, 0.0];

/// Masses of the links, in kilograms.
pub const LINK_KG: [f64; JOINTS] = [3.761, 8.058, 2.846, 1.37, 1.3, 0.365];
/// Centres of mass in the links' own frames, in metres.
pub const CENTRE_M: [[f64; 3]; JOINTS] = [
    [0.0, -0.02561, 0.00193],
    [0.2125, 0.0, 0.11336],
    [0.15, 0.0, 0.0265],
    [0.0, -0.0018, 0.01634],
    [0.0, 0.0018, 0.01634],
    [0.0, 0.0, -0.001_159],
];

/// Range of every joint, in degrees.
pub const JOINT_LIMITS_DEG: (f64, f64) = (-360.0, 360.0);
/// Fastest that any joint may turn, in degrees per second.
pub const JOINT_SPEED_DEG_S: f64 = 180.0;
/// Largest torque of each joint, in newton metres.
pub const JOINT_TORQUE_NM: [f64; JOINTS] = [150.0, 150.0, 150.0, 28.0, 28.0, 28.0];
/// Heaviest part that the arm may carry besides its gripper, in kilograms.
pub const PAYLOAD_KG: f64 = 4.0;

/// From the flange to the point between the fingertips, in metres.
pub const TOOL_M: f64 = 0.15;
/// Mass of the gripper, in kilograms; with the heaviest part it uses up the published payload of 5 kg.
pub const GRIPPER_KG: f64 = 0.9;
/// Opening between the fingers, in millimetres: open, round a part, and with nothing between them.
pub const OPENING_MM: [f64; 3] = [85.0, PART_M * 1e3, 0.0];

/// Edge of a part, a cube, in metres.
pub const PART_M: f64 = 0.07;
/// Parts in a cell.
pub const PARTS: usize = 6;
/// Places in the tray.
pub const TRAY: usize = 4;

/// Height of the floor, in metres: the arm stands on a pedestal.
pub const FLOOR_M: f64 = -0.55;
/// Surface of the belt, in metres. It runs along x at [`BELT_Y_M`] from the first to the second of [`BELT_X_M`].
pub const BELT_TOP_M: f64 = -0.1;
/// The line along which the belt runs, in metres.
pub const BELT_Y_M: f64 = -0.32;
/// Ends of the belt, in metres.
pub const BELT_X_M: (f64, f64) = (-1.25, -0.2);
/// Width of the belt, in metres.
pub const BELT_WIDTH_M: f64 = 0.2;
/// Speed of the belt, in metres per second.
pub const BELT_SPEED_MPS: f64 = 0.125;
/// From part to part on the belt, in metres.
pub const BELT_PITCH_M: f64 = 0.6;
/// Where a part is put on the belt (x), in metres.
pub const FEED_X_M: f64 = -1.15;
/// Where the light barrier stops it (x), in metres.
pub const PICK_X_M: f64 = -0.32;

/// Middle of the tray, in metres.
pub const TRAY_AT_M: (f64, f64) = (0.42, -0.36);
/// Surface of the tray, in metres.
pub const TRAY_TOP_M: f64 = -0.1;
/// From place to place in the tray, in metres.
pub const TRAY_PITCH_M: f64 = 0.13;
/// Edge of the tray, in metres.
pub const TRAY_SIZE_M: f64 = 0.32;

/// Where a part's centre is when it stands in a place of the tray, in metres.
#[must_use]
pub fn tray_place_m(place: usize) -> [f64; 3] {
    let offset = |high: bool| if high { TRAY_PITCH_M / 2.0 } else { -TRAY_PITCH_M / 2.0 };
    let (x, y) = (TRAY_AT_M.0 + offset(place & 1 == 1), TRAY_AT_M.1 + offset(place & 2 == 0));
    [x, y, TRAY_TOP_M + PART_M / 2.0]
}

/// Where a part's centre is when it waits to be picked, in metres.
pub const PICK_M: [f64; 3] = [PICK_X_M, BELT_Y_M, BELT_TOP_M + PART_M / 2.0];
