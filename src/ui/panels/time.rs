//! The bottom panel: play, step, speed, the timeline, and what proves that two runs are the same.

use bevy_egui::egui::{Align, Align2, Layout, Rect, Sense, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2};

use crate::lab::{LabCommand, ThemeKind};
use crate::ui::icons::Icon;
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::{IconButton, number_text, quiet};
use crate::ui::{format, glossary};

use super::timeline;

const HINTS: &str = "Space play   , . step   [ ] speed   1\u{2013}5 mode   N network   F faults   C device   D document   G ghosts   P projector   ? help";
const HINTS_SHORT: &str = "Space play   , . step   1\u{2013}5 mode   ? help";

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let room = ui.available_rect_before_wrap();
    let foot_height = palette.grown(15.0);
    let foot = Rect::from_min_max(pos2(room.left(), room.bottom() - foot_height), room.max);
    let main = Rect::from_min_max(room.min, pos2(room.right(), foot.top() - 4.0));
    let transport = transport(ui, &palette, model, main, out);
    let track = Rect::from_min_max(pos2(transport.right() + 24.0, main.top()), main.max);
    timeline::ui(&mut ui.new_child(UiBuilder::new().max_rect(track)), model, out);
    footer(ui, &palette, model, foot);
    ui.advance_cursor_after_rect(room);
}

fn transport(ui: &mut Ui, palette: &Palette, model: &Model, main: Rect, out: &mut Vec<LabCommand>) -> Rect {
    let size = palette.grown(34.0);
    let rect = Rect::from_min_size(main.min, vec2(0.0, size));
    let mut row = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    row.spacing_mut().item_spacing.x = 8.0;
    let buttons = [
        (Icon::Restart, "Restart", "R", LabCommand::Restart { forget: false }),
        (Icon::StepBack, "Step back", ",", LabCommand::Step(-1)),
        play_button(model),
        (Icon::StepForward, "Step forward", ".", LabCommand::Step(1)),
    ];
    for (icon, name, key, command) in buttons {
        let mut button = IconButton::new(icon, name, size);
        if command == LabCommand::TogglePlay {
            button = button.strong();
        }
        if button.show(&mut row, palette, key).clicked() {
            out.push(command);
        }
    }
    row.add_space(8.0);
    speed(&mut row, palette, model, size, out);
    row.min_rect()
}

fn play_button(model: &Model) -> (Icon, &'static str, &'static str, LabCommand) {
    if model.playback.playing {
        (Icon::Pause, "Pause", "Space", LabCommand::TogglePlay)
    } else {
        (Icon::Play, "Play", "Space", LabCommand::TogglePlay)
    }
}

fn speed(ui: &mut Ui, palette: &Palette, model: &Model, size: f32, out: &mut Vec<LabCommand>) {
    let small = size * 0.76;
    if IconButton::new(Icon::Slower, "Slower", small).frameless().show(ui, palette, "[").clicked() {
        out.push(LabCommand::ChangeSpeed(false));
    }
    let text = format!("{}\u{d7}", format::setting(model.playback.speed));
    let (rect, response) = ui.allocate_exact_size(vec2(palette.grown(48.0), size), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Speed {text}")));
    let ink = if response.hovered() { palette.accent } else { palette.text };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, &text, palette.strong(), ink);
    if response.on_hover_text(format!("{} Click: true speed.", glossary::SPEED)).clicked() {
        out.push(LabCommand::SetSpeed(1.0));
    }
    if IconButton::new(Icon::Faster, "Faster", small).frameless().show(ui, palette, "]").clicked() {
        out.push(LabCommand::ChangeSpeed(true));
    }
}

fn footer(ui: &mut Ui, palette: &Palette, model: &Model, foot: Rect) {
    let mut left = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::left_to_right(Align::Center)));
    left.spacing_mut().interact_size.y = 0.0;
    let hints = if model.view.theme == ThemeKind::Projector { HINTS_SHORT } else { HINTS };
    left.label(quiet(palette, hints)).on_hover_text("Press ? for all keys.");
    let mut right = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().interact_size.y = 0.0;
    let digest = model.digest.as_deref().map_or_else(|| "when paused".to_owned(), spaced);
    let digest = number_text(palette, format!("digest {digest}"), palette.muted).font(palette.small());
    right.label(digest).on_hover_text(glossary::DIGEST);
    right.label(quiet(palette, format!("seed {}  \u{b7} ", model.seed))).on_hover_text(glossary::SEED);
}

/// Groups of four, so that two digests can be compared across a room.
fn spaced(digest: &str) -> String {
    let figures: Vec<char> = digest.chars().collect();
    figures.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
