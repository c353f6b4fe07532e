//! The right panel: as many charts as fit, one below the other; the last place has tabs for the rest. Where a scene
//! compares conflict rules, or a real board is on stage, that stands before the charts.

use bevy_egui::egui::{Align, Id, Layout, Rect, Ui, UiBuilder, vec2};

use crate::lab::{LabCommand, ThemeKind};
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::segmented;

use super::{PanelUi, age, board, error, history, laboratory, latency, levels, radar, traffic};

/// The charts, most important first: the word on their tab and their contents, which fill the room given.
const CHARTS: [(&str, PanelUi); 7] = [
    ("Signal", history::ui),
    ("Age", age::ui),
    ("Error", error::ui),
    ("Latency", latency::ui),
    ("Traffic", traffic::ui),
    ("Radar", radar::ui),
    ("Levels", levels::ui),
];

/// Least height of a chart at a desk.
const LEAST: f32 = 150.0;
const GAP: f32 = 12.0;
/// Words that stand beside one another at a desk, and in projector type.
const MOST_IN_ROW: [usize; 2] = [6, 4];

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    if let Some(rules) = &model.laboratory
        && before_charts(ui, &palette, laboratory::TITLE)
    {
        return laboratory::ui(ui, model, rules, out);
    }
    if let Some(live) = &model.live
        && before_charts(ui, &palette, board::TITLE)
    {
        return board::ui(ui, model, live, out);
    }
    let room = ui.available_rect_before_wrap();
    let places =
        ((room.height() + GAP) / (palette.grown(LEAST) + GAP)).floor().clamp(1.0, CHARTS.len() as f32) as usize;
    let height = (room.height() - GAP * (places - 1) as f32) / places as f32;
    for place in 0..places {
        let top = room.top() + place as f32 * (height + GAP);
        let rect = Rect::from_min_size(room.min + vec2(0.0, top - room.top()), vec2(room.width(), height));
        let mut slot =
            ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min)).id_salt(place));
        slot.shrink_clip_rect(rect.expand(2.0));
        let is_last = place + 1 == places;
        let rest = &CHARTS[place..];
        let chart =
            if is_last && rest.len() > 1 { choose(&mut slot, &palette, model.view.theme, rest) } else { rest[0].1 };
        chart(&mut slot, model, out);
    }
    ui.advance_cursor_after_rect(room);
}

/// A switch between what a scene is about and the charts; whether the former is chosen, as it is at first.
fn before_charts(ui: &mut Ui, palette: &Palette, title: &'static str) -> bool {
    let memory = Id::new(("twinsync-or-charts", title));
    let chosen = ui.data(|data| data.get_temp(memory)).unwrap_or(true);
    if let Some(wish) = segmented(ui, palette, chosen, &[(true, title), (false, "Charts")]) {
        ui.data_mut(|data| data.insert_temp(memory, wish));
    }
    ui.add_space(8.0);
    chosen
}

/// Tabs for the charts that have no place of their own; returns the open one.
fn choose(ui: &mut Ui, palette: &Palette, theme: ThemeKind, rest: &[(&str, PanelUi)]) -> PanelUi {
    let memory = Id::new("twinsync-chart-tab");
    let open: &str = ui.data(|data| data.get_temp::<&'static str>(memory)).unwrap_or(rest[0].0);
    let index = rest.iter().position(|(word, _)| *word == open).unwrap_or(0);
    let choices: Vec<_> = rest.iter().enumerate().map(|(index, (word, _))| (index, *word)).collect();
    let mut chosen = None;
    let [desk, projector] = MOST_IN_ROW;
    for row in choices.chunks(if theme == ThemeKind::Projector { projector } else { desk }) {
        chosen = chosen.or(segmented(ui, palette, index, row));
    }
    if let Some(word) = chosen.and_then(|index| CHARTS.iter().find(|(word, _)| *word == rest[index].0)) {
        ui.data_mut(|data| data.insert_temp(memory, word.0));
    }
    ui.add_space(4.0);
    rest[index].1
}
