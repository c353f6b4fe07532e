//! What is behind everything: a gradient, a floor that fades into it, a quiet grid.

use bevy::camera::visibility::NoFrustumCulling;
use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::lab::theme::Rgb;
use crate::lab::{Lab, ThemeKind};

use super::camera::{Eye, Rig};
use super::ink::{Ink, Sheet, Stroke};
use super::paint::{colour, linear, mixed};
use super::place::Layout;
use super::shape::faded_disc;

/// The gradient, which stays behind everything wherever the camera goes.
#[derive(Component)]
pub struct Sky;

/// The floor.
#[derive(Component)]
pub struct Floor;

/// Spawns gradient and floor.
pub fn build(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    let unlit = StandardMaterial { unlit: true, cull_mode: None, fog_enabled: false, ..default() };
    commands.spawn((
        Sky,
        Mesh3d(meshes.add(faded_disc(&[(0.0, 1.0), (1.0, 1.0)], LinearRgba::WHITE))),
        MeshMaterial3d(materials.add(unlit)),
        NoFrustumCulling,
        NotShadowCaster,
        NotShadowReceiver,
    ));
    let matt = StandardMaterial {
        alpha_mode: AlphaMode::Blend,
        perceptual_roughness: 0.95,
        reflectance: 0.15,
        depth_bias: -1000.0,
        ..default()
    };
    let rings = [(0.0, 0.92), (0.35, 0.85), (0.6, 0.5), (0.8, 0.18), (1.0, 0.0)];
    commands.spawn((
        Floor,
        Mesh3d(meshes.add(faded_disc(&rings, LinearRgba::WHITE))),
        MeshMaterial3d(materials.add(matt)),
        NotShadowCaster,
        Transform::from_xyz(0.0, -0.002, 0.0),
    ));
}

/// Recolours gradient and floor with the theme.
pub fn recolour(
    lab: Res<Lab>,
    mut shown: Local<Option<ThemeKind>>,
    sky: Query<&Mesh3d, With<Sky>>,
    floor: Query<&MeshMaterial3d<StandardMaterial>, With<Floor>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
    mut clear: ResMut<ClearColor>,
) {
    if *shown == Some(lab.theme) {
        return;
    }
    *shown = Some(lab.theme);
    let theme = lab.theme.tokens();
    clear.0 = colour(theme.ground_edge);
    for handle in &sky {
        if let Some(mut mesh) = meshes.get_mut(&handle.0) {
            *mesh = gradient(theme.ground_centre, theme.ground_edge);
        }
    }
    for handle in &floor {
        if let Some(mut material) = materials.get_mut(&handle.0) {
            material.base_color = colour(theme.surfaces.floor);
        }
    }
}

fn gradient(centre: Rgb, edge: Rgb) -> Mesh {
    let rings: Vec<(f32, f32)> = (0..=24).map(|step| (step as f32 / 24.0, 1.0)).collect();
    let mut mesh = faded_disc(&rings, LinearRgba::WHITE);
    let around = mesh.count_vertices() / rings.len();
    let colours: Vec<[f32; 4]> = (0..mesh.count_vertices())
        .map(|vertex| {
            let share = (vertex / around) as f32 / (rings.len() - 1) as f32;
            linear(mixed(centre, edge, share * share * (3.0 - 2.0 * share))).to_f32_array()
        })
        .collect();
    mesh.insert_attribute(Mesh::ATTRIBUTE_COLOR, colours);
    mesh
}

/// Keeps the gradient behind everything, filling the picture.
pub fn follow_eye(eye: Res<Eye>, rig: Res<Rig>, mut sky: Query<&mut Transform, With<Sky>>) {
    let depth = (rig.pose.distance * 5.0).max(240.0);
    let middle = eye.position + eye.forward * depth;
    // The gradient is as wide as the picture, wherever the lens is shifted.
    let reach = eye.size_px.length() * eye.world_per_px(middle) * 0.62;
    for mut transform in &mut sky {
        *transform = Transform::from_translation(middle)
            .with_rotation(Quat::from_mat3(&Mat3::from_cols(eye.right, -eye.forward, -eye.up)))
            .with_scale(Vec3::splat(reach));
    }
}

/// Draws the grid and sizes the floor to the scene.
pub fn draw_floor(
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    mut ink: ResMut<Ink>,
    mut floor: Query<&mut Transform, With<Floor>>,
) {
    let step = if layout.road { 4.0 } else { layout.unit() };
    let lines = if layout.road { 16 } else { 11 };
    let reach = step * lines as f32;
    for mut transform in &mut floor {
        transform.scale = Vec3::new(reach * 1.25, 1.0, reach * 1.25);
    }
    let theme = lab.theme.tokens();
    let centre = Vec3::new(layout.subject.centre().x, 0.0, 0.0);
    let strength = match lab.theme {
        ThemeKind::Dark => 0.34,
        ThemeKind::Projector => 0.45,
    };
    for line in -lines..=lines {
        let across = step * line as f32;
        for along_x in [true, false] {
            let at = |along: f32| {
                centre + if along_x { Vec3::new(along, 0.0, across) } else { Vec3::new(across, 0.0, along) }
            };
            for cell in -lines..lines {
                let (from, to) = (at(step * cell as f32), at(step * (cell + 1) as f32));
                let fade = |point: Vec3| (1.0 - point.distance(centre) / reach).max(0.0).powf(1.5) * strength;
                if fade(from).max(fade(to)) > 0.01 {
                    let stroke = Stroke::plain(1.0, linear(theme.surfaces.grid));
                    ink.fading(&eye, Sheet::Floor, &[from, to], stroke, fade(from), fade(to));
                }
            }
        }
    }
}
