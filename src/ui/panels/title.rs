//! The scene's title and what it is about.

use bevy_egui::egui::{RichText, Ui};

use crate::lab::{LabCommand, ThemeKind};
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::muted;

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let title = RichText::new(&*model.title).color(palette.text);
    if model.view.theme == ThemeKind::Projector {
        ui.label(title.font(palette.strong())).on_hover_text(&*model.description);
        return;
    }
    ui.label(title.font(palette.title()));
    if !model.description.is_empty() {
        ui.label(muted(&palette, &*model.description));
    }
}
