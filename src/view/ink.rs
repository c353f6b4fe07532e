//! Lines in the scene: ribbons that face the camera, a given number of pixels wide, rebuilt every frame.
//!
//! Everything drawn with lines goes through here: rims and spokes of ghosts, the wire, error lines, the
//! floor grid. Three sheets, drawn one after another: on the floor, solid in the scene, and sheer over it.

use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::NoFrustumCulling;
use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;

use crate::lab::theme::LineStyle;

use super::camera::Eye;
use super::dash;

/// Which sheet a line is drawn on.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// On the floor, under everything translucent.
    Floor,
    /// Opaque; its colour's alpha is ignored.
    Solid,
    /// Translucent, over other translucent things.
    Sheer,
}

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    /// Width in logical pixels.
    pub width_px: f32,
    /// Colour and opacity.
    pub colour: LinearRgba,
    /// Line style.
    pub style: LineStyle,
    /// Length of the longest dash, in units of the scene.
    pub dash: f32,
}

/// What has been drawn this frame.
#[derive(Resource, Default)]
pub struct Ink {
    sheets: [Sheetful; 3],
}

#[derive(Default)]
struct Sheetful {
    positions: Vec<[f32; 3]>,
    colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl Stroke {
    /// An unbroken line.
    #[must_use]
    pub fn plain(width_px: f32, colour: LinearRgba) -> Self {
        Self { width_px, colour, style: LineStyle::Solid, dash: 1.0 }
    }
}

impl Ink {
    /// Draws a line through points.
    pub fn line(&mut self, eye: &Eye, sheet: Sheet, points: &[Vec3], stroke: Stroke) {
        match stroke.style {
            LineStyle::Solid => self.ribbon(eye, sheet, points, stroke, 0.0),
            LineStyle::Double => {
                let half = Stroke { width_px: stroke.width_px * 0.55, ..stroke };
                self.ribbon(eye, sheet, points, half, stroke.width_px);
                self.ribbon(eye, sheet, points, half, -stroke.width_px);
            }
            _ => {
                for piece in dash::cut(points, stroke.style, stroke.dash) {
                    self.ribbon(eye, sheet, &piece, stroke, 0.0);
                }
            }
        }
    }

    /// Draws a line whose opacity runs from `from` to `to`.
    pub fn fading(&mut self, eye: &Eye, sheet: Sheet, points: &[Vec3], stroke: Stroke, from: f32, to: f32) {
        let before = self.sheets[sheet as usize].colours.len();
        self.ribbon(eye, sheet, points, stroke, 0.0);
        let drawn = &mut self.sheets[sheet as usize].colours[before..];
        let last = (drawn.len() as f32 - 1.0).max(1.0);
        for (index, colour) in drawn.iter_mut().enumerate() {
            colour[3] *= from + (to - from) * index as f32 / last;
        }
    }

    /// Draws a circle about `centre` in the plane of two unit vectors.
    pub fn circle(&mut self, eye: &Eye, sheet: Sheet, centre: Vec3, axes: (Vec3, Vec3), stroke: Stroke) {
        let points: Vec<Vec3> = (0..=72)
            .map(|step| {
                let (sin, cos) = (std::f32::consts::TAU * step as f32 / 72.0).sin_cos();
                centre + axes.0 * cos + axes.1 * sin
            })
            .collect();
        self.line(eye, sheet, &points, stroke);
    }

    /// Draws a cross of half size `reach_px` that faces the camera.
    pub fn cross(&mut self, eye: &Eye, sheet: Sheet, at: Vec3, reach_px: f32, stroke: Stroke) {
        let reach = reach_px * eye.world_per_px(at);
        for diagonal in [eye.right + eye.up, eye.right - eye.up] {
            self.ribbon(eye, sheet, &[at - diagonal * reach * 0.7, at + diagonal * reach * 0.7], stroke, 0.0);
        }
    }

    /// Draws a ring of radius `reach_px` that faces the camera.
    pub fn ring(&mut self, eye: &Eye, sheet: Sheet, at: Vec3, reach_px: f32, stroke: Stroke) {
        let reach = reach_px * eye.world_per_px(at);
        self.circle(eye, sheet, at, (eye.right * reach, eye.up * reach), stroke);
    }

    /// Draws a filled disc that faces the camera, `lift` nearer to it than its place.
    pub fn dot(&mut self, eye: &Eye, at: Vec3, radius: f32, colour: LinearRgba, lift: f32) {
        self.polygon(eye, at, radius, 20, colour, lift);
    }

    /// Draws a filled regular polygon that faces the camera and stands on a corner if it has an even number of them, else
    /// points up; `lift` nearer to the camera than its place.
    pub fn polygon(&mut self, eye: &Eye, at: Vec3, radius: f32, sides: u32, colour: LinearRgba, lift: f32) {
        let page = &mut self.sheets[Sheet::Solid as usize];
        let base = page.positions.len() as u32;
        let middle = at - eye.forward * lift;
        for side in 0..sides {
            let (sin, cos) = (std::f32::consts::TAU * side as f32 / sides as f32).sin_cos();
            page.positions.push((middle + (eye.up * cos - eye.right * sin) * radius).to_array());
            page.colours.push(colour.to_f32_array());
        }
        for side in 1..sides - 1 {
            page.indices.extend([base, base + side, base + side + 1]);
        }
    }

    fn ribbon(&mut self, eye: &Eye, sheet: Sheet, points: &[Vec3], stroke: Stroke, offset_px: f32) {
        if points.len() < 2 {
            return;
        }
        let page = &mut self.sheets[sheet as usize];
        let base = page.positions.len() as u32;
        let colour = stroke.colour.to_f32_array();
        for (index, point) in points.iter().enumerate() {
            let before = points[index.saturating_sub(1)];
            let after = points[(index + 1).min(points.len() - 1)];
            let side = (after - before).cross(eye.position - *point).normalize_or_zero();
            let px = eye.world_per_px(*point);
            let middle = *point + side * offset_px * px;
            let half = side * 0.5 * stroke.width_px * px;
            page.positions.extend([(middle - half).to_array(), (middle + half).to_array()]);
            page.colours.extend([colour, colour]);
        }
        for index in 0..points.len() as u32 - 1 {
            let at = base + 2 * index;
            page.indices.extend([at, at + 1, at + 3, at, at + 3, at + 2]);
        }
    }
}

/// Lays out the three sheets.
pub fn lay_out(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    for sheet in [Sheet::Floor, Sheet::Solid, Sheet::Sheer] {
        let (alpha_mode, depth_bias) = match sheet {
            Sheet::Floor => (AlphaMode::Blend, -400.0),
            Sheet::Solid => (AlphaMode::Opaque, 0.0),
            Sheet::Sheer => (AlphaMode::Blend, 400.0),
        };
        let material =
            StandardMaterial { unlit: true, alpha_mode, depth_bias, cull_mode: None, fog_enabled: false, ..default() };
        commands.spawn((
            sheet,
            Mesh3d(meshes.add(Sheetful::default().mesh())),
            MeshMaterial3d(materials.add(material)),
            NoFrustumCulling,
            NotShadowCaster,
            NotShadowReceiver,
        ));
    }
}

/// Hands what was drawn to the renderer, and clears the sheets for the next frame.
pub fn publish(mut ink: ResMut<Ink>, sheets: Query<(&Sheet, &Mesh3d)>, mut meshes: ResMut<Assets<Mesh>>) {
    for (sheet, handle) in &sheets {
        let page = std::mem::take(&mut ink.sheets[*sheet as usize]);
        if let Some(mut mesh) = meshes.get_mut(&handle.0) {
            *mesh = page.mesh();
        }
    }
}

impl Sheetful {
    fn mesh(mut self) -> Mesh {
        if self.indices.is_empty() {
            // The renderer wants at least one triangle; this one has no area.
            self.positions = vec![[0.0; 3]; 3];
            self.colours = vec![[0.0; 4]; 3];
            self.indices = vec![0, 1, 2];
        }
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
            .with_inserted_indices(Indices::U32(self.indices))
    }
}
