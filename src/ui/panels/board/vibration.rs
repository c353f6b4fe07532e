//! Tab: what the board's accelerometer shows.

use bevy_egui::egui::Ui;

use crate::ui::format;
use crate::ui::model::{Curve, LiveView, Look};
use crate::ui::style::Palette;
use crate::ui::widgets::{label_and_value, muted};

use super::super::chart_frame::{header, nothing, time_chart};

/// Height of a chart's header, and least height of a chart with it, at a desk.
const HEADER: f32 = 37.0;
const LEAST: f32 = 84.0;

const EXPLANATION: &str =
    "The newest samples of the accelerometer, and their root mean square about the mean: gravity is not in it.";

const AXES: [&str; 3] = ["x", "y", "z"];

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView) {
    let Some(vibration) = &board.vibration else {
        return nothing(ui, palette, ui.available_height(), "No accelerometer has sent a sample.");
    };
    if let Some(rate_hz) = vibration.rate_hz {
        let rate = format!("{} Hz", format::number(rate_hz));
        label_and_value(ui, palette, "Samples", &rate, "Samples a second, by their arrival.");
    }
    ui.add_space(8.0);
    let room = ui.available_height();
    let shown = ((room / palette.grown(LEAST)) as usize).clamp(1, AXES.len());
    let height = room / shown as f32 - palette.grown(HEADER);
    for ((axis, points), rms) in AXES.iter().zip(&vibration.axes).zip(vibration.rms_m_s2).take(shown) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { continue };
        let right = muted(palette, format!("rms {} m/s²", format::number(rms)));
        header(ui, palette, &format!("Along {axis}"), right, EXPLANATION);
        let span = (first[0], last[0].max(first[0] + 1e-3));
        let curve = Curve { name: (*axis).into(), look: Look::Device, points: points.clone() };
        time_chart(ui, palette, axis, span, height, "m/s²", &[curve], false);
    }
}
