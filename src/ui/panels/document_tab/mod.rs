//! The shadow document of the chosen twin: what is reported and desired, what changed last, and who was right.

mod conflicts;
mod fields;
mod state;

use bevy_egui::egui::{Checkbox, Id, Label, RichText, ScrollArea, Ui};

use crate::lab::LabCommand;
use crate::ui::model::{DocumentView, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, section};
use crate::ui::{glossary, rule_words};

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(twin) = model.chosen_twin() else {
        ui.label(muted(&palette, "This scene has no twins."));
        return;
    };
    let Some(document) = &model.document else {
        let how = format!(
            "{} keeps no document. A rule gives it one: write conflict: DeviceWins beside its uplink in the scene.",
            twin.name
        );
        ui.add(Label::new(muted(&palette, how)).wrap());
        return;
    };
    section(ui, &palette, &format!("Document of {}", twin.name)).on_hover_text(glossary::DOCUMENT);
    let rule = ui.add(Label::new(muted(&palette, rule_words::sentence(&document.rule))).wrap());
    rule.on_hover_text(format!("The rule {}.\n{}", document.rule.name(), glossary::CONFLICT));
    state::head(ui, &palette, document);
    conflicts::questions(ui, &palette, &twin.name, document, out);
    fields::ui(ui, &palette, document);
    conflicts::latest(ui, &palette, document);
    state::changes(ui, &palette, document);
    state::size(ui, &palette, document);
    state::events(ui, &palette, document);
    json(ui, &palette, document);
}

/// The document as a service would answer with it, if asked for.
fn json(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    let memory = Id::new("twinsync-document-json");
    let mut shown = ui.data(|data| data.get_temp(memory)).unwrap_or(false);
    if ui.add(Checkbox::new(&mut shown, "As JSON")).on_hover_text(glossary::JSON).changed() {
        ui.data_mut(|data| data.insert_temp(memory, shown));
    }
    if shown && let Ok(text) = serde_json::to_string_pretty(&*document.json) {
        ScrollArea::both().id_salt(memory).max_height(palette.grown(260.0)).show(ui, |ui| {
            ui.add(Label::new(RichText::new(text).font(palette.small()).color(palette.text)).extend());
        });
    }
}
