//! How things are shown: ghosts, theme, exaggeration, stroboscope.

use bevy_egui::egui::{Checkbox, Ui};

use crate::core::device::ModelKind;
use crate::lab::{GhostLayout, LabCommand, ThemeKind};
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, muted, segmented, text_button};
use crate::ui::{format, glossary};

/// Exaggeration when a person takes over from the automatic one.
const USUAL_EXAGGERATION: f64 = 500.0;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let view = &model.view;
    ui.label(muted(&palette, "Ghosts"));
    let layouts = [(GhostLayout::Overlay, "On the device"), (GhostLayout::Beside, "Beside it")];
    out.extend(segmented(ui, &palette, view.ghosts, &layouts).map(LabCommand::SetGhosts));
    ui.add_space(4.0);
    ui.label(muted(&palette, "Theme"));
    let themes = [(ThemeKind::Dark, "Desk"), (ThemeKind::Projector, "Projector")];
    out.extend(segmented(ui, &palette, view.theme, &themes).map(LabCommand::SetTheme));
    ui.add_space(4.0);
    if model.devices.iter().any(|device| device.kind == ModelKind::Rotor) {
        vibration(ui, &palette, model, out);
        ui.add_space(4.0);
    }
    if text_button(ui, &palette, "Camera home", ui.available_width()).clicked() {
        out.push(LabCommand::HomeCamera);
    }
}

fn vibration(ui: &mut Ui, palette: &Palette, model: &Model, out: &mut Vec<LabCommand>) {
    let times = |value: f64| format!("\u{d7} {}", format::setting(value.round()));
    let mut automatic = model.view.exaggeration.is_none();
    let checkbox = ui.add(Checkbox::new(&mut automatic, "Exaggerate automatically"));
    if checkbox.on_hover_text(glossary::EXAGGERATION).changed() {
        out.push(LabCommand::SetExaggeration((!automatic).then_some(USUAL_EXAGGERATION)));
    }
    if let Some(factor) = model.view.exaggeration {
        let row = SliderRow {
            label: "Exaggeration",
            range: (1.0, 10_000.0),
            scale: Scale::Logarithmic,
            write: &times,
            explanation: glossary::EXAGGERATION,
        };
        out.extend(row.show(ui, palette, factor).map(|factor| LabCommand::SetExaggeration(Some(factor))));
    }
    let slow = |value: f64| format!("1/{} of true speed", format::setting(value.round()));
    let row = SliderRow {
        label: "Strobe",
        range: (1.0, 200.0),
        scale: Scale::Logarithmic,
        write: &slow,
        explanation: glossary::STROBE,
    };
    out.extend(row.show(ui, palette, model.view.strobe).map(LabCommand::SetStrobe));
}
