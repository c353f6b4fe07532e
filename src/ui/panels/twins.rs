//! The list of devices and their twins: mode as hue, line style and word, and how old the twin's news is.

use std::sync::Arc;

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{
    Align2, Galley, Id, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::lab::theme::line_style;
use crate::lab::{LabCommand, ThemeKind};
use crate::ui::format;
use crate::ui::glossary;
use crate::ui::icons::{self, Icon};
use crate::ui::model::{Model, TwinRow};
use crate::ui::strokes::swatch;
use crate::ui::style::{Palette, RADIUS_INSIDE};

use super::device_tabs;

/// Most of the panel's height that the list takes before it scrolls.
const SHARE: f32 = 0.45;
const GAP: f32 = 2.0;

/// A line of the list.
enum Line {
    Device(usize),
    Twin(usize),
}

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let lines = lines(model);
    let height = palette.row();
    let rows = (SHARE * ui.available_height() / (height + GAP)).round().max(3.0);
    // Where type is large, long tabs need the room more; a document needs it always.
    let short = model.view.theme == ThemeKind::Projector && device_tabs::is_long(ui.ctx());
    let rows = match (short, device_tabs::is_document(ui.ctx())) {
        (true, _) => rows.min(3.0),
        (false, true) => rows.min(4.0),
        (false, false) => rows,
    };
    ui.spacing_mut().item_spacing.y = GAP;
    let mut area = ScrollArea::vertical().id_salt("twins").max_height(rows * (height + GAP));
    if is_new(ui, rows) {
        let chosen = lines.iter().position(|line| matches!(line, Line::Twin(twin) if *twin == model.twin));
        let above = chosen.map_or(0.0, |chosen| (chosen as f32 + 1.0 - rows).max(0.0));
        area = area.vertical_scroll_offset(above * (height + GAP));
    }
    area.auto_shrink([false, true]).show_rows(ui, height, lines.len(), |ui, shown| {
        for line in &lines[shown] {
            match *line {
                Line::Device(device) => device_row(ui, &palette, model, device, out),
                Line::Twin(twin) => twin_row(ui, &palette, model, twin, out),
            }
        }
    });
}

/// Whether the list has another height than it had.
fn is_new(ui: &Ui, rows: f32) -> bool {
    let memory = Id::new("twinsync-twin-rows");
    let before = ui.data(|data| data.get_temp::<f32>(memory));
    ui.data_mut(|data| data.insert_temp(memory, rows));
    before.is_some_and(|before| before != rows)
}

fn lines(model: &Model) -> Vec<Line> {
    let mut lines = Vec::with_capacity(model.devices.len() + model.twins.len());
    let mut twins_of = vec![Vec::new(); model.devices.len()];
    for (index, twin) in model.twins.iter().enumerate() {
        if let Some(twins) = twins_of.get_mut(twin.device) {
            twins.push(index);
        }
    }
    let named = has_device_rows(model);
    for (device, twins) in twins_of.into_iter().enumerate() {
        lines.extend(named.then_some(Line::Device(device)));
        lines.extend(twins.into_iter().map(Line::Twin));
    }
    lines
}

/// Where room is scarce, the only device needs no line of its own.
fn has_device_rows(model: &Model) -> bool {
    model.devices.len() > 1 || model.view.theme == ThemeKind::Dark
}

fn device_row(ui: &mut Ui, palette: &Palette, model: &Model, index: usize, out: &mut Vec<LabCommand>) {
    let device = &model.devices[index];
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::click());
    let chosen = index == model.device;
    let (words, right_ink) = match (&device.struck, &device.upstream) {
        (Some(fault), _) => (fault.clone(), palette.lost),
        (None, Some(upstream)) => (format!("upstream: {upstream}"), palette.lost),
        (None, None) => ("device".to_owned(), palette.muted),
    };
    let said = if right_ink == palette.lost { format!("{}, {words}", device.name) } else { device.name.to_string() };
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &said));
    let ink = if chosen || response.hovered() { palette.text } else { palette.muted };
    let painter = ui.painter();
    let dot = rect.left_center() + vec2(8.0 + palette.grown(12.0), 0.0);
    painter.circle_filled(dot, palette.grown(5.0), palette.muted);
    let name = pos2(text_left(rect, palette), rect.center().y);
    let name = painter.text(name, Align2::LEFT_CENTER, &*device.name, palette.strong_body(), ink);
    let mut job = LayoutJob::single_section(words.clone(), TextFormat::simple(palette.body(), right_ink));
    job.wrap = TextWrapping::truncate_at_width((rect.right() - 16.0 - name.right()).max(0.0));
    let galley = painter.layout_job(job);
    let corner = pos2(rect.right() - 8.0 - galley.size().x, rect.center().y - galley.size().y / 2.0);
    painter.galley(corner, galley, right_ink);
    let trouble = if right_ink == palette.lost { format!("\nNow: {words}.") } else { String::new() };
    if response.on_hover_text(format!("The physical device. Click to chart its signals.{trouble}")).clicked() {
        out.push(LabCommand::ChooseDevice(index));
    }
}

fn twin_row(ui: &mut Ui, palette: &Palette, model: &Model, index: usize, out: &mut Vec<LabCommand>) {
    let twin = &model.twins[index];
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::click());
    let chosen = index == model.twin;
    let age = twin.age_s.map_or_else(|| "no news".to_owned(), format::duration);
    let marks = twin_marks(model, twin);
    let mut said = format!("{}, {}, {age}", twin.name, twin.kind().name());
    for (_, words) in &marks {
        said = format!("{said}, {words}");
    }
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &said));
    if chosen || response.hovered() || response.has_focus() {
        let outline = if chosen { Stroke::new(1.0, palette.accent) } else { Stroke::NONE };
        ui.painter().rect(rect, RADIUS_INSIDE, palette.raised, outline, StrokeKind::Inside);
    }
    let hue = palette.mode(twin.kind());
    let line = Rect::from_center_size(
        rect.left_center() + vec2(8.0 + palette.grown(12.0), 0.0),
        vec2(palette.grown(24.0), palette.row()),
    );
    swatch(ui.painter(), line, line_style(twin.kind()), hue);
    let ink = match twin.age_s {
        Some(_) if twin.stale => palette.lost,
        Some(_) => palette.text,
        None => palette.muted,
    };
    let right = rect.right_center() - vec2(8.0, 0.0);
    let age_rect = ui.painter().text(right, Align2::RIGHT_CENTER, age, palette.numbers(), ink);
    let mut end = age_rect.left() - 6.0;
    // What is the matter with a device stands in its own line, where it has one.
    let is_twins_own = |icon: Icon| icon == Icon::Differs || !has_device_rows(model);
    for (icon, _) in marks.iter().rev().filter(|(icon, _)| is_twins_own(*icon)) {
        let size = palette.grown(12.0);
        let place = Rect::from_min_size(pos2(end - size, rect.top()), vec2(size, rect.height()));
        icons::draw(ui.painter(), place, *icon, size, palette.lost);
        end -= size + 4.0;
    }
    let room = Rect::from_min_max(pos2(text_left(rect, palette), rect.top()), pos2(end, rect.bottom()));
    names(ui, palette, model, twin, room);
    if response.on_hover_ui(|ui| explain(ui, model, twin)).clicked() {
        out.push(LabCommand::ChooseTwin(index));
    }
}

/// What is the matter with a twin's device or its record of it: a mark and its words.
fn twin_marks(model: &Model, twin: &TwinRow) -> Vec<(Icon, String)> {
    let device = model.devices.get(twin.device);
    let struck = device.and_then(|device| device.struck.clone()).map(|fault| (Icon::Struck, fault));
    let upstream = device.and_then(|device| device.upstream.as_ref());
    let upstream = upstream.map(|name| (Icon::Upstream, format!("upstream: {name}")));
    let outdated = twin.outdated.then(|| (Icon::Differs, "outdated".to_owned()));
    struck.into_iter().chain(upstream).chain(outdated).collect()
}

fn text_left(rect: Rect, palette: &Palette) -> f32 {
    rect.left() + 8.0 + palette.grown(24.0) + 8.0
}

/// The twin's name, and the mode's word where it is not the name already.
fn names(ui: &Ui, palette: &Palette, model: &Model, twin: &TwinRow, room: Rect) {
    let word = twin.kind().name();
    let own_name = without_device(model, twin);
    let write = |text: &str, color, width: f32| {
        let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(palette.body(), color));
        job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
        ui.painter().layout_job(job)
    };
    let put = |left: f32, galley: Arc<Galley>| {
        let top = room.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(left, top), galley, palette.text);
    };
    if own_name.eq_ignore_ascii_case(word) {
        put(room.left(), write(word, palette.text, room.width()));
        return;
    }
    // Where both do not fit, the name is worth more: the line and the tooltip tell the mode too.
    let name = write(own_name, palette.text, room.width());
    let word = write(word, palette.muted, room.width());
    let word_left = room.left() + name.size().x + 6.0;
    if word_left + word.size().x <= room.right() {
        put(word_left, word);
    }
    put(room.left(), name);
}

/// A twin that is called after its device needs not say so again under it.
fn without_device<'a>(model: &Model, twin: &'a TwinRow) -> &'a str {
    let device = model.devices.get(twin.device).map_or("", |device| &*device.name);
    let rest = twin.name.strip_prefix(device).and_then(|rest| rest.strip_prefix([' ', '_', '-']));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(&twin.name)
}

fn explain(ui: &mut Ui, model: &Model, twin: &TwinRow) {
    let frames = &twin.frames;
    ui.label(glossary::AGE);
    if twin.stale {
        ui.label(glossary::STALE);
    }
    if let Some(device) = model.devices.get(twin.device) {
        if let Some(fault) = &device.struck {
            ui.label(format!("A fault acts on {}: {fault}.", device.name));
        }
        if let Some(upstream) = &device.upstream {
            ui.label(format!("{} needs {upstream}, which is in trouble.", device.name));
        }
    }
    if twin.outdated {
        ui.label(glossary::OUTDATED);
    }
    ui.label(format!(
        "{} in mode {}: {} frames planned, {} sent, {} arrived, {} lost.",
        twin.name,
        twin.kind().name(),
        frames.planned,
        frames.sent,
        frames.delivered,
        frames.lost
    ));
    if let Some(device) = model.devices.get(twin.device) {
        ui.label(format!("Twin of {}; between reports it assumes: {:?}.", device.name, twin.predictor));
    }
}
