//! Chart: how long the frames of the chosen twin took.

use std::ops::RangeInclusive;

use bevy_egui::egui::{Align2, Ui, Vec2b};
use egui_plot::{Bar, BarChart, GridMark, PlotBounds, VLine};

use crate::core::sync::SyncKind;
use crate::lab::{LabCommand, ThemeKind};
use crate::ui::model::{Latency, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::number_text;
use crate::ui::{format, glossary};

use super::chart_frame::{away_from_ends, header, nothing, plot, tick};

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some((twin, latency)) = model.chosen_twin().zip(model.charts.latency.as_ref()) else {
        header(ui, &palette, "Latency", number_text(&palette, "", palette.muted), glossary::LATENCY);
        nothing(ui, &palette, ui.available_height(), "No frame has arrived yet.");
        return;
    };
    let millis = |seconds: f64| format::setting((seconds * 1e4).round() / 10.0);
    let (p50, p95, p99) = (millis(latency.p50_s), millis(latency.p95_s), millis(latency.p99_s));
    let summary = match model.view.theme {
        ThemeKind::Dark => format!("p50 {p50} \u{b7} p95 {p95} \u{b7} p99 {p99} ms"),
        ThemeKind::Projector => format!("p95 {p95} ms"),
    };
    let explanation = format!("{}\n{} frames of {}", glossary::LATENCY, latency.count, twin.name);
    header(ui, &palette, "Latency", number_text(&palette, summary, palette.muted), &explanation);
    bars(ui, &palette, latency, twin.kind());
}

fn bars(ui: &mut Ui, palette: &Palette, latency: &Latency, kind: SyncKind) {
    let height = ui.available_height();
    let (Some(first), Some(last)) = (latency.bins.first(), latency.bins.last()) else { return };
    let span = (first.low_s * 1e3, last.high_s * 1e3);
    let highest = latency.bins.iter().fold(0.0_f64, |highest, bin| highest.max(bin.share));
    let hue = palette.mode(kind);
    let bars = latency.bins.iter().map(|bin| {
        let width = (bin.high_s - bin.low_s) * 1e3;
        Bar::new((bin.low_s + bin.high_s) * 500.0, bin.share * 100.0).width(0.86 * width).fill(hue)
    });
    let chart = BarChart::new("share of frames", bars.collect()).color(hue).allow_hover(false);
    let millis = |mark: GridMark, _: &RangeInclusive<f64>| away_from_ends(mark, span, format!("{} ms", tick(mark)));
    let percent = |mark: GridMark, _: &RangeInclusive<f64>| format!("{} %", tick(mark));
    let response = plot(palette, "latency", height, span)
        .x_axis_formatter(millis)
        .y_axis_formatter(percent)
        .show_grid(Vec2b::new(false, true))
        .show(ui, |plot| {
            let air = 0.03 * (span.1 - span.0);
            plot.set_plot_bounds(PlotBounds::from_min_max([span.0 - air, 0.0], [span.1 + air, highest * 118.0]));
            plot.bar_chart(chart);
            let p95 = VLine::new("p95", latency.p95_s * 1e3).color(palette.text).width(1.0);
            plot.vline(p95.allow_hover(false));
        });
    let frame = response.transform.frame();
    let x = response.transform.position_from_point_x(latency.p95_s * 1e3);
    let (anchor, x) = if x > frame.center().x { (Align2::RIGHT_TOP, x - 4.0) } else { (Align2::LEFT_TOP, x + 4.0) };
    ui.painter().text(bevy_egui::egui::pos2(x, frame.top()), anchor, "p95", palette.small(), palette.text);
}
