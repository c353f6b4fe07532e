//! What can go wrong with the chosen device, and its own controls.

use bevy_egui::egui::{Id, Ui};

use crate::core::action::Action;
use crate::core::device::{ModelKind, Setting};
use crate::core::fault::FaultKind;
use crate::lab::LabCommand;
use crate::ui::model::{DeviceRow, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, muted, text_button};
use crate::ui::{format, glossary};

const BRAKE_FOR_S: f64 = 2.0;
const RAMP_S: f64 = 2.0;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(device) = model.chosen_device() else {
        ui.label(muted(&palette, "This scene has no devices."));
        return;
    };
    ui.label(muted(&palette, format!("What happens to {}", device.name)));
    match device.kind {
        ModelKind::Rotor => rotor(ui, &palette, model, device, out),
        ModelKind::Vehicle => vehicle(ui, &palette, model, device, out),
        _ => {
            ui.label("Nothing can be broken here. Bend the network instead.");
        }
    }
}

fn rotor(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    let write = |value: f64| format!("{} g\u{b7}mm/s", format::setting(value));
    let growth = strength(ui, palette, "Growth", (0.5, 50.0), 2.0, &write, glossary::UNBALANCE);
    if text_button(ui, palette, "Let the unbalance grow", ui.available_width()).clicked() {
        out.push(fault(device, FaultKind::UnbalanceGrowth { g_mm_per_s: growth }));
    }
    ui.add_space(8.0);
    let write = |value: f64| format!("{value:.0} rpm");
    let row = SliderRow {
        label: "Speed",
        range: (0.0, 3000.0),
        scale: Scale::Linear,
        write: &write,
        explanation: glossary::ROTOR_SPEED,
    };
    if let Some(rpm) = row.show(ui, palette, model.true_value("speed_rpm").unwrap_or_default()) {
        out.push(operate(device, Setting::Speed { rpm, over_s: RAMP_S }));
    }
}

fn vehicle(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    let write = |value: f64| format!("{} m/s\u{b2}", format::setting(value));
    let decel = strength(ui, palette, "Braking", (1.0, 10.0), 6.0, &write, glossary::BRAKE);
    if text_button(ui, palette, "Emergency brake", ui.available_width()).clicked() {
        out.push(fault(device, FaultKind::EmergencyBrake { decel_mps2: decel, for_s: BRAKE_FOR_S }));
    }
    ui.add_space(8.0);
    let write = |value: f64| format!("{value:.1} m/s");
    let row = SliderRow {
        label: "Target speed",
        range: (0.0, 30.0),
        scale: Scale::Linear,
        write: &write,
        explanation: glossary::TARGET_SPEED,
    };
    if let Some(mps) = row.show(ui, palette, model.true_value("speed_mps").unwrap_or_default()) {
        out.push(operate(device, Setting::TargetSpeed { mps }));
    }
}

/// A slider that only prepares the next fault: its value lives in the widget's memory.
fn strength(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    range: (f64, f64),
    usual: f64,
    write: &dyn Fn(f64) -> String,
    explanation: &str,
) -> f64 {
    let id = Id::new(("twinsync-strength", label));
    let now = ui.data(|data| data.get_temp(id)).unwrap_or(usual);
    let row = SliderRow { label, range, scale: Scale::Linear, write, explanation };
    let chosen = row.show(ui, palette, now).unwrap_or(now);
    ui.data_mut(|data| data.insert_temp(id, chosen));
    chosen
}

fn fault(device: &DeviceRow, kind: FaultKind) -> LabCommand {
    LabCommand::Act(Action::Fault { device: device.name.to_string(), signal: None, kind, for_s: None })
}

fn operate(device: &DeviceRow, setting: Setting) -> LabCommand {
    LabCommand::Act(Action::Operate { device: device.name.to_string(), setting })
}
