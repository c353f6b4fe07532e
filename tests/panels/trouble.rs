//! Faults, controls, commands, hands, versions and dependencies: what is shown of them and what they utter.

use bevy_egui::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use twinsync::core::action::Action;
use twinsync::core::device::Setting;
use twinsync::core::fault::{FaultKind, LinkFaultKind};
use twinsync::core::time::SimTime;
use twinsync::lab::{Lab, LabCommand, Stage, ThemeKind};
use twinsync::ui::model::Model;
use twinsync::ui::panels::device_tabs::{self, Tab};

use super::desk::{Desk, model, sized, troubled};
use super::wishes::{click, set};

/// A tall window, in which no tab has to be scrolled.
fn on_tab(model: Model, tab: Tab) -> Harness<'static, Desk> {
    let mut harness = sized(model, bevy_egui::egui::vec2(1280.0, 1400.0));
    device_tabs::open(&harness.ctx, tab);
    harness.run();
    harness
}

fn good(tab: Tab) -> Harness<'static, Desk> {
    on_tab(model(ThemeKind::Dark), tab)
}

fn bad(tab: Tab) -> Harness<'static, Desk> {
    on_tab(troubled(ThemeKind::Dark), tab)
}

fn fault(signal: Option<&str>, kind: FaultKind) -> [LabCommand; 1] {
    let signal = signal.map(str::to_owned);
    [LabCommand::Act(Action::Fault { device: "rotor".to_owned(), signal, kind, for_s: None })]
}

#[test]
fn a_click_begins_a_fault_of_the_chosen_sensor_with_a_strength_that_can_be_seen() {
    let mut harness = good(Tab::Faults);
    let bias = FaultKind::Bias { offset: 4.0 };
    assert_eq!(click(&mut harness, Role::Button, "Bias on accel_x"), fault(Some("accel_x"), bias));
    assert_eq!(click(&mut harness, Role::Button, "Stuck sensor on accel_x"), fault(Some("accel_x"), FaultKind::Stuck));
}

#[test]
fn a_click_begins_a_fault_of_the_device_or_its_board() {
    let mut harness = good(Tab::Faults);
    let own = FaultKind::UnbalanceGrowth { g_mm_per_s: 2.0 };
    assert_eq!(click(&mut harness, Role::Button, "Growing unbalance"), fault(None, own));
    assert_eq!(click(&mut harness, Role::Button, "Power loss"), fault(None, FaultKind::PowerLoss));
}

#[test]
fn a_click_begins_a_fault_of_the_chosen_twins_link() {
    let mut harness = good(Tab::Faults);
    let wishes = click(&mut harness, Role::Button, "Partition on wifi@stream");
    assert!(matches!(&wishes[..], [LabCommand::Act(Action::Partition { link, .. })] if link == "wifi@stream"));
    let wishes = click(&mut harness, Role::Button, "Duplicate storm on wifi@stream");
    assert!(matches!(
        &wishes[..],
        [LabCommand::Act(Action::LinkFault { kind: LinkFaultKind::DuplicateStorm { .. }, for_s: None, .. })]
    ));
}

#[test]
fn a_click_on_what_acts_ends_it() {
    let mut harness = bad(Tab::Faults);
    let ended = |number| LabCommand::Act(Action::EndFault { number });
    assert_eq!(click(&mut harness, Role::Button, "Bias on accel_x, acting"), [ended(3)]);
    assert_eq!(click(&mut harness, Role::Button, "Burst loss on wifi@stream, acting"), [ended(5)]);
    harness.get_by_label("2 faults act");
    assert_eq!(click(&mut harness, Role::Button, "End all"), [ended(3), ended(5)]);
}

#[test]
fn a_bias_of_another_sensor_leaves_this_ones_lamp_dark() {
    let mut elsewhere = troubled(ThemeKind::Dark);
    elsewhere.signal = 1;
    let harness = on_tab(elsewhere, Tab::Faults);
    harness.get_by_role_and_label(Role::Button, "Bias on speed_rpm");
}

#[test]
fn controls_are_sent_as_commands_or_worked_by_hand() {
    let mut harness = good(Tab::Device);
    let wishes = set(&mut harness, "Speed", 0.6);
    let [LabCommand::Act(Action::Command { twin, setting: Setting::Speed { rpm, .. }, .. })] = &wishes[..] else {
        panic!("{wishes:?}")
    };
    assert_eq!(twin, "stream");
    assert!((1800.0..2000.0).contains(rpm), "{rpm}");
    let wishes = set(&mut harness, "Speed", 1.0);
    assert!(
        matches!(&wishes[..], [LabCommand::Act(Action::Command { setting: Setting::Speed { rpm, .. }, .. })] if *rpm > 3000.0),
        "beyond the limits, for the device to refuse: {wishes:?}"
    );
    click(&mut harness, Role::RadioButton, "By hand");
    let stop = [LabCommand::Act(Action::Operate { device: "rotor".to_owned(), setting: Setting::Run { on: false } })];
    assert_eq!(click(&mut harness, Role::RadioButton, "Stop"), stop);
}

#[test]
fn without_a_downlink_controls_are_worked_by_hand() {
    let mut deaf = model(ThemeKind::Dark);
    deaf.twins[0].commands = false;
    let mut harness = on_tab(deaf, Tab::Device);
    let wishes = click(&mut harness, Role::RadioButton, "Stop");
    assert!(matches!(wishes[..], [LabCommand::Act(Action::Operate { .. })]));
}

#[test]
fn what_came_of_commands_is_told_with_the_reason() {
    let harness = bad(Tab::Device);
    harness.get_by_label("on its way (202)");
    harness.get_by_label("applied (200) after 200 ms");
    harness.get_by_label("refused (400): the speed 9999 rpm is outside the safety limits of 0 to 3000 rpm");
}

#[test]
fn a_signal_is_pushed_and_let_go() {
    let push = |by: f64| LabCommand::Act(Action::Push { device: "rotor".to_owned(), signal: "accel_x".to_owned(), by });
    let mut harness = good(Tab::Device);
    let wishes = set(&mut harness, "Pushed by", 0.9);
    assert!(matches!(&wishes[..], [LabCommand::Act(Action::Push { by, .. })] if *by > 0.0), "{wishes:?}");
    assert!(harness.query_by_label("Let go").is_none());
    assert_eq!(click(&mut bad(Tab::Device), Role::Button, "Let go"), [push(0.0)]);
}

#[test]
fn outdated_records_and_trouble_upstream_are_shown() {
    let harness = bad(Tab::Device);
    harness.get_by_label("Out of date: stream has config 3.");
    harness.get_by_label("supply, fault");
    harness.get_by_label("rotor, affected");
    harness.get_by_label("rotor, Bias on accel_x");
    harness.get_by_label("stream, RealTime, 82 ms, Bias on accel_x, upstream: supply, outdated");
}

#[test]
fn what_a_click_asks_for_is_shown_before_the_next_step() {
    let mut stage = Stage::load("rotor_five_ways").expect("a shipped scene");
    let mut lab = Lab::default();
    lab.begin(&stage);
    lab.playback.seek(SimTime::from_secs(1.0));
    stage.show(lab.playback.at);
    let numbers = |lab: &Lab, stage: &Stage| -> Vec<u32> {
        Model::build(lab, stage).faults.iter().map(|fault| fault.number).collect()
    };
    let [bias] = fault(Some("accel_x"), FaultKind::Bias { offset: 4.0 });
    lab.apply(bias, &mut stage);
    assert_eq!(numbers(&lab, &stage), [0]);
    lab.apply(LabCommand::Act(Action::EndFault { number: 0 }), &mut stage);
    assert!(numbers(&lab, &stage).is_empty());
    let [stuck] = fault(Some("accel_x"), FaultKind::Stuck);
    lab.apply(stuck, &mut stage);
    assert_eq!(numbers(&lab, &stage), [1]);
    stage.show(SimTime::from_secs(2.0));
    assert_eq!(numbers(&lab, &stage), [1], "and the run agrees");
    let device = &Model::build(&lab, &stage).devices[0];
    assert_eq!(device.struck.as_deref(), Some("Stuck sensor on accel_x"));
}

#[test]
fn what_a_twin_noticed_is_read_with_its_kind_its_sureness_and_its_evidence() {
    let harness = bad(Tab::Faults);
    for words in
        ["Noticed by stream", "sensor", "97 %", "accel_x is 4.1 m/s\u{b2} off what its siblings say", "2.1 s ago"]
    {
        harness.get_by_label(words);
    }
    let harness = good(Tab::Faults);
    harness.get_by_label("This twin watches for nothing.");
}
