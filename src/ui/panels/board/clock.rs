//! Tab: how fast the board's clock runs, what it is corrected by, and how its readings lie about the line.

use bevy_egui::egui::Ui;

use crate::core::sync::SyncKind;
use crate::ui::icons::Icon;
use crate::ui::model::{Curve, LiveView, Look};
use crate::ui::style::Palette;
use crate::ui::widgets::{label_and_value, muted, sentence};
use crate::ui::{format, glossary};

use super::super::chart_frame::{header, nothing, time_chart};

/// From one sigma to the bar that covers the truth 95 times in 100.
const COVER: f64 = 1.96;

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView) {
    let clock = &board.clock;
    let drift = match (clock.drift_ppm, clock.drift_bar_ppm) {
        (Some(ppm), Some(bar_ppm)) => format!("{} ± {} ppm", figure(ppm), figure(COVER * bar_ppm)),
        (Some(ppm), None) => format!("{} ppm", figure(ppm)),
        _ => "too few readings".to_owned(),
    };
    label_and_value(ui, palette, "Drift", &drift, glossary::DRIFT);
    label_and_value(ui, palette, "Multiplier", &format!("{:.8}", clock.multiplier), glossary::MULTIPLIER);
    let (now_s, corrected_s) = board.corrected_s;
    let off = format!("{} from the host's", format::duration(corrected_s - now_s));
    label_and_value(ui, palette, "Corrected clock", &off, glossary::CORRECTED_CLOCK);
    if let Some((sigma_s, since_s)) = board.holdover_s {
        let band = format!("± {} after {}", format::duration(COVER * sigma_s), format::duration(since_s));
        label_and_value(ui, palette, "Holdover", &band, glossary::HOLDOVER);
    }
    let (inside, outside) = (clock.holdover.inside, clock.holdover.outside);
    if inside + outside > 0 {
        let kept = format!("{inside} of {} inside the band", inside + outside);
        label_and_value(ui, palette, "Returns", &kept, "Gaps after which the first reading lay within two sigma.");
    }
    let counter = format!("{} wraps · {} reboots", clock.wraps, clock.reboots);
    label_and_value(ui, palette, "Counter", &counter, glossary::COUNTER);
    if let Some(reason) = &clock.withheld {
        sentence(ui, palette, Icon::Clock, palette.muted, muted(palette, reason.as_str()));
    }
    if let Some(hint) = clock.residuals.as_ref().and_then(|residuals| residuals.hint.as_ref()) {
        sentence(ui, palette, Icon::Struck, palette.muted, muted(palette, hint.as_str()));
    }
    ui.add_space(8.0);
    let height = 0.5 * (ui.available_height() - 2.0 * palette.grown(30.0)).max(palette.grown(160.0));
    header(ui, palette, "Raw clock ahead of the host", muted(palette, "ms"), glossary::GAINED);
    chart(ui, palette, "gained", height, &clock.series.gained_s, Look::Device);
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

/// A drift with two decimals, its minus sign a true one.
pub fn figure(ppm: f64) -> String {
    format!("{ppm:.2}").replace('-', "\u{2212}")
}
