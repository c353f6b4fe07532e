//! The scene's title, what it is about, and the way to other scenes.

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{Align, Layout, Popup, RichText, Ui};

use crate::lab::{LabCommand, ThemeKind};
use crate::ui::icons::{Icon, Side};
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::IconButton;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let on_projector = model.view.theme == ThemeKind::Projector;
    let font = if on_projector { palette.strong() } else { palette.title() };
    ui.horizontal_top(|ui| {
        let button = palette.grown(22.0);
        let room = ui.available_width() - button - 8.0;
        ui.allocate_ui_with_layout([room, 0.0].into(), Layout::top_down(Align::Min), |ui| {
            ui.set_width(room);
            let title = RichText::new(&*model.title).font(font).color(palette.text);
            ui.label(title).on_hover_text(&*model.description);
        });
        other_scenes(ui, &palette, model, button, out);
    });
    if !on_projector && !model.description.is_empty() {
        two_lines(ui, &palette, &model.description);
    }
}

fn other_scenes(ui: &mut Ui, palette: &Palette, model: &Model, size: f32, out: &mut Vec<LabCommand>) {
    let icon = Icon::Chevron(Side::Down);
    let button = IconButton::new(icon, "Other scenes", size).frameless().show(ui, palette, "");
    Popup::menu(&button).show(|ui| {
        for scene in &model.scenes {
            let words = scene.replace(['_', '/'], " ");
            if ui.selectable_label(model.scene.as_deref() == Some(&**scene), words).clicked() {
                out.push(LabCommand::Load(scene.to_string()));
                ui.close();
            }
        }
    });
}

/// As much as two lines hold; the rest on hover.
fn two_lines(ui: &mut Ui, palette: &Palette, text: &str) {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(palette.body(), palette.muted));
    job.wrap = TextWrapping { max_width: ui.available_width(), max_rows: 2, ..TextWrapping::default() };
    ui.label(job).on_hover_text(text);
}
