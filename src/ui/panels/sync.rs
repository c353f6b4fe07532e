//! The sync mode of the chosen twin and its parameters.

use bevy_egui::egui::{Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::core::action::Action;
use crate::core::sync::{SyncKind, SyncSpec, Threshold};
use crate::lab::theme::line_style;
use crate::lab::{LabCommand, ThemeKind};
use crate::ui::model::Model;
use crate::ui::strokes::swatch;
use crate::ui::style::{Palette, RADIUS_INSIDE};
use crate::ui::widgets::{Scale, SliderRow, muted};
use crate::ui::{format, glossary, keys};

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(twin) = model.chosen_twin() else {
        ui.label(muted(&palette, "This scene has no twins."));
        return;
    };
    let kind = twin.kind();
    if model.view.theme == ThemeKind::Dark {
        ui.label(muted(&palette, format!("How {} is kept in step", twin.name)));
    }
    modes(ui, &palette, model, kind, out);
    ui.add_space(4.0);
    // Where type is large the sliders come first, a row and a half each; the sentence takes two or three rows.
    let sliders = if matches!(kind, SyncKind::RealTime | SyncKind::Periodic) { 1.0 } else { 2.0 };
    let spare = if model.view.theme == ThemeKind::Dark {
        f32::INFINITY
    } else {
        ui.available_height() / palette.row() - 1.5 * sliders
    };
    if spare > 1.2 {
        ui.label(RichText::new(kind.name()).font(palette.strong_body()));
        if spare > 4.0 {
            ui.label(glossary::MODES[kind as usize]);
        }
        ui.add_space(4.0);
    }
    if let Some(sync) = parameters(ui, &palette, model, &twin.sync) {
        out.push(LabCommand::Act(Action::SetSync { twin: twin.name.to_string(), sync }));
    }
}

/// Five buttons, one for each mode, with its line.
fn modes(ui: &mut Ui, palette: &Palette, model: &Model, now: SyncKind, out: &mut Vec<LabCommand>) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::hover());
    let width = (row.width() - 4.0 * 4.0) / 5.0;
    for (index, kind) in SyncKind::ALL.into_iter().enumerate() {
        let left = row.left() + index as f32 * (width + 4.0);
        let rect = Rect::from_min_size(pos2(left, row.top()), vec2(width, row.height()));
        let response = ui.interact(rect, ui.id().with(("mode", index)), Sense::click());
        let chosen = kind == now;
        response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, kind.name()));
        let fill = if response.hovered() { palette.line } else { palette.raised };
        let outline = if chosen || response.has_focus() { Stroke::new(2.0, palette.accent) } else { Stroke::NONE };
        ui.painter().rect(rect, RADIUS_INSIDE, fill, outline, StrokeKind::Inside);
        let line = Rect::from_center_size(rect.center(), vec2(palette.grown(24.0), rect.height()));
        swatch(ui.painter(), line, line_style(kind), palette.mode(kind));
        let explanation = format!("{} (key {})\n{}", kind.name(), index + 1, glossary::MODES[index]);
        if response.on_hover_text(explanation).clicked() {
            out.extend(keys::choose_mode(model, kind));
        }
    }
}

/// Sliders for the parameters; returns the mode with the one that was changed.
fn parameters(ui: &mut Ui, palette: &Palette, model: &Model, sync: &SyncSpec) -> Option<SyncSpec> {
    let mut next = sync.clone();
    let changed = match &mut next {
        SyncSpec::RealTime { rate_hz, .. } => set(rate_hz, rate(ui, palette, *rate_hz)),
        SyncSpec::Periodic { interval_s } => set(interval_s, interval(ui, palette, *interval_s)),
        SyncSpec::EventDriven { threshold, relative, pmax_s, .. } => {
            let moved = threshold_row(ui, palette, model, threshold, *relative, glossary::THRESHOLD);
            heartbeat(ui, palette, pmax_s) | moved
        }
        SyncSpec::Hybrid { interval_s, threshold, relative, .. } => {
            let timed = set(interval_s, interval(ui, palette, *interval_s));
            threshold_row(ui, palette, model, threshold, *relative, glossary::THRESHOLD) | timed
        }
        SyncSpec::Predictive { threshold, relative, heartbeat_s } => {
            let explanation = glossary::PREDICTIVE_THRESHOLD;
            let moved = threshold_row(ui, palette, model, threshold, *relative, explanation);
            heartbeat(ui, palette, heartbeat_s) | moved
        }
    };
    changed.then_some(next)
}

fn set(slot: &mut f64, wish: Option<f64>) -> bool {
    if let Some(wish) = wish {
        *slot = wish;
    }
    wish.is_some()
}

fn rate(ui: &mut Ui, palette: &Palette, now: f64) -> Option<f64> {
    let write = |value: f64| format!("{} Hz", format::setting(value));
    logarithmic("Rate", (0.1, 100.0), &write, glossary::REPORT_RATE).show(ui, palette, now)
}

fn interval(ui: &mut Ui, palette: &Palette, now: f64) -> Option<f64> {
    let write = |value: f64| format!("{} s", format::setting(value));
    logarithmic("Interval", (0.1, 60.0), &write, glossary::INTERVAL).show(ui, palette, now)
}

fn heartbeat(ui: &mut Ui, palette: &Palette, slot: &mut Option<f64>) -> bool {
    let write = |value: f64| if value >= 119.0 { "none".to_owned() } else { format!("{} s", format::setting(value)) };
    let wish = logarithmic("Longest silence", (0.1, 120.0), &write, glossary::HEARTBEAT).show(
        ui,
        palette,
        slot.unwrap_or(120.0),
    );
    if let Some(wish) = wish {
        *slot = (wish < 119.0).then_some(wish);
    }
    wish.is_some()
}

fn logarithmic<'a>(
    label: &'a str,
    range: (f64, f64),
    write: &'a dyn Fn(f64) -> String,
    explanation: &'a str,
) -> SliderRow<'a> {
    SliderRow { label, range, scale: Scale::Logarithmic, write, explanation }
}

/// The threshold of the chosen signal, over two decades each way.
fn threshold_row(
    ui: &mut Ui,
    palette: &Palette,
    model: &Model,
    threshold: &mut Threshold,
    relative: bool,
    explanation: &str,
) -> bool {
    let Some(signal) = model.chosen_signal() else { return false };
    let slot = match threshold {
        Threshold::Same(value) => value,
        Threshold::BySignal(map) => map
            .entry(signal.name.to_string())
            .or_insert_with(|| model.thresholds.get(&*signal.name).copied().unwrap_or(1.0)),
    };
    let decade = 10_f64.powf(slot.max(1e-9).log10().floor());
    let unit = format::unit(&signal.unit);
    let write = |value: f64| {
        if relative { format::percent(value) } else { format!("{} {unit}", format::setting(value)) }
    };
    let range = (decade / 100.0, decade * 100.0);
    set(slot, logarithmic("Threshold", range, &write, explanation).show(ui, palette, *slot))
}
