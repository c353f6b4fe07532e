//! Procedural meshes: everything in the picture is turned, bent or cut here, nothing is loaded.

mod block;
mod coil;
mod prism;
mod turned;

pub use block::{block, block_at};
pub use coil::coil;
pub use prism::prism;
pub use turned::{ring_tube, turned};

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, Mesh, PrimitiveTopology};
use bevy::prelude::*;

/// Vertices on their way to a mesh.
#[derive(Default)]
pub(super) struct Clay {
    pub positions: Vec<[f32; 3]>,
    pub normals: Vec<[f32; 3]>,
    pub indices: Vec<u32>,
}

impl Clay {
    pub fn vertex(&mut self, position: Vec3, normal: Vec3) -> u32 {
        self.positions.push(position.to_array());
        self.normals.push(normal.normalize_or(Vec3::Y).to_array());
        self.positions.len() as u32 - 1
    }

    pub fn quad(&mut self, a: u32, b: u32, c: u32, d: u32) {
        self.indices.extend([a, b, c, a, c, d]);
    }

    pub fn mesh(self) -> Mesh {
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, self.normals)
            .with_inserted_indices(Indices::U32(self.indices))
    }
}

/// Several meshes as one. All are made by this module, so their attributes agree.
#[must_use]
pub fn joined(parts: impl IntoIterator<Item = Mesh>) -> Mesh {
    let mut whole = Clay::default().mesh();
    for part in parts {
        if let Err(error) = whole.merge(&part) {
            debug_assert!(false, "parts of one body have the same attributes: {error}");
        }
    }
    whole
}

/// A mesh moved to its place in a body.
#[must_use]
pub fn moved(mesh: Mesh, x: f32, y: f32, z: f32) -> Mesh {
    mesh.translated_by(Vec3::new(x, y, z))
}

/// A flat fan in the XZ plane whose vertex colours run from `centre` to `edge`: shadows and fading floors.
#[must_use]
pub fn faded_disc(rings: &[(f32, f32)], colour: LinearRgba) -> Mesh {
    const SEGMENTS: u32 = 64;
    let mut clay = Clay::default();
    let mut colours = Vec::new();
    for (radius, alpha) in rings {
        for step in 0..SEGMENTS {
            let angle = std::f32::consts::TAU * step as f32 / SEGMENTS as f32;
            clay.vertex(Vec3::new(radius * angle.cos(), 0.0, radius * angle.sin()), Vec3::Y);
            colours.push([colour.red, colour.green, colour.blue, *alpha]);
        }
    }
    for ring in 0..rings.len() as u32 - 1 {
        for step in 0..SEGMENTS {
            let next = (step + 1) % SEGMENTS;
            let (inner, outer) = (ring * SEGMENTS, (ring + 1) * SEGMENTS);
            clay.quad(inner + step, inner + next, outer + next, outer + step);
        }
    }
    clay.mesh().with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, colours)
}
