//! A row of choices of which one is chosen.

use bevy_egui::egui::{Align2, FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::ui::style::{Palette, RADIUS_INSIDE};

/// Shows the choices side by side over the whole width; returns the one just chosen.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, palette: &Palette, chosen: T, choices: &[(T, &str)]) -> Option<T> {
    let (frame, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::hover());
    ui.painter().rect_filled(frame, RADIUS_INSIDE, palette.raised);
    let names = || choices.iter().map(|(_, name)| *name);
    let font = font(ui, palette, frame.width(), names());
    let widths = shares(ui, palette, &font, frame.width(), names());
    let mut left = frame.left();
    let mut wish = None;
    for ((value, name), width) in choices.iter().zip(widths) {
        let rect = Rect::from_min_max(pos2(left, frame.top()), pos2(left + width, frame.bottom()));
        left += width;
        let response = ui.interact(rect, ui.id().with(("segment", *name)), Sense::click());
        let is_chosen = *value == chosen;
        response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, *name));
        let inner = rect.shrink(2.0);
        if is_chosen {
            ui.painter().rect(inner, 4.0, palette.panel, Stroke::new(1.0, palette.accent), StrokeKind::Inside);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(inner, 4.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
        }
        let ink = if is_chosen || response.hovered() { palette.text } else { palette.muted };
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, *name, font.clone(), ink);
        if response.clicked() && !is_chosen {
            wish = Some(*value);
        }
    }
    wish
}

/// The type: where the words would touch, a size smaller.
fn font<'a>(ui: &Ui, palette: &Palette, width: f32, names: impl Iterator<Item = &'a str>) -> FontId {
    let needed = |name: &str| word_width(ui, palette, &palette.body(), name) + palette.grown(6.0);
    if names.map(needed).sum::<f32>() > width { palette.small_text() } else { palette.body() }
}

fn word_width(ui: &Ui, palette: &Palette, font: &FontId, word: &str) -> f32 {
    ui.painter().layout_no_wrap(word.to_owned(), font.clone(), palette.text).size().x
}

/// Widths in proportion to the words, so that long and short ones get the same air.
fn shares<'a>(ui: &Ui, palette: &Palette, font: &FontId, width: f32, names: impl Iterator<Item = &'a str>) -> Vec<f32> {
    let words: Vec<f32> = names.map(|name| word_width(ui, palette, font, name)).collect();
    let air = (width - words.iter().sum::<f32>()) / words.len().max(1) as f32;
    words.into_iter().map(|word| word + air).collect()
}
