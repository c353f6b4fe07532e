//! Buttons that stay lit while what they began goes on, in a grid.

use bevy_egui::egui::{
    Align2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::ui::style::{Palette, RADIUS_INSIDE};

const GAP: f32 = 4.0;

/// A button with a lamp.
pub struct LampButton<'a> {
    /// What stands on it.
    pub word: &'a str,
    /// What it is called where only its name is heard.
    pub name: String,
    /// Whether the lamp is lit.
    pub lit: bool,
    /// What the button does, and how strongly.
    pub explanation: String,
}

/// Shows the buttons, in as many columns as their words allow; returns the place of the one clicked.
pub fn lamp_grid(ui: &mut Ui, palette: &Palette, buttons: &[LampButton<'_>]) -> Option<usize> {
    let words: Vec<&str> = buttons.iter().map(|button| button.word).collect();
    let before = palette.grown(22.0);
    let places = grid(ui, palette, &words, before + 6.0);
    let mut clicked = None;
    for (index, (button, rect)) in buttons.iter().zip(places).enumerate() {
        let response = ui.interact(rect, ui.id().with(("lamp", &*button.name)), Sense::click());
        let said = if button.lit { format!("{}, acting", button.name) } else { button.name.clone() };
        response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, button.lit, &said));
        paint(ui, palette, button, rect, &response);
        let end = if button.lit { "\nActing now: a click ends it." } else { "" };
        if response.on_hover_text(format!("{}{end}", button.explanation)).clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

fn paint(ui: &Ui, palette: &Palette, button: &LampButton<'_>, rect: Rect, response: &Response) {
    let fill = if response.hovered() { palette.line } else { palette.raised };
    let edge = match (response.has_focus(), button.lit) {
        (true, _) => Stroke::new(2.0, palette.accent),
        (false, true) => Stroke::new(1.5, palette.lost),
        (false, false) => Stroke::new(1.0, palette.line),
    };
    let painter = ui.painter();
    painter.rect(rect, RADIUS_INSIDE, fill, edge, StrokeKind::Inside);
    let lamp = pos2(rect.left() + palette.grown(12.0), rect.center().y);
    if button.lit {
        painter.circle(lamp, palette.grown(5.0), palette.lost, Stroke::new(1.0, palette.text));
    } else {
        painter.circle_stroke(lamp, palette.grown(4.0), Stroke::new(1.5, palette.muted));
    }
    let ink = if button.lit { palette.lost } else { palette.text };
    let left = pos2(rect.left() + palette.grown(22.0), rect.center().y);
    painter.text(left, Align2::LEFT_CENTER, button.word, palette.body(), ink);
}

/// A grid of small choices of which one may hold; returns the one just clicked.
pub fn choice_grid(ui: &mut Ui, palette: &Palette, chosen: Option<usize>, words: &[&str]) -> Option<usize> {
    let places = grid(ui, palette, words, 16.0);
    let mut clicked = None;
    for (index, (word, rect)) in words.iter().zip(places).enumerate() {
        let response = ui.interact(rect, ui.id().with(("choice", *word)), Sense::click());
        let holds = chosen == Some(index);
        response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, holds, *word));
        let fill = if response.hovered() { palette.line } else { palette.raised };
        let edge = match (holds || response.has_focus(), response.has_focus()) {
            (true, true) => Stroke::new(2.0, palette.accent),
            (true, false) => Stroke::new(1.0, palette.accent),
            _ => Stroke::NONE,
        };
        ui.painter().rect(rect, RADIUS_INSIDE, fill, edge, StrokeKind::Inside);
        let ink = if holds || response.hovered() { palette.text } else { palette.muted };
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, *word, palette.body(), ink);
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

/// Three columns where every word fits a third of the width, else two; a word too long for those has a row.
fn grid(ui: &mut Ui, palette: &Palette, words: &[&str], air: f32) -> Vec<Rect> {
    let room = ui.available_width();
    let width_of =
        |word: &&str| ui.painter().layout_no_wrap((*word).to_owned(), palette.body(), palette.text).size().x + air;
    let widths: Vec<f32> = words.iter().map(width_of).collect();
    let column = |columns: f32| (room - (columns - 1.0) * GAP) / columns;
    let columns = if widths.iter().all(|width| *width <= column(3.0)) { 3 } else { 2 };
    let cell = Vec2::new(column(columns as f32), palette.grown(24.0));
    let (mut places, mut row, mut filled) = (Vec::with_capacity(words.len()), 0, 0);
    for width in widths {
        let whole_row = width > cell.x;
        if filled == columns || (whole_row && filled > 0) {
            (row, filled) = (row + 1, 0);
        }
        let corner = vec2(filled as f32 * (cell.x + GAP), row as f32 * (cell.y + GAP));
        let size = if whole_row { vec2(room, cell.y) } else { cell };
        places.push(Rect::from_min_size(pos2(0.0, 0.0) + corner, size));
        filled = if whole_row { columns } else { filled + 1 };
    }
    let height = places.last().map_or(0.0, Rect::bottom);
    let (frame, _) = ui.allocate_exact_size(vec2(room, height), Sense::hover());
    places.into_iter().map(|place| place.translate(frame.min.to_vec2())).collect()
}
