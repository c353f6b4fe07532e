//! The latest frames of the chosen twin under the legend of their shapes; a click tells the story of one.

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{Align2, Color32, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::lab::LabCommand;
use crate::lab::story::Tone;
use crate::ui::model::{FrameRow, Model};
use crate::ui::style::{Palette, RADIUS_INSIDE};
use crate::ui::widgets::muted;

use super::legend;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model, out: &mut Vec<LabCommand>) {
    if model.frames.is_empty() {
        ui.label(muted(palette, "No frames yet."));
        return;
    }
    legend::ui(ui, palette, model);
    ui.add_space(4.0);
    for frame in &model.frames {
        if row(ui, palette, frame, model.frame == Some(frame.key)) {
            let wish = (model.frame != Some(frame.key)).then_some(frame.key);
            out.push(LabCommand::ChooseFrame(wish));
        }
    }
}

/// The colour of good and bad news.
#[must_use]
pub fn ink(palette: &Palette, tone: Tone) -> Color32 {
    match tone {
        Tone::Plain => palette.text,
        Tone::Good => palette.accent,
        Tone::Bad => palette.lost,
    }
}

fn row(ui: &mut Ui, palette: &Palette, frame: &FrameRow, chosen: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), palette.grown(22.0)), Sense::click());
    let said = format!("{}, {}", frame.name, frame.state);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &said));
    if chosen || response.hovered() || response.has_focus() {
        let outline = if chosen { Stroke::new(1.0, palette.accent) } else { Stroke::NONE };
        ui.painter().rect(rect, RADIUS_INSIDE, palette.raised, outline, StrokeKind::Inside);
    }
    let middle = rect.center().y;
    let name = ui.painter().text(
        pos2(rect.left() + 6.0, middle),
        Align2::LEFT_CENTER,
        &frame.name,
        palette.numbers(),
        palette.muted,
    );
    let color = ink(palette, frame.tone);
    let mut job = LayoutJob::single_section(frame.state.clone(), TextFormat::simple(palette.body(), color));
    job.wrap = TextWrapping::truncate_at_width((rect.right() - 12.0 - name.right()).max(0.0));
    let galley = ui.painter().layout_job(job);
    let corner = pos2(rect.right() - 6.0 - galley.size().x, middle - galley.size().y / 2.0);
    ui.painter().galley(corner, galley, color);
    response.on_hover_text("Click for the story of this frame.").clicked()
}
