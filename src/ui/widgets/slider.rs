//! A slider under its name and value. It speaks once: when it is let go, not while it is dragged, because
//! every wish becomes an entry of the journal.

use std::f32::consts::TAU;

use bevy_egui::egui::{
    Align, Id, Layout, Rect, Response, Sense, Shape, Slider, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use crate::ui::style::Palette;

use super::text::{label_and_coloured_value, label_and_value, muted, number_text};

/// How far beyond the safety limits a slider goes, as a share of the room between them.
const BEYOND: f64 = 0.2;

/// How a slider's travel maps to its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By factors; both ends of the range are above 0.
    Logarithmic,
}

/// A slider with its name, its value and its explanation.
pub struct SliderRow<'a> {
    /// What is set.
    pub label: &'a str,
    /// Lowest and highest value.
    pub range: (f64, f64),
    /// How the travel maps to the value.
    pub scale: Scale,
    /// How the value is written, with its unit.
    pub write: &'a dyn Fn(f64) -> String,
    /// What the value is, and its formula.
    pub explanation: &'a str,
}

impl SliderRow<'_> {
    /// Shows the value now and returns the new one when the person lets go.
    pub fn show(self, ui: &mut Ui, palette: &Palette, now: f64) -> Option<f64> {
        let draft = Draft::load(ui, self.label);
        let mut value = draft.value.unwrap_or(now);
        label_and_value(ui, palette, self.label, &(self.write)(value), self.explanation);
        let response = self.travel(ui, palette, &mut value);
        self.finish(ui, draft, response, value).filter(|wish| *wish != now)
    }

    /// The same with a device's safety limits, beyond which the slider goes a little so that a refusal can be
    /// seen: there its rail is hatched, and the value says so. A value that is wished and not yet so is a hollow handle.
    pub fn show_with_limits(self, ui: &mut Ui, palette: &Palette, now: f64, wished: Option<f64>) -> Option<f64> {
        let limits = self.range;
        let beyond = BEYOND * (limits.1 - limits.0);
        let wide = SliderRow { range: (limits.0 - beyond, limits.1 + beyond), ..self };
        let draft = Draft::load(ui, wide.label);
        let mut value = draft.value.unwrap_or(now);
        let refused = value < limits.0 || value > limits.1;
        let text = (wide.write)(value);
        let text = if refused { format!("{text} !") } else { text };
        let ink = if refused { palette.lost } else { palette.text };
        let both = format!(
            "{}\nThe device accepts {} to {}; the hatched ends it refuses.",
            wide.explanation,
            (wide.write)(limits.0),
            (wide.write)(limits.1)
        );
        label_and_coloured_value(ui, palette, wide.label, number_text(palette, text, ink), &both);
        let response = wide.travel(ui, palette, &mut value);
        let reach = wide.reach(response.rect);
        let at = |value: f64| reach.0 + (reach.1 - reach.0) * wide.position(value);
        let middle = response.rect.center().y;
        for (from, to) in [(reach.0, at(limits.0)), (at(limits.1), reach.1)] {
            let step = palette.grown(4.0);
            let high = palette.grown(4.0);
            for line in 0..=((to - from) / step) as usize {
                let x = from + line as f32 * step;
                let ends = [pos2(x, middle + high), pos2((x + high).min(to), middle - high)];
                ui.painter().line_segment(ends, Stroke::new(1.5, palette.lost));
            }
        }
        if let Some(wished) = wished {
            let ring = |turn: f32| pos2(at(wished), middle) + palette.grown(7.0) * Vec2::angled(turn);
            let dashes = (0..6).map(|dash| dash as f32 * TAU / 6.0);
            for turn in dashes {
                let dash = [ring(turn), ring(turn + TAU / 24.0), ring(turn + TAU / 12.0)];
                ui.painter().add(Shape::line(dash.to_vec(), Stroke::new(2.0, palette.accent)));
            }
        }
        wide.finish(ui, draft, response, value).filter(|wish| *wish != now)
    }

    /// The same in one row: name, slider, value.
    pub fn show_in_row(self, ui: &mut Ui, palette: &Palette, now: f64) -> Option<f64> {
        let draft = Draft::load(ui, self.label);
        let mut value = draft.value.unwrap_or(now);
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::hover());
        let part = |from: f32, to: f32| {
            Rect::from_x_y_ranges(row.lerp_inside(vec2(from, 0.0)).x..=row.lerp_inside(vec2(to, 0.0)).x, row.y_range())
        };
        let cell = |rect: Rect, layout: Layout| UiBuilder::new().max_rect(rect).layout(layout);
        let mut left = ui.new_child(cell(part(0.0, 0.37), Layout::left_to_right(Align::Center)));
        left.label(muted(palette, self.label)).on_hover_text(self.explanation);
        let mut middle = ui.new_child(cell(part(0.37, 0.66), Layout::left_to_right(Align::Center)));
        let response = self.travel(&mut middle, palette, &mut value);
        let mut right = ui.new_child(cell(part(0.66, 1.0), Layout::right_to_left(Align::Center)));
        let text = number_text(palette, (self.write)(value), palette.text);
        right.label(text).on_hover_text(self.explanation);
        self.finish(ui, draft, response, value).filter(|wish| *wish != now)
    }

    fn finish(&self, ui: &Ui, draft: Draft, response: Response, value: f64) -> Option<f64> {
        let label = self.label.to_owned();
        response.widget_info(|| WidgetInfo::slider(true, value, &label));
        let held = response.is_pointer_button_down_on() || response.dragged();
        let wish = draft.settle(ui, held, response.changed(), value);
        response.on_hover_text(self.explanation);
        wish
    }

    /// The slider itself. egui moves the handle; the rail is ours, so that handle and travelled part share
    /// the accent while the rest stays quiet.
    fn travel(&self, ui: &mut Ui, palette: &Palette, value: &mut f64) -> Response {
        let rail = ui.painter().add(Shape::Noop);
        let travelled = ui.painter().add(Shape::Noop);
        let response = ui
            .scope(|ui| {
                let spacing = ui.spacing_mut();
                spacing.interact_size.y = palette.grown(15.0);
                spacing.slider_rail_height = 0.0;
                ui.spacing_mut().slider_width = ui.available_width();
                let widgets = &mut ui.visuals_mut().widgets;
                for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
                    state.bg_fill = palette.accent;
                    state.fg_stroke = Stroke::NONE;
                }
                widgets.hovered.fg_stroke = Stroke::new(2.0, palette.text);
                widgets.active.fg_stroke = Stroke::new(2.0, palette.text);
                let slider = Slider::new(value, self.range.0..=self.range.1)
                    .logarithmic(self.scale == Scale::Logarithmic)
                    .trailing_fill(false)
                    .show_value(false);
                ui.add(slider)
            })
            .inner;
        let (from, to) = self.reach(response.rect);
        let handle = from + (to - from) * self.position(*value);
        let line = |end: f32| {
            let thick = vec2(0.0, palette.grown(2.0));
            let middle = response.rect.center().y;
            Rect::from_min_max(pos2(from, middle) - thick, pos2(end, middle) + thick)
        };
        ui.painter().set(rail, Shape::rect_filled(line(to), 2.0, palette.line));
        ui.painter().set(travelled, Shape::rect_filled(line(handle), 2.0, palette.accent));
        response
    }

    /// From where to where the middle of the handle goes.
    fn reach(&self, rect: Rect) -> (f32, f32) {
        let radius = rect.height() / 2.5;
        (rect.left() + radius, rect.right() - radius)
    }

    fn position(&self, value: f64) -> f32 {
        let (low, high) = self.range;
        let share = match self.scale {
            Scale::Linear => (value - low) / (high - low),
            Scale::Logarithmic => (value / low).ln() / (high / low).ln(),
        };
        share.clamp(0.0, 1.0) as f32
    }
}

/// The value of a slider that is held: it lives in the widget's memory until the slider is let go.
struct Draft {
    id: Id,
    value: Option<f64>,
}

impl Draft {
    fn load(ui: &Ui, label: &str) -> Self {
        let id = ui.id().with(("slider", label));
        Self { id, value: ui.data(|data| data.get_temp(id)) }
    }

    /// Keeps the value while the slider is held; gives it away when it is let go or changed by a key.
    fn settle(self, ui: &Ui, held: bool, changed: bool, value: f64) -> Option<f64> {
        let touched = changed || self.value.is_some();
        if held {
            if touched {
                ui.data_mut(|data| data.insert_temp(self.id, value));
            }
            return None;
        }
        ui.data_mut(|data| data.remove::<f64>(self.id));
        touched.then_some(value)
    }
}
