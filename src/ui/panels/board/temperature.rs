//! Tab: the board's temperature, and what it does to the crystal.

use bevy_egui::egui::Ui;

use crate::ui::model::{Curve, LiveView, Look};
use crate::ui::style::Palette;
use crate::ui::widgets::{label_and_value, muted};
use crate::ui::{format, glossary};

use super::super::chart_frame::{header, nothing, time_chart};
use super::clock::{COVER, figure};

/// Height of the chart's header, at a desk.
const HEADER: f32 = 37.0;

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView) {
    let Some(temperature_c) = board.temperature_c else {
        return nothing(ui, palette, ui.available_height(), "This board tells no temperature.");
    };
    let value = format!("{} °C", format::number(temperature_c));
    label_and_value(ui, palette, "Temperature", &value, "The board's temperature as it last told it.");
    if let Some(joint) = &board.clock.temperature {
        let [beta, bar] =
            [joint.beta_ppm_per_k2, COVER * joint.beta_bar_ppm_per_k2].map(|ppm| format::number(1e3 * ppm));
        let beta = format!("{beta} ± {bar} ppb/K²");
        label_and_value(ui, palette, "Curvature", &beta, glossary::CURVATURE);
        let drift = format!("{} ± {} ppm", figure(joint.drift_ppm), figure(COVER * joint.drift_bar_ppm));
        let name = format!("At {:.0} °C", joint.turnover_c);
        label_and_value(ui, palette, &name, &drift, glossary::AT_TURNOVER);
    }
    ui.add_space(8.0);
    header(ui, palette, "Temperature", muted(palette, "°C"), "What the board has told with its readings.");
    let height = ui.available_height() - palette.grown(HEADER);
    let (Some(first), Some(last)) = (board.temperatures.first(), board.temperatures.last()) else {
        return nothing(ui, palette, height, "No reading yet.");
    };
    let span = (first[0], last[0].max(first[0] + 1.0));
    let curve = Curve { name: "temperature".into(), look: Look::Device, points: board.temperatures.clone() };
    time_chart(ui, palette, "temperature", span, height, "°C", &[curve], false);
}
