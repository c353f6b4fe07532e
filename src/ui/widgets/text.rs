//! Words and numbers.

use bevy_egui::egui::{Align, Color32, Label, Layout, Response, RichText, Sense, TextStyle, Ui, vec2};

use crate::ui::icons::{self, Icon};
use crate::ui::style::Palette;

/// A heading of a section or a chart.
pub fn heading(ui: &mut Ui, palette: &Palette, text: &str) -> Response {
    ui.label(RichText::new(text).font(palette.strong()).color(palette.text))
}

/// The name of a group within a tab.
pub fn section(ui: &mut Ui, palette: &Palette, text: &str) -> Response {
    if ui.layout().is_vertical() {
        ui.add_space(4.0);
    }
    ui.label(RichText::new(text).font(palette.strong_body()).color(palette.text))
}

/// Secondary text.
#[must_use]
pub fn muted(palette: &Palette, text: impl Into<String>) -> RichText {
    RichText::new(text).color(palette.muted)
}

/// A footnote.
#[must_use]
pub fn quiet(palette: &Palette, text: impl Into<String>) -> RichText {
    RichText::new(text).font(palette.small()).color(palette.muted)
}

/// A number, in figures of equal width.
#[must_use]
pub fn number_text(palette: &Palette, text: impl Into<String>, color: Color32) -> RichText {
    RichText::new(text).font(palette.numbers()).color(color)
}

/// A line with a word at the left and a value at the right, explained on hover.
pub fn label_and_value(ui: &mut Ui, palette: &Palette, label: &str, value: &str, explanation: &str) -> Response {
    label_and_coloured_value(ui, palette, label, number_text(palette, value, palette.text), explanation)
}

/// The same with a value that has its own colour.
pub fn label_and_coloured_value(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    value: RichText,
    explanation: &str,
) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.set_height(ui.text_style_height(&TextStyle::Body));
        ui.label(muted(palette, label)).on_hover_text(explanation);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(value).on_hover_text(explanation)).inner
    })
    .inner
}

/// A sentence behind an icon, as many lines as it needs.
pub fn sentence(ui: &mut Ui, palette: &Palette, icon: Icon, ink: Color32, words: RichText) -> Response {
    ui.horizontal_top(|ui| {
        let size = palette.grown(12.0);
        let (rect, _) = ui.allocate_exact_size(vec2(size, palette.type_size(17.0)), Sense::hover());
        icons::draw(ui.painter(), rect, icon, size, ink);
        ui.vertical(|ui| ui.add(Label::new(words).wrap())).inner
    })
    .inner
}
