//! Tab: what every estimator says of the same readings, and how the bar shrinks as they come.

use bevy_egui::egui::{Grid, RichText, Ui};

use crate::core::sync::SyncKind;
use crate::core::time::Estimator;
use crate::ui::glossary;
use crate::ui::model::{Curve, LiveView, Look};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, number_text};

use super::super::chart_frame::{add_curves, away_from_ends, header, nothing, plot};
use super::clock::{COVER, figure};

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView) {
    let clock = &board.clock;
    Grid::new("estimators").num_columns(3).spacing([12.0, 6.0]).show(ui, |ui| {
        ui.label(muted(palette, "In ppm"));
        ui.label(muted(palette, "Drift"));
        ui.label(muted(palette, "±"));
        ui.end_row();
        for estimate in &clock.estimators {
            let in_use = estimate.name == clock.estimator;
            let ink = if in_use { palette.text } else { palette.muted };
            let word = RichText::new(word(estimate.name)).color(ink);
            ui.label(if in_use { word.strong() } else { word }).on_hover_text(explanation(estimate.name));
            let or_dash = |value: Option<f64>| value.map_or("-".to_owned(), figure);
            ui.label(number_text(palette, or_dash(estimate.drift_ppm), ink));
            ui.label(number_text(palette, or_dash(estimate.bar_ppm.map(|bar_ppm| COVER * bar_ppm)), ink));
            ui.end_row();
        }
    });
    ui.add_space(8.0);
    header(ui, palette, "Bar by readings", muted(palette, "ppm"), glossary::BAR);
    let height = ui.available_height();
    let (Some(first), Some(last)) = (board.bars.first(), board.bars.last()) else {
        return nothing(ui, palette, height, "Too few readings for a bar.");
    };
    let span = (first[0], last[0].max(first[0] + 1.0));
    let points: Vec<[f64; 2]> = board.bars.iter().map(|[readings, bar]| [*readings, (COVER * bar).log10()]).collect();
    let curve = Curve { name: "bar".into(), look: Look::Twin(SyncKind::Predictive), points };
    bars(ui, palette, span, height, &curve);
}

/// The bar on a scale of decades over the number of readings.
fn bars(ui: &mut Ui, palette: &Palette, span: (f64, f64), height: f32, curve: &Curve) {
    let values = curve.points.iter().map(|point| point[1]);
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    plot(palette, "bars", height, span)
        .x_axis_formatter(move |mark, _| away_from_ends(mark, span, format!("{:.0}", mark.value)))
        .y_axis_formatter(|mark, _| {
            let value = 10_f64.powf(mark.value);
            if value >= 1.0 { format!("{value:.0}") } else { format!("{value:.2}") }
        })
        .show(ui, |plot| {
            plot.set_plot_bounds(egui_plot::PlotBounds::from_min_max([span.0, low - 0.2], [span.1, high + 0.2]));
            add_curves(plot, palette, std::slice::from_ref(curve));
        });
}

fn word(estimator: Estimator) -> &'static str {
    match estimator {
        Estimator::TheilSen => "Theil-Sen",
        Estimator::LeastSquares => "Least squares",
        Estimator::Huber => "Huber",
        Estimator::LowerHull => "Lower hull",
    }
}

fn explanation(estimator: Estimator) -> &'static str {
    match estimator {
        Estimator::TheilSen => "The median of the slopes between all pairs of readings: late lines do not move it.",
        Estimator::LeastSquares => "The line with the least sum of squares: best for Gaussian jitter, bent by stalls.",
        Estimator::Huber => "Least squares that counts far readings less.",
        Estimator::LowerHull => "The lowest line that no reading lies under: best where lines are only ever late.",
    }
}
