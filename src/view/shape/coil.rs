//! Coil springs of unit length along y, to be stretched by their owner.

use std::f32::consts::TAU;

use bevy::prelude::*;

use super::Clay;

/// A spring from y = 0 to y = 1 with the given number of turns.
#[must_use]
pub fn coil(radius: f32, wire: f32, turns: f32) -> Mesh {
    const AROUND: u32 = 8;
    let along = (turns * 20.0) as u32;
    let mut clay = Clay::default();
    for step in 0..=along {
        let share = step as f32 / along as f32;
        let (sin, cos) = (TAU * turns * share).sin_cos();
        let outward = Vec3::new(cos, 0.0, sin);
        let centre = outward * radius + Vec3::Y * share;
        for side in 0..AROUND {
            let (lift, reach) = (TAU * side as f32 / AROUND as f32).sin_cos();
            let normal = outward * reach + Vec3::Y * lift;
            clay.vertex(centre + normal * wire, normal);
        }
    }
    for step in 0..along {
        for side in 0..AROUND {
            let (here, next) = (step * AROUND, (step + 1) * AROUND);
            let other = (side + 1) % AROUND;
            clay.quad(here + side, here + other, next + other, next + side);
        }
    }
    clay.mesh()
}
