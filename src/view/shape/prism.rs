//! Side profiles cut out and given width: the bodies of vehicles.

use bevy::prelude::*;

use super::Clay;

/// Extrudes a convex-enough outline of (x, y) points, counter-clockwise, to `width` along z, its sides
/// drawn in by `bevel`. Fans fill the sides from their centre.
#[must_use]
pub fn prism(outline: &[(f32, f32)], width: f32, bevel: f32) -> Mesh {
    let points: Vec<Vec2> = outline.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
    let centre = points.iter().sum::<Vec2>() / points.len() as f32;
    let inset: Vec<Vec2> = points.iter().map(|point| *point - (*point - centre).normalize_or_zero() * bevel).collect();
    let half = width / 2.0;
    let mut clay = Clay::default();
    band(&mut clay, &points, &points, -(half - bevel), half - bevel);
    band(&mut clay, &points, &inset, half - bevel, half);
    band(&mut clay, &inset, &points, -half, -(half - bevel));
    for side in [-1.0, 1.0] {
        cap(&mut clay, &inset, centre, side * half, side);
    }
    clay.mesh()
}

fn band(clay: &mut Clay, near: &[Vec2], far: &[Vec2], near_z: f32, far_z: f32) {
    let count = near.len();
    for index in 0..count {
        let next = (index + 1) % count;
        let corners =
            [near[index].extend(near_z), near[next].extend(near_z), far[next].extend(far_z), far[index].extend(far_z)];
        let normal = (corners[1] - corners[0]).cross(corners[3] - corners[0]);
        let at = corners.map(|corner| clay.vertex(corner, normal));
        clay.quad(at[0], at[1], at[2], at[3]);
    }
}

fn cap(clay: &mut Clay, outline: &[Vec2], centre: Vec2, z: f32, side: f32) {
    let hub = clay.vertex(centre.extend(z), Vec3::Z * side);
    let rim: Vec<u32> = outline.iter().map(|point| clay.vertex(point.extend(z), Vec3::Z * side)).collect();
    for index in 0..rim.len() {
        let next = (index + 1) % rim.len();
        if side > 0.0 {
            clay.indices.extend([hub, rim[index], rim[next]]);
        } else {
            clay.indices.extend([hub, rim[next], rim[index]]);
        }
    }
}
