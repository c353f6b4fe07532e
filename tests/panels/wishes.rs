//! What the controls utter.

use bevy_egui::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use twinsync::core::action::{Action, LinkChange};
use twinsync::core::link::{DelaySpec, LossSpec};
use twinsync::core::sync::{SyncKind, SyncSpec};
use twinsync::core::time::SimTime;
use twinsync::lab::{GhostLayout, LabCommand, Notice, ThemeKind};
use twinsync::ui::panels::device_tabs::{self, Tab};

use super::desk::{Desk, desk, model};

fn dark() -> Harness<'static, Desk> {
    desk(model(ThemeKind::Dark))
}

fn on_tab(tab: Tab) -> Harness<'static, Desk> {
    let mut harness = dark();
    device_tabs::open(&harness.ctx, tab);
    harness.run();
    harness
}

pub fn click(harness: &mut Harness<'static, Desk>, role: Role, label: &str) -> Vec<LabCommand> {
    harness.state_mut().wishes.clear();
    harness.get_by_role_and_label(role, label).click();
    harness.run();
    std::mem::take(&mut harness.state_mut().wishes)
}

/// Clicks into a slider's travel, at a share of its width.
pub fn set(harness: &mut Harness<'static, Desk>, label: &str, share: f32) -> Vec<LabCommand> {
    harness.state_mut().wishes.clear();
    let rect = harness.get_by_role_and_label(Role::Slider, label).rect();
    let at = rect.left_center() + bevy_egui::egui::vec2(rect.width() * share, 0.0);
    harness.drag_at(at);
    harness.run();
    assert!(harness.state().wishes.is_empty(), "a slider speaks when it is let go");
    harness.drop_at(at);
    harness.run();
    std::mem::take(&mut harness.state_mut().wishes)
}

#[test]
fn transport_buttons_play_step_and_restart() {
    let mut harness = dark();
    for (label, wish) in [
        ("Play", LabCommand::TogglePlay),
        ("Step back", LabCommand::Step(-1)),
        ("Step forward", LabCommand::Step(1)),
        ("Restart", LabCommand::Restart { forget: false }),
        ("Slower", LabCommand::ChangeSpeed(false)),
        ("Faster", LabCommand::ChangeSpeed(true)),
    ] {
        assert_eq!(click(&mut harness, Role::Button, label), [wish]);
    }
}

#[test]
fn the_timeline_seeks_where_it_is_clicked() {
    let mut harness = dark();
    let wishes = click(&mut harness, Role::Slider, "Timeline");
    let [LabCommand::Seek(at), ..] = wishes[..] else { panic!("{wishes:?}") };
    assert!((at.secs() - 30.0).abs() < 0.2, "the middle of 60 s, not {at}");
    assert!(at < SimTime::from_secs(60.0));
}

#[test]
fn a_click_on_a_twin_chooses_it() {
    let mut harness = dark();
    harness.get_by_label("events, EventDriven, 410 ms").click();
    harness.run();
    assert_eq!(harness.state().wishes, [LabCommand::ChooseTwin(2)]);
}

#[test]
fn a_mode_button_takes_over_the_parameters_of_the_twin_that_is_in_it() {
    let mut harness = dark();
    let wishes = click(&mut harness, Role::RadioButton, "Periodic");
    let sync = SyncSpec::Periodic { interval_s: 5.0 };
    assert_eq!(wishes, [LabCommand::Act(Action::SetSync { twin: "stream".to_owned(), sync })]);
}

#[test]
fn the_rate_slider_changes_the_mode_once() {
    let mut harness = dark();
    let wishes = set(&mut harness, "Rate", 0.5);
    let [LabCommand::Act(Action::SetSync { sync: SyncSpec::RealTime { rate_hz, .. }, .. })] = &wishes[..] else {
        panic!("{wishes:?}")
    };
    assert!((2.0..5.0).contains(rate_hz), "the geometric middle of 0.1 and 100 Hz, not {rate_hz}");
}

#[test]
fn network_sliders_change_one_property_of_the_instance() {
    let mut harness = on_tab(Tab::Network);
    let changes = [("Delay", 0.5), ("Loss", 0.5), ("Mean burst", 0.5), ("Rate", 0.5)].map(|(label, share)| {
        let wishes = set(&mut harness, label, share);
        match &wishes[..] {
            [LabCommand::Act(Action::SetLink { link, change, .. })] if link == "wifi@stream" => change.clone(),
            other => panic!("{label}: {other:?}"),
        }
    });
    let [delay, loss, burst, rate] = changes;
    assert!(matches!(delay, LinkChange::Delay(DelaySpec::Uniform { mean_ms, half_width_ms })
        if (240.0..260.0).contains(&mean_ms) && half_width_ms == 10.0));
    assert!(matches!(loss, LinkChange::Loss(LossSpec::Bernoulli(p)) if (0.24..0.26).contains(&p)));
    assert!(matches!(burst, LinkChange::Loss(LossSpec::GilbertElliott { loss, mean_burst })
        if loss == 0.05 && (9.0..12.0).contains(&mean_burst)));
    assert!(matches!(rate, LinkChange::RateBps(Some(bps)) if (5e4..2e5).contains(&bps)));
}

#[test]
fn the_cut_button_partitions_the_link() {
    let mut harness = on_tab(Tab::Network);
    let wishes = click(&mut harness, Role::Button, "Cut 5 s");
    let link = "wifi@stream".to_owned();
    assert_eq!(wishes, [LabCommand::Act(Action::Partition { link, hop: None, for_s: 5.0 })]);
}

#[test]
fn the_view_tab_chooses_ghosts_and_theme() {
    let mut harness = on_tab(Tab::View);
    let beside = [LabCommand::SetGhosts(GhostLayout::Beside)];
    assert_eq!(click(&mut harness, Role::RadioButton, "Beside it"), beside);
    let projector = [LabCommand::SetTheme(ThemeKind::Projector)];
    assert_eq!(click(&mut harness, Role::RadioButton, "Projector"), projector);
}

#[test]
fn every_mode_can_be_edited() {
    for (twin, kind) in SyncKind::ALL.into_iter().enumerate() {
        let mut chosen = model(ThemeKind::Dark);
        chosen.twin = twin;
        let mut harness = desk(chosen);
        let label = match kind {
            SyncKind::RealTime => "Rate",
            SyncKind::Periodic => "Interval",
            _ => "Threshold",
        };
        let wishes = set(&mut harness, label, 0.7);
        assert!(
            matches!(&wishes[..], [LabCommand::Act(Action::SetSync { sync, .. })] if sync.kind() == kind),
            "{kind:?}: {wishes:?}"
        );
    }
}

#[test]
fn a_notice_is_read_and_dismissed() {
    let mut shown = model(ThemeKind::Dark);
    shown.view.notice = Some(Notice::failure("The scene could not be read.".to_owned()));
    let mut harness = desk(shown);
    harness.get_by_label("The scene could not be read.");
    assert_eq!(click(&mut harness, Role::Button, "Close notice"), [LabCommand::DismissNotice]);
}

#[test]
fn a_folded_panel_leaves_a_handle() {
    let mut folded = model(ThemeKind::Dark);
    folded.view.folded = [true; 3];
    let mut harness = desk(folded);
    assert!(harness.query_by_role_and_label(Role::Button, "Play").is_none());
    assert_eq!(click(&mut harness, Role::Button, "Show time panel"), [LabCommand::ToggleFold(2)]);
}

#[test]
fn other_scenes_are_a_click_away() {
    let mut harness = dark();
    assert_eq!(click(&mut harness, Role::Button, "Other scenes"), []);
    harness.get_by_label("convoy").click();
    harness.run();
    assert_eq!(harness.state().wishes, [LabCommand::Load("convoy".to_owned())]);
}
