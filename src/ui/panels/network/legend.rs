//! The shapes that frames have in the picture, with their words: those that occur in this run.

use std::f32::consts::TAU;

use bevy_egui::egui::{Align2, Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::core::sync::SyncKind;
use crate::ui::glossary;
use crate::ui::icons::{self, Icon};
use crate::ui::model::{FrameSort, Model, TwinRow};
use crate::ui::style::Palette;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model) {
    let height = palette.grown(20.0);
    let rows = model.sorts.len().div_ceil(2);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), rows as f32 * height), Sense::hover());
    let hue = palette.mode(model.chosen_twin().map_or(SyncKind::RealTime, TwinRow::kind));
    for (index, sort) in model.sorts.iter().enumerate() {
        let corner = vec2((index % 2) as f32 * whole.width() / 2.0, (index / 2) as f32 * height);
        let rect = Rect::from_min_size(whole.min + corner, vec2(whole.width() / 2.0, height));
        let at = pos2(rect.left() + palette.grown(10.0), rect.center().y);
        draw(ui.painter(), palette, *sort, at, hue);
        let left = pos2(rect.left() + palette.grown(24.0), rect.center().y);
        ui.painter().text(left, Align2::LEFT_CENTER, sort.word(), palette.small_text(), palette.text);
    }
    response.on_hover_text(glossary::SHAPES);
}

/// The shape of a sort, as the picture draws it.
fn draw(painter: &Painter, palette: &Palette, sort: FrameSort, at: Pos2, hue: Color32) {
    let unit = palette.grown(4.0);
    let polygon = |sides: u32, radius: f32, color: Color32| {
        let corner = |side: u32| {
            let (sin, cos) = (TAU * side as f32 / sides as f32).sin_cos();
            at - radius * vec2(sin, cos)
        };
        painter.add(Shape::convex_polygon((0..sides).map(corner).collect(), color, Stroke::NONE));
    };
    match sort {
        FrameSort::Report => {
            painter.circle_filled(at, unit, hue);
        }
        FrameSort::Resent => {
            painter.circle_filled(at, unit, hue);
            painter.circle_stroke(at, unit * 1.8, Stroke::new(1.4, palette.text));
        }
        FrameSort::Copy => {
            for side in [-1.0, 1.0] {
                painter.circle_filled(at + vec2(side * unit * 1.2, 0.0), unit, hue);
            }
        }
        FrameSort::Historical => {
            painter.circle_stroke(at, unit, Stroke::new(unit * 0.45, palette.muted));
        }
        FrameSort::Command => polygon(4, unit * 1.65, palette.accent),
        FrameSort::Answer => {
            polygon(4, unit * 1.65, palette.accent);
            polygon(4, unit * 0.9, palette.panel);
        }
        FrameSort::Receipt => polygon(3, unit * 1.3, palette.accent),
        FrameSort::Document => polygon(6, unit * 1.4, palette.accent),
        FrameSort::Lost => {
            let rect = Rect::from_center_size(at, vec2(unit * 4.0, unit * 4.0));
            icons::draw(painter, rect, Icon::Close, unit * 2.2, palette.lost);
        }
    }
}
