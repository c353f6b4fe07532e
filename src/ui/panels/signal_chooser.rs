//! Chooses the signal that is charted, pushed, and whose sensor is struck.

use bevy_egui::egui::{ComboBox, RichText, Ui};

use crate::lab::LabCommand;
use crate::ui::format;
use crate::ui::model::Model;
use crate::ui::style::Palette;

pub fn ui(
    ui: &mut Ui,
    palette: &Palette,
    model: &Model,
    id: &str,
    width: f32,
    explanation: &str,
    out: &mut Vec<LabCommand>,
) {
    let Some((device, signal)) = model.chosen_device().zip(model.chosen_signal()) else { return };
    ui.spacing_mut().button_padding.x = 8.0;
    let list = ComboBox::from_id_salt(id)
        .selected_text(RichText::new(&*signal.name).font(palette.strong_body()))
        .width(width)
        .truncate()
        .show_ui(ui, |ui| {
            for (index, info) in device.signals.iter().enumerate() {
                let text = format!("{} ({})", info.name, format::unit(&info.unit));
                if ui.selectable_label(index == model.signal, text).clicked() {
                    out.push(LabCommand::ChooseSignal(index));
                }
            }
        });
    list.response.on_hover_text(explanation);
}
