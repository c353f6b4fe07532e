//! Where the links are for given joint angles, and which joint angles put the tool somewhere.

use super::geometry::{A_M, ALPHA_RAD, D_M, JOINTS, TOOL_M};
use crate::core::math::{self, PI};

/// A vector in the cell, in metres or whatever it is made of.
pub type Vector = [f64; 3];

/// A frame in the cell: three unit axes and an origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Unit vectors along its x, y and z.
    pub axes: [Vector; 3],
    /// Its origin, in metres.
    pub origin: Vector,
}

impl Frame {
    /// The base of the robot.
    pub const BASE: Self = Self { axes: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], origin: [0.0, 0.0, 0.0] };

    /// A point given in this frame.
    #[must_use]
    pub fn point(&self, local: Vector) -> Vector {
        add(self.origin, self.direction(local))
    }

    /// A direction given in this frame.
    #[must_use]
    pub fn direction(&self, local: Vector) -> Vector {
        let [x, y, z] = self.axes;
        add(add(scaled(x, local[0]), scaled(y, local[1])), scaled(z, local[2]))
    }

    /// The next frame along the chain, by the standard Denavit-Hartenberg step
    /// `Rz(theta) Tz(d) Tx(a) Rx(alpha)` (Lynch and Park, Modern Robotics, appendix C).
    fn next(&self, joint: usize, theta_rad: f64) -> Self {
        let (sin, cos) = (math::sin(theta_rad), math::cos(theta_rad));
        // Twists are quarter turns or none, and exact.
        let (twist_sin, twist_cos) = quarter(ALPHA_RAD[joint]);
        let x = [cos, sin, 0.0];
        let y = [-sin * twist_cos, cos * twist_cos, twist_sin];
        let z = [sin * twist_sin, -cos * twist_sin, twist_cos];
        Self {
            axes: [x, y, z].map(|axis| self.direction(axis)),
            origin: self.point([A_M[joint] * cos, A_M[joint] * sin, D_M[joint]]),
        }
    }
}

fn quarter(angle_rad: f64) -> (f64, f64) {
    if angle_rad == 0.0 { (0.0, 1.0) } else { (angle_rad.signum(), 0.0) }
}

/// The frames of base, links 1 to 6 (the last is the flange) and tool for joint angles in degrees.
#[must_use]
pub fn frames(joints_deg: &[f64; JOINTS]) -> [Frame; JOINTS + 2] {
    let mut frames = [Frame::BASE; JOINTS + 2];
    for (joint, angle_deg) in joints_deg.iter().enumerate() {
        frames[joint + 1] = frames[joint].next(joint, angle_deg * PI / 180.0);
    }
    let flange = frames[JOINTS];
    frames[JOINTS + 1] = Frame { origin: flange.point([0.0, 0.0, TOOL_M]), ..flange };
    frames
}

/// The tool's frame: between the fingertips, z out of the gripper.
#[must_use]
pub fn tool(joints_deg: &[f64; JOINTS]) -> Frame {
    frames(joints_deg)[JOINTS + 1]
}

/// Joint angles, in degrees, that put the tool at a point with its fingers straight down and its x axis along `yaw_deg`:
/// elbow up, shoulder and wrist on one side (Hawkins, "Analytic inverse kinematics for the Universal Robots UR-5/UR-10
/// arms", Georgia Institute of Technology, 2013). None where the point is out of reach.
#[must_use]
pub fn reach_down(point_m: Vector, yaw_deg: f64) -> Option<[f64; JOINTS]> {
    let [x, y, z] = point_m;
    // With the tool down the last three wrist offsets are a plumb line above the point, d4 beside the arm's plane.
    let wrist_z = z + TOOL_M + D_M[5];
    let distance = math::hypot(x, y);
    let side = D_M[3];
    if distance <= side {
        return None;
    }
    // The arm's plane goes through the axis of joint 1 and passes the plumb line at a distance of d4.
    let along = (distance * distance - side * side).sqrt();
    let shoulder_rad = math::atan2(y, x) - math::atan2(side, along) + PI;
    // In that plane the two long links reach the axis of joint 4, which is d5 short of the plumb line.
    let (u, v) = (D_M[4] - along, wrist_z - D_M[0]);
    let (upper, fore) = (A_M[1], A_M[2]);
    let cos_elbow = (u * u + v * v - upper * upper - fore * fore) / (2.0 * upper * fore);
    if cos_elbow.abs() > 1.0 {
        return None;
    }
    let elbow_rad = math::atan2((1.0 - cos_elbow * cos_elbow).sqrt(), cos_elbow);
    let lift_rad = math::atan2(v, u) - math::atan2(fore * math::sin(elbow_rad), upper + fore * math::cos(elbow_rad));
    let wrist_rad = -PI / 2.0 - lift_rad - elbow_rad;
    let deg = |angle_rad: f64| math::wrap_difference(angle_rad * 180.0 / PI, 360.0);
    let mut joints_deg = [deg(shoulder_rad), deg(lift_rad), deg(elbow_rad), deg(wrist_rad), -90.0, 0.0];
    // The last joint only turns the tool about the plumb line.
    let x_axis = tool(&joints_deg).axes[0];
    let facing_deg = math::atan2(x_axis[1], x_axis[0]) * 180.0 / PI;
    joints_deg[5] = math::wrap_difference(facing_deg - yaw_deg, 360.0);
    Some(joints_deg)
}

/// `a + b`.
#[must_use]
pub fn add(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|axis| a[axis] + b[axis])
}

/// `a - b`.
#[must_use]
pub fn minus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|axis| a[axis] - b[axis])
}

/// `a` times a number.
#[must_use]
pub fn scaled(a: Vector, factor: f64) -> Vector {
    a.map(|component| component * factor)
}

/// The scalar product.
#[must_use]
pub fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The vector product.
#[must_use]
pub fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::device::robot_arm::geometry::{PICK_M, TRAY, tray_place_m};

    fn close(a: Vector, b: Vector) {
        let off = minus(a, b);
        assert!(dot(off, off).sqrt() < 1e-9, "{a:?} is not {b:?}");
    }

    #[test]
    fn the_flange_is_where_the_published_table_puts_it() {
        // Zero pose: both long links along -x; upright pose: both straight up.
        close(frames(&[0.0; 6])[6].origin, [-0.425 - 0.3922, -0.1333 - 0.0996, 0.1625 - 0.0997]);
        let upright = frames(&[0.0, -90.0, 0.0, -90.0, 0.0, 0.0])[6];
        close(upright.origin, [0.0, -0.1333 - 0.0996, 0.1625 + 0.425 + 0.3922 + 0.0997]);
    }

    #[test]
    fn reaching_down_puts_the_tool_there() {
        let places = (0..TRAY).map(tray_place_m).chain([PICK_M, [0.1, 0.6, 0.2], [-0.5, 0.1, 0.3]]);
        for place in places {
            for yaw_deg in [0.0, 90.0, -45.0] {
                let tool = tool(&reach_down(place, yaw_deg).unwrap());
                close(tool.origin, place);
                close(tool.axes[2], [0.0, 0.0, -1.0]);
                let yaw_rad = yaw_deg * PI / 180.0;
                close(tool.axes[0], [math::cos(yaw_rad), math::sin(yaw_rad), 0.0]);
            }
        }
        assert_eq!(reach_down([1.2, 0.0, 0.0], 0.0), None);
    }
}
