//! The people: simple figures that sit at their desks while they are there.

use std::f32::consts::{FRAC_PI_2, PI};

use bevy::prelude::*;

use super::super::shape::{block_at, joined, turned};

/// Seats in a row, and rows.
const ROW: usize = 5;
const SEAT_Z: [f32; 2] = [-0.85, 0.45];

/// Where people sit, those who come first at the front.
pub fn seats() -> impl Iterator<Item = Vec3> {
    (0..2 * ROW).map(|seat| {
        // People spread out: every second seat first.
        let place = (2 * seat) % ROW;
        Vec3::new(-1.72 + 0.74 * place as f32, 0.0, SEAT_Z[(seat + 1) % 2])
    })
}

fn upright(profile: &[(f32, f32)]) -> Mesh {
    turned(profile, 28).rotated_by(Quat::from_rotation_z(FRAC_PI_2))
}

/// Torso, arms and legs of somebody who sits.
#[must_use]
pub fn clothes() -> Mesh {
    let torso = [(0.47, 0.0), (0.47, 0.13), (0.6, 0.125), (0.78, 0.15), (0.86, 0.12), (0.9, 0.05), (0.9, 0.0)];
    joined([
        upright(&torso).scaled_by(Vec3::new(1.1, 1.0, 0.8)),
        block_at([0.11, 0.11, 0.36], 0.05, [-0.08, 0.52, 0.16]),
        block_at([0.11, 0.11, 0.36], 0.05, [0.08, 0.52, 0.16]),
        block_at([0.09, 0.38, 0.1], 0.04, [-0.08, 0.32, 0.3]),
        block_at([0.09, 0.38, 0.1], 0.04, [0.08, 0.32, 0.3]),
        block_at([0.07, 0.08, 0.3], 0.035, [-0.17, 0.7, 0.14]),
        block_at([0.07, 0.08, 0.3], 0.035, [0.17, 0.7, 0.14]),
    ])
}

/// Head and hands.
#[must_use]
pub fn skin() -> Mesh {
    let ball: Vec<(f32, f32)> = (0..=10)
        .map(|step| {
            let (sin, cos) = (PI * step as f32 / 10.0).sin_cos();
            (1.04 - 0.13 * cos, 0.11 * sin)
        })
        .collect();
    joined([
        upright(&ball),
        block_at([0.07, 0.1, 0.07], 0.03, [0.0, 0.91, 0.0]),
        block_at([0.06, 0.05, 0.08], 0.02, [-0.17, 0.7, 0.31]),
        block_at([0.06, 0.05, 0.08], 0.02, [0.17, 0.7, 0.31]),
    ])
}
