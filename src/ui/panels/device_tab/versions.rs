//! What the device runs, and what its twin has on record about that.

use bevy_egui::egui::{Label, RichText, Ui};

use crate::core::versions::Versions;
use crate::ui::glossary;
use crate::ui::model::{DeviceRow, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{label_and_coloured_value, number_text, section};

use super::twin_here;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow) {
    section(ui, palette, "Versions").on_hover_text(glossary::VERSIONS);
    let twin = twin_here(model).map(|twin| twin.versions);
    let behind = |differs: bool| if differs { palette.lost } else { palette.text };
    let own = device.versions;
    let firmware = behind(twin.is_some_and(|twin| twin.firmware != own.firmware));
    let config = behind(twin.is_some_and(|twin| twin.config != own.config));
    let row = |ui: &mut Ui, label: &str, value: String, ink| {
        label_and_coloured_value(ui, palette, label, number_text(palette, value, ink), glossary::VERSIONS);
    };
    row(ui, "Firmware", own.firmware.to_string(), firmware);
    row(ui, "Config", own.config.to_string(), config);
    if let Some(twin) = twin_here(model)
        && let Some(words) = record(own, twin.versions)
    {
        let sentence = format!("Out of date: {} {words}.", twin.name);
        ui.add(Label::new(RichText::new(sentence).color(palette.lost)).wrap()).on_hover_text(glossary::VERSIONS);
    }
}

/// What a record says that differs from what the device runs.
fn record(own: Versions, record: Versions) -> Option<String> {
    let firmware = (record.firmware != own.firmware).then(|| format!("firmware {}", record.firmware));
    let config = (record.config != own.config).then(|| format!("config {}", record.config));
    let parts: Vec<String> = firmware.into_iter().chain(config).collect();
    (!parts.is_empty()).then(|| format!("has {}", parts.join(" and ")))
}
