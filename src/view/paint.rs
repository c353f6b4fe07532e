//! Colours of the theme, as the renderer and the text painter take them.

use bevy::prelude::*;
use bevy_egui::egui::Color32;

use crate::lab::theme::Rgb;

/// For materials and clear colours.
#[must_use]
pub fn colour(rgb: Rgb) -> Color {
    Color::srgb_u8(rgb.0, rgb.1, rgb.2)
}

/// For vertex colours and light arithmetic.
#[must_use]
pub fn linear(rgb: Rgb) -> LinearRgba {
    colour(rgb).to_linear()
}

/// For painted text.
#[must_use]
pub fn ink32(rgb: Rgb) -> Color32 {
    Color32::from_rgb(rgb.0, rgb.1, rgb.2)
}

/// Between two colours, in the space the eye judges evenly enough.
#[must_use]
pub fn mixed(from: Rgb, to: Rgb, share: f32) -> Rgb {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
    Rgb(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}
