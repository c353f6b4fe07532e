//! Tab: how fast the board's clock runs, what it is corrected by, and how its readings lie about the line.

use bevy_egui::egui::Ui;

use crate::core::sync::SyncKind;
use crate::ui::icons::Icon;
use crate::ui::model::{Curve, LiveView, Look};
use crate::ui::style::Palette;
use crate::ui::widgets::{label_and_value, muted, sentence};
use crate::ui::{format, glossary};

use super::super::chart_frame::{header, nothing, time_chart};

/// Least height of a chart with its header, and the header's, at a desk.
const LEAST: f32 = 92.0;
const LEAST_OF_ALL: f32 = 62.0;
const HEADER: f32 = 37.0;

/// From one sigma to the bar that covers the truth 95 times in 100.
pub const COVER: f64 = 1.96;

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView) {
    let clock = &board.clock;
    let drift = match (clock.drift_ppm, clock.drift_bar_ppm) {
        (Some(ppm), Some(bar_ppm)) => format!("{} ± {} ppm", figure(ppm), figure(COVER * bar_ppm)),
        (Some(ppm), None) => format!("{} ppm", figure(ppm)),
        _ => "too few readings".to_owned(),
    };
    label_and_value(ui, palette, "Drift", &drift, glossary::DRIFT);
    label_and_value(ui, palette, "Multiplier", &format!("{:.8}", clock.multiplier), glossary::MULTIPLIER);
    if let Some(gained_s) = clock.gained_s {
        label_and_value(ui, palette, "Raw clock", &format!("{} ms ahead", millis(gained_s, 1)), glossary::GAINED);
    }
    let (now_s, corrected_s) = board.corrected_s;
    let off = format!("{} ms ahead", millis(corrected_s - now_s, 3));
    label_and_value(ui, palette, "Corrected clock", &off, glossary::CORRECTED_CLOCK);
    if let Some((true, Some(off_s))) = board.steered {
        let off = format!("{} ms ahead", millis(off_s, 1));
        label_and_value(ui, palette, "Its own clock", &off, glossary::STEERING);
    }
    if let Some((sigma_s, since_s)) = board.holdover_s {
        let band = format!("± {} after {}", format::duration(COVER * sigma_s), format::duration(since_s));
        label_and_value(ui, palette, "Holdover", &band, glossary::HOLDOVER);
    }
    let (inside, outside) = (clock.holdover.inside, clock.holdover.outside);
    if inside + outside > 0 {
        let kept = format!("{inside} of {} inside the band", inside + outside);
        label_and_value(ui, palette, "Returns", &kept, "Gaps after which the first reading lay within two sigma.");
    }
    if clock.wraps + clock.reboots > 0 {
        let counter = format!("{} wraps · {} reboots", clock.wraps, clock.reboots);
        label_and_value(ui, palette, "Counter", &counter, glossary::COUNTER);
    }
    if let Some(reason) = &clock.withheld {
        sentence(ui, palette, Icon::Clock, palette.muted, muted(palette, reason.as_str()));
    }
    if let Some(hint) = clock.residuals.as_ref().and_then(|residuals| residuals.hint.as_ref()) {
        sentence(ui, palette, Icon::Struck, palette.muted, muted(palette, hint.as_str()));
    }
    ui.add_space(8.0);
    let room = ui.available_height();
    if room < palette.grown(LEAST_OF_ALL) {
        return;
    }
    let both = room >= 2.0 * palette.grown(LEAST);
    let height = if both { 0.5 * room } else { room } - palette.grown(HEADER);
    if both {
        header(ui, palette, "Raw clock ahead", muted(palette, "ms"), glossary::GAINED);
        chart(ui, palette, "gained", height, &clock.series.gained_s, Look::Device);
    }
    header(ui, palette, "Residuals", muted(palette, "ms"), glossary::RESIDUALS);
    chart(ui, palette, "residuals", height, &clock.series.residual_s, Look::Twin(SyncKind::Predictive));
}

/// A curve of seconds, drawn in milliseconds.
fn chart(ui: &mut Ui, palette: &Palette, name: &str, height: f32, points_s: &[[f64; 2]], look: Look) {
    let (Some(first), Some(last)) = (points_s.first(), points_s.last()) else {
        return nothing(ui, palette, height, "No reading yet.");
    };
    let span = (first[0], last[0].max(first[0] + 1.0));
    let points = points_s.iter().map(|[at_s, value_s]| [*at_s, value_s * 1e3]).collect();
    time_chart(ui, palette, name, span, height, "ms", &[Curve { name: name.into(), look, points }], false);
}

/// Seconds in milliseconds, its minus sign a true one.
fn millis(seconds: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", seconds * 1e3);
    // What rounds to nothing has no sign.
    if text.trim_start_matches(['-', '0', '.']).is_empty() {
        text.replace('-', "")
    } else {
        text.replace('-', "\u{2212}")
    }
}

/// A drift with two decimals, its minus sign a true one.
pub fn figure(ppm: f64) -> String {
    format!("{ppm:.2}").replace('-', "\u{2212}")
}
