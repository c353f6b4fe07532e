//! The notice: a sentence that the person must read, at the top of the free area.

use bevy_egui::egui::{
    Align, Align2, Area, Context, Frame, Id, Label, Layout, Margin, Order, Rect, RichText, Stroke, vec2,
};

use crate::lab::LabCommand;
use crate::ui::icons::Icon;
use crate::ui::model::Model;
use crate::ui::style::{AIR, Palette, RADIUS};
use crate::ui::widgets::IconButton;

/// Shows the notice, if there is one, within what the panels leave free.
pub fn show(ctx: &Context, model: &Model, free: Rect, out: &mut Vec<LabCommand>) {
    let Some(notice) = &model.view.notice else { return };
    let palette = Palette::of(model.view.theme);
    let edge = if notice.failure { palette.lost } else { palette.accent };
    let button = palette.grown(22.0);
    let width = (free.width() - 2.0 * AIR).min(palette.grown(520.0));
    Area::new(Id::new("Notice"))
        .order(Order::Foreground)
        .pivot(Align2::CENTER_TOP)
        .fixed_pos(free.center_top() + vec2(0.0, AIR))
        .fade_in(false)
        .show(ctx, |ui| {
            Frame::new()
                .fill(palette.panel)
                .stroke(Stroke::new(1.5, edge))
                .corner_radius(RADIUS)
                .inner_margin(Margin::symmetric(16, 8))
                .show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        let text = RichText::new(&*notice.text).color(palette.text);
                        let room = width - 32.0 - button - 8.0;
                        let column = Layout::top_down(Align::Min);
                        ui.allocate_ui_with_layout(vec2(room, 0.0), column, |ui| ui.add(Label::new(text).wrap()));
                        let close = IconButton::new(Icon::Close, "Close notice", button).frameless();
                        if close.show(ui, &palette, "Esc").clicked() {
                            out.push(LabCommand::DismissNotice);
                        }
                    });
                });
        });
}
