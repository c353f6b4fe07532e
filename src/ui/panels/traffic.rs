//! Chart: what each twin of the chosen device costs on the wire.

use bevy_egui::egui::{Align2, Rect, ScrollArea, Sense, Ui, Vec2, pos2, vec2};

use crate::lab::LabCommand;
use crate::lab::theme::line_style;
use crate::ui::model::{Model, Traffic};
use crate::ui::strokes::swatch;
use crate::ui::style::Palette;
use crate::ui::widgets::muted;
use crate::ui::{format, glossary};

use super::chart_frame::{header, nothing};

/// Width of the longest bar, where names are long.
const LEAST_BAR: f32 = 24.0;

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    header(ui, &palette, "Traffic", muted(&palette, "bytes per second"), glossary::TRAFFIC);
    let traffic = &model.charts.traffic;
    if traffic.is_empty() {
        nothing(ui, &palette, ui.available_height(), "This device has no twins.");
        return;
    }
    let most = traffic.iter().fold(1.0_f64, |most, twin| most.max(twin.bytes_per_s));
    let names = traffic.iter().map(|twin| name_width(ui, &palette, &twin.name)).fold(0.0, f32::max);
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = (ui.available_height() / traffic.len() as f32).clamp(palette.grown(19.0), palette.row());
    ScrollArea::vertical().id_salt("traffic").auto_shrink([false, false]).show_rows(
        ui,
        height,
        traffic.len(),
        |ui, shown| {
            for twin in &traffic[shown] {
                row(ui, &palette, twin, vec2(names, height), twin.bytes_per_s / most);
            }
        },
    );
}

fn name_width(ui: &Ui, palette: &Palette, name: &str) -> f32 {
    ui.painter().layout_no_wrap(name.to_owned(), palette.body(), palette.text).size().x
}

/// A twin's row, with so much room for its name in a height, and a bar of a share of the rest.
fn row(ui: &mut Ui, palette: &Palette, twin: &Traffic, name: Vec2, share: f64) {
    let height = name.y;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let hue = palette.mode(twin.kind);
    let middle = rect.center().y;
    let line =
        Rect::from_center_size(pos2(rect.left() + palette.grown(12.0), middle), vec2(palette.grown(24.0), height));
    swatch(ui.painter(), line, line_style(twin.kind), hue);
    let name_left = line.right() + 8.0;
    let bar_right = rect.right() - palette.grown(72.0);
    let bar_left = (name_left + name.x + 8.0).min(bar_right - palette.grown(LEAST_BAR));
    let name_room = Rect::from_min_max(pos2(name_left, rect.top()), pos2(bar_left - 4.0, rect.bottom()));
    ui.painter().with_clip_rect(name_room.intersect(ui.clip_rect())).text(
        pos2(name_left, middle),
        Align2::LEFT_CENTER,
        &*twin.name,
        palette.body(),
        palette.text,
    );
    let length = (bar_right - bar_left).max(0.0) * share as f32;
    let bar = Rect::from_min_size(pos2(bar_left, middle - 4.0), vec2(length.max(1.0), 8.0));
    ui.painter().rect_filled(bar, 2.0, hue);
    let rate = format::byte_rate(twin.bytes_per_s);
    ui.painter().text(pos2(rect.right(), middle), Align2::RIGHT_CENTER, rate, palette.numbers(), palette.text);
    response.on_hover_text(format!(
        "{}: {} since the start.\n{}",
        twin.name,
        format::bytes(twin.bytes as f64),
        glossary::TRAFFIC
    ));
}
