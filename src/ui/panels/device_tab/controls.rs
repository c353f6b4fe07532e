//! The device's own controls, worked by hand beside it or by a command from its twin, which can be tried first.

use bevy_egui::egui::{Id, RichText, Ui};

use crate::core::action::Action;
use crate::core::device::{Control, Knob, Setting};
use crate::lab::LabCommand;
use crate::ui::icons::Icon;
use crate::ui::model::{DeviceRow, Model, OnItsWay, TrialView};
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, choice_grid, muted, section, segmented, sentence};
use crate::ui::{format, glossary};

use super::{trial, twin_here};

/// How controls are worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A command from the chosen twin.
    Send,
    /// The same, tried on a copy of the twin.
    Try,
    /// A hand at the device.
    Hand,
}

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    section(ui, palette, &format!("Controls of {}", device.name));
    if model.offer.controls.is_empty() {
        ui.label(muted(palette, "This device has none."));
        return;
    }
    let way = way(ui, palette, model);
    for control in &model.offer.controls {
        let tried = model.trial.as_ref().filter(|trial| way == Way::Try && control.sets(&trial.setting));
        let waits = model.on_their_way.iter().find(|wish| twin_here(model).is_some() && control.sets(&wish.setting));
        if let Some(setting) = work(ui, palette, control, way, tried, waits) {
            out.extend(act(model, device, way, setting));
        }
        if let Some(wish) = waits {
            let tries = if wish.tries > 1 { format!(", try {}", wish.tries) } else { String::new() };
            let words = format!("{} is on its way (202){tries}", wish.what);
            let words = RichText::new(words).color(palette.accent);
            sentence(ui, palette, Icon::Clock, palette.accent, words).on_hover_text(glossary::ON_ITS_WAY);
        }
        if let Some((trial, twin)) = tried.zip(twin_here(model)) {
            trial::ui(ui, palette, trial, twin, out);
        }
    }
}

/// Shows a control; returns what somebody has just set it to.
fn work(
    ui: &mut Ui,
    palette: &Palette,
    control: &Control,
    way: Way,
    tried: Option<&TrialView>,
    waits: Option<&OnItsWay>,
) -> Option<Setting> {
    match &control.knob {
        Knob::Number { unit, limits, now, make } => {
            let write = |value: f64| format!("{} {unit}", format::setting(value));
            let row = SliderRow {
                label: control.label,
                range: *limits,
                scale: Scale::Linear,
                write: &write,
                explanation: match way {
                    Way::Send => glossary::BY_COMMAND,
                    Way::Try => glossary::WHAT_IF,
                    Way::Hand => glossary::BY_HAND,
                },
            };
            let shown = tried.and_then(TrialView::number).unwrap_or(*now);
            row.show_with_limits(ui, palette, shown, waits.and_then(OnItsWay::number)).map(make)
        }
        Knob::Choice { options, now } => {
            ui.label(muted(palette, control.label));
            let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
            let tried = tried.and_then(|trial| options.iter().position(|(_, option)| *option == trial.setting));
            let clicked = choice_grid(ui, palette, tried.or(*now), &words);
            clicked.and_then(|index| options.get(index)).map(|(_, setting)| setting.clone())
        }
    }
}

/// How controls are worked: by commands where the chosen twin can send any, else by hand.
fn way(ui: &mut Ui, palette: &Palette, model: &Model) -> Way {
    let Some(twin) = twin_here(model) else { return Way::Hand };
    if !twin.commands {
        ui.label(muted(palette, "By hand, at the device")).on_hover_text(glossary::NO_DOWNLINK);
        return Way::Hand;
    }
    let memory = Id::new("twinsync-way-of-control");
    let way = ui.data(|data| data.get_temp(memory)).unwrap_or(Way::Send);
    let choices = [(Way::Send, "Send"), (Way::Try, "What if?"), (Way::Hand, "By hand")];
    let chosen = segmented(ui, palette, way, &choices);
    if let Some(chosen) = chosen {
        ui.data_mut(|data| data.insert_temp(memory, chosen));
    }
    let way = chosen.unwrap_or(way);
    let words = match way {
        Way::Send => format!("Commands from {}", twin.name),
        Way::Try => format!("Tried on a copy of {}, not sent", twin.name),
        Way::Hand => "By somebody at the device".to_owned(),
    };
    ui.label(muted(palette, words));
    way
}

fn act(model: &Model, device: &DeviceRow, way: Way, setting: Setting) -> Option<LabCommand> {
    let twin = || twin_here(model).map(|twin| twin.name.to_string());
    Some(match way {
        Way::Send => LabCommand::Act(Action::Command { twin: twin()?, setting, expires_s: None }),
        Way::Try => LabCommand::Try { twin: model.twin, setting },
        Way::Hand => LabCommand::Act(Action::Operate { device: device.name.to_string(), setting }),
    })
}
