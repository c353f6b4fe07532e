//! Light: one warm key with soft shadows, one cool fill, a faint rim, and the studio all round.

use bevy::camera::Exposure;
use bevy::light::{CascadeShadowConfigBuilder, DirectionalLightShadowMap, EnvironmentMapLight};
use bevy::prelude::*;

use crate::lab::theme::Lights;
use crate::lab::{Lab, ThemeKind};

use super::camera::Eye;
use super::paint::colour;
use super::place::Layout;
use super::studio;

/// The luminance that the camera's exposure maps to full white.
pub const WHITE_NITS: f32 = 1000.0;

/// Edge of the shadow map: few texels make wide filters, and so soft shadows.
const SHADOW_TEXELS: usize = 1024;

/// Which of the three lamps.
#[derive(Component, Clone, Copy, PartialEq, Eq)]
pub enum Lamp {
    /// Warm, from high on the left, with shadows.
    Key,
    /// Cool, from the right.
    Fill,
    /// From behind, so that silhouettes part from the ground.
    Rim,
}

impl Lamp {
    const ALL: [Self; 3] = [Self::Key, Self::Fill, Self::Rim];

    fn shines_from(self) -> Vec3 {
        match self {
            Self::Key => Vec3::new(-3.2, 6.5, 4.2),
            Self::Fill => Vec3::new(6.0, 2.5, 3.5),
            Self::Rim => Vec3::new(2.5, 3.0, -7.0),
        }
    }

    fn lux(self, theme: ThemeKind) -> f32 {
        match (theme, self) {
            (ThemeKind::Dark, Self::Key) => 3000.0,
            (ThemeKind::Dark, Self::Fill) => 520.0,
            (ThemeKind::Dark, Self::Rim) => 1500.0,
            (ThemeKind::Projector, Self::Key) => 2000.0,
            (ThemeKind::Projector, Self::Fill) => 380.0,
            (ThemeKind::Projector, Self::Rim) => 700.0,
        }
    }

    fn tint(self, lights: &Lights) -> Color {
        colour(match self {
            Self::Key => lights.key,
            Self::Fill => lights.fill,
            Self::Rim => lights.rim,
        })
    }
}

/// Dark metal on a white ground needs brighter highlights to read as metal.
fn gloss(theme: ThemeKind) -> f32 {
    match theme {
        ThemeKind::Dark => 1.0,
        ThemeKind::Projector => 2.6,
    }
}

/// The exposure under which [`WHITE_NITS`] is white.
#[must_use]
pub fn exposure() -> Exposure {
    Exposure { ev100: (WHITE_NITS / 1.2).log2() }
}

/// Hangs the lamps.
pub fn hang(mut commands: Commands) {
    commands.insert_resource(DirectionalLightShadowMap { size: SHADOW_TEXELS });
    for lamp in Lamp::ALL {
        commands.spawn((
            lamp,
            DirectionalLight { shadow_maps_enabled: lamp == Lamp::Key, ..default() },
            Transform::from_translation(lamp.shines_from()).looking_at(Vec3::ZERO, Vec3::Y),
        ));
    }
}

/// Recolours lamps and studio with the theme, and fits the shadows to what is looked at.
pub fn follow(
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    mut shown: Local<Option<ThemeKind>>,
    mut fitted: Local<f32>,
    mut images: ResMut<Assets<Image>>,
    mut lamps: Query<(Entity, &Lamp, &mut DirectionalLight)>,
    cameras: Query<Entity, With<Camera3d>>,
    mut commands: Commands,
) {
    let reach = eye.position.distance(eye.target) + 1.6 * layout.radius();
    let refit = (reach / fitted.max(1e-3)).ln().abs() > 0.15;
    for (entity, lamp, mut light) in &mut lamps {
        if *shown != Some(lab.theme) {
            light.illuminance = lamp.lux(lab.theme);
            light.color = lamp.tint(&lab.theme.tokens().lights);
        }
        if refit && *lamp == Lamp::Key {
            let cascades = CascadeShadowConfigBuilder {
                num_cascades: 1,
                minimum_distance: 0.1,
                maximum_distance: reach,
                ..default()
            };
            commands.entity(entity).insert(cascades.build());
        }
    }
    if refit {
        *fitted = reach;
    }
    if *shown != Some(lab.theme) {
        *shown = Some(lab.theme);
        let (diffuse, specular) = studio::maps(&lab.theme.tokens().lights, gloss(lab.theme));
        let light = EnvironmentMapLight {
            diffuse_map: images.add(diffuse),
            specular_map: images.add(specular),
            intensity: WHITE_NITS,
            ..default()
        };
        for camera in &cameras {
            commands.entity(camera).insert(light.clone());
        }
    }
}
