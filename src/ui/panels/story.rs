//! The story of the chosen frame, over the bottom of the scene: each step with its time.

use std::sync::Arc;

use bevy_egui::egui::text::{LayoutJob, TextFormat};
use bevy_egui::egui::{
    Align, Area, Context, Frame, Galley, Id, Layout, Margin, Order, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, WidgetType, pos2, vec2,
};

use crate::lab::LabCommand;
use crate::lab::story::{StoryStep, Tone};
use crate::ui::icons::{self, Icon};
use crate::ui::model::{Model, StoryView};
use crate::ui::style::{AIR, Palette, RADIUS};
use crate::ui::widgets::{IconButton, heading, muted};

/// Most of the free height that it takes before it scrolls.
const SHARE: f32 = 0.38;
const PAD: f32 = 12.0;
const GAP: f32 = 16.0;

/// Shows the story, if one is told, at the bottom of what is free; returns what it leaves free.
pub fn show(ctx: &Context, model: &Model, free: Rect, out: &mut Vec<LabCommand>) -> Rect {
    let Some(story) = &model.story else { return free };
    let palette = Palette::of(model.view.theme);
    let width = free.width() - 2.0 * AIR;
    let sheet = Sheet::of(ctx, &palette, story, width - 2.0 * PAD);
    let head = palette.row();
    let body = sheet.height(&palette).min(SHARE * free.height() - head - 2.0 * PAD);
    let size = vec2(width, head + body + 2.0 * PAD);
    let place = Rect::from_min_size(pos2(free.left() + AIR, free.bottom() - size.y), size);
    Area::new(Id::new("Story"))
        .order(Order::Middle)
        .fixed_pos(place.min)
        .movable(false)
        .constrain(false)
        .fade_in(false)
        .default_size(size)
        .show(ctx, |ui| {
            let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line)).corner_radius(RADIUS);
            frame.inner_margin(Margin::same(PAD as i8 - 1)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                title(ui, &palette, story, head, width - 2.0 * PAD, out);
                let (rect, _) = ui.allocate_exact_size(vec2(width - 2.0 * PAD, body), Sense::hover());
                let mut inside = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min)));
                ScrollArea::vertical().id_salt("story").auto_shrink([false, false]).stick_to_bottom(true).show(
                    &mut inside,
                    |ui| {
                        sheet.show(ui, &palette, story);
                    },
                );
            });
        });
    Rect::from_min_max(free.min, pos2(free.right(), place.top() - AIR))
}

fn title(ui: &mut Ui, palette: &Palette, story: &StoryView, height: f32, width: f32, out: &mut Vec<LabCommand>) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let mut left = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    heading(&mut left, palette, &story.title);
    if story.steps.is_empty() {
        left.label(muted(palette, "the log does not go back that far"));
    }
    let mut right = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center)));
    let close = IconButton::new(Icon::Close, "Close the story", palette.grown(22.0)).frameless();
    if close.show(&mut right, palette, "").clicked() {
        out.push(LabCommand::ChooseFrame(None));
    }
}

/// The steps in as many columns as their words allow, read down and then across.
struct Sheet {
    galleys: Vec<Arc<Galley>>,
    columns: usize,
    rows: usize,
    cell: f32,
}

impl Sheet {
    fn of(ctx: &Context, palette: &Palette, story: &StoryView, width: f32) -> Self {
        let galleys: Vec<Arc<Galley>> = ctx.fonts_mut(|fonts| {
            story.steps.iter().map(|step| fonts.layout_job(line(palette, step, width - mark_room(palette)))).collect()
        });
        let widest = galleys.iter().map(|galley| galley.size().x).fold(0.0, f32::max) + mark_room(palette);
        let columns = (((width + GAP) / (widest + GAP)) as usize).clamp(1, galleys.len().max(1));
        let rows = galleys.len().div_ceil(columns);
        Self { galleys, columns, rows, cell: (width + GAP) / columns as f32 - GAP }
    }

    fn row_height(&self, palette: &Palette) -> f32 {
        let highest = self.galleys.iter().map(|galley| galley.size().y).fold(0.0, f32::max);
        highest + palette.grown(4.0)
    }

    fn height(&self, palette: &Palette) -> f32 {
        self.rows as f32 * self.row_height(palette)
    }

    fn show(self, ui: &mut Ui, palette: &Palette, story: &StoryView) {
        let height = self.row_height(palette);
        let width = self.columns as f32 * (self.cell + GAP) - GAP;
        let (whole, _) = ui.allocate_exact_size(vec2(width, self.rows as f32 * height), Sense::hover());
        for (index, (galley, step)) in self.galleys.into_iter().zip(&story.steps).enumerate() {
            let corner = vec2((index / self.rows) as f32 * (self.cell + GAP), (index % self.rows) as f32 * height);
            let rect = Rect::from_min_size(whole.min + corner, vec2(self.cell, height));
            let response = ui.interact(rect, ui.id().with(("story step", index)), Sense::hover());
            let said = format!("{} s: {}", seconds(step), step.words);
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &said));
            mark(ui, palette, step.tone, Rect::from_min_size(rect.min, vec2(palette.grown(16.0), height)));
            let text = pos2(rect.left() + mark_room(palette), rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(text, galley, palette.text);
        }
    }
}

fn mark_room(palette: &Palette) -> f32 {
    palette.grown(20.0)
}

/// Good news has a tick, bad news a cross: never by colour alone.
fn mark(ui: &Ui, palette: &Palette, tone: Tone, rect: Rect) {
    let size = palette.grown(9.0);
    match tone {
        Tone::Plain => {
            ui.painter().circle_filled(rect.center(), palette.grown(2.5), palette.muted);
        }
        Tone::Good => icons::draw(ui.painter(), rect, Icon::Check, size, palette.accent),
        Tone::Bad => icons::draw(ui.painter(), rect, Icon::Close, size, palette.lost),
    }
}

/// The time of a step, to the millisecond.
fn seconds(step: &StoryStep) -> String {
    format!("{:.3}", step.at.secs())
}

fn line(palette: &Palette, step: &StoryStep, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.append(&format!("{} s", seconds(step)), 0.0, TextFormat::simple(palette.numbers(), palette.muted));
    let ink = if step.tone == Tone::Bad { palette.lost } else { palette.text };
    job.append(&step.words, 8.0, TextFormat::simple(palette.body(), ink));
    job
}
