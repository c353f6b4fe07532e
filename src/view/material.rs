//! Materials by what things are made of. A change of theme recolours them in place.

use bevy::prelude::*;

use crate::core::sync::SyncKind;
use crate::lab::theme::{Rgb, Theme};
use crate::lab::{Lab, ThemeKind};

use super::freshness::{self, STEPS};
use super::paint::{colour, linear, mixed};

/// What a solid part is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Turned, brushed steel.
    Metal,
    /// Darker, rougher steel: shafts, posts, springs.
    Steel,
    /// A painted housing.
    Paint,
    /// Painted trim.
    Trim,
    /// Rubber.
    Rubber,
    /// Glass.
    Glass,
    /// Circuit board.
    Board,
    /// Contacts.
    Contact,
    /// The symbol of a cause.
    Cause,
    /// The ring round it.
    CauseRing,
    /// Road.
    Asphalt,
    /// Lane marking.
    Marking,
    /// A vehicle's body.
    Vehicle,
    /// Lit headlights.
    Headlight,
    /// Brake lights, braking.
    BrakeOn,
    /// Brake lights, not braking.
    BrakeOff,
    /// Hazard lights, in the half of a blink that is lit.
    HazardOn,
    /// Hazard lights, dark.
    HazardOff,
    /// Something alive: a lit indicator.
    Lamp,
    /// The face of a gauge.
    Face,
    /// Its liquid and its marks.
    Liquid,
    /// Plaster.
    Wall,
    /// Wood: floors and tables.
    Wood,
    /// What people wear.
    Cloth,
    /// People.
    Skin,
    /// A heating element that glows a little.
    EmberLow,
    /// A heating element that glows brightly.
    EmberHigh,
    /// A window at night.
    SkyNight,
    /// A window at dawn and dusk.
    SkyDawn,
    /// A window by day.
    SkyDay,
    /// Sheets, pillows, bags.
    Linen,
    /// A blanket.
    Blanket,
    /// Clear plastic.
    Clear,
    /// A lamp that says that something is wrong.
    Alarm,
}

impl Surface {
    const ALL: &[Self] = &[
        Self::Metal,
        Self::Steel,
        Self::Paint,
        Self::Trim,
        Self::Rubber,
        Self::Glass,
        Self::Board,
        Self::Contact,
        Self::Cause,
        Self::CauseRing,
        Self::Asphalt,
        Self::Marking,
        Self::Vehicle,
        Self::Headlight,
        Self::BrakeOn,
        Self::BrakeOff,
        Self::HazardOn,
        Self::HazardOff,
        Self::Lamp,
        Self::Face,
        Self::Liquid,
        Self::Wall,
        Self::Wood,
        Self::Cloth,
        Self::Skin,
        Self::EmberLow,
        Self::EmberHigh,
        Self::SkyNight,
        Self::SkyDawn,
        Self::SkyDay,
        Self::Linen,
        Self::Blanket,
        Self::Clear,
        Self::Alarm,
    ];
}

/// How solid a twin's part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spirit {
    /// A translucent body.
    Film,
    /// The same, hardly there: what lies behind must be read through several.
    Veil,
    /// A marker or a frame: opaque while fresh.
    Bead,
}

/// All materials of the picture.
#[derive(Resource)]
pub struct Materials {
    surfaces: Vec<Handle<StandardMaterial>>,
    films: Vec<Handle<StandardMaterial>>,
    veils: Vec<Handle<StandardMaterial>>,
    beads: Vec<Handle<StandardMaterial>>,
    shown: Option<ThemeKind>,
}

impl FromWorld for Materials {
    fn from_world(world: &mut World) -> Self {
        let mut store = world.resource_mut::<Assets<StandardMaterial>>();
        let mut fresh = |count: usize| (0..count).map(|_| store.add(StandardMaterial::default())).collect::<Vec<_>>();
        Self {
            surfaces: fresh(Surface::ALL.len()),
            films: fresh(SyncKind::ALL.len() * STEPS),
            veils: fresh(SyncKind::ALL.len() * STEPS),
            beads: fresh(SyncKind::ALL.len() * STEPS),
            shown: None,
        }
    }
}

impl Materials {
    /// The material of a solid part.
    #[must_use]
    pub fn surface(&self, surface: Surface) -> MeshMaterial3d<StandardMaterial> {
        MeshMaterial3d(self.surfaces[surface as usize].clone())
    }

    /// The material of a twin's part at a fading step.
    #[must_use]
    pub fn spirit(&self, spirit: Spirit, kind: SyncKind, step: usize) -> MeshMaterial3d<StandardMaterial> {
        let pool = match spirit {
            Spirit::Film => &self.films,
            Spirit::Veil => &self.veils,
            Spirit::Bead => &self.beads,
        };
        MeshMaterial3d(pool[kind as usize * STEPS + step.min(STEPS - 1)].clone())
    }
}

/// Recolours every material when the theme changes.
pub fn recolour(lab: Res<Lab>, mut materials: ResMut<Materials>, mut store: ResMut<Assets<StandardMaterial>>) {
    if materials.shown == Some(lab.theme) {
        return;
    }
    materials.shown = Some(lab.theme);
    let theme = lab.theme.tokens();
    let mut set = |handle: &Handle<StandardMaterial>, material: StandardMaterial| {
        if let Some(mut slot) = store.get_mut(handle) {
            *slot = material;
        }
    };
    for surface in Surface::ALL.iter().copied() {
        set(&materials.surfaces[surface as usize], solid(surface, theme));
    }
    for kind in SyncKind::ALL {
        for step in 0..STEPS {
            let at = kind as usize * STEPS + step;
            let hue = freshness::aged(theme, theme.mode(kind), step);
            let strength = freshness::strength(step);
            set(&materials.films[at], film(hue, lab.theme, strength));
            set(&materials.veils[at], film(hue, lab.theme, 0.25 * strength));
            set(&materials.beads[at], bead(hue));
        }
    }
}

fn solid(surface: Surface, theme: &Theme) -> StandardMaterial {
    let skin = &theme.surfaces;
    match surface {
        Surface::Metal => metal(mixed(theme.metal_dark, theme.metal_light, 0.85), 0.34),
        Surface::Steel => metal(mixed(theme.metal_dark, theme.metal_light, 0.35), 0.42),
        Surface::Paint => painted(skin.paint, 0.42),
        Surface::Trim => painted(skin.trim, 0.5),
        Surface::Rubber => painted(skin.rubber, 0.85),
        Surface::Glass => StandardMaterial { reflectance: 0.35, ..painted(skin.glass, 0.12) },
        Surface::Board => painted(skin.board, 0.35),
        Surface::Contact => metal(skin.contact, 0.3),
        Surface::Cause => glowing(theme.cause, 0.55),
        Surface::CauseRing => painted(theme.cause_ring, 0.5),
        Surface::Asphalt => painted(skin.asphalt, 0.9),
        Surface::Marking => painted(skin.marking, 0.8),
        Surface::Vehicle => StandardMaterial { clearcoat: 0.7, metallic: 0.15, ..painted(skin.vehicle, 0.38) },
        Surface::Headlight => glowing(skin.headlight, 0.8),
        Surface::BrakeOn => glowing(skin.brake_on, 1.0),
        Surface::BrakeOff => painted(skin.brake_off, 0.3),
        Surface::HazardOn => StandardMaterial {
            emissive: linear(skin.hazard_on) * super::light::WHITE_NITS,
            ..painted(skin.hazard_off, 0.3)
        },
        Surface::HazardOff => painted(skin.hazard_off, 0.3),
        Surface::Lamp => glowing(theme.accent, 1.0),
        Surface::Face => painted(theme.panel, 0.8),
        Surface::Liquid => bead(theme.text),
        Surface::Wall => painted(skin.wall, 0.9),
        Surface::Wood => painted(skin.wood, 0.6),
        Surface::Cloth => painted(skin.cloth, 0.9),
        Surface::Skin => painted(skin.skin, 0.7),
        Surface::EmberLow => bead(mixed(skin.rubber, skin.ember, 0.62)),
        Surface::EmberHigh => bead(skin.ember),
        Surface::SkyNight => bead(skin.sky_night),
        Surface::SkyDawn => bead(skin.sky_dawn),
        Surface::SkyDay => bead(skin.sky_day),
        // Its own colour at any light: a glow would be drawn white.
        Surface::Alarm => bead(theme.lost),
        Surface::Linen => painted(skin.linen, 0.8),
        Surface::Blanket => painted(skin.blanket, 0.9),
        Surface::Clear => StandardMaterial {
            base_color: colour(skin.linen).with_alpha(0.25),
            alpha_mode: AlphaMode::Blend,
            ..painted(skin.linen, 0.2)
        },
    }
}

fn metal(tint: Rgb, roughness: f32) -> StandardMaterial {
    StandardMaterial {
        base_color: colour(tint),
        metallic: 1.0,
        perceptual_roughness: roughness,
        ..StandardMaterial::default()
    }
}

fn painted(tint: Rgb, roughness: f32) -> StandardMaterial {
    StandardMaterial { base_color: colour(tint), perceptual_roughness: roughness, ..StandardMaterial::default() }
}

fn glowing(tint: Rgb, share: f32) -> StandardMaterial {
    // Emission is in candela per square metre; the camera's exposure maps this value to 1.
    StandardMaterial { emissive: linear(tint) * share * super::light::WHITE_NITS, ..painted(tint, 0.5) }
}

fn film(tint: Rgb, theme: ThemeKind, strength: f32) -> StandardMaterial {
    let alpha = match theme {
        ThemeKind::Dark => 0.10,
        ThemeKind::Projector => 0.22,
    };
    StandardMaterial {
        base_color: colour(tint).with_alpha(alpha * strength),
        alpha_mode: AlphaMode::Blend,
        unlit: true,
        ..StandardMaterial::default()
    }
}

fn bead(tint: Rgb) -> StandardMaterial {
    StandardMaterial { base_color: colour(tint), unlit: true, ..StandardMaterial::default() }
}
