//! The shell: one frame of the whole interface on an egui context. Knows nothing of Bevy.

use bevy_egui::egui::{self, Area, Frame, Id, Margin, Order, Rect, Stroke, Vec2, vec2};

use crate::lab::LabCommand;

use super::icons::{Icon, Side};
use super::keys;
use super::layout::places;
use super::model::Model;
use super::panels::{PANELS, Panel, help, notice, steps, story};
use super::style::{self, FADE_S, MARGIN, Palette, RADIUS};
use super::widgets::IconButton;

/// Shows everything and reads the keys. Returns what the panels leave free of the window; nothing on the
/// very first pass, when there is no type yet.
pub fn show(ctx: &egui::Context, model: &Model, out: &mut Vec<LabCommand>) -> Option<Rect> {
    if !style::prepare(ctx, model.view.theme) {
        return None;
    }
    keys::read(ctx, model, out);
    let places = places(ctx.viewport_rect(), model.view.theme, model.view.folded);
    for (index, panel) in PANELS.iter().enumerate() {
        let open = !model.view.folded[index];
        let fade_s = if model.view.reduced_motion { 0.0 } else { FADE_S };
        let shown = ctx.animate_bool_with_time(Id::new(("fold", index)), open, fade_s);
        if shown > 0.0 {
            float(ctx, panel, places.panels[index], shown, model, out);
        }
        if !open {
            unfold_handle(ctx, panel, index, model, out);
        }
    }
    if let Some(place) = places.steps {
        steps::show(ctx, model, place);
    }
    let free = story::show(ctx, model, places.free, out);
    notice::show(ctx, model, free, out);
    help::show(ctx, model, out);
    Some(free)
}

/// A panel over the scene, in exactly its place.
fn float(ctx: &egui::Context, panel: &Panel, place: Rect, shown: f32, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(RADIUS)
        .inner_margin(Margin::same(MARGIN as i8 - 1));
    Area::new(Id::new(panel.name))
        .order(Order::Middle)
        .fixed_pos(place.min)
        .movable(false)
        .constrain(false)
        .fade_in(false)
        .default_size(place.size())
        .show(ctx, |ui| {
            ui.set_opacity(shown);
            frame.show(ui, |ui| {
                let inner = place.size() - Vec2::splat(2.0 * MARGIN);
                ui.set_min_size(inner);
                ui.set_max_size(inner);
                ui.shrink_clip_rect(place.shrink(4.0));
                (panel.ui)(ui, model, out);
            });
        });
}

/// A small handle at the edge where a folded panel went, for hands without a keyboard.
fn unfold_handle(ctx: &egui::Context, panel: &Panel, index: usize, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let window = ctx.viewport_rect();
    let size = palette.grown(22.0);
    let (corner, points) = match panel.edge {
        Side::Left => (window.left_top() + vec2(4.0, 4.0), Side::Right),
        Side::Right => (window.right_top() + vec2(-4.0 - size, 4.0), Side::Left),
        _ => (window.center_bottom() + vec2(-size / 2.0, -4.0 - size), Side::Up),
    };
    Area::new(Id::new(("unfold", index))).order(Order::Middle).fixed_pos(corner).fade_in(false).show(ctx, |ui| {
        let name = format!("Show {}", panel.name.to_lowercase());
        if IconButton::new(Icon::Chevron(points), &name, size).frameless().show(ui, &palette, panel.key).clicked() {
            out.push(LabCommand::ToggleFold(index));
        }
    });
}
