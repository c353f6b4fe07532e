//! What waits before a hop, what overtakes on it, what arrives twice, and all of it as one netem line.

use bevy_egui::egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};

use crate::core::action::LinkChange;
use crate::core::link::{OrderSpec, QueueSpec};
use crate::lab::LabCommand;
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, muted, segmented};
use crate::ui::{format, glossary};

use super::{Chosen, netem};

/// A queue discipline without its number.
#[derive(Clone, Copy, PartialEq)]
enum Discipline {
    Fifo,
    Newest,
    Expiry,
}

/// What waits where the discipline is chosen anew.
const USUAL_LIMIT: usize = 1000;
const USUAL_AGE_S: f64 = 2.0;

pub fn ui(ui: &mut Ui, palette: &Palette, chosen: &Chosen<'_>, out: &mut Vec<LabCommand>) {
    let spec = &chosen.state().spec;
    let wishes = [
        queue(ui, palette, spec.queue),
        limit(ui, palette, spec.queue),
        copies(ui, palette, spec.duplicate),
        order(ui, palette, spec.order),
    ];
    if let Some(change) = wishes.into_iter().flatten().next() {
        chosen.set(change, out);
    }
    netem::ui(ui, palette, chosen, out);
}

/// A word at the left, and what is chosen about it at the right.
fn labelled<R>(
    ui: &mut Ui,
    palette: &Palette,
    word: &str,
    explanation: &str,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::hover());
    let middle = row.left() + 0.24 * row.width();
    let part = |from: f32, to: f32| {
        let rect = Rect::from_x_y_ranges(from..=to, row.y_range());
        UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center))
    };
    ui.new_child(part(row.left(), middle)).label(muted(palette, word)).on_hover_text(explanation);
    contents(&mut ui.new_child(part(middle, row.right())))
}

fn queue(ui: &mut Ui, palette: &Palette, now: QueueSpec) -> Option<LinkChange> {
    let discipline = match now {
        QueueSpec::Fifo { .. } => Discipline::Fifo,
        QueueSpec::NewestPerSignal => Discipline::Newest,
        QueueSpec::Expiry { .. } => Discipline::Expiry,
    };
    let choices = [(Discipline::Fifo, "In turn"), (Discipline::Newest, "Newest"), (Discipline::Expiry, "Young")];
    let wish = labelled(ui, palette, "Queue", glossary::DISCIPLINE, |ui| segmented(ui, palette, discipline, &choices))?;
    Some(LinkChange::Queue(match wish {
        Discipline::Fifo => QueueSpec::Fifo { limit: USUAL_LIMIT },
        Discipline::Newest => QueueSpec::NewestPerSignal,
        Discipline::Expiry => QueueSpec::Expiry { max_age_s: USUAL_AGE_S },
    }))
}

fn limit(ui: &mut Ui, palette: &Palette, now: QueueSpec) -> Option<LinkChange> {
    match now {
        QueueSpec::Fifo { limit } => {
            let row = SliderRow {
                label: "At most",
                range: (1.0, 10_000.0),
                scale: Scale::Logarithmic,
                write: &|frames| format!("{frames:.0} fr."),
                explanation: glossary::DISCIPLINE,
            };
            let wish = row.show_in_row(ui, palette, limit as f64)?;
            Some(LinkChange::Queue(QueueSpec::Fifo { limit: wish.round() as usize }))
        }
        QueueSpec::Expiry { max_age_s } => {
            let row = SliderRow {
                label: "Oldest",
                range: (0.1, 60.0),
                scale: Scale::Logarithmic,
                write: &|age_s| format!("{} s", format::setting(age_s)),
                explanation: glossary::DISCIPLINE,
            };
            let max_age_s = row.show_in_row(ui, palette, max_age_s)?;
            Some(LinkChange::Queue(QueueSpec::Expiry { max_age_s }))
        }
        QueueSpec::NewestPerSignal => None,
    }
}

fn copies(ui: &mut Ui, palette: &Palette, now: f64) -> Option<LinkChange> {
    let row = SliderRow {
        label: "Copies",
        range: (0.0, 0.5),
        scale: Scale::Linear,
        write: &format::percent,
        explanation: glossary::COPIES,
    };
    row.show_in_row(ui, palette, now).map(LinkChange::Duplicate)
}

fn order(ui: &mut Ui, palette: &Palette, now: OrderSpec) -> Option<LinkChange> {
    let choices = [(OrderSpec::Overtaking, "Overtaking"), (OrderSpec::InOrder, "In order")];
    let wish = labelled(ui, palette, "Order", glossary::ORDER, |ui| segmented(ui, palette, now, &choices));
    wish.map(LinkChange::Order)
}
