//! What can be wished of a real board: its port, its clock, its lines in a file; and what became of it.

use bevy_egui::egui::Ui;

use crate::lab::{BoardWish, LabCommand};
use crate::ui::glossary;
use crate::ui::icons::Icon;
use crate::ui::model::LiveView;
use crate::ui::style::Palette;
use crate::ui::widgets::{LampButton, label_and_value, lamp_grid, muted, sentence};

pub fn ui(ui: &mut Ui, palette: &Palette, board: &LiveView, out: &mut Vec<LabCommand>) {
    if let Some(path) = &board.recorded {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let explanation = format!("Every line is kept in {path}, and can be replayed from there.");
        label_and_value(ui, palette, "Recorded to", name, &explanation);
    }
    if let Some((words, well)) = &board.command {
        let (icon, ink) = if *well { (Icon::Check, palette.muted) } else { (Icon::Close, palette.lost) };
        sentence(ui, palette, icon, ink, muted(palette, words.as_str()).color(ink));
    }
    ui.add_space(4.0);
    let (buttons, wishes): (Vec<_>, Vec<_>) = offered(board).into_iter().unzip();
    if let Some(index) = lamp_grid(ui, palette, &buttons) {
        out.push(LabCommand::Board(wishes[index].clone()));
    }
}

/// The buttons that make sense for this board, each with its wish.
fn offered(board: &LiveView) -> Vec<(LampButton<'static>, BoardWish)> {
    let mut offered = Vec::new();
    let mut offer = |word, name: &str, lit, explanation: &str, wish| {
        offered.push((LampButton { word, name: name.to_owned(), lit, explanation: explanation.to_owned() }, wish));
    };
    if let Some((on, _)) = board.steered {
        offer("Steer", "Steer the board's clock", on, glossary::STEERING, BoardWish::Steer(!on));
    }
    if board.writes {
        let on = board.recorded.is_some();
        let explanation = "Keeps every line in a new file board_N.csv, which `--replay` plays again.";
        offer("Record", "Record the lines", on, explanation, BoardWish::Record(!on));
        let explanation = "Writes what is known of the clock to new files: board_clock_N.json with all figures, board_clock_N.csv with the curves.";
        offer("Export", "Export the clock", false, explanation, BoardWish::Export);
    }
    if let Some(released) = board.released {
        let explanation = "Closes the port, so that another program can flash the board.";
        offer("Release", "Release the port", released, explanation, BoardWish::ReleasePort(!released));
    }
    offered
}
