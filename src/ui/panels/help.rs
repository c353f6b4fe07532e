//! The help overlay: every key, in two columns.

use bevy_egui::egui::{
    Align, Align2, Area, Context, Frame, Id, Layout, Margin, Order, RichText, Sense, Stroke, StrokeKind, Ui, vec2,
};

use crate::lab::LabCommand;
use crate::ui::icons::Icon;
use crate::ui::keys::{KEYS, KeyHelp};
use crate::ui::model::Model;
use crate::ui::style::{Palette, RADIUS};
use crate::ui::widgets::{IconButton, heading};

/// Shows the overlay in the middle of the window while it is open.
pub fn show(ctx: &Context, model: &Model, out: &mut Vec<LabCommand>) {
    if !model.view.help {
        return;
    }
    let palette = Palette::of(model.view.theme);
    Area::new(Id::new("Help"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .fade_in(false)
        .show(ctx, |ui| {
            Frame::new()
                .fill(palette.panel)
                .stroke(Stroke::new(1.0, palette.accent))
                .corner_radius(RADIUS)
                .inner_margin(Margin::same(24))
                .show(ui, |ui| contents(ui, &palette, out));
        });
}

fn contents(ui: &mut Ui, palette: &Palette, out: &mut Vec<LabCommand>) {
    let column = palette.grown(350.0);
    ui.set_width(2.0 * column + 24.0);
    ui.horizontal(|ui| {
        heading(ui, palette, "Keys");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = IconButton::new(Icon::Close, "Close help", palette.row()).frameless();
            if close.show(ui, palette, "Esc").clicked() {
                out.push(LabCommand::ToggleHelp);
            }
        });
    });
    ui.add_space(8.0);
    let half = KEYS.len().div_ceil(2);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        for part in KEYS.chunks(half) {
            ui.allocate_ui_with_layout(vec2(column, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(column);
                ui.spacing_mut().item_spacing = vec2(4.0, 6.0);
                for key in part {
                    row(ui, palette, key);
                }
            });
        }
    });
}

fn row(ui: &mut Ui, palette: &Palette, help: &KeyHelp) {
    ui.horizontal(|ui| {
        let caps = ui.allocate_ui_with_layout(
            vec2(palette.grown(124.0), palette.row()),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(palette.grown(124.0));
                for cap in help.keys {
                    key_cap(ui, palette, cap);
                }
            },
        );
        caps.response.on_hover_text(help.does);
        ui.label(RichText::new(help.does).color(palette.text));
    });
}

fn key_cap(ui: &mut Ui, palette: &Palette, cap: &str) {
    let galley = ui.painter().layout_no_wrap(cap.to_owned(), palette.numbers(), palette.text);
    let height = palette.grown(22.0);
    let size = vec2((galley.size().x + 12.0).max(height), height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect(rect, 4.0, palette.raised, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.text);
}
