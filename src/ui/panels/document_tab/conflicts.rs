//! Conflicts about fields: those that wait for a person, and how the latest ended.

use bevy_egui::egui::{Label, RichText, Ui};

use crate::core::action::Action;
use crate::core::twin::shadow::Writer;
use crate::lab::LabCommand;
use crate::ui::icons::Icon;
use crate::ui::model::{ConflictRow, DocumentView};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, section, sentence, text_button};
use crate::ui::{format, glossary, rule_words};

/// What a person has to choose.
pub fn questions(ui: &mut Ui, palette: &Palette, twin: &str, document: &DocumentView, out: &mut Vec<LabCommand>) {
    for question in &document.questions {
        let words = RichText::new(format!("{}: who is right?", question.name)).font(palette.strong_body());
        ui.label(words.color(palette.accent)).on_hover_text(glossary::QUESTION);
        for (stands, value) in [(Writer::Device, &question.device), (Writer::Twin, &question.twin)] {
            let words = format!("{}: {value}", rule_words::writer(stands));
            if text_button(ui, palette, &words, ui.available_width()).clicked() {
                let (twin, field) = (twin.to_owned(), question.field.clone());
                out.push(LabCommand::Act(Action::Answer { twin, field, stands }));
            }
        }
    }
}

/// How the latest conflicts ended.
pub fn latest(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    section(ui, palette, "Conflicts").on_hover_text(glossary::CONFLICT);
    if document.conflicts.is_empty() {
        ui.label(muted(palette, "None so far."));
    }
    for row in &document.conflicts {
        conflict(ui, palette, row);
    }
}

fn conflict(ui: &mut Ui, palette: &Palette, row: &ConflictRow) {
    let at = format!("{} at {} s", row.name, format::instant(row.at.secs()));
    ui.add(Label::new(muted(palette, at)).truncate());
    for (writer, (value, claimed_at)) in [(Writer::Device, &row.device), (Writer::Twin, &row.twin)] {
        let claimed = format::instant(claimed_at.secs());
        let words = format!("{}: {value}, its clock {claimed} s", rule_words::writer(writer));
        ui.add(Label::new(RichText::new(words).color(palette.text)).wrap()).on_hover_text(glossary::CLAIMED);
    }
    let ruling = rule_words::ruling(row.ruling);
    let (icon, words, ink) = match row.wrong {
        Some(true) => (Icon::Struck, format!("{ruling}: picked the earlier writer"), palette.lost),
        Some(false) => (Icon::Check, format!("{ruling}: picked the later writer"), palette.text),
        None => (Icon::Differs, ruling, palette.accent),
    };
    sentence(ui, palette, icon, ink, RichText::new(words).color(ink)).on_hover_text(glossary::WRONG_WRITER);
    ui.add_space(4.0);
}
