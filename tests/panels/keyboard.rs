//! What the keys utter, and when they are silent.

use bevy_egui::egui::{Event, Id, Key};
use twinsync::core::action::Action;
use twinsync::core::sync::SyncSpec;
use twinsync::lab::{GhostLayout, LabCommand, ThemeKind};
use twinsync::ui::model::Model;
use twinsync::ui::panels::device_tabs::Tab;

use super::desk::{desk, model};

fn press(model: Model, key: Key) -> Vec<LabCommand> {
    let mut harness = desk(model);
    harness.key_press(key);
    harness.run();
    harness.into_state().wishes
}

fn type_text(model: Model, text: &str) -> Vec<LabCommand> {
    let mut harness = desk(model);
    harness.event(Event::Text(text.to_owned()));
    harness.run();
    harness.into_state().wishes
}

#[test]
fn each_key_utters_its_wish() {
    let dark = || model(ThemeKind::Dark);
    for (key, wish) in [
        (Key::Space, LabCommand::TogglePlay),
        (Key::R, LabCommand::Restart { forget: false }),
        (Key::G, LabCommand::SetGhosts(GhostLayout::Beside)),
        (Key::P, LabCommand::SetTheme(ThemeKind::Projector)),
        (Key::Home, LabCommand::HomeCamera),
        (Key::F1, LabCommand::ToggleFold(0)),
        (Key::F2, LabCommand::ToggleFold(1)),
        (Key::F3, LabCommand::ToggleFold(2)),
    ] {
        assert_eq!(press(dark(), key), [wish], "{key:?}");
    }
    for (text, wish) in [
        (".", LabCommand::Step(1)),
        (",", LabCommand::Step(-1)),
        ("[", LabCommand::ChangeSpeed(false)),
        ("]", LabCommand::ChangeSpeed(true)),
        ("?", LabCommand::ToggleHelp),
    ] {
        assert_eq!(type_text(dark(), text), [wish], "{text}");
    }
}

#[test]
fn figures_choose_the_mode_of_the_chosen_twin() {
    assert_eq!(type_text(model(ThemeKind::Dark), "1"), [], "it is in that mode already");
    let sync = SyncSpec::Periodic { interval_s: 5.0 };
    let wish = LabCommand::Act(Action::SetSync { twin: "stream".to_owned(), sync });
    assert_eq!(type_text(model(ThemeKind::Dark), "2"), [wish]);
}

#[test]
fn one_key_folds_all_panels_and_brings_all_back() {
    let mut half = model(ThemeKind::Dark);
    half.view.folded = [true, false, false];
    assert_eq!(press(half.clone(), Key::H), [LabCommand::ToggleFold(1), LabCommand::ToggleFold(2)]);
    half.view.folded = [true; 3];
    assert_eq!(press(half, Key::H), [0, 1, 2].map(LabCommand::ToggleFold));
}

#[test]
fn tabs_open_with_their_keys() {
    use egui_kittest::kittest::Queryable as _;
    for (key, label) in [
        (Key::N, "Cut 5 s"),
        (Key::F, "Growing unbalance"),
        (Key::C, "Controls of rotor"),
        (
            Key::D,
            "stream keeps no document. A rule gives it one: write conflict: DeviceWins beside its uplink in the scene.",
        ),
    ] {
        let mut harness = desk(model(ThemeKind::Dark));
        assert!(harness.query_by_label(label).is_none());
        harness.key_press(key);
        harness.run();
        harness.get_by_label(label);
        assert!(harness.state().wishes.is_empty());
    }
    let mut folded = model(ThemeKind::Dark);
    folded.view.folded[0] = true;
    assert_eq!(press(folded, Key::N), [LabCommand::ToggleFold(0)]);
    assert_eq!(Tab::default(), Tab::Sync);
}

#[test]
fn keys_are_silent_while_a_text_is_typed() {
    let mut harness = desk(model(ThemeKind::Dark));
    harness.state_mut().note = Some(String::new());
    harness.run();
    harness.ctx.memory_mut(|memory| memory.request_focus(Id::new("note")));
    harness.run();
    for key in [Key::Space, Key::R, Key::P] {
        harness.key_press(key);
    }
    harness.event(Event::Text("2. [?".to_owned()));
    harness.event(Event::Text("?".to_owned()));
    harness.run();
    assert_eq!(harness.state().wishes, []);
    assert_eq!(harness.state().note.as_deref(), Some("2. [??"));
}

#[test]
fn escape_closes_what_is_open() {
    let mut open = model(ThemeKind::Dark);
    open.view.help = true;
    assert_eq!(press(open, Key::Escape), [LabCommand::ToggleHelp]);
    assert_eq!(press(model(ThemeKind::Dark), Key::Escape), []);
}
