//! The type of labels: the same families that the panels use, for pictures that have no panels.

use std::sync::Arc;

use bevy_egui::egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::lab::fonts;

pub use crate::lab::fonts::size::PROJECTOR_LEAST;

/// The family of names.
pub const STRONG_FAMILY: &str = "strong";

/// Whether the families are there; if not they are asked for, and will be in the next pass.
pub fn ready(context: &Context) -> bool {
    let strong = FontFamily::Name(STRONG_FAMILY.into());
    if context.fonts(|fonts| fonts.definitions().families.contains_key(&strong)) {
        return true;
    }
    let mut definitions = FontDefinitions::empty();
    for (name, bytes) in [("text", fonts::TEXT), ("numbers", fonts::NUMBERS), (STRONG_FAMILY, fonts::STRONG)] {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (family, names) in [
        (FontFamily::Proportional, ["text", "numbers"]),
        (FontFamily::Monospace, ["numbers", "text"]),
        (strong, [STRONG_FAMILY, "text"]),
    ] {
        definitions.families.insert(family, names.map(str::to_owned).to_vec());
    }
    context.set_fonts(definitions);
    false
}
