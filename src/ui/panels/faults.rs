//! What can go wrong: the device in its own ways, one of its sensors, its board, and the chosen twin's link.

use bevy_egui::egui::{Align, Layout, RichText, Ui};

use crate::core::action::Action;
use crate::core::fault::FaultKind;
use crate::lab::LabCommand;
use crate::ui::model::{ActingFault, BOARD_FAULTS, DeviceRow, LINK_FAULTS, LinkView, Model, sensor_faults};
use crate::ui::style::Palette;
use crate::ui::widgets::{LampButton, lamp_grid, muted, section, small_button};
use crate::ui::{fault_words, format, glossary};

use super::{noticed, signal_chooser};

/// A cut needs a length; this one lasts until it is ended.
const UNTIL_ENDED_S: f64 = 1e7;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(device) = model.chosen_device() else {
        ui.label(muted(&palette, "This scene has no devices."));
        return;
    };
    count(ui, &palette, model, out);
    noticed::ui(ui, &palette, model);
    own(ui, &palette, model, device, out);
    sensor(ui, &palette, model, device, out);
    board_and_network(ui, &palette, model, device, out);
}

/// How many faults act, and the way to end them all.
fn count(ui: &mut Ui, palette: &Palette, model: &Model, out: &mut Vec<LabCommand>) {
    let words = match model.faults.len() {
        0 => "No fault acts".to_owned(),
        1 => "1 fault acts".to_owned(),
        many => format!("{many} faults act"),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = palette.grown(22.0);
        let ink = if model.faults.is_empty() { palette.muted } else { palette.lost };
        let list: Vec<&str> = model.faults.iter().map(|fault| &*fault.label).collect();
        let said = ui.label(RichText::new(words).color(ink));
        if !list.is_empty() {
            said.on_hover_text(list.join("\n"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if small_button(ui, palette, "End all").clicked() {
                    out.extend(model.faults.iter().map(end));
                }
            });
        }
    });
}

fn own(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    if model.offer.faults.is_empty() {
        return;
    }
    section(ui, palette, &format!("This device: {}", device.name));
    let words: Vec<String> = model.offer.faults.iter().map(|kind| own_word(kind, &model.offer.faults)).collect();
    let on = |fault: &ActingFault, kind: &FaultKind| fault.is(kind, model.device, None);
    let kinds: Vec<(&FaultKind, &str)> = model.offer.faults.iter().zip(words.iter().map(String::as_str)).collect();
    device_faults(ui, palette, model, device, None, &kinds, &on, out);
}

/// What a fault is called; with its joint where several joints can fail alike.
fn own_word(kind: &FaultKind, among: &[FaultKind]) -> String {
    let alike = among.iter().filter(|other| other.label() == kind.label()).count();
    match kind {
        FaultKind::JointFriction { joint, .. }
        | FaultKind::EncoderSlip { joint, .. }
        | FaultKind::OverheatedMotor { joint, .. }
            if alike > 1 =>
        {
            format!("{} {joint}", kind.label())
        }
        _ => kind.label().to_owned(),
    }
}

fn sensor(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    let Some((signal, size)) = model.chosen_signal().zip(model.chosen_size()) else { return };
    ui.horizontal(|ui| {
        ui.spacing_mut().button_padding.y = 2.0;
        ui.spacing_mut().interact_size.y = palette.grown(24.0);
        section(ui, palette, "Sensor");
        let width = ui.available_width();
        signal_chooser::ui(ui, palette, model, "Signal struck", width, glossary::SENSOR_FAULTS, out);
    });
    let kinds = sensor_faults(size);
    let words: Vec<(&FaultKind, &str)> = kinds.iter().map(|kind| (kind, short(kind))).collect();
    let on = |fault: &ActingFault, kind: &FaultKind| fault.is(kind, model.device, Some(model.signal));
    device_faults(ui, palette, model, device, Some(&signal.name), &words, &on, out);
}

/// The heading says already that a sensor is meant.
fn short(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Stuck => "Stuck",
        FaultKind::Delay { .. } => "Delay",
        FaultKind::NoiseBurst { .. } => "Noise",
        other => other.label(),
    }
}

fn board_and_network(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow, out: &mut Vec<LabCommand>) {
    section(ui, palette, "Board and network");
    let board: Vec<(&FaultKind, &str)> = BOARD_FAULTS.iter().map(|kind| (kind, kind.label())).collect();
    let on = |fault: &ActingFault, kind: &FaultKind| fault.is(kind, model.device, None);
    device_faults(ui, palette, model, device, None, &board, &on, out);
    if let Some(link) = &model.link {
        network(ui, palette, model, link, out);
    }
}

/// Buttons for faults of a device or of one of its sensors.
fn device_faults(
    ui: &mut Ui,
    palette: &Palette,
    model: &Model,
    device: &DeviceRow,
    signal: Option<&str>,
    kinds: &[(&FaultKind, &str)],
    is_on: &dyn Fn(&ActingFault, &FaultKind) -> bool,
    out: &mut Vec<LabCommand>,
) {
    let unit = model.chosen_signal().map(|signal| format::unit(&signal.unit)).unwrap_or_default();
    let acting = |kind: &FaultKind| model.faults.iter().rfind(|fault| is_on(fault, kind));
    let button = |(kind, word): &(&FaultKind, &'_ str)| {
        let name = signal.map_or_else(|| (*word).to_owned(), |signal| format!("{} on {signal}", kind.label()));
        (name, acting(kind).is_some(), fault_words::sentence(kind, &unit))
    };
    let told: Vec<_> = kinds.iter().map(button).collect();
    let buttons: Vec<LampButton<'_>> = kinds
        .iter()
        .zip(told)
        .map(|((_, word), (name, lit, explanation))| LampButton { word, name, lit, explanation })
        .collect();
    let Some((kind, _)) = lamp_grid(ui, palette, &buttons).and_then(|clicked| kinds.get(clicked)) else { return };
    out.push(match acting(kind) {
        Some(fault) => end(fault),
        None => LabCommand::Act(Action::Fault {
            device: device.name.to_string(),
            signal: signal.map(str::to_owned),
            kind: (*kind).clone(),
            for_s: kind.lasts_s(),
        }),
    });
}

fn network(ui: &mut Ui, palette: &Palette, model: &Model, link: &LinkView, out: &mut Vec<LabCommand>) {
    let kinds = || std::iter::once(None).chain(LINK_FAULTS.iter().map(Some));
    let acting = |kind| model.faults.iter().rfind(|fault| fault.is_on_link(kind, link.index));
    let buttons: Vec<LampButton<'_>> = kinds()
        .map(|kind| {
            let word = kind.map_or("Partition", |kind| kind.label());
            let does = kind.map_or_else(|| glossary::PARTITION.to_owned(), fault_words::link_sentence);
            LampButton {
                word,
                name: format!("{word} on {}", link.name),
                lit: acting(kind).is_some(),
                explanation: format!("{}: {does}", link.name),
            }
        })
        .collect();
    let Some(kind) = lamp_grid(ui, palette, &buttons).and_then(|clicked| kinds().nth(clicked)) else { return };
    let name = link.name.to_string();
    out.push(match (acting(kind), kind) {
        (Some(fault), _) => end(fault),
        (None, None) => LabCommand::Act(Action::Partition { link: name, hop: None, for_s: UNTIL_ENDED_S }),
        (None, Some(kind)) => {
            LabCommand::Act(Action::LinkFault { link: name, hop: None, kind: kind.clone(), for_s: None })
        }
    });
}

fn end(fault: &ActingFault) -> LabCommand {
    LabCommand::Act(Action::EndFault { number: fault.number })
}
