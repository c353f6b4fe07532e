//! Keys: which wish each of them utters. The help overlay reads the same list.

use bevy_egui::egui::{self, Event, Key};

use crate::core::action::Action;
use crate::core::sync::SyncKind;
use crate::lab::{GhostLayout, LabCommand, ThemeKind};

use super::model::{Model, same_kind_or_default};
use super::panels::device_tabs::{self, Tab};

/// A key, as the help overlay prints it, and what it does.
#[derive(Clone, Copy, Debug)]
pub struct KeyHelp {
    /// The caps to press.
    pub keys: &'static [&'static str],
    /// What happens.
    pub does: &'static str,
}

const fn help(keys: &'static [&'static str], does: &'static str) -> KeyHelp {
    KeyHelp { keys, does }
}

/// All keys, in the order of the help overlay.
pub const KEYS: [KeyHelp; 17] = [
    help(&["Space"], "Play or pause"),
    help(&[",", "."], "Step back or forward"),
    help(&["[", "]"], "Slower or faster"),
    help(&["R"], "Restart"),
    help(&["1\u{2013}5"], "Sync mode of the chosen twin"),
    help(&["N"], "Network of the chosen twin"),
    help(&["F"], "Faults of device and network"),
    help(&["C"], "Controls and commands"),
    help(&["D"], "Document of the chosen twin"),
    help(&["G"], "Ghosts on their device or beside it"),
    help(&["P"], "Projector or desk"),
    help(&["F1", "F2", "F3"], "Fold the left, right, bottom panel"),
    help(&["H"], "Fold all panels, or none"),
    help(&["Home"], "Camera back to its first place"),
    help(&["Arrows", "+", "\u{2212}"], "Turn the camera, nearer, further"),
    help(&["Esc"], "Close what is open"),
    help(&["?"], "This help"),
];

/// Reads the keys pressed in this frame. Silent while a text is being typed; while a button or slider has
/// the focus, Space belongs to it.
pub fn read(ctx: &egui::Context, model: &Model, out: &mut Vec<LabCommand>) {
    if ctx.text_edit_focused() {
        return;
    }
    let focused = ctx.egui_wants_keyboard_input();
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Text(text) => typed(&text, model, out),
            Event::Key { key: Key::Space, pressed: true, repeat: false, .. } if !focused => {
                out.push(LabCommand::TogglePlay);
            }
            Event::Key { key, pressed: true, modifiers, .. } if !modifiers.command && !modifiers.alt => {
                pressed(ctx, key, model, out);
            }
            _ => {}
        }
    }
}

/// Signs whose place depends on the keyboard are read as text.
fn typed(text: &str, model: &Model, out: &mut Vec<LabCommand>) {
    match text {
        "." => out.push(LabCommand::Step(1)),
        "," => out.push(LabCommand::Step(-1)),
        "]" => out.push(LabCommand::ChangeSpeed(true)),
        "[" => out.push(LabCommand::ChangeSpeed(false)),
        "?" => out.push(LabCommand::ToggleHelp),
        "1" | "2" | "3" | "4" | "5" => {
            let index = text.as_bytes()[0] - b'1';
            out.extend(choose_mode(model, SyncKind::ALL[usize::from(index)]));
        }
        _ => {}
    }
}

fn pressed(ctx: &egui::Context, key: Key, model: &Model, out: &mut Vec<LabCommand>) {
    let view = &model.view;
    match key {
        Key::R => out.push(LabCommand::Restart { forget: false }),
        Key::N => open_tab(ctx, Tab::Network, model, out),
        Key::F => open_tab(ctx, Tab::Faults, model, out),
        Key::C => open_tab(ctx, Tab::Device, model, out),
        Key::D => open_tab(ctx, Tab::Document, model, out),
        Key::G => out.push(LabCommand::SetGhosts(other_ghosts(view.ghosts))),
        Key::P => out.push(LabCommand::SetTheme(other_theme(view.theme))),
        Key::Home => out.push(LabCommand::HomeCamera),
        Key::F1 => out.push(LabCommand::ToggleFold(0)),
        Key::F2 => out.push(LabCommand::ToggleFold(1)),
        Key::F3 => out.push(LabCommand::ToggleFold(2)),
        Key::H => {
            let all = view.folded.iter().all(|folded| *folded);
            let to_toggle = |panel: &usize| view.folded[*panel] == all;
            out.extend((0..view.folded.len()).filter(to_toggle).map(LabCommand::ToggleFold));
        }
        Key::Escape if view.help => out.push(LabCommand::ToggleHelp),
        Key::Escape if view.notice.is_some() => out.push(LabCommand::DismissNotice),
        _ => {}
    }
}

fn open_tab(ctx: &egui::Context, tab: Tab, model: &Model, out: &mut Vec<LabCommand>) {
    device_tabs::open(ctx, tab);
    if model.view.folded[0] {
        out.push(LabCommand::ToggleFold(0));
    }
}

/// The wish to give the chosen twin another mode; none if it is in that mode already.
#[must_use]
pub fn choose_mode(model: &Model, kind: SyncKind) -> Option<LabCommand> {
    let twin = model.chosen_twin()?;
    if twin.kind() == kind {
        return None;
    }
    let critical = model.chosen_signal().map(|signal| &*signal.name);
    let sync = same_kind_or_default(kind, twin, &model.twins, &model.thresholds, critical);
    Some(LabCommand::Act(Action::SetSync { twin: twin.name.to_string(), sync }))
}

/// The layout of ghosts that is not chosen.
#[must_use]
pub fn other_ghosts(ghosts: GhostLayout) -> GhostLayout {
    match ghosts {
        GhostLayout::Overlay => GhostLayout::Beside,
        GhostLayout::Beside => GhostLayout::Overlay,
    }
}

/// The theme that is not chosen.
#[must_use]
pub fn other_theme(theme: ThemeKind) -> ThemeKind {
    match theme {
        ThemeKind::Dark => ThemeKind::Projector,
        ThemeKind::Projector => ThemeKind::Dark,
    }
}
