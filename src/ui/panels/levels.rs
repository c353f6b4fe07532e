//! Chart: what the scene promises about the chosen twin, and whether it is kept.

use bevy_egui::egui::{RichText, ScrollArea, Sense, Ui, vec2};

use crate::core::metric::LevelState;
use crate::lab::LabCommand;
use crate::ui::icons::{self, Icon};
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, number_text};
use crate::ui::{format, glossary};

use super::chart_frame::{header, nothing};

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let levels = &model.charts.levels;
    let met = levels.iter().filter(|level| level.met == Some(true)).count();
    let summary = if levels.is_empty() { String::new() } else { format!("{met} of {} met", levels.len()) };
    header(ui, &palette, "Service levels", muted(&palette, summary), glossary::LEVELS);
    let height = ui.available_height();
    if levels.is_empty() {
        let why = "The scene promises nothing about this twin.\nservice_levels: [AgeBelow(s: 0.5)] would.";
        return nothing(ui, &palette, height, why);
    }
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for level in levels {
            row(ui, &palette, level);
        }
    });
}

fn row(ui: &mut Ui, palette: &Palette, level: &LevelState) {
    let (icon, ink, word) = match level.met {
        Some(true) => (Icon::Check, palette.text, "met"),
        Some(false) => (Icon::Close, palette.lost, "missed"),
        None => (Icon::Clock, palette.muted, "not measured yet"),
    };
    let with_unit = |value: f64| format!("{} {}", format::number(value), level.unit).trim_end().to_owned();
    let value = level.value.map_or("-".to_owned(), with_unit);
    let margin = level.margin.map_or(String::new(), |margin| format!(", margin {}", with_unit(margin)));
    ui.horizontal(|ui| {
        let size = palette.grown(12.0);
        let (rect, response) = ui.allocate_exact_size(vec2(size, palette.type_size(17.0)), Sense::hover());
        icons::draw(ui.painter(), rect, icon, size, ink);
        response.on_hover_text(word);
        ui.label(RichText::new(&level.name).color(ink));
        ui.label(number_text(palette, value, ink));
    })
    .response
    .on_hover_text(format!("{word}: {} is {}{margin}", level.name, level.target));
}
