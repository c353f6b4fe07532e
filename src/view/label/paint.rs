//! Paints labels with egui on a layer under the panels, clipped to the free area.

use bevy::prelude::{Res, ResMut, Result, Vec2};
use bevy_egui::EguiContexts;
use bevy_egui::egui::{self, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, text::LayoutJob};

use crate::core::sync::SyncKind;
use crate::lab::Lab;
use crate::lab::fonts::usual_signs;
use crate::lab::theme::{LineStyle, Theme, line_style};

use super::super::camera::Eye;
use super::super::paint::ink32;
use super::super::place::{Layout, Stand};
use super::arrange::{self, Wanted};
use super::dock::{self, Docked};
use super::{Dock, Label, Labels, Size, fonts};

const SWATCH_WIDTH: f32 = 22.0;
const PAD: egui::Vec2 = egui::Vec2::new(6.0, 3.0);

/// Paints the labels of this frame.
pub fn paint(
    mut labels: ResMut<Labels>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    mut contexts: EguiContexts,
) -> Result {
    let Ok(context) = contexts.ctx_mut() else {
        return Ok(());
    };
    if !fonts::ready(context) {
        return Ok(());
    }
    let theme = lab.theme.tokens();
    write_ahead(context, theme);
    let free = &eye.free;
    let area = Rect::from_min_max(Pos2::new(free.left, free.top), Pos2::new(free.right, free.bottom)).shrink(4.0);
    let layer = egui::LayerId::new(egui::Order::Background, egui::Id::new("labels of the scene"));
    let painter = context.layer_painter(layer).with_clip_rect(area);
    let mut order: Vec<&Label> = labels.all.iter().collect();
    order.sort_by_key(|label| std::cmp::Reverse(label.weight));
    let mut drawn = Vec::new();
    for label in order {
        let Some(point) = eye.on_screen(label.anchor) else {
            continue;
        };
        if label.dock != Dock::Footnote && !area.contains(pos(point)) {
            continue;
        }
        let galley = painter.layout_job(job(label, theme));
        let swatch = if label.swatch.is_some() { SWATCH_WIDTH * theme.type_scale } else { 0.0 };
        let pad = if label.plate { PAD * theme.type_scale.sqrt() } else { egui::Vec2::splat(1.0) };
        let size = galley.size() + egui::vec2(swatch, 0.0) + 2.0 * pad;
        let docked = match label.dock {
            Dock::Free => None,
            Dock::Footnote => Some(Docked::Footnote),
            Dock::Caption(clear) => eye.on_screen(clear).map(|clear| Docked::Caption(clear.x)),
        };
        let wanted = Wanted {
            point: pos(point),
            towards: vec(label.towards),
            size,
            gap: 10.0,
            docked,
            keeps_off: label.keeps_off,
        };
        drawn.push((label, galley, wanted, pad, swatch));
    }
    let wishes: Vec<Wanted> = drawn.iter().map(|(_, _, wanted, ..)| *wanted).collect();
    let berths = dock::berth(&wishes, area);
    let under = berths.taken.y > 0.0;
    let placed = arrange::place(&wishes, &berths.rects, &subjects(&layout, &eye), area);
    for ((label, _, wanted, ..), rect) in drawn.iter().zip(&placed) {
        let leads = label.leads_down || !(under && wanted.docked.is_some());
        if let (Some(colour), Some(rect), true) = (label.leader, rect, leads) {
            let near =
                Pos2::new(wanted.point.x.clamp(rect.min.x, rect.max.x), wanted.point.y.clamp(rect.min.y, rect.max.y));
            painter.line_segment([wanted.point, near], Stroke::new(1.0, ink32(colour).gamma_multiply(0.8)));
        }
    }
    for ((label, galley, _, pad, swatch), rect) in drawn.into_iter().zip(placed) {
        let Some(rect) = rect else {
            continue;
        };
        if label.plate {
            painter.rect_filled(rect, 6.0, ink32(theme.panel));
            painter.rect_stroke(rect, 6.0, Stroke::new(1.0, ink32(theme.line)), StrokeKind::Inside);
        }
        let corner = rect.min + pad;
        if let Some(kind) = label.swatch {
            let first_line = galley.rows.first().map_or(0.0, |row| row.rect().center().y);
            let middle = corner + egui::vec2(0.0, first_line);
            draw_swatch(&painter, theme, kind, middle, swatch - 6.0 * theme.type_scale);
        }
        painter.galley(corner + egui::vec2(swatch, 0.0), galley, ink32(theme.text));
    }
    labels.dock_px = Vec2::new(berths.taken.x, berths.taken.y);
    Ok(())
}

/// Where exhibits are seen, if there are few and they stand alone.
fn subjects(layout: &Layout, eye: &Eye) -> Vec<Rect> {
    if layout.road || layout.gallery || layout.crowd {
        return Vec::new();
    }
    let seen = |stand: &Stand| {
        let corners = stand.bounds().corners().into_iter().filter_map(|corner| eye.on_screen(corner));
        Rect::from_points(&corners.map(pos).collect::<Vec<_>>())
    };
    layout.stands.iter().map(seen).collect()
}

/// Writes every usual sign once where nobody sees it: a sign that is new to the picture of the type is missing until
/// the graphics card has that picture, a frame later.
fn write_ahead(context: &egui::Context, theme: &Theme) {
    let id = egui::Id::new("signs of labels");
    let written: Option<f32> = context.data(|data| data.get_temp(id));
    if written == Some(theme.type_scale) {
        return;
    }
    context.data_mut(|data| data.insert_temp(id, theme.type_scale));
    let signs = usual_signs();
    context.fonts_mut(|view| {
        for (size, strong) in
            [Size::Strong, Size::Body, Size::Small].into_iter().flat_map(|size| [(size, true), (size, false)])
        {
            view.layout_no_wrap(signs.clone(), font(size, strong, theme), ink32(theme.text));
        }
    });
}

fn font(size: Size, strong: bool, theme: &Theme) -> FontId {
    // Beside the panels' large type, labels on a projector keep to the least that reads from the back row.
    let least = if theme.type_scale > 1.0 { fonts::PROJECTOR_LEAST } else { 0.0 };
    let points = match size {
        Size::Strong => 15.0_f32.max(least * 1.2) * if strong { 1.0 } else { 0.86 },
        Size::Body => 13.0_f32.max(least * 1.05),
        Size::Small => 11.5_f32.max(least),
    };
    let family =
        if strong { egui::FontFamily::Name(fonts::STRONG_FAMILY.into()) } else { egui::FontFamily::Proportional };
    FontId::new(points, family)
}

fn job(label: &Label, theme: &Theme) -> LayoutJob {
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::no_max_width(), ..LayoutJob::default() };
    for run in &label.text {
        let format = egui::TextFormat::simple(font(label.size, run.strong, theme), ink32(run.colour));
        job.append(&run.text, 0.0, format);
    }
    job
}

/// The line style of a mode, as the ghosts' rims have it.
fn draw_swatch(painter: &Painter, theme: &Theme, kind: SyncKind, from: Pos2, width: f32) {
    let scale = theme.type_scale;
    let stroke = Stroke::new(2.2 * scale, ink32(theme.mode(kind)));
    let ends = [from, from + egui::vec2(width, 0.0)];
    match line_style(kind) {
        LineStyle::Solid => {
            painter.line_segment(ends, stroke);
        }
        LineStyle::Double => {
            for lift in [-2.0 * scale, 2.0 * scale] {
                let shift = egui::vec2(0.0, lift);
                painter.line_segment(ends.map(|end| end + shift), Stroke::new(1.3 * scale, stroke.color));
            }
        }
        LineStyle::LongDash => painter.extend(Shape::dashed_line(&ends, stroke, width * 0.4, width * 0.2)),
        LineStyle::Dots => painter.extend(Shape::dotted_line(&ends, stroke.color, width / 4.0, 1.3 * scale)),
        LineStyle::DashDot => {
            painter.line_segment([from, from + egui::vec2(width * 0.5, 0.0)], stroke);
            painter.line_segment([from + egui::vec2(width * 0.68, 0.0), from + egui::vec2(width * 0.82, 0.0)], stroke);
        }
    }
}

fn pos(at: Vec2) -> Pos2 {
    Pos2::new(at.x, at.y)
}

fn vec(at: Vec2) -> egui::Vec2 {
    egui::Vec2::new(at.x, at.y)
}
