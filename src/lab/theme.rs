//! Design tokens: the only place with colours, sizes and line styles.

use crate::core::sync::SyncKind;

/// An opaque colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// Which theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeKind {
    /// For a desk.
    #[default]
    Dark,
    /// For a lit room: white ground, dark lines, large type.
    Projector,
}

/// How a mode's line is drawn: a mode is always a hue and a line style and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStyle {
    /// Unbroken.
    Solid,
    /// Long dashes.
    LongDash,
    /// Dots.
    Dots,
    /// Dash, dot, dash, dot.
    DashDot,
    /// Two parallel lines.
    Double,
}

/// All tokens of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Ground behind the scene, centre.
    pub ground_centre: Rgb,
    /// Ground behind the scene, edge.
    pub ground_edge: Rgb,
    /// Panel fill.
    pub panel: Rgb,
    /// Separators and outlines.
    pub line: Rgb,
    /// Text.
    pub text: Rgb,
    /// Units and secondary text.
    pub muted: Rgb,
    /// The one accent.
    pub accent: Rgb,
    /// Device metal, light side.
    pub metal_light: Rgb,
    /// Device metal, dark side.
    pub metal_dark: Rgb,
    /// Symbol of a cause (heavy spot, fault).
    pub cause: Rgb,
    /// Ring round that symbol.
    pub cause_ring: Rgb,
    /// Lost, failed, stale beyond its service level.
    pub lost: Rgb,
    modes: [Rgb; 5],
    /// What solid things in the picture are made of.
    pub surfaces: Surfaces,
    /// What lights them.
    pub lights: Lights,
    /// Factor on every type size.
    pub type_scale: f32,
}

/// Colours of the materials of solid things. All are neutral or dull: hues belong to the twins.
#[derive(Clone, Copy, Debug)]
pub struct Surfaces {
    /// Painted housings and base plates.
    pub paint: Rgb,
    /// Painted trim, a step away from the housing.
    pub trim: Rgb,
    /// Rubber feet, tyres, cables.
    pub rubber: Rgb,
    /// Windows and screens.
    pub glass: Rgb,
    /// What a screen shows, on its glass.
    pub screen: Rgb,
    /// A circuit board's solder mask.
    pub board: Rgb,
    /// Contacts and terminals.
    pub contact: Rgb,
    /// The floor near the scene.
    pub floor: Rgb,
    /// Lines on the floor.
    pub grid: Rgb,
    /// What a contact shadow darkens towards.
    pub shadow: Rgb,
    /// The road.
    pub asphalt: Rgb,
    /// Lane markings.
    pub marking: Rgb,
    /// Bodies of vehicles.
    pub vehicle: Rgb,
    /// Lit headlights.
    pub headlight: Rgb,
    /// Brake lights, braking.
    pub brake_on: Rgb,
    /// Brake lights, not braking.
    pub brake_off: Rgb,
    /// Lit hazard lights.
    pub hazard_on: Rgb,
    /// Dark hazard lights.
    pub hazard_off: Rgb,
    /// Plastered walls.
    pub wall: Rgb,
    /// Wooden floors and tables.
    pub wood: Rgb,
    /// What people wear.
    pub cloth: Rgb,
    /// People.
    pub skin: Rgb,
    /// A glowing heating element.
    pub ember: Rgb,
    /// A window at night.
    pub sky_night: Rgb,
    /// A window at dawn and dusk.
    pub sky_dawn: Rgb,
    /// A window by day.
    pub sky_day: Rgb,
    /// Sheets, pillows, bags.
    pub linen: Rgb,
    /// A blanket.
    pub blanket: Rgb,
    /// A person's skin.
    /// A monitor's wave of the heart, pale: strong hues belong to the twins.
    pub wave_heart: Rgb,
    /// Its wave of the pulse.
    pub wave_pulse: Rgb,
    /// Its wave of the breath.
    pub wave_breath: Rgb,
}

/// Colours of the lights, and of the studio that metal mirrors.
#[derive(Clone, Copy, Debug)]
pub struct Lights {
    /// The key light, warm.
    pub key: Rgb,
    /// The fill light, cool.
    pub fill: Rgb,
    /// The rim light.
    pub rim: Rgb,
    /// The studio overhead.
    pub sky: Rgb,
    /// The studio at eye level.
    pub horizon: Rgb,
    /// The studio's floor.
    pub ground: Rgb,
    /// The studio's softboxes.
    pub softbox: Rgb,
}

/// For a desk.
pub const DARK: Theme = Theme {
    ground_centre: Rgb(0x16, 0x20, 0x2F),
    ground_edge: Rgb(0x0B, 0x11, 0x1C),
    panel: Rgb(0x13, 0x1B, 0x28),
    line: Rgb(0x27, 0x34, 0x4A),
    text: Rgb(0xE6, 0xED, 0xF6),
    muted: Rgb(0x8F, 0xA0, 0xB6),
    accent: Rgb(0x4F, 0xB3, 0xFF),
    metal_light: Rgb(0xD9, 0xDE, 0xE6),
    metal_dark: Rgb(0x8C, 0x96, 0xA6),
    cause: Rgb(0xF8, 0xFA, 0xFC),
    cause_ring: Rgb(0x0B, 0x11, 0x1C),
    lost: Rgb(0xFF, 0x6B, 0x3D),
    modes: [
        Rgb(0x56, 0xB4, 0xE9),
        Rgb(0xE6, 0x9F, 0x00),
        Rgb(0x2B, 0xC5, 0x9B),
        Rgb(0xCC, 0x79, 0xA7),
        Rgb(0xF0, 0xE4, 0x42),
    ],
    surfaces: Surfaces {
        paint: Rgb(0x4A, 0x5A, 0x70),
        trim: Rgb(0x2C, 0x38, 0x4A),
        rubber: Rgb(0x1C, 0x22, 0x2C),
        glass: Rgb(0x1B, 0x2B, 0x3F),
        screen: Rgb(0xF8, 0xFA, 0xFC),
        board: Rgb(0x1F, 0x6B, 0x4A),
        contact: Rgb(0xC8, 0xB0, 0x78),
        floor: Rgb(0x1B, 0x26, 0x36),
        grid: Rgb(0x4A, 0x5E, 0x7C),
        shadow: Rgb(0x04, 0x07, 0x0D),
        asphalt: Rgb(0x29, 0x33, 0x42),
        marking: Rgb(0xA9, 0xB6, 0xC8),
        vehicle: Rgb(0xB4, 0xBD, 0xCA),
        headlight: Rgb(0xFF, 0xF4, 0xDC),
        brake_on: Rgb(0xFF, 0x3B, 0x30),
        brake_off: Rgb(0x5A, 0x1C, 0x1C),
        hazard_on: Rgb(0xFF, 0x9A, 0x0A),
        hazard_off: Rgb(0x6B, 0x4A, 0x1E),
        wall: Rgb(0x5A, 0x67, 0x7C),
        wood: Rgb(0x6B, 0x5B, 0x4A),
        cloth: Rgb(0x7F, 0x8C, 0x9E),
        skin: Rgb(0xC2, 0x9A, 0x84),
        ember: Rgb(0xFF, 0x8C, 0x42),
        sky_night: Rgb(0x1A, 0x2A, 0x4A),
        sky_dawn: Rgb(0xA6, 0x85, 0x7C),
        sky_day: Rgb(0x6E, 0x9B, 0xC4),
        linen: Rgb(0xC9, 0xD2, 0xDD),
        blanket: Rgb(0x6F, 0x86, 0xA0),
        wave_heart: Rgb(0xC2, 0xF0, 0xC8),
        wave_pulse: Rgb(0xC4, 0xE4, 0xF4),
        wave_breath: Rgb(0xF2, 0xEC, 0xD0),
    },
    lights: Lights {
        key: Rgb(0xFF, 0xF0, 0xDE),
        fill: Rgb(0xBF, 0xD6, 0xFF),
        rim: Rgb(0xDD, 0xEC, 0xFF),
        sky: Rgb(0x4A, 0x5A, 0x74),
        horizon: Rgb(0x26, 0x32, 0x45),
        ground: Rgb(0x12, 0x1A, 0x27),
        softbox: Rgb(0xFF, 0xFC, 0xF6),
    },
    type_scale: 1.0,
};

/// For a lit room.
pub const PROJECTOR: Theme = Theme {
    ground_centre: Rgb(0xF3, 0xF5, 0xF8),
    ground_edge: Rgb(0xFF, 0xFF, 0xFF),
    panel: Rgb(0xFF, 0xFF, 0xFF),
    line: Rgb(0x9A, 0xA5, 0xB4),
    text: Rgb(0x11, 0x18, 0x27),
    muted: Rgb(0x3F, 0x4B, 0x5B),
    accent: Rgb(0x0B, 0x5C, 0xAD),
    metal_light: Rgb(0x6B, 0x74, 0x80),
    metal_dark: Rgb(0x2E, 0x36, 0x40),
    cause: Rgb(0x11, 0x18, 0x27),
    cause_ring: Rgb(0xF3, 0xF5, 0xF8),
    lost: Rgb(0xB0, 0x2A, 0x00),
    modes: [
        Rgb(0x00, 0x72, 0xB2),
        Rgb(0xA6, 0x53, 0x00),
        Rgb(0x00, 0x69, 0x4B),
        Rgb(0x8E, 0x2F, 0x6B),
        Rgb(0x6E, 0x60, 0x00),
    ],
    surfaces: Surfaces {
        paint: Rgb(0x5B, 0x67, 0x78),
        trim: Rgb(0x3C, 0x46, 0x54),
        rubber: Rgb(0x2A, 0x2F, 0x38),
        glass: Rgb(0x1C, 0x26, 0x33),
        screen: Rgb(0xF8, 0xFA, 0xFC),
        board: Rgb(0x1F, 0x6B, 0x4A),
        contact: Rgb(0xB0, 0x96, 0x5A),
        floor: Rgb(0xF3, 0xF5, 0xF8),
        grid: Rgb(0x9A, 0xA5, 0xB4),
        shadow: Rgb(0x3A, 0x46, 0x58),
        asphalt: Rgb(0x8B, 0x93, 0x9F),
        marking: Rgb(0xFF, 0xFF, 0xFF),
        vehicle: Rgb(0x4A, 0x55, 0x64),
        headlight: Rgb(0xFF, 0xFA, 0xE8),
        brake_on: Rgb(0xE0, 0x20, 0x14),
        brake_off: Rgb(0x6E, 0x24, 0x20),
        hazard_on: Rgb(0xF5, 0x8C, 0x00),
        hazard_off: Rgb(0x7A, 0x56, 0x28),
        wall: Rgb(0xD3, 0xD8, 0xDF),
        wood: Rgb(0xB9, 0xA4, 0x8A),
        cloth: Rgb(0x55, 0x60, 0x70),
        skin: Rgb(0xC4, 0x90, 0x70),
        ember: Rgb(0xF0, 0x6A, 0x2A),
        sky_night: Rgb(0x2A, 0x3C, 0x60),
        sky_dawn: Rgb(0xDD, 0xB8, 0xA0),
        sky_day: Rgb(0xB4, 0xD6, 0xF2),
        linen: Rgb(0xE6, 0xEA, 0xF0),
        blanket: Rgb(0x8E, 0xA2, 0xB8),
        wave_heart: Rgb(0xC2, 0xF0, 0xC8),
        wave_pulse: Rgb(0xC4, 0xE4, 0xF4),
        wave_breath: Rgb(0xF2, 0xEC, 0xD0),
    },
    lights: Lights {
        key: Rgb(0xFF, 0xF8, 0xEE),
        fill: Rgb(0xD8, 0xE6, 0xFF),
        rim: Rgb(0xFF, 0xFF, 0xFF),
        sky: Rgb(0xD8, 0xDC, 0xE4),
        horizon: Rgb(0xBC, 0xC2, 0xCB),
        ground: Rgb(0x90, 0x97, 0xA2),
        softbox: Rgb(0xFF, 0xFF, 0xFF),
    },
    type_scale: 1.6,
};

impl ThemeKind {
    /// The tokens of this theme.
    #[must_use]
    pub fn tokens(self) -> &'static Theme {
        match self {
            Self::Dark => &DARK,
            Self::Projector => &PROJECTOR,
        }
    }

    /// The theme's name, as file names and the command line write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }
}

impl Theme {
    /// The hue of a mode.
    #[must_use]
    pub fn mode(&self, kind: SyncKind) -> Rgb {
        self.modes[kind as usize]
    }
}

/// The line style of a mode.
#[must_use]
pub fn line_style(kind: SyncKind) -> LineStyle {
    match kind {
        SyncKind::RealTime => LineStyle::Solid,
        SyncKind::Periodic => LineStyle::LongDash,
        SyncKind::EventDriven => LineStyle::Dots,
        SyncKind::Hybrid => LineStyle::DashDot,
        SyncKind::Predictive => LineStyle::Double,
    }
}

impl Rgb {
    /// Relative luminance (WCAG 2.2, section 1.4.3), 0 to 1.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { crate::core::math::pow((value + 0.055) / 1.055, 2.4) }
        };
        0.2126 * channel(self.0) + 0.7152 * channel(self.1) + 0.0722 * channel(self.2)
    }

    /// Contrast ratio against another colour (WCAG 2.2, section 1.4.3), 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_at_4_5_and_data_lines_at_3_against_every_ground() {
        for theme in [DARK, PROJECTOR] {
            for ground in [theme.panel, theme.ground_centre, theme.ground_edge] {
                for text in [theme.text, theme.muted, theme.accent, theme.lost] {
                    assert!(text.contrast(ground) >= 4.5, "{text:?} on {ground:?}: {}", text.contrast(ground));
                }
                for kind in SyncKind::ALL {
                    let hue = theme.mode(kind);
                    assert!(hue.contrast(ground) >= 3.0, "{hue:?} on {ground:?}: {}", hue.contrast(ground));
                }
            }
        }
    }
}
