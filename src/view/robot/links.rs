//! The shells of the arm's links, each in its own Denavit-Hartenberg frame, in metres.

use std::f32::consts::FRAC_PI_2;

use bevy::prelude::*;

use super::super::shape::{block_at, joined, turned};

/// Where the upper arm runs beside the plane of the shoulder, and the forearm, along the joint's axis.
const UPPER_Z: f32 = 0.137;
const FORE_Z: f32 = 0.007;

/// Shells of a link: the painted part and the dark caps of its joints.
pub struct Shells {
    /// Painted housing.
    pub housing: Mesh,
    /// Caps.
    pub caps: Mesh,
}

/// A long link that is outlined in ghosts: its two ends in its frame, and its radius.
pub const TUBES: [(usize, Vec3, Vec3, f32); 2] = [
    (2, Vec3::new(0.425, 0.0, UPPER_Z), Vec3::new(0.0, 0.0, UPPER_Z), 0.052),
    (3, Vec3::new(0.3922, 0.0, FORE_Z), Vec3::new(0.0, 0.0, FORE_Z), 0.042),
];

/// Rings of ghosts: the frame, the middle in it, and the radius of a ring round its z axis.
pub const RINGS: [(usize, Vec3, f32); 7] = [
    (1, Vec3::new(0.0, 0.0, 0.055), 0.068),
    (2, Vec3::new(0.425, 0.0, 0.2), 0.066),
    (2, Vec3::new(0.0, 0.0, 0.2), 0.058),
    (3, Vec3::new(0.0, 0.0, 0.055), 0.042),
    (4, Vec3::new(0.0, 0.0, 0.05), 0.042),
    (5, Vec3::new(0.0, 0.0, 0.05), 0.042),
    (6, Vec3::new(0.0, 0.0, 0.0), 0.036),
];

/// Which way a round body points.
#[derive(Clone, Copy)]
pub enum Along {
    /// Along x.
    X,
    /// Along y.
    Y,
    /// Along z.
    Z,
}

/// A round body with softened ends from one height to another along an axis through a point.
pub fn round(along: Along, at: Vec3, from: f32, to: f32, radius: f32) -> Mesh {
    let soft = (radius * 0.35).min((to - from) / 2.0);
    let bend = |share: f32| {
        let (sin, cos) = (FRAC_PI_2 * share).sin_cos();
        (soft * (1.0 - cos), radius - soft * (1.0 - sin))
    };
    let mut profile = vec![(from, 0.0)];
    let rise: Vec<(f32, f32)> = (0..=4).map(|step| bend(step as f32 / 4.0)).collect();
    profile.extend(rise.iter().map(|(x, r)| (from + x, *r)));
    profile.extend(rise.iter().rev().map(|(x, r)| (to - x, *r)));
    profile.push((to, 0.0));
    let turn = match along {
        Along::X => Quat::IDENTITY,
        Along::Y => Quat::from_rotation_z(FRAC_PI_2),
        Along::Z => Quat::from_rotation_y(-FRAC_PI_2),
    };
    turned(&profile, 40).rotated_by(turn).translated_by(at)
}

/// The shells of links 1 to 6 and of the gripper's palm, in the frames 1 to 7.
#[must_use]
pub fn shells() -> [Shells; 7] {
    let none = Vec3::ZERO;
    let (shoulder, elbow) = (TUBES[0].1.with_z(0.0), TUBES[1].1.with_z(0.0));
    [
        Shells {
            housing: joined([round(Along::Y, none, -0.09, 0.06, 0.066), round(Along::Z, none, -0.05, 0.068, 0.064)]),
            caps: joined([round(Along::Z, none, -0.066, -0.04, 0.058), round(Along::Y, none, -0.102, -0.088, 0.07)]),
        },
        Shells {
            housing: joined([
                round(Along::Z, shoulder, 0.072, 0.2, 0.062),
                round(Along::X, none.with_z(UPPER_Z), 0.02, 0.405, 0.05),
                round(Along::Z, none, 0.07, 0.2, 0.056),
            ]),
            caps: joined([round(Along::Z, shoulder, 0.19, 0.214, 0.056), round(Along::Z, none, 0.19, 0.212, 0.05)]),
        },
        Shells {
            housing: joined([
                round(Along::Z, elbow, -0.05, 0.066, 0.054),
                round(Along::X, none.with_z(FORE_Z), 0.01, 0.38, 0.039),
                round(Along::Z, none, -0.04, 0.07, 0.04),
            ]),
            caps: joined([round(Along::Z, elbow, -0.064, -0.04, 0.048), round(Along::Z, none, -0.054, -0.03, 0.035)]),
        },
        Shells {
            housing: joined([round(Along::Y, none, -0.06, 0.045, 0.04), round(Along::Z, none, -0.02, 0.056, 0.04)]),
            caps: round(Along::Y, none, 0.036, 0.056, 0.035),
        },
        Shells {
            housing: joined([round(Along::Y, none, -0.045, 0.042, 0.04), round(Along::Z, none, -0.02, 0.056, 0.04)]),
            caps: round(Along::Y, none, -0.056, -0.036, 0.035),
        },
        Shells {
            housing: round(Along::Z, none, -0.042, -0.006, 0.038),
            caps: round(Along::Z, none, -0.012, 0.002, 0.034),
        },
        Shells {
            housing: joined([
                block_at([0.1, 0.062, 0.05], 0.012, [0.0, 0.0, -0.092]),
                block_at([0.15, 0.034, 0.02], 0.006, [0.0, 0.0, -0.064]),
            ]),
            caps: round(Along::Z, none, -0.152, -0.112, 0.034),
        },
    ]
}

/// A finger, its inner face at x = 0.
#[must_use]
pub fn finger() -> Mesh {
    joined([
        block_at([0.014, 0.03, 0.085], 0.004, [0.007, 0.0, -0.02]),
        block_at([0.006, 0.034, 0.04], 0.002, [0.002, 0.0, 0.002]),
    ])
}
