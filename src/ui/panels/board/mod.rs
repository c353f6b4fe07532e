//! The right panel of a real board: its clock, the estimators side by side, and its lines.

mod clock;
mod estimators;
mod lines;

use bevy_egui::egui::{Id, Ui};

use crate::lab::LabCommand;
use crate::ui::format;
use crate::ui::glossary;
use crate::ui::icons::Icon;
use crate::ui::model::{LiveView, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{heading, label_and_value, muted, quiet, segmented, sentence, text_button};

/// Its word on the switch between it and the charts.
pub const TITLE: &str = "Board";

/// A tab: its word and what it shows.
type Tab = (&'static str, fn(&mut Ui, &Palette, &LiveView));

const TABS: [Tab; 3] = [("Clock", clock::ui), ("Estimators", estimators::ui), ("Lines", lines::ui)];

pub fn ui(ui: &mut Ui, model: &Model, board: &LiveView, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    heading(ui, &palette, &board.name);
    let (words, well) = &board.standing;
    let (icon, ink) = if *well { (Icon::Check, palette.muted) } else { (Icon::Struck, palette.lost) };
    sentence(ui, &palette, icon, ink, muted(&palette, words.as_str()).color(ink));
    if let Some(identity) = &board.identity {
        ui.label(quiet(&palette, identity.as_str()));
    }
    let counts = &board.counts;
    label_and_value(ui, &palette, "Lines heard", &counts.heard.to_string(), glossary::LINES);
    let failed = format!("{} · {}", counts.rejected, counts.lost);
    label_and_value(ui, &palette, "Rejected · lost", &failed, glossary::LINES);
    if let Some(temperature_c) = board.temperature_c {
        let value = format!("{} °C", format::number(temperature_c));
        label_and_value(ui, &palette, "Temperature", &value, "The board's temperature as it last told it.");
    }
    if let Some(path) = &board.recorded {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let explanation = format!("Every line is kept in {path}, and can be replayed from there.");
        label_and_value(ui, &palette, "Recorded to", name, &explanation);
    }
    if let Some(released) = board.released {
        let (word, explanation) = if released {
            ("Take the port again", "Opens the port again and goes on listening.")
        } else {
            ("Release the port", "Closes the port, so that another program can flash the board.")
        };
        let width = ui.available_width();
        if text_button(ui, &palette, word, width).on_hover_text(explanation).clicked() {
            out.push(LabCommand::ReleasePort(!released));
        }
    }
    ui.add_space(8.0);
    let memory = Id::new("twinsync-board-tab");
    let open: usize = ui.data(|data| data.get_temp(memory)).unwrap_or(0);
    let choices: Vec<_> = TABS.iter().enumerate().map(|(index, (word, _))| (index, *word)).collect();
    if let Some(wish) = segmented(ui, &palette, open, &choices) {
        ui.data_mut(|data| data.insert_temp(memory, wish));
    }
    ui.add_space(8.0);
    TABS[open.min(TABS.len() - 1)].1(ui, &palette, board);
}
