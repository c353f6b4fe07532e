//! Chart: age of information of every twin of the chosen device.

use bevy_egui::egui::Ui;

use crate::lab::LabCommand;
use crate::ui::glossary;
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::muted;

use super::chart_frame::{header, nothing, time_chart};

pub fn ui(ui: &mut Ui, model: &Model, _out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    header(ui, &palette, "Age of information", muted(&palette, "s"), glossary::AGE);
    let height = ui.available_height();
    let charts = &model.charts;
    if charts.age.iter().all(|curve| curve.points.is_empty()) {
        nothing(ui, &palette, height, "No twin has heard anything yet.");
    } else {
        time_chart(ui, &palette, "age", charts.span, height, "s", &charts.age, true);
    }
}
