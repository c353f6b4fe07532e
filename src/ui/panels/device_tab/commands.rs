//! What the chosen twin told its device, and what came of it.

use bevy_egui::egui::{Label, RichText, Sense, Ui, vec2};

use crate::core::exchange::{Standing, Verdict};
use crate::ui::icons::{self, Icon};
use crate::ui::model::{CommandView, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, section};
use crate::ui::{format, glossary};

use super::twin_here;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model) {
    let Some(twin) = twin_here(model).filter(|twin| twin.commands) else { return };
    if model.commands.is_empty() {
        return;
    }
    section(ui, palette, &format!("Commands from {}", twin.name)).on_hover_text(glossary::COMMANDS);
    for command in &model.commands {
        story(ui, palette, command);
    }
}

fn story(ui: &mut Ui, palette: &Palette, command: &CommandView) {
    let took = command.took_s.map_or_else(String::new, |took_s| format!(" after {}", format::duration(took_s)));
    let (icon, ink, words) = match &command.standing {
        Standing::Waiting => (Icon::Clock, palette.muted, "on its way (202)".to_owned()),
        Standing::Answered(Verdict::Applied) => (Icon::Check, palette.text, format!("applied (200){took}")),
        Standing::Answered(Verdict::Refused(why)) => (Icon::Close, palette.lost, format!("refused (400): {why}")),
        Standing::Answered(Verdict::Expired) => (Icon::Clock, palette.lost, format!("came too late (408){took}")),
        Standing::TimedOut => (Icon::Clock, palette.lost, "no answer (408)".to_owned()),
    };
    ui.horizontal_top(|ui| {
        let size = palette.grown(12.0);
        let (rect, _) = ui.allocate_exact_size(vec2(size, palette.type_size(17.0)), Sense::hover());
        icons::draw(ui.painter(), rect, icon, size, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let sent = format!("{} at {} s", command.what, format::instant(command.sent_at.secs()));
            ui.add(Label::new(muted(palette, sent)).wrap());
            ui.add(Label::new(RichText::new(words).color(ink)).wrap());
            if let Some(words) = delivery(command) {
                ui.add(Label::new(muted(palette, words)).wrap()).on_hover_text(glossary::DELIVERY);
            }
        });
    });
}

/// How it fared on the way, where that was more than one try and one deed.
fn delivery(command: &CommandView) -> Option<String> {
    let tries = (command.tries > 1).then(|| format!("{} tries", command.tries));
    let ignored = match command.repeats_ignored {
        0 => None,
        1 => Some("1 repeat ignored".to_owned()),
        many => Some(format!("{many} repeats ignored")),
    };
    let done = (command.executions > 1).then(|| format!("done {} times", command.executions));
    let expires = command.expires_at.map(|at| format!("void after {} s", format::instant(at.secs())));
    let words: Vec<String> = [tries, ignored, done, expires].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(", "))
}
