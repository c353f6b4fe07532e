//! Chart: a signal of the chosen device, as it truly is and as each twin believes it to be.

use bevy_egui::egui::{ComboBox, RichText, Ui};

use crate::lab::LabCommand;
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::muted;
use crate::ui::{format, glossary};

use super::chart_frame::{nothing, time_chart};
use super::signal_chooser;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some((device, signal)) = model.chosen_device().zip(model.chosen_signal()) else {
        nothing(ui, &palette, ui.available_height(), "This scene has no signals.");
        return;
    };
    choosers(ui, &palette, model, out);
    let height = ui.available_height();
    let unit = format::unit(&signal.unit);
    if model.charts.history.iter().all(|curve| curve.points.is_empty()) {
        nothing(ui, &palette, height, &format!("Nothing measured on {} yet.", device.name));
    } else {
        let charts = &model.charts;
        time_chart(ui, &palette, "history", charts.history_span, height, &unit, &charts.history, false);
    }
}

/// Which device, which signal.
fn choosers(ui: &mut Ui, palette: &Palette, model: &Model, out: &mut Vec<LabCommand>) {
    let Some((device, signal)) = model.chosen_device().zip(model.chosen_signal()) else { return };
    let unit = format::unit(&signal.unit);
    ui.horizontal(|ui| {
        ui.spacing_mut().button_padding.x = 8.0;
        let half = (ui.available_width() - 8.0) / 2.0;
        let chooser = |id: &str, chosen: &str, width: f32| {
            ComboBox::new(id.to_owned(), "")
                .selected_text(RichText::new(chosen.to_owned()).font(palette.strong_body()))
                .width(width - 4.0)
                .truncate()
        };
        if model.devices.len() > 1 {
            let list = chooser("Device charted", &device.name, half * 0.8).show_ui(ui, |ui| {
                for (index, row) in model.devices.iter().enumerate() {
                    if ui.selectable_label(index == model.device, &*row.name).clicked() {
                        out.push(LabCommand::ChooseDevice(index));
                    }
                }
            });
            list.response.on_hover_text("The device whose signals are charted.");
        }
        let width = ui.available_width() - palette.grown(44.0);
        let explanation = format!("The signal that is charted.\n{}", glossary::HISTORY);
        signal_chooser::ui(ui, palette, model, "Signal charted", width, &explanation, out);
        ui.label(muted(palette, unit));
    });
}
