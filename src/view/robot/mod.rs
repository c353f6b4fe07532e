//! The robot arm in its cell: pedestal, conveyor, tray, parts, and the ghosts of the arm.

mod cell;
mod ghost;
mod links;
mod rig;

pub use ghost::{draw as draw_ghosts, spawn as spawn_phantom};
pub use rig::{follow, spawn};

use bevy::prelude::*;

use crate::core::device::Body;
use crate::core::device::robot_arm::geometry::{FLOOR_M, JOINTS};
use crate::core::device::robot_arm::kinematics::{Frame, Vector};
use crate::sim::DeviceState;

use super::exhibit::Exhibit;
use super::place::Stand;

/// How a cell stands.
pub const EXHIBIT: Exhibit = Exhibit {
    size: Vec3::new(2.0, 2.6, 1.0),
    width: 5.0,
    shadow: (0.64, Vec3::new(1.3, 1.0, 1.1)),
    turn_on_road: -0.2,
    angles: (0.3, 0.24),
    name: (Vec3::new(0.75, 2.35, -0.2), Vec2::new(0.8, -0.6)),
};

/// How much larger than life a cell is drawn at stand scale 1.
pub const SCALE: f32 = 2.0;

/// Where the robot's base is, in life size: the whole cell is centred on its stand.
const BASE: Vec3 = Vec3::new(0.32, -FLOOR_M as f32, 0.0);

/// A point or direction of the cell in the scene's axes, in life size.
fn scene_axes([x, y, z]: Vector) -> Vec3 {
    Vec3::new(x as f32, z as f32, -y as f32)
}

/// A frame of the cell as a transform, in life size.
fn transform(frame: &Frame) -> Transform {
    let [x, y, z] = frame.axes.map(scene_axes);
    Transform::from_translation(scene_axes(frame.origin)).with_rotation(Quat::from_mat3(&Mat3::from_cols(x, y, z)))
}

/// The cell's origin on a stand: all that is drawn in life size hangs on it.
fn origin(stand: &Stand) -> Transform {
    Transform {
        translation: stand.point(BASE * SCALE),
        rotation: stand.rotation(),
        scale: Vec3::splat(stand.scale * SCALE),
    }
}

/// What the joints of a device will be after a while, in degrees.
fn eased_deg(body: &Body, lead_s: f64) -> Option<[f64; JOINTS]> {
    let Body::RobotArm(pose) = body else {
        return None;
    };
    Some(std::array::from_fn(|joint| pose.joints_deg[joint] + f64::from(pose.speeds_deg_s[joint]) * lead_s))
}

/// How the cell is drawn and what the arm is doing.
#[must_use]
pub fn footnote(device: &DeviceState, scale: f32) -> String {
    let Body::RobotArm(pose) = device.body else {
        return String::new();
    };
    format!("drawn {:.0}:1 · {}", SCALE * scale, pose.status.words())
}
