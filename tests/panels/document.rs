//! The shadow document, the conflict laboratory and what-if: what is read and what is uttered.

use bevy_egui::egui::accesskit::Role;
use bevy_egui::egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use twinsync::core::action::Action;
use twinsync::core::device::Setting;
use twinsync::core::time::SimTime;
use twinsync::core::twin::shadow::Writer;
use twinsync::lab::{Lab, LabCommand, Stage, ThemeKind};
use twinsync::ui::model::{Fate, Model, RuleRow};
use twinsync::ui::panels::device_tabs::{self, Tab};

use super::desk::{Desk, desk, model, sized, tried, troubled};
use super::wishes::{click, set};

fn on_tab(model: Model, tab: Tab) -> Harness<'static, Desk> {
    let mut harness = sized(model, vec2(1280.0, 1600.0));
    device_tabs::open(&harness.ctx, tab);
    harness.run();
    harness
}

/// A shipped scene at an instant, looked at through one of its twins.
#[allow(clippy::panic, reason = "a test stops where it fails")]
fn played(scene: &str, at_s: f64, twin: usize) -> (Lab, Stage) {
    let mut stage = Stage::load(scene).unwrap_or_else(|errors| panic!("{errors}"));
    let mut lab = Lab::default();
    lab.begin(&stage);
    lab.apply(LabCommand::ChooseTwin(twin), &mut stage);
    lab.playback.seek(SimTime::from_secs(at_s));
    stage.show(lab.playback.at);
    lab.inquire(&stage);
    (lab, stage)
}

#[test]
fn a_document_is_read_field_by_field() {
    let harness = on_tab(troubled(ThemeKind::Dark), Tab::Document);
    for words in [
        "Document of stream",
        "In a conflict both stay until a person has chosen.",
        "version 41, device knows 39, 2 behind",
        "fan_speed_percent: reported 100 %, desired \u{2013}, nothing wished",
        "heater_mode: reported Boost, desired Boost, in step since 4.50 s",
        "target_c: reported 24.5 \u{b0}C, desired 27.5 \u{b0}C, differs since 12.30 s",
        "desired target_c",
        "\u{2212} 22 \u{b0}C",
        "+ 27.5 \u{b0}C",
        "612 of 8192 bytes",
        "218 events kept; rebuilt from them it is the same document.",
        "the device's stands: picked the earlier writer",
        "the device's is refused (409): picked the later writer",
        "both are kept",
    ] {
        harness.get_by_label(words);
    }
    assert_eq!(harness.query_all_by_label("device: 21 \u{b0}C, its clock 18.00 s").count(), 3);
}

#[test]
fn measurements_and_the_raw_text_are_unfolded_by_a_click() {
    let mut harness = on_tab(troubled(ThemeKind::Dark), Tab::Document);
    assert!(harness.query_by_label("temperature").is_none());
    harness.get_by_label("1 measured").click();
    harness.run();
    harness.get_by_label("temperature");
    harness.get_by_label("23.9 \u{b0}C");
    harness.get_by_label("As JSON").click();
    harness.run();
    harness.get_by_label_contains("\"version\": 41");
}

#[test]
fn whoever_looks_back_is_told_that_documents_are_not_rewound() {
    let mut past = troubled(ThemeKind::Dark);
    past.document.as_mut().expect("a document").as_of = Some(SimTime::from_secs(33.2));
    on_tab(past, Tab::Document).get_by_label("As of now, 33.20 s: documents are not rewound.");
}

#[test]
fn a_person_answers_for_either_side() {
    for (stands, words) in [(Writer::Device, "device: 24 \u{b0}C"), (Writer::Twin, "twin: 27 \u{b0}C")] {
        let mut harness = on_tab(troubled(ThemeKind::Dark), Tab::Document);
        harness.get_by_label("target_c: who is right?");
        let answer = Action::Answer { twin: "stream".to_owned(), field: "/target_c".to_owned(), stands };
        assert_eq!(click(&mut harness, Role::Button, words), [LabCommand::Act(answer)]);
    }
}

#[test]
fn an_answer_closes_the_question_in_the_run() {
    let (mut lab, mut stage) = played("conflicts", 17.0, 8);
    let model = Model::build(&lab, &stage);
    let document = model.document.expect("a document");
    assert_eq!(document.rebuilt, Some(true));
    let question = document.questions.first().expect("somebody is asked");
    let (field, twin) = (question.field.clone(), model.twins[8].name.to_string());
    lab.apply(LabCommand::Act(Action::Answer { twin, field, stands: Writer::Twin }), &mut stage);
    stage.show(SimTime::from_secs(18.0));
    let document = Model::build(&lab, &stage).document.expect("a document");
    assert!(document.questions.is_empty(), "{:?}", document.questions);
}

#[test]
fn rules_are_read_side_by_side_and_chosen_by_a_click() {
    let mut harness = desk(troubled(ThemeKind::Dark));
    let first = "Device wins, seen 12, device 12, twin 0, refused 0, both 0, asked 0, wrong 2";
    harness.get_by_label(first);
    let second = "Twin wins, seen 12, device 12, twin 0, refused 0, both 0, asked 0, wrong 0";
    assert_eq!(click(&mut harness, Role::Button, second), [LabCommand::ChooseTwin(1)]);
    assert!(harness.query_by_label("Age of information").is_none());
    click(&mut harness, Role::RadioButton, "Charts");
    harness.get_by_label("Age of information");
}

#[test]
fn the_laboratory_agrees_with_the_records_of_the_run() {
    let (lab, mut stage) = played("conflicts", 60.0, 0);
    let rows = |stage: &Stage| -> Vec<RuleRow> { Model::build(&lab, stage).laboratory.expect("nine rules").rows };
    let all = rows(&stage);
    assert_eq!(all.len(), 9);
    for row in &all {
        let twin = row.twin as u32;
        let records: Vec<_> = stage.shown.conflicts.iter().filter(|record| record.twin == twin).collect();
        let counts = stage.shown.twins[row.twin].shadow.as_ref().expect("a shadow").counts;
        assert_eq!(row.counts, counts);
        assert!(row.counts.seen > 0);
        let wrong = records.iter().filter(|record| record.wrong() == Some(true)).count();
        assert_eq!(row.wrong, wrong as u64);
        assert_eq!(row.quarrels.len(), records.len());
        assert!(row.marks.windows(2).all(|pair| pair[0].at_s <= pair[1].at_s));
        assert!(row.marks.iter().all(|mark| !mark.wrong || mark.fate == Fate::Stood));
    }
    assert!(all.iter().any(|row| row.wrong > 0) && all.iter().any(|row| row.wrong == 0));
    stage.show(SimTime::from_secs(10.0));
    assert!(rows(&stage).iter().all(|row| row.counts.seen <= 1 && row.marks.iter().all(|mark| mark.at_s <= 10.0)));
}

#[test]
fn scenes_without_rules_to_compare_have_charts_alone() {
    let (lab, stage) = played("heater", 2.0, 0);
    assert!(Model::build(&lab, &stage).laboratory.is_none());
}

#[test]
fn a_command_is_tried_before_it_is_sent() {
    let mut harness = on_tab(model(ThemeKind::Dark), Tab::Device);
    click(&mut harness, Role::RadioButton, "What if?");
    let wishes = set(&mut harness, "Speed", 0.6);
    assert!(
        matches!(&wishes[..], [LabCommand::Try { twin: 0, setting: Setting::Speed { rpm, .. } }] if *rpm > 1800.0),
        "{wishes:?}"
    );
    harness.state_mut().model.trial = Some(tried(1900.0));
    harness.run();
    harness.get_by_label("Speed 1900 rpm would be applied");
    harness.get_by_label("speed_rpm in 60 s: 1560 rpm, without it 1500 rpm");
    let wishes = click(&mut harness, Role::Button, "Send it");
    assert!(
        matches!(&wishes[..], [LabCommand::Act(Action::Command { setting: Setting::Speed { rpm, .. }, .. })] if *rpm == 1900.0),
        "{wishes:?}"
    );
    assert_eq!(click(&mut harness, Role::Button, "Drop it"), [LabCommand::ForgetTrial]);
    let refused = harness.state_mut().model.trial.as_mut().expect("tried");
    refused.outcome = Err("too fast".to_owned());
    harness.run();
    harness.get_by_label("Speed 1900 rpm would be refused: too fast");
    harness.get_by_role_and_label(Role::Button, "Send anyway");
}

#[test]
fn a_trial_in_a_run_tells_the_safety_gates_reason_and_the_target_signal() {
    let (mut lab, mut stage) = played("conflicts", 4.0, 0);
    let mut outcome = |c| {
        lab.apply(LabCommand::Try { twin: 0, setting: Setting::Target { c } }, &mut stage);
        Model::build(&lab, &stage).trial.expect("tried").outcome
    };
    assert_eq!(outcome(24.0).expect("within limits").signal.as_deref(), Some("temperature"));
    let reason = outcome(28.0).expect_err("eco cannot reach that");
    assert!(reason.contains("eco reaches at most"), "{reason}");
}

#[test]
fn a_wish_is_shown_before_it_is_answered_with_its_tries() {
    let harness = on_tab(troubled(ThemeKind::Dark), Tab::Device);
    harness.get_by_label("Speed 1600 rpm is on its way (202), try 3");
    harness.get_by_label("3 tries, 1 repeat ignored, done 2 times, void after 40.00 s");
    let (mut lab, mut stage) = played("conflicts", 2.0, 0);
    let twin = stage.shown.twins[0].name.to_string();
    let command = Action::Command { twin, setting: Setting::Target { c: 24.0 }, expires_s: None };
    lab.apply(LabCommand::Act(command), &mut stage);
    for (at_s, waiting) in [(2.2, 1), (4.0, 0)] {
        stage.show(SimTime::from_secs(at_s));
        assert_eq!(Model::build(&lab, &stage).on_their_way.len(), waiting, "at {at_s} s");
    }
}
