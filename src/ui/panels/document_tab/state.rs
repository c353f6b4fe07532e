//! Versions, size, the latest change and the event log of a document.

use bevy_egui::egui::{Label, Rect, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::core::twin::shadow::Phase;
use crate::ui::icons::Icon;
use crate::ui::model::{ChangeRow, DocumentView, LIMIT_BYTES};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, number_text, section, sentence};
use crate::ui::{format, glossary};

/// Fuller than this, a document is about to be refused.
const NEARLY_FULL: f32 = 0.8;

/// Which version both sides know.
pub fn head(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    let behind = document.device_version.map(|known| document.version.saturating_sub(known));
    let (icon, ink, state) = match (document.phase, behind) {
        (Phase::Offline, _) => (Icon::Close, palette.lost, "offline".to_owned()),
        (Phase::Connected | Phase::Subscribed, _) => (Icon::Clock, palette.accent, "coming back".to_owned()),
        (Phase::InStep, Some(behind)) if behind > 0 => (Icon::Clock, palette.accent, format!("{behind} behind")),
        (Phase::InStep, _) => (Icon::Check, palette.text, "in step".to_owned()),
    };
    let known = document.device_version.map_or_else(|| "none".to_owned(), |version| version.to_string());
    let words = format!("version {}, device knows {known}, {state}", document.version);
    sentence(ui, palette, icon, ink, RichText::new(words).color(ink)).on_hover_text(glossary::VERSION);
    if let Some(now) = document.as_of {
        let words = format!("As of now, {} s: documents are not rewound.", format::instant(now.secs()));
        ui.add(Label::new(muted(palette, words)).wrap());
    }
}

/// What the latest update changed that was more than a measurement.
pub fn changes(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    if document.changes.is_empty() {
        return;
    }
    section(ui, palette, "Latest change").on_hover_text(glossary::CHANGES);
    for ChangeRow { section, name, old, new } in &document.changes {
        ui.add(Label::new(muted(palette, format!("{section} {name}"))).truncate());
        ui.horizontal_wrapped(|ui| {
            if let Some(old) = old {
                ui.label(number_text(palette, format!("\u{2212} {old}"), palette.lost));
            }
            if let Some(new) = new {
                ui.label(number_text(palette, format!("+ {new}"), palette.accent));
            }
        });
    }
}

/// How full the document is.
pub fn size(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    let words = format!("{} of {LIMIT_BYTES} bytes", document.bytes);
    let share = (document.bytes as f32 / LIMIT_BYTES as f32).min(1.0);
    let ink = if share > NEARLY_FULL { palette.lost } else { palette.accent };
    ui.add_space(4.0);
    ui.label(muted(palette, &*words)).on_hover_text(glossary::SIZE);
    let (bar, response) = ui.allocate_exact_size(vec2(ui.available_width(), palette.grown(6.0)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, "Size of the document"));
    ui.painter().rect_filled(bar, 3.0, palette.line);
    let full = Rect::from_min_size(bar.min, vec2(bar.width() * share, bar.height()));
    ui.painter().rect_filled(full, 3.0, ink);
    response.on_hover_text(glossary::SIZE);
}

/// The log behind the document.
pub fn events(ui: &mut Ui, palette: &Palette, document: &DocumentView) {
    let kept =
        if document.events == 1 { "1 event kept".to_owned() } else { format!("{} events kept", document.events) };
    let (words, ink) = match document.rebuilt {
        Some(true) => (format!("{kept}; rebuilt from them it is the same document."), palette.muted),
        Some(false) => (format!("{kept}; rebuilt from them it is another document."), palette.lost),
        None => (format!("{kept}."), palette.muted),
    };
    ui.add(Label::new(RichText::new(words).color(ink)).wrap()).on_hover_text(glossary::EVENTS);
}
