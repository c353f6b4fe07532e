//! Six lamps above the time panel: the steps of keeping the chosen twin in step, lit as they happen.

use bevy_egui::egui::{
    Align2, Area, Context, Frame, Id, Order, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::lab::ThemeKind;
use crate::lab::steps::StepState;
use crate::ui::glossary;
use crate::ui::model::Model;
use crate::ui::style::{Palette, RADIUS};

/// Shows the lamps in their place.
pub fn show(ctx: &Context, model: &Model, place: Rect) {
    if model.twins.is_empty() {
        return;
    }
    let palette = Palette::of(model.view.theme);
    Area::new(Id::new("Six steps"))
        .order(Order::Middle)
        .fixed_pos(place.min)
        .movable(false)
        .constrain(false)
        .fade_in(false)
        .default_size(place.size())
        .show(ctx, |ui| {
            Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line)).corner_radius(RADIUS).show(
                ui,
                |ui| {
                    let (rect, _) = ui.allocate_exact_size(place.size() - vec2(2.0, 2.0), Sense::hover());
                    let columns = if model.view.theme == ThemeKind::Projector { 3 } else { 6 };
                    let rows = model.steps.len() / columns;
                    let inner = rect.shrink2(vec2(8.0, 2.0));
                    let cell = vec2(inner.width() / columns as f32, inner.height() / rows as f32);
                    for (index, state) in model.steps.iter().enumerate() {
                        let corner = vec2((index % columns) as f32 * cell.x, (index / columns) as f32 * cell.y);
                        lamp(ui, &palette, model, state, Rect::from_min_size(inner.min + corner, cell));
                    }
                },
            );
        });
}

fn lamp(ui: &Ui, palette: &Palette, model: &Model, state: &StepState, rect: Rect) {
    let response = ui.interact(rect, ui.id().with(("step", state.step.word())), Sense::hover());
    let when = state.at.map(|at| (model.now - at).secs());
    let said = match when {
        _ if state.lit => "now".to_owned(),
        Some(since_s) => format!("{since_s:.1} s ago"),
        None => "not yet".to_owned(),
    };
    let label = format!("Step {}: {said}", state.step.word().to_lowercase());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Other, true, state.lit, &label));
    let at = pos2(rect.left() + palette.grown(10.0), rect.center().y);
    let painter = ui.painter();
    let ink = if state.lit {
        painter.circle(at, palette.grown(5.5), palette.accent, Stroke::new(1.5, palette.text));
        palette.text
    } else {
        painter.circle_stroke(at, palette.grown(4.0), Stroke::new(1.5, palette.muted));
        palette.muted
    };
    let left = pos2(at.x + palette.grown(11.0), at.y);
    painter.text(left, Align2::LEFT_CENTER, state.step.word(), palette.body(), ink);
    let twin = model.chosen_twin().map_or("", |twin| &*twin.name);
    let explanation = state.step.explanation();
    response.on_hover_text(format!("{explanation}\nFor {twin}: {said}.\n{}", glossary::STEPS));
}
