//! Chart: how wrong every twin of the chosen device is about the chosen signal.

use bevy_egui::egui::Ui;

use crate::lab::LabCommand;
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::muted;
use crate::ui::{format, glossary};

use super::chart_frame::{header, nothing, time_chart};

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let unit = model.chosen_signal().map(|signal| format::unit(&signal.unit)).unwrap_or_default();
    let charts = &model.charts;
    let mut explanation = glossary::ERROR.to_owned();
    for (curve, rmse) in charts.error.iter().zip(&charts.rmse) {
        if let Some(rmse) = rmse {
            explanation.push_str(&format!("\n{}: RMSE {} {unit}", curve.name, format::number(*rmse)));
        }
    }
    explanation.push_str(&format!("\n{}", glossary::RMSE));
    header(ui, &palette, "Error", muted(&palette, &*unit), &explanation);
    let height = ui.available_height();
    if charts.error.iter().all(|curve| curve.points.is_empty()) {
        nothing(ui, &palette, height, "No twin has heard anything yet.");
    } else {
        time_chart(ui, &palette, "error", charts.history_span, height, &unit, &charts.error, false);
    }
}
