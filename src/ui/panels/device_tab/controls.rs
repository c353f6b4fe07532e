//! The device's own controls, worked by hand beside it or by a command from its twin.

use bevy_egui::egui::{Id, Ui};

use crate::core::action::Action;
use crate::core::device::{Knob, Setting};
use crate::lab::LabCommand;
use crate::ui::model::{DeviceRow, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, choice_grid, muted, section, segmented};
use crate::ui::{format, glossary};

use super::twin_here;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    section(ui, palette, &format!("Controls of {}", device.name));
    if model.offer.controls.is_empty() {
        ui.label(muted(palette, "This device has none."));
        return;
    }
    let sender = sender(ui, palette, model);
    for control in &model.offer.controls {
        let wish = match &control.knob {
            Knob::Number { unit, limits, now, make } => {
                let write = |value: f64| format!("{} {unit}", format::setting(value));
                let row = SliderRow {
                    label: control.label,
                    range: *limits,
                    scale: Scale::Linear,
                    write: &write,
                    explanation: if sender.is_some() { glossary::BY_COMMAND } else { glossary::BY_HAND },
                };
                row.show_with_limits(ui, palette, *now).map(make)
            }
            Knob::Choice { options, now } => {
                ui.label(muted(palette, control.label));
                let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
                let clicked = choice_grid(ui, palette, *now, &words);
                clicked.and_then(|index| options.get(index)).map(|(_, setting)| setting.clone())
            }
        };
        if let Some(setting) = wish {
            out.push(act(device, sender, setting));
        }
    }
}

/// The twin that sends commands; none where controls are worked by hand.
fn sender<'a>(ui: &mut Ui, palette: &Palette, model: &'a Model) -> Option<&'a str> {
    let twin = twin_here(model)?;
    if !twin.commands {
        ui.label(muted(palette, "By hand, at the device")).on_hover_text(glossary::NO_DOWNLINK);
        return None;
    }
    let memory = Id::new("twinsync-by-command");
    let by_command = ui.data(|data| data.get_temp(memory)).unwrap_or(true);
    let from = format!("From {}", twin.name);
    let chosen = segmented(ui, palette, by_command, &[(true, &*from), (false, "By hand")]);
    if let Some(chosen) = chosen {
        ui.data_mut(|data| data.insert_temp(memory, chosen));
    }
    chosen.unwrap_or(by_command).then_some(&*twin.name)
}

fn act(device: &DeviceRow, sender: Option<&str>, setting: Setting) -> LabCommand {
    LabCommand::Act(match sender {
        Some(twin) => Action::Command { twin: twin.to_owned(), setting, expires_s: None },
        None => Action::Operate { device: device.name.to_string(), setting },
    })
}
