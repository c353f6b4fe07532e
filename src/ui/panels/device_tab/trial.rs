//! What a command would do: the verdict, the signal it moves most with and without it, and the way to send it.

use bevy_egui::egui::{Frame, Label, Margin, Pos2, RichText, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::core::action::Action;
use crate::lab::LabCommand;
use crate::ui::icons::Icon;
use crate::ui::model::{Forecast, TrialView, TwinRow};
use crate::ui::style::{Palette, RADIUS_INSIDE};
use crate::ui::widgets::{muted, sentence, text_button};
use crate::ui::{format, glossary};

pub fn ui(ui: &mut Ui, palette: &Palette, trial: &TrialView, twin: &TwinRow, out: &mut Vec<LabCommand>) {
    Frame::new().fill(palette.raised).corner_radius(RADIUS_INSIDE).inner_margin(Margin::same(8)).show(ui, |ui| {
        let (icon, ink, words) = match &trial.outcome {
            Ok(_) => (Icon::Check, palette.text, format!("{} would be applied", trial.what)),
            Err(reason) => (Icon::Close, palette.lost, format!("{} would be refused: {reason}", trial.what)),
        };
        sentence(ui, palette, icon, ink, RichText::new(words).color(ink)).on_hover_text(glossary::WHAT_IF);
        if let Ok(forecast) = &trial.outcome {
            outlook(ui, palette, forecast);
        }
        ui.horizontal(|ui| {
            let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
            let send = if trial.outcome.is_ok() { "Send it" } else { "Send anyway" };
            if text_button(ui, palette, send, width).clicked() {
                let (twin, setting) = (twin.name.to_string(), trial.setting.clone());
                out.push(LabCommand::Act(Action::Command { twin, setting, expires_s: None }));
            }
            if text_button(ui, palette, "Drop it", width).clicked() {
                out.push(LabCommand::ForgetTrial);
            }
        });
    });
}

/// The signal that moves most, in words and drawn.
fn outlook(ui: &mut Ui, palette: &Palette, forecast: &Forecast) {
    let ahead = format::setting(forecast.horizon_s);
    let (Some(signal), Some((_, with, without))) = (&forecast.signal, forecast.points.last()) else {
        let words = format!("Within {ahead} s it would change nothing that is measured.");
        ui.add(Label::new(muted(palette, words)).wrap()).on_hover_text(glossary::WHAT_IF);
        return;
    };
    let value = |value: f64| format!("{} {}", format::number(value), forecast.unit);
    let words = format!("{signal} in {ahead} s: {}, without it {}", value(*with), value(*without));
    ui.add(Label::new(RichText::new(words).color(palette.text)).wrap()).on_hover_text(glossary::WHAT_IF);
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.grown(56.0)), Sense::hover());
    let values = || forecast.points.iter().flat_map(|(_, with, without)| [*with, *without]);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let inner = place.shrink2(vec2(2.0, 6.0));
    let point = |ahead_s: f64, value: f64| -> Pos2 {
        let x = (ahead_s / forecast.horizon_s.max(1e-9)) as f32;
        let y = ((value - low) / (high - low).max(1e-9)) as f32;
        pos2(inner.left() + x * inner.width(), inner.bottom() - y * inner.height())
    };
    let painter = ui.painter();
    painter.line_segment([place.left_bottom(), place.right_bottom()], Stroke::new(1.0, palette.line));
    let without: Vec<Pos2> = forecast.points.iter().map(|(at, _, without)| point(*at, *without)).collect();
    painter.extend(Shape::dashed_line(&without, Stroke::new(1.5, palette.muted), 4.0, 3.0));
    let with: Vec<Pos2> = forecast.points.iter().map(|(at, with, _)| point(*at, *with)).collect();
    painter.add(Shape::line(with, Stroke::new(palette.line_width(), palette.accent)));
    legend(ui, palette);
}

fn legend(ui: &mut Ui, palette: &Palette) {
    ui.horizontal_wrapped(|ui| {
        for (words, dashed, ink) in [("with it", false, palette.accent), ("without it", true, palette.muted)] {
            let (line, _) = ui.allocate_exact_size(vec2(palette.grown(18.0), palette.grown(14.0)), Sense::hover());
            let ends = [line.left_center(), line.right_center()];
            if dashed {
                ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.5, ink), 4.0, 3.0));
            } else {
                ui.painter().line_segment(ends, Stroke::new(palette.line_width(), ink));
            }
            ui.label(muted(palette, words));
        }
    });
}
