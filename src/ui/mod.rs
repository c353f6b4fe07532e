//! The panels: what a person reads beside the picture, and the wishes that they utter there.
//!
//! [`model::Model`] is plain data, built once a frame. [`shell::show`] shows it on any egui context and
//! collects wishes; [`UiPlugin`] does so in a Bevy app. Panels never change anything themselves, and
//! nothing here may import the picture.

mod fault_words;
mod format;
mod glossary;
mod icons;
pub mod keys;
mod layout;
pub mod model;
pub mod panels;
mod plugin;
mod rule_words;
pub mod shell;
mod strokes;
mod style;
mod widgets;

pub use layout::{Places, places};
pub use plugin::UiPlugin;
