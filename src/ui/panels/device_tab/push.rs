//! A hand on a physical signal: what if the sensor were warmer?

use bevy_egui::egui::Ui;

use crate::core::action::Action;
use crate::lab::{LabCommand, words};
use crate::ui::model::{DeviceRow, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, section, text_button};
use crate::ui::{format, glossary};

use super::super::signal_chooser;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    let Some((signal, size)) = model.chosen_signal().zip(model.chosen_size()) else { return };
    ui.horizontal(|ui| {
        ui.spacing_mut().button_padding.y = 2.0;
        ui.spacing_mut().interact_size.y = palette.grown(24.0);
        section(ui, palette, "Push");
        let width = ui.available_width();
        signal_chooser::ui(ui, palette, model, "Signal pushed", width, glossary::PUSH, out);
    });
    let now = model.pushes.get(model.signal).copied().unwrap_or_default();
    let unit = format::unit(&signal.unit);
    let write = |value: f64| match value {
        0.0 => format!("0 {unit}"),
        value => format!("{} {unit}", words::signed(value)),
    };
    let reach = size.reach.max(now.abs());
    let push = |by: f64| {
        LabCommand::Act(Action::Push { device: device.name.to_string(), signal: signal.name.to_string(), by })
    };
    let row = SliderRow {
        label: "Pushed by",
        range: (-reach, reach),
        scale: Scale::Linear,
        write: &write,
        explanation: glossary::PUSH,
    };
    out.extend(row.show(ui, palette, now).map(|by| push(if by.abs() < 0.02 * reach { 0.0 } else { by })));
    if now != 0.0 && text_button(ui, palette, "Let go", ui.available_width()).clicked() {
        out.push(push(0.0));
    }
}
