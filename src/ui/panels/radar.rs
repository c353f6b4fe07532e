//! Chart: the twins of the chosen device on one scale, axis by axis.

use std::f32::consts::TAU;

use bevy_egui::egui::{Align2, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, vec2};

use crate::core::sync::SyncKind;
use crate::lab::LabCommand;
use crate::lab::theme::line_style;
use crate::report::Radar;
use crate::ui::glossary;
use crate::ui::model::Model;
use crate::ui::strokes::styled;
use crate::ui::style::Palette;
use crate::ui::widgets::muted;

use super::chart_frame::{header, nothing};

/// Rings between the middle and the rim, the rim included.
const RINGS: usize = 4;

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    header(ui, &palette, "Radar", muted(&palette, "rim = best"), glossary::RADAR);
    let radar = &model.charts.radar;
    let height = ui.available_height();
    if radar.axes.len() < 3 || radar.shapes.is_empty() {
        return nothing(ui, &palette, height, "Too little has been measured yet.");
    }
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let line = palette.type_size(11.0);
    let radius = (0.5 * rect.height() - 1.4 * line).min(0.5 * rect.width() - 5.0 * line).max(line);
    let web = Web { centre: rect.center(), radius, axes: radar.axes.len() };
    web.draw(ui, &palette);
    for (index, axis) in radar.axes.iter().enumerate() {
        let at = web.at(index, 1.0) + 0.35 * line * web.direction(index);
        let written = ui.painter().text(at, web.anchor(index), axis.title, palette.small(), palette.muted);
        let place = written.expand(2.0).intersect(rect);
        let told = format!("{}\n{}{}", axis.title, axis.formula, values(radar, index));
        ui.interact(place, ui.id().with(axis.key), Sense::hover()).on_hover_text(told);
    }
    for (index, shape) in radar.shapes.iter().enumerate() {
        let Some(kind) = SyncKind::ALL.into_iter().find(|kind| kind.name() == shape.mode) else { continue };
        let known = (0..web.axes).filter_map(|axis| Some(web.at(axis, radar.value(index, axis)? as f32)));
        let mut path: Vec<Pos2> = known.collect();
        path.extend(path.first().copied());
        let hue = palette.mode(kind);
        if path.len() > 3 {
            let fill = hue.gamma_multiply(0.10);
            ui.painter().add(Shape::convex_polygon(path.clone(), fill, Stroke::NONE));
        }
        ui.painter().extend(styled(&path, line_style(kind), hue, palette.line_width(), palette.grown(1.0)));
        for point in &path {
            ui.painter().circle_filled(*point, 1.2 * palette.line_width(), hue);
        }
    }
}

/// What each twin has on an axis, a line each.
fn values(radar: &Radar, axis: usize) -> String {
    let value = |(index, shape): (usize, &crate::report::radar::Shape)| {
        let value = radar.value(index, axis).map_or("not measured".to_owned(), |value| format!("{value:.2}"));
        format!("\n{}: {value}", shape.name)
    };
    radar.shapes.iter().enumerate().map(value).collect()
}

/// Rings and spokes.
struct Web {
    centre: Pos2,
    radius: f32,
    axes: usize,
}

impl Web {
    /// Which way an axis points: the first one up, the others clockwise.
    fn direction(&self, axis: usize) -> Vec2 {
        let angle = TAU * axis as f32 / self.axes as f32;
        vec2(angle.sin(), -angle.cos())
    }

    fn at(&self, axis: usize, share: f32) -> Pos2 {
        self.centre + self.radius * share * self.direction(axis)
    }

    /// Which corner of its name is at the rim.
    fn anchor(&self, axis: usize) -> Align2 {
        let direction = self.direction(axis);
        match (direction.x, direction.y) {
            (x, y) if x.abs() < 0.2 && y < 0.0 => Align2::CENTER_BOTTOM,
            (x, _) if x.abs() < 0.2 => Align2::CENTER_TOP,
            (x, _) if x > 0.0 => Align2::LEFT_CENTER,
            _ => Align2::RIGHT_CENTER,
        }
    }

    fn draw(&self, ui: &Ui, palette: &Palette) {
        let stroke = Stroke::new(1.0, palette.line);
        for ring in 1..=RINGS {
            let share = ring as f32 / RINGS as f32;
            let corners = (0..self.axes).map(|axis| self.at(axis, share)).collect();
            ui.painter().add(Shape::closed_line(corners, stroke));
        }
        for axis in 0..self.axes {
            ui.painter().line_segment([self.centre, self.at(axis, 1.0)], stroke);
        }
        let middle = Rect::from_center_size(self.centre, Vec2::splat(3.0));
        ui.painter().circle_filled(middle.center(), 1.5, palette.line);
    }
}
