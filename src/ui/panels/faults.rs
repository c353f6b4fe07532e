//! What can go wrong: the device in its own ways, one of its sensors, its board, and the chosen twin's link.

use bevy_egui::egui::{Align, Layout, RichText, Ui};

use crate::core::action::Action;
use crate::lab::LabCommand;
use crate::ui::glossary;
use crate::ui::model::{ActingFault, FaultOffer, FaultPlace, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{LampButton, lamp_grid, muted, section, small_button};

use super::{noticed, signal_chooser};

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(device) = model.chosen_device() else {
        ui.label(muted(&palette, "This scene has no devices."));
        return;
    };
    count(ui, &palette, model, out);
    noticed::ui(ui, &palette, model);
    let catalogue = model.catalogue();
    let at = |place| catalogue.iter().filter(move |offer| offer.place == place).collect::<Vec<_>>();
    if !model.offer.faults.is_empty() {
        section(ui, &palette, &format!("This device: {}", device.name));
        offers(ui, &palette, &at(FaultPlace::Device), out);
    }
    sensor(ui, &palette, model, &at(FaultPlace::Sensor), out);
    section(ui, &palette, "Board and network");
    offers(ui, &palette, &at(FaultPlace::Board), out);
    offers(ui, &palette, &at(FaultPlace::Link), out);
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

fn sensor(ui: &mut Ui, palette: &Palette, model: &Model, sensor: &[&FaultOffer], out: &mut Vec<LabCommand>) {
    if sensor.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().button_padding.y = 2.0;
        ui.spacing_mut().interact_size.y = palette.grown(24.0);
        section(ui, palette, "Sensor");
        let width = ui.available_width();
        signal_chooser::ui(ui, palette, model, "Signal struck", width, glossary::SENSOR_FAULTS, out);
    });
    offers(ui, palette, sensor, out);
}

/// Buttons for what can befall a place.
fn offers<'a>(ui: &mut Ui, palette: &Palette, offers: &[&'a FaultOffer], out: &mut Vec<LabCommand>) {
    let button = |offer: &&'a FaultOffer| LampButton {
        word: &offer.word,
        name: offer.name.clone(),
        lit: offer.acting.is_some(),
        explanation: offer.does.clone(),
    };
    let buttons: Vec<LampButton<'a>> = offers.iter().map(button).collect();
    let clicked = lamp_grid(ui, palette, &buttons);
    out.extend(clicked.and_then(|clicked| offers.get(clicked)).map(|offer| LabCommand::Act(offer.toggle())));
}

fn end(fault: &ActingFault) -> LabCommand {
    LabCommand::Act(Action::EndFault { number: fault.number })
}
