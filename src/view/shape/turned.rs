//! Bodies of revolution about the x axis: shafts, discs, wheels, motors.

use std::f32::consts::TAU;

use bevy::prelude::*;

use super::Clay;

/// Edges flatter than this are smoothed, sharper ones kept.
const CREASE_COS: f32 = 0.87;

/// Turns a profile of (x, radius) points about the x axis. Points run in the direction that keeps the
/// body on their right: for a solid, from the axis at its low end outwards, along, and back to the axis.
#[must_use]
pub fn turned(profile: &[(f32, f32)], segments: u32) -> Mesh {
    let points: Vec<Vec2> = profile.iter().map(|(x, r)| Vec2::new(*x, *r)).collect();
    let normals: Vec<Vec2> = points.windows(2).map(|pair| (pair[1] - pair[0]).perp().normalize_or(Vec2::Y)).collect();
    let mut clay = Clay::default();
    for (index, pair) in points.windows(2).enumerate() {
        let own = normals[index];
        let blend = |other: Option<&Vec2>| match other {
            Some(other) if own.dot(*other) > CREASE_COS => (own + *other).normalize_or(own),
            _ => own,
        };
        let start = blend(index.checked_sub(1).and_then(|before| normals.get(before)));
        let end = blend(normals.get(index + 1));
        let base = clay.positions.len() as u32;
        for step in 0..=segments {
            let (sin, cos) = (TAU * step as f32 / segments as f32).sin_cos();
            for (point, normal) in [(pair[0], start), (pair[1], end)] {
                clay.vertex(
                    Vec3::new(point.x, point.y * cos, point.y * sin),
                    Vec3::new(normal.x, normal.y * cos, normal.y * sin),
                );
            }
        }
        for step in 0..segments {
            let at = base + 2 * step;
            clay.quad(at, at + 2, at + 3, at + 1);
        }
    }
    clay.mesh()
}

/// A torus about the x axis.
#[must_use]
pub fn ring_tube(radius: f32, thickness: f32, segments: u32) -> Mesh {
    let profile: Vec<(f32, f32)> = (0..=12)
        .map(|step| {
            let (sin, cos) = (TAU * step as f32 / 12.0).sin_cos();
            (-thickness * cos, radius + thickness * sin)
        })
        .collect();
    turned(&profile, segments)
}
