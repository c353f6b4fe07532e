//! The left panel: what the scene is, who is in it, and what can be done to them.

use bevy_egui::egui::Ui;

use crate::lab::LabCommand;
use crate::ui::model::Model;

use super::{device_tabs, title, twins};

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    title::ui(ui, model, out);
    ui.add_space(8.0);
    twins::ui(ui, model, out);
    ui.add_space(12.0);
    device_tabs::ui(ui, model, out);
}
