//! The studio that metal mirrors: a cube map computed here, softer mip by mip as rough surfaces see it.

use bevy::asset::RenderAssetUsages;
use bevy::image::Image;
use bevy::prelude::*;
use bevy::render::render_resource::{
    Extent3d, TextureDimension, TextureFormat, TextureViewDescriptor, TextureViewDimension,
};

use crate::lab::theme::Lights;

use super::paint::linear;

/// Edge of the sharpest cube face, in texels.
const EDGE: u32 = 64;

/// Where a softbox hangs, how large it is (radians, half width and half height) and how bright.
struct Softbox {
    towards: Vec3,
    half: Vec2,
    brightness: f32,
}

const SOFTBOXES: [Softbox; 5] = [
    Softbox { towards: Vec3::new(0.72, 0.12, -0.68), half: Vec2::new(0.3, 0.42), brightness: 1.5 },
    Softbox { towards: Vec3::new(-0.5, 0.75, 0.6), half: Vec2::new(0.55, 0.22), brightness: 2.6 },
    Softbox { towards: Vec3::new(0.9, 0.35, 0.5), half: Vec2::new(0.16, 0.55), brightness: 1.7 },
    Softbox { towards: Vec3::new(0.3, 0.25, -1.0), half: Vec2::new(0.7, 0.10), brightness: 1.8 },
    Softbox { towards: Vec3::new(-1.0, 0.1, -0.2), half: Vec2::new(0.2, 0.4), brightness: 0.9 },
];

/// The diffuse and the specular map of the studio; `gloss` brightens what is mirrored of its softboxes.
#[must_use]
pub fn maps(lights: &Lights, gloss: f32) -> (Image, Image) {
    (cube(lights, 16, &[1.0], 1.0), cube(lights, EDGE, &[0.03, 0.12, 0.25, 0.42, 0.6, 0.8, 1.0], gloss))
}

fn cube(lights: &Lights, edge: u32, blurs: &[f32], gloss: f32) -> Image {
    let mut data = Vec::new();
    for face in 0..6 {
        for (mip, blur) in blurs.iter().enumerate() {
            let size = (edge >> mip).max(1);
            for row in 0..size {
                for column in 0..size {
                    let u = 2.0 * (column as f32 + 0.5) / size as f32 - 1.0;
                    let v = 2.0 * (row as f32 + 0.5) / size as f32 - 1.0;
                    let light = radiance(lights, direction(face, u, v), *blur, gloss);
                    data.extend(shared_exponent(light).to_le_bytes());
                }
            }
        }
    }
    let size = Extent3d { width: edge, height: edge, depth_or_array_layers: 6 };
    let mut image =
        Image::new_uninit(size, TextureDimension::D2, TextureFormat::Rgb9e5Ufloat, RenderAssetUsages::RENDER_WORLD);
    image.data = Some(data);
    image.texture_descriptor.mip_level_count = blurs.len() as u32;
    image.texture_view_descriptor =
        Some(TextureViewDescriptor { dimension: Some(TextureViewDimension::Cube), ..default() });
    image
}

/// The direction of a cube map texel, in the order and orientation that graphics interfaces share.
fn direction(face: u32, u: f32, v: f32) -> Vec3 {
    match face {
        0 => Vec3::new(1.0, -v, -u),
        1 => Vec3::new(-1.0, -v, u),
        2 => Vec3::new(u, 1.0, v),
        3 => Vec3::new(u, -1.0, -v),
        4 => Vec3::new(u, -v, 1.0),
        _ => Vec3::new(-u, -v, -1.0),
    }
    .normalize()
}

/// Light from a direction, as a surface that blurs by `blur` (0 mirror, 1 matt) sees it.
fn radiance(lights: &Lights, towards: Vec3, blur: f32, gloss: f32) -> Vec3 {
    let tint = |rgb| linear(rgb).to_vec3();
    let (sky, horizon, ground) = (tint(lights.sky), tint(lights.horizon), tint(lights.ground));
    let soft = 0.12 + 0.75 * blur;
    let above = smoothstep(-soft, soft, towards.y);
    let high = smoothstep(0.0, 0.9, towards.y.max(0.0));
    let mut light = ground.lerp(horizon.lerp(sky, high), above);
    for softbox in &SOFTBOXES {
        let forward = softbox.towards.normalize();
        let right = Vec3::Y.cross(forward).normalize_or(Vec3::X);
        let up = forward.cross(right);
        let depth = towards.dot(forward);
        if depth <= 0.0 {
            continue;
        }
        let offset = Vec2::new(towards.dot(right), towards.dot(up)).abs() / depth.max(0.05);
        let edge = 0.04 + 1.1 * blur;
        let cover = |offset: f32, half: f32| 1.0 - smoothstep(half - edge * 0.5, half + edge, offset);
        let area = softbox.half.x * softbox.half.y;
        // What blurs wider sees the same light spread thinner.
        let spread = area / (area + 0.5 * blur * blur);
        let share = cover(offset.x, softbox.half.x) * cover(offset.y, softbox.half.y);
        light += tint(lights.softbox) * softbox.brightness * gloss * share * spread.max(0.04);
    }
    light
}

fn smoothstep(low: f32, high: f32, value: f32) -> f32 {
    let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

/// Packs a colour into 9 bits a channel with a shared 5 bit exponent (OpenGL 4.6, section 8.5.2).
fn shared_exponent(light: Vec3) -> u32 {
    let peak = light.max_element().clamp(1e-5, 65408.0);
    let exponent = peak.log2().floor().max(-16.0) + 16.0;
    let scale = (exponent - 24.0).exp2();
    let channel = |value: f32| ((value / scale).round().clamp(0.0, 511.0)) as u32;
    channel(light.x) | channel(light.y) << 9 | channel(light.z) << 18 | (exponent as u32) << 27
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_light_unpacks_to_itself() {
        for light in [Vec3::new(0.5, 0.25, 1.0), Vec3::new(2.6, 0.01, 0.3)] {
            let bits = shared_exponent(light);
            let scale = ((bits >> 27) as f32 - 24.0).exp2();
            let back = Vec3::new((bits & 511) as f32, (bits >> 9 & 511) as f32, (bits >> 18 & 511) as f32) * scale;
            assert!((back - light).abs().max_element() < 0.01, "{light} became {back}");
        }
    }
}
