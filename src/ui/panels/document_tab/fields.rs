//! The fields of a document: what the device reported beside what is wished.

use std::sync::Arc;

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{
    CollapsingHeader, Color32, FontId, Galley, Rect, RichText, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::ui::icons::{self, Icon};
use crate::ui::model::{DocumentView, FieldRow};
use crate::ui::style::Palette;
use crate::ui::widgets::label_and_value;
use crate::ui::{format, glossary};

/// Where the columns end, as shares of the width: name, reported, the sign between, desired.
const ENDS: [f32; 3] = [0.42, 0.68, 0.76];
/// What stands where nothing does.
const NONE: &str = "\u{2013}";

pub fn ui(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    ui.add_space(4.0);
    let height = palette.type_size(11.0) + 6.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let heads = ["field", "reported", "desired"];
    for (column, word) in heads.into_iter().enumerate() {
        write(ui, rect, column, word, &palette.small_text(), palette.muted);
    }
    for row in &document.fields {
        field(ui, palette, row);
    }
    if document.measured.is_empty() {
        return;
    }
    let title = RichText::new(format!("{} measured", document.measured.len())).color(palette.muted);
    CollapsingHeader::new(title).id_salt("measured").show_unindented(ui, |ui| {
        for (name, value) in &document.measured {
            label_and_value(ui, palette, name, value, glossary::REPORTED);
        }
    });
}

/// Two lines: name and values, and since when they agree or differ.
fn field(ui: &mut Ui, palette: &Palette, row: &FieldRow) {
    let (first, second) = (palette.type_size(13.0) + 6.0, palette.type_size(11.0) + 5.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), first + second), Sense::hover());
    let (line, below) = rect.split_top_bottom_at_y(rect.top() + first);
    let since = format::instant(row.since.secs());
    let (state, ink, icon) = match row.in_step {
        Some(true) => (format!("in step since {since} s"), palette.muted, Some(Icon::Check)),
        Some(false) => (format!("differs since {since} s"), palette.accent, Some(Icon::Differs)),
        None => ("nothing wished".to_owned(), palette.muted, None),
    };
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| NONE.to_owned());
    let (reported, desired) = (value(&row.reported), value(&row.desired));
    let said = format!("{}: reported {reported}, desired {desired}, {state}", row.name);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &said));
    write(ui, line, 0, &row.name, &palette.body(), palette.text);
    write(ui, line, 1, &reported, &palette.numbers(), palette.text);
    let wish = if row.in_step == Some(false) { palette.accent } else { palette.text };
    write(ui, line, 2, &desired, &palette.numbers(), wish);
    if let Some(icon) = icon {
        let x = |share: f32| line.left() + share * line.width();
        let between = Rect::from_x_y_ranges(x(ENDS[1])..=x(ENDS[2]), line.y_range());
        icons::draw(ui.painter(), between, icon, palette.grown(9.0), ink);
    }
    let galley = clipped(ui, &state, &palette.small(), ink, below.width());
    ui.painter().galley(below.min, galley, ink);
    response.on_hover_text(format!("{said}.\n{}", glossary::REPORTED));
}

/// Writes into a column: names from the left, values to the right.
fn write(ui: &Ui, line: Rect, column: usize, text: &str, font: &FontId, ink: Color32) {
    let x = |share: f32| line.left() + share * line.width();
    let (from, to) = match column {
        0 => (x(0.0), x(ENDS[0]) - 4.0),
        1 => (x(ENDS[0]), x(ENDS[1])),
        _ => (x(ENDS[2]), x(1.0)),
    };
    let galley = clipped(ui, text, font, ink, to - from);
    let left = if column == 0 { from } else { to - galley.size().x };
    ui.painter().galley(pos2(left, line.center().y - galley.size().y / 2.0), galley, ink);
}

fn clipped(ui: &Ui, text: &str, font: &FontId, ink: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font.clone(), ink));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}
