//! Boxes with rounded edges: housings, plates, chips.

use bevy::prelude::*;

use super::Clay;

/// Steps of the rounding along each edge.
const ROUND_STEPS: usize = 4;

/// A box of full size `size` centred at the origin, its edges rounded by `radius`.
#[must_use]
pub fn block(size: Vec3, radius: f32) -> Mesh {
    let half = size / 2.0;
    let radius = radius.min(half.min_element());
    let inner = half - Vec3::splat(radius);
    let mut clay = Clay::default();
    for axis in 0..3 {
        for sign in [-1.0, 1.0] {
            face(&mut clay, axis, sign, half, inner, radius);
        }
    }
    clay.mesh()
}

/// A rounded box at a place.
#[must_use]
pub fn block_at(size: [f32; 3], radius: f32, at: [f32; 3]) -> Mesh {
    block(Vec3::from_array(size), radius).translated_by(Vec3::from_array(at))
}

fn face(clay: &mut Clay, axis: usize, sign: f32, half: Vec3, inner: Vec3, radius: f32) {
    let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
    let (us, vs) = (stations(half[u], inner[u]), stations(half[v], inner[v]));
    let base = clay.positions.len() as u32;
    for y in &vs {
        for x in &us {
            let mut surface = Vec3::ZERO;
            surface[axis] = sign * half[axis];
            surface[u] = *x;
            surface[v] = *y;
            let core = surface.clamp(-inner, inner);
            let normal = (surface - core).normalize_or(Vec3::Y);
            clay.vertex(core + normal * radius, normal);
        }
    }
    let width = us.len() as u32;
    for row in 0..vs.len() as u32 - 1 {
        for column in 0..width - 1 {
            let at = base + row * width + column;
            if sign > 0.0 {
                clay.quad(at, at + 1, at + width + 1, at + width);
            } else {
                clay.quad(at, at + width, at + width + 1, at + 1);
            }
        }
    }
}

/// Where a face is cut along one direction: densely in the rounding, not at all between.
fn stations(half: f32, inner: f32) -> Vec<f32> {
    let round = |step: usize| {
        // Equal angles of the final arc: a point at tan(angle) of the rounding lands at that angle.
        let angle = std::f32::consts::FRAC_PI_4 * step as f32 / ROUND_STEPS as f32;
        inner + (half - inner) * angle.tan()
    };
    let upper: Vec<f32> = (0..=ROUND_STEPS).map(round).collect();
    upper.iter().rev().map(|value| -value).chain(upper.iter().copied()).collect()
}
