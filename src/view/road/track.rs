//! The road: an oval of two straights and two bends, with kerbs and lane markings.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;

use crate::core::device::vehicle::road;

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
    let half = road::WIDTH_M as f32 / 2.0;
    let whole = road::LENGTH_M as f32;
    let asphalt = band(-half, half, &[(0.0, whole)], ROAD_HEIGHT);
    let edge = half - 0.35;
    let mut paint = band(edge - LINE_M, edge, &[(0.0, whole)], PAINT_HEIGHT);
    let dashes = (whole / (DASH_M.0 + DASH_M.1)).round();
    let pitch = whole / dashes;
    let spans: Vec<(f32, f32)> =
        (0..dashes as u32).map(|dash| (dash as f32 * pitch, dash as f32 * pitch + DASH_M.0)).collect();
    for part in [
        band(-edge, -edge + LINE_M, &[(0.0, whole)], PAINT_HEIGHT),
        band(-LINE_M / 2.0, LINE_M / 2.0, &spans, PAINT_HEIGHT),
    ] {
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

/// The point of the centre line at a station, and the unit vector outwards: to the right of the traffic.
fn centre_line(station_m: f32) -> (Vec2, Vec2) {
    let place = road::place(f64::from(station_m));
    let ahead = Vec2::from_angle(place.heading_rad as f32);
    (Vec2::new(place.x_m as f32, place.y_m as f32), -ahead.perp())
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
