//! Tab: the lines as they came, rejected ones marked.

use bevy_egui::egui::{Label, RichText, ScrollArea, Sense, Ui, vec2};

use crate::ui::icons::{self, Icon};
use crate::ui::model::{LineRow, LiveView};
use crate::ui::style::Palette;
use crate::ui::widgets::muted;

use super::super::chart_frame::nothing;

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView) {
    let height = ui.available_height();
    if board.lines.is_empty() {
        return nothing(ui, palette, height, "No line has come yet.");
    }
    ScrollArea::vertical().max_height(height).auto_shrink(false).show(ui, |ui| {
        for line in &board.lines {
            row(ui, palette, line);
        }
    });
}

fn row(ui: &mut Ui, palette: &Palette, line: &LineRow) {
    let (icon, ink) = match (&line.reject, line.faulty) {
        (None, _) => (Icon::Check, palette.text),
        (Some(_), true) => (Icon::Close, palette.lost),
        (Some(_), false) => (Icon::Clock, palette.muted),
    };
    let told = match &line.reject {
        None => format!("taken at {:.3} s", line.at_s),
        Some(reason) => format!("not taken at {:.3} s: {reason}", line.at_s),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let size = palette.grown(11.0);
        let (rect, _) = ui.allocate_exact_size(vec2(size, palette.type_size(15.0)), Sense::hover());
        icons::draw(ui.painter(), rect, icon, size, ink);
        ui.label(muted(palette, format!("{:.1}", line.at_s)).font(palette.small()));
        ui.add(Label::new(RichText::new(&line.text).font(palette.small()).color(ink)).truncate());
    })
    .response
    .on_hover_text(format!("{}\n{told}", line.text));
}
