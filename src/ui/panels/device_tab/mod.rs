//! The chosen device at hand: its controls, what its twin told it, a push, what it runs, what it needs.

mod commands;
mod controls;
mod depends;
mod push;
mod trial;
mod versions;

use bevy_egui::egui::Ui;

use crate::lab::LabCommand;
use crate::ui::model::{Model, TwinRow};
use crate::ui::style::Palette;
use crate::ui::widgets::muted;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(device) = model.chosen_device() else {
        ui.label(muted(&palette, "This scene has no devices."));
        return;
    };
    controls::ui(ui, &palette, model, device, out);
    commands::ui(ui, &palette, model);
    push::ui(ui, &palette, model, device, out);
    versions::ui(ui, &palette, model, device);
    depends::ui(ui, &palette, model, device);
}

/// The chosen twin, if it is one of the chosen device.
fn twin_here(model: &Model) -> Option<&TwinRow> {
    model.chosen_twin().filter(|twin| twin.device == model.device)
}
