//! The bottom panel: play, step, speed, the timeline, and what proves that two runs are the same.

use bevy_egui::egui::{Align, Align2, Layout, Rect, Sense, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2};

use crate::lab::{LabCommand, ThemeKind};
use crate::ui::icons::Icon;
use crate::ui::layout::is_narrow;
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::{IconButton, number_text, quiet};
use crate::ui::{format, glossary};

use super::timeline;

const HINTS: &str = "Space play   , . step   [ ] speed   1\u{2013}5 mode   N network   F faults   C device   D document   G ghosts   P projector   ? help";
const HINTS_SHORT: &str = "Space play   , . step   1\u{2013}5 mode   ? help";

const GAP: f32 = 8.0;
/// Size of the buttons beside the speed, as a share of the others'.
const SMALL: f32 = 0.76;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let room = ui.available_rect_before_wrap();
    let foot_height = palette.grown(15.0);
    let foot = Rect::from_min_max(pos2(room.left(), room.bottom() - foot_height), room.max);
    let main = Rect::from_min_max(room.min, pos2(room.right(), foot.top() - 4.0));
    let narrow = is_narrow(ui.ctx().viewport_rect().width());
    let size = if narrow { fitting(&palette, main.width()) } else { palette.grown(34.0) };
    let transport = transport(ui, &palette, model, Rect::from_min_size(main.min, vec2(0.0, size)), out);
    let corner =
        if narrow { pos2(main.left(), transport.bottom() + 4.0) } else { pos2(transport.right() + 24.0, main.top()) };
    let track = Rect::from_min_max(corner, main.max);
    timeline::ui(&mut ui.new_child(UiBuilder::new().max_rect(track)), model, out);
    footer(ui, &palette, model, foot, narrow);
    ui.advance_cursor_after_rect(room);
}

/// Size of the buttons at which their row fits into a width: four of them, two of three quarters, gaps and the speed.
fn fitting(palette: &Palette, width: f32) -> f32 {
    let fixed = speed_width(palette) + 7.0 * GAP;
    ((width - fixed) / (4.0 + 2.0 * SMALL)).clamp(16.0, palette.grown(34.0)).floor()
}

fn speed_width(palette: &Palette) -> f32 {
    palette.grown(48.0)
}

fn transport(ui: &mut Ui, palette: &Palette, model: &Model, rect: Rect, out: &mut Vec<LabCommand>) -> Rect {
    let size = rect.height();
    let mut row = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    row.spacing_mut().item_spacing.x = GAP;
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
    row.add_space(GAP);
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
    let small = size * SMALL;
    if IconButton::new(Icon::Slower, "Slower", small).frameless().show(ui, palette, "[").clicked() {
        out.push(LabCommand::ChangeSpeed(false));
    }
    let text = format!("{}\u{d7}", format::setting(model.playback.speed));
    let (rect, response) = ui.allocate_exact_size(vec2(speed_width(palette), size), Sense::click());
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

/// What proves that two runs are the same, and the keys where there is room and a keyboard is likely.
fn footer(ui: &mut Ui, palette: &Palette, model: &Model, foot: Rect, narrow: bool) {
    let on_projector = model.view.theme == ThemeKind::Projector;
    if !narrow {
        hints(ui, palette, on_projector, foot);
    }
    let mut right = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().interact_size.y = 0.0;
    let digest = model.digest.as_deref().map_or_else(|| "when paused".to_owned(), spaced);
    let digest = number_text(palette, format!("digest {digest}"), palette.muted).font(palette.small());
    right.label(digest).on_hover_text(glossary::DIGEST);
    if !(narrow && on_projector) {
        right.label(quiet(palette, format!("seed {}  \u{b7} ", model.seed))).on_hover_text(glossary::SEED);
    }
}

fn hints(ui: &mut Ui, palette: &Palette, on_projector: bool, foot: Rect) {
    let mut left = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::left_to_right(Align::Center)));
    left.spacing_mut().interact_size.y = 0.0;
    let words = if on_projector { HINTS_SHORT } else { HINTS };
    left.label(quiet(palette, words)).on_hover_text("Press ? for all keys.");
}

/// Groups of four, so that two digests can be compared across a room.
fn spaced(digest: &str) -> String {
    let figures: Vec<char> = digest.chars().collect();
    figures.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
