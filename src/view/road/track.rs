//! The road: an oval of two straights and two bends, with kerbs and lane markings.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;

use crate::core::device::vehicle::{RADIUS_M, STRAIGHT_M, WIDTH_M};

use super::super::material::{Materials, Surface};

/// Heights above the floor: road, then what is painted on it.
const ROAD_HEIGHT: f32 = 0.03;
const PAINT_HEIGHT: f32 = 0.045;

/// A dash of the middle line and the gap after it, in metres.
const DASH_M: (f32, f32) = (2.0, 2.6);

/// Width of a painted line, in metres.
const LINE_M: f32 = 0.16;

/// Spawns the road.
pub fn spawn(commands: &mut Commands, meshes: &mut Assets<Mesh>, materials: &Materials) -> Vec<Entity> {
    let half = WIDTH_M as f32 / 2.0;
    let whole = length();
    let asphalt = band(-half, half, &[(0.0, whole)], ROAD_HEIGHT);
    let edge = half - 0.35;
    let mut paint = band(edge - LINE_M, edge, &[(0.0, whole)], PAINT_HEIGHT);
    let dashes = (whole / (DASH_M.0 + DASH_M.1)).round();
    let pitch = whole / dashes;
    let spans: Vec<(f32, f32)> = (0..dashes as u32).map(|dash| (dash as f32 * pitch, dash as f32 * pitch + DASH_M.0)).collect();
    for part in [band(-edge, -edge + LINE_M, &[(0.0, whole)], PAINT_HEIGHT), band(-LINE_M / 2.0, LINE_M / 2.0, &spans, PAINT_HEIGHT)] {
        if let Err(error) = paint.merge(&part) {
            debug_assert!(false, "bands have the same attributes: {error}");
        }
    }
    [(asphalt, Surface::Asphalt), (paint, Surface::Marking)]
        .map(|(mesh, surface)| {
            commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::default())).id()
        })
        .to_vec()
}

fn length() -> f32 {
    (2.0 * STRAIGHT_M) as f32 + std::f32::consts::TAU * RADIUS_M as f32
}

/// The point of the centre line at a distance along it, and the unit vector outwards.
fn centre_line(along: f32) -> (Vec2, Vec2) {
    let (straight, radius) = (STRAIGHT_M as f32, RADIUS_M as f32);
    let bend = std::f32::consts::PI * radius;
    let along = along.rem_euclid(length());
    let (end, into_bend, first) = if along < straight {
        return (Vec2::new(along - straight / 2.0, -radius), Vec2::NEG_Y);
    } else if along < straight + bend {
        (straight / 2.0, along - straight, -std::f32::consts::FRAC_PI_2)
    } else if along < 2.0 * straight + bend {
        return (Vec2::new(straight / 2.0 - (along - straight - bend), radius), Vec2::Y);
    } else {
        (-straight / 2.0, along - 2.0 * straight - bend, std::f32::consts::FRAC_PI_2)
    };
    let outward = Vec2::from_angle(first + into_bend / radius);
    (Vec2::new(end, 0.0) + outward * radius, outward)
}

/// A band along the road between two distances from its centre line, over the given stretches.
fn band(inner: f32, outer: f32, stretches: &[(f32, f32)], height: f32) -> Mesh {
    let mut positions: Vec<[f32; 3]> = Vec::new();
    let mut indices = Vec::new();
    for (from, to) in stretches {
        let steps = ((to - from) / 0.5).ceil().max(1.0) as u32;
        for step in 0..=steps {
            let (centre, outward) = centre_line(from + (to - from) * step as f32 / steps as f32);
            for reach in [inner, outer] {
                let at = centre + outward * reach;
                positions.push([at.x, height, -at.y]);
            }
            if step > 0 {
                let at = positions.len() as u32 - 4;
                indices.extend([at, at + 1, at + 3, at, at + 3, at + 2]);
            }
        }
    }
    let normals = vec![[0.0, 1.0, 0.0]; positions.len()];
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, normals)
        .with_inserted_indices(Indices::U32(indices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_centre_line_is_closed_and_has_no_jumps() {
        let steps = 2000;
        for step in 0..steps {
            let at = |step: i32| centre_line(length() * step as f32 / steps as f32).0;
            assert!(at(step).distance(at(step + 1)) < 1.01 * length() / steps as f32);
        }
    }
}
