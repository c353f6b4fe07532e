//! The timeline: how far the run has come, what is planned and what was done, and a handle to go anywhere.

use bevy_egui::egui::{Color32, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::core::time::SimTime;
use crate::lab::LabCommand;
use crate::ui::format;
use crate::ui::model::{MarkKind, Model};
use crate::ui::style::Palette;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let room = ui.available_rect_before_wrap();
    let radius = palette.grown(8.0);
    let label_height = palette.grown(16.0);
    let middle = room.top() + label_height + radius + 2.0;
    let track = Rect::from_min_max(pos2(room.left() + radius, middle - 3.0), pos2(room.right() - radius, middle + 3.0));
    let end = model.playback.end.secs().max(1e-9);
    let grab = Rect::from_x_y_ranges(room.x_range(), middle - radius - 4.0..=middle + radius + 4.0);
    let response = ui.interact(grab, ui.id().with("timeline"), Sense::click_and_drag());
    let now = model.now.secs();
    response.widget_info(|| WidgetInfo::slider(true, now, "Timeline"));
    seek(&response, track, end, model, out);
    let x_of = |seconds: f64| track.left() + track.width() * (seconds / end).clamp(0.0, 1.0) as f32;
    let painter = ui.painter();
    painter.rect_filled(track, 3.0, palette.line);
    let part = |until: f64| Rect::from_min_max(track.min, pos2(x_of(until), track.bottom()));
    painter.rect_filled(part(model.computed.secs()), 3.0, palette.muted.gamma_multiply(0.6));
    painter.rect_filled(part(now), 3.0, palette.accent);
    for (from, until) in &model.fault_spans {
        let span = Rect::from_x_y_ranges(x_of(*from)..=x_of(*until), track.bottom()..=track.bottom() + 3.0);
        ui.painter().rect_filled(span, 1.0, palette.lost);
    }
    marks(ui, &palette, model, track, label_height, &x_of);
    let handle = pos2(x_of(now), middle);
    let ring = if response.has_focus() || response.hovered() { palette.text } else { palette.panel };
    ui.painter().circle(handle, radius, palette.accent, Stroke::new(2.0, ring));
    legend(ui, &palette, track, middle + radius, handle.x, now, end);
    if let Some(pointer) = response.hover_pos() {
        let at = second_at(track, end, pointer.x);
        response.on_hover_text_at_pointer(format!("{} s{}", format::instant(at), nearby(model, track, end, pointer.x)));
    }
    ui.advance_cursor_after_rect(room);
}

fn second_at(track: Rect, end: f64, x: f32) -> f64 {
    f64::from((x - track.left()) / track.width()).clamp(0.0, 1.0) * end
}

fn seek(response: &Response, track: Rect, end: f64, model: &Model, out: &mut Vec<LabCommand>) {
    let pointer =
        response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on() || response.clicked());
    if let Some(pointer) = pointer {
        let at = SimTime::from_secs(second_at(track, end, pointer.x));
        if at != model.playback.at {
            out.push(LabCommand::Seek(at));
        }
    }
}

/// Ticks for what happens, with as many labels as there is room for.
fn marks(ui: &Ui, palette: &Palette, model: &Model, track: Rect, label_height: f32, x_of: &dyn Fn(f64) -> f32) {
    let painter = ui.painter();
    let mut taken = f32::NEG_INFINITY;
    for mark in &model.marks {
        let x = x_of(mark.at.secs());
        let color = ink(palette, mark.kind);
        let tick = Rect::from_center_size(pos2(x, track.center().y), vec2(2.0, palette.grown(20.0)));
        painter.rect_filled(tick, 1.0, color);
        let galley = painter.layout_no_wrap(mark.label.clone(), palette.small(), color);
        let width = galley.size().x;
        let left = (x - width / 2.0).clamp(track.left(), (track.right() - width).max(track.left()));
        if left > taken + 8.0 {
            let bottom = track.center().y - palette.grown(11.0);
            painter.galley(
                pos2(left, (bottom - galley.size().y).max(track.top() - label_height - palette.grown(12.0))),
                galley,
                color,
            );
            taken = left + width;
        }
    }
}

fn ink(palette: &Palette, kind: MarkKind) -> Color32 {
    match kind {
        MarkKind::Failure => palette.lost,
        MarkKind::Change => palette.accent,
    }
}

/// Start, end and the instant shown, under the track.
fn legend(ui: &Ui, palette: &Palette, track: Rect, top: f32, x: f32, now: f64, end: f64) {
    let painter = ui.painter();
    let write = |text: String, font, color| painter.layout_no_wrap(text, font, color);
    let now = write(format!("{} s", format::instant(now)), palette.strong_body(), palette.text);
    let (first, last) = (track.left(), track.right());
    let left = (x - now.size().x / 2.0).clamp(first, (last - now.size().x).max(first));
    let room = (left - 8.0, left + now.size().x + 8.0);
    painter.galley(pos2(left, top), now, palette.text);
    let start = write("0 s".to_owned(), palette.small(), palette.muted);
    if first + start.size().x < room.0 {
        painter.galley(pos2(first, top), start, palette.muted);
    }
    let finish = write(format!("{} s", format::setting(end)), palette.small(), palette.muted);
    if last - finish.size().x > room.1 {
        painter.galley(pos2(last - finish.size().x, top), finish, palette.muted);
    }
}

/// The marks under the pointer, for its tooltip.
fn nearby(model: &Model, track: Rect, end: f64, x: f32) -> String {
    let near = |at: SimTime| (track.left() + track.width() * (at.secs() / end) as f32 - x).abs() < 5.0;
    let marks = model.marks.iter().filter(|mark| near(mark.at));
    marks.map(|mark| format!("\n{} at {} s", mark.label, format::instant(mark.at.secs()))).collect()
}
