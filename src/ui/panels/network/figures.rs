//! What was asked of a hop beside what it did.

use bevy_egui::egui::{Align2, Sense, Ui, pos2, vec2};

use crate::core::link::LossSpec;
use crate::ui::style::Palette;
use crate::ui::{format, glossary};

use super::Chosen;

/// What stands where there is nothing to tell yet.
const NONE: &str = "\u{2013}";

pub fn ui(ui: &mut Ui, palette: &Palette, chosen: &Chosen<'_>) {
    let state = chosen.state();
    let (spec, done) = (&state.spec, &state.measured);
    let millis = |ms: f64| format!("{} ms", format::setting(ms));
    let told = |value: Option<f64>, write: &dyn Fn(f64) -> String| value.map_or_else(|| NONE.to_owned(), write);
    let burst = match spec.loss {
        LossSpec::GilbertElliott { mean_burst, .. } => Some(mean_burst),
        LossSpec::Bernoulli(p) if p > 0.0 && p < 1.0 => Some(1.0 / (1.0 - p)),
        _ => None,
    };
    row(ui, palette, ["", "asked", "measured"], glossary::FIGURES);
    let rows = [
        ["Delay", &millis(spec.delay.mean_ms()), &told(done.delay_s().map(|s| s * 1e3), &millis)],
        ["Jitter", &millis(spec.delay.std_ms()), &told(done.jitter_s().map(|s| s * 1e3), &millis)],
        ["Loss", &told(spec.loss.asked(), &format::percent), &told(done.loss(), &format::percent)],
        ["Burst", &told(burst, &format::number), &told(done.mean_burst(), &format::number)],
    ];
    let explanations =
        [glossary::MEASURED_DELAY, glossary::MEASURED_JITTER, glossary::MEASURED_LOSS, glossary::MEASURED_BURST];
    for (cells, explanation) in rows.into_iter().zip(explanations) {
        row(ui, palette, cells, explanation);
    }
    row(ui, palette, ["Sent", "", &format!("{} frames", done.sent)], glossary::MEASURED_LOSS);
    let state_word = if state.cut { "Cut" } else { "Now" };
    let waiting = format!("{} waiting, {} flying", state.queued, state.in_flight);
    row(ui, palette, [state_word, "", &waiting], glossary::QUEUE);
}

/// A line of the table: a word, and two numbers that stand below one another from line to line.
fn row(ui: &mut Ui, palette: &Palette, cells: [&str; 3], explanation: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), palette.grown(24.0)), Sense::hover());
    let middle = rect.center().y;
    let painter = ui.painter();
    painter.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, cells[0], palette.body(), palette.muted);
    let head = cells[0].is_empty();
    let (font, ink) = if head { (palette.small_text(), palette.muted) } else { (palette.numbers(), palette.text) };
    let column = rect.left() + 0.6 * rect.width();
    painter.text(pos2(column, middle), Align2::RIGHT_CENTER, cells[1], font.clone(), palette.muted);
    painter.text(pos2(rect.right(), middle), Align2::RIGHT_CENTER, cells[2], font, ink);
    response.on_hover_text(explanation);
}
