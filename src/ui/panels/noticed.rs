//! What the chosen twin has noticed by itself, beside what was injected.

use bevy_egui::egui::{Align, Label, Layout, RichText, Ui};

use crate::core::detect::Score;
use crate::ui::format;
use crate::ui::glossary;
use crate::ui::model::{Model, NoticedRow};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, section};

/// Shows the section.
pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model) {
    let Some(twin) = model.chosen_twin() else { return };
    section(ui, palette, &format!("Noticed by {}", twin.name)).on_hover_text(glossary::NOTICED);
    if !model.noticed.watches {
        ui.label(muted(palette, "This twin watches for nothing."));
        return;
    }
    if model.noticed.anomalies.is_empty() {
        ui.label(muted(palette, "Nothing so far."));
    }
    for row in &model.noticed.anomalies {
        anomaly(ui, palette, row);
    }
    if model.noticed.more > 0 {
        ui.label(muted(palette, format!("and {} more before", model.noticed.more)));
    }
    if let Some(score) = &model.noticed.score {
        ui.add(Label::new(muted(palette, score_words(score))).wrap()).on_hover_text(glossary::SCORE);
    }
    ui.add_space(4.0);
}

fn anomaly(ui: &mut Ui, palette: &Palette, row: &NoticedRow) {
    let ink = if row.stands { palette.lost } else { palette.muted };
    let explain = |ui: &mut Ui| {
        ui.label(&row.evidence);
        ui.label(row.reason);
        ui.label(glossary::CONFIDENCE);
    };
    ui.horizontal(|ui| {
        let head = RichText::new(row.class).font(palette.strong_body()).color(ink);
        ui.label(head).on_hover_ui(explain);
        ui.add(Label::new(RichText::new(&row.subject).color(palette.text)).truncate()).on_hover_ui(explain);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(muted(palette, format!("{:.0} %", 100.0 * row.confidence))).on_hover_ui(explain);
        });
    });
    if row.stands {
        ui.add(Label::new(RichText::new(&row.evidence).font(palette.small()).color(palette.text)).wrap());
    }
    ui.label(RichText::new(&row.when).font(palette.small()).color(palette.muted));
}

fn score_words(score: &Score) -> String {
    let mut words = format!("{} injected, {} noticed, {} false", score.injected, score.detected, score.false_alarms);
    let delays = &score.delays_s;
    if !delays.is_empty() {
        let mean = delays.iter().sum::<f64>() / delays.len() as f64;
        words += &format!(", after {} on average", format::duration(mean));
    }
    words
}
