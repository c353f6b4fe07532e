//! `compare`: every mode on every shipped scene, on the same truth, by rules that the reader can check.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{close, scene, shipped};
use serde_json::Value;
use twinsync::core::sync::SyncKind;
use twinsync::report::compare::{CompareError, Comparison, Question, Row, compare};
use twinsync::scene::{self as scenes, LoadedScene};

fn compared(scene: &LoadedScene, question: &Question) -> Comparison {
    compare(scene, question, |_, _| {}).unwrap_or_else(|error| panic!("{error}"))
}

fn mean(row: &Row, figure: &str) -> f64 {
    row.figures.get(figure).unwrap_or_else(|| panic!("{} of {} has no {figure}", row.mode, row.device)).mean
}

#[test]
fn every_shipped_scene_is_compared_under_all_modes() {
    for shipped in scenes::shipped() {
        let scene = common::shipped(shipped.name);
        let question = Question { for_s: Some(scene.spec.duration_s * 0.2), ..Question::default() };
        let comparison = compared(&scene, &question);
        let devices: Vec<&str> = scene
            .spec
            .devices
            .iter()
            .map(|device| device.name.as_str())
            .filter(|device| scene.spec.twins.iter().any(|twin| twin.of == *device))
            .collect();
        assert_eq!(comparison.rows.len(), 5 * devices.len(), "{}", shipped.name);
        for (index, row) in comparison.rows.iter().enumerate() {
            assert_eq!((row.device.as_str(), row.mode), (devices[index / 5], SyncKind::ALL[index % 5].name()));
            assert!(row.figures.contains_key("frames_per_s"), "{}: {row:?}", shipped.name);
        }
        let radar = &comparison.radar;
        assert_eq!(radar.shapes.len(), 5, "{}", shipped.name);
        assert!(radar.axes.len() >= 4, "{}", shipped.name);
        let values = radar.shapes.iter().flat_map(|shape| &shape.values).flatten();
        assert!(values.into_iter().all(|value| (0.0..=1.0).contains(value)), "{}", shipped.name);
    }
}

#[test]
fn own_twins_keep_their_parameters_and_the_others_plan_as_many_frames_as_the_template() {
    let scene = shipped("heater");
    let comparison = compared(&scene, &Question::default());
    let derived: Vec<&str> = comparison.rows.iter().filter(|row| row.derived).map(|row| row.mode).collect();
    assert_eq!(derived, ["RealTime", "Hybrid"]);
    assert_eq!(comparison.rows[0].sync, "RealTime(rate_hz:0.05,schedule:Regular)", "the template's batch every 20 s");
    assert_eq!(comparison.rows[1].sync, "Periodic(interval_s:20.0)");
    close("frames of the derived stream", mean(&comparison.rows[0], "frames_per_s"), 0.05, 0.01);
}

/// A sine that a stream follows: every other mode is derived.
const SINE: &str = r#"(
    title: "sine", duration_s: 400,
    devices: [(name: "source", model: Generator(waveform: Sine(amplitude: 2, frequency_hz: 0.05)), sensors: [(signal: "value", rate_hz: 50)])],
    twins: [(name: "stream", of: "source", sync: RealTime(rate_hz: 2), uplink: "link")],
    links: [(name: "link", delay: Fixed(ms: 100), shared: true)],
)"#;

#[test]
fn the_figures_are_those_of_theory() {
    let comparison = compared(&scene(SINE), &Question::default());
    let stream = &comparison.rows[0];
    // Periodic sends every T over a fixed delay d: mean age d + T/2 (Kaul, Yates, Gruteser 2012); a sample is due at
    // every send, so that its age is 0 there.
    close("age", mean(stream, "age_mean_s"), 0.1 + 0.25, 1e-3);
    close("frames", mean(stream, "frames_per_s"), 2.0, 0.01);
    // Holding a sine for an age a errs by 2 (1 - cos w a) times its variance in the mean square. At the sensor's instants,
    // which come before what arrives at the same instant, ages run from 0.12 s to 0.6 s in steps of 0.02 s.
    let w = std::f64::consts::TAU * 0.05;
    let squares = (6..=30).map(|step| 2.0 * (1.0 - (w * 0.02 * f64::from(step)).cos()));
    let rms = (squares.sum::<f64>() / 25.0).sqrt();
    close("error over spread", mean(stream, "nrmse"), rms, 2e-3 * rms);
    for row in &comparison.rows {
        assert!(mean(row, "frames_per_s") <= 2.05, "{}: {} frames/s", row.mode, mean(row, "frames_per_s"));
    }
}

#[test]
fn modes_do_not_share_a_pipe_and_the_truth_is_the_same_for_all() {
    // A shared link of one frame a second would starve five modes; each has it alone.
    let narrow = SINE.replace("shared: true", "shared: true, rate_fps: 3");
    let comparison = compared(&scene(&narrow), &Question { modes: vec![SyncKind::RealTime], ..Question::default() });
    let all = compared(&scene(&narrow), &Question::default());
    assert_eq!(comparison.rows[0].figures, all.rows[0].figures);
}

#[test]
fn several_seeds_give_an_interval_that_shrinks() {
    let lossy = SINE.replace("shared: true", "loss: Bernoulli(0.3)").replace("400", "60");
    let modes = vec![SyncKind::RealTime];
    let interval = |seeds| {
        let comparison = compared(&scene(&lossy), &Question { modes: modes.clone(), seeds, ..Question::default() });
        assert_eq!(comparison.seeds.len(), seeds as usize);
        let age = comparison.rows[0].figures["age_mean_s"];
        // d + T (1 + p) / (2 (1 - p)).
        let theory = 0.1 + 0.5 * 1.3 / 1.4;
        assert!((age.mean - theory).abs() < 2.0 * age.half_width.unwrap(), "{age:?} {theory}");
        age.half_width.unwrap()
    };
    assert!(interval(40) < interval(4));
}

#[test]
fn who_is_not_there_cannot_be_compared() {
    let scene = shipped("heater");
    let named = |device: Option<&str>, twin: Option<&str>| Question {
        device: device.map(str::to_owned),
        twin: twin.map(str::to_owned),
        ..Question::default()
    };
    let error = compare(&scene, &named(Some("oven"), None), |_, _| {}).unwrap_err();
    assert_eq!(error.to_string(), "\"oven\" is not a device of this scene: there are heater");
    assert!(matches!(compare(&scene, &named(None, Some("x")), |_, _| {}), Err(CompareError::NoTwin { .. })));
    assert_eq!(compared(&scene, &named(Some("heater"), Some("event"))).rows.len(), 5);
}

fn twinsync(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_twinsync")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_prints_a_table_a_radar_and_files() {
    let (code, out, err) =
        twinsync(&["compare", "heater", "--modes", "periodic,RealTime", "--seeds", "2", "--for", "60"]);
    assert_eq!(code, Some(0), "{err}");
    for word in ["heater", "Periodic", "RealTime*", "±", "age mean [s]", "freshness", "smallest mean age"] {
        assert!(out.contains(word), "{word} is not in\n{out}");
    }
    assert!(!out.contains("Predictive"), "{out}");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compare");
    let _ = fs::remove_dir_all(&folder);
    let (code, out, err) = twinsync(&["compare", "recording", "--json", "--out", &folder.to_string_lossy()]);
    assert_eq!(code, Some(0), "{err}");
    let printed: Value = serde_json::from_str(&out).unwrap();
    let stored: Value = serde_json::from_slice(&fs::read(folder.join("compare.json")).unwrap()).unwrap();
    assert_eq!(printed, stored);
    assert_eq!(printed["rows"].as_array().unwrap().len(), 5);
    assert!(printed["rows"][0]["figures"]["age_mean_s"]["half_width"].is_null(), "one seed has no interval");
    let table = fs::read_to_string(folder.join("compare.csv")).unwrap();
    assert_eq!(table.lines().count(), 6);
    let page = fs::read_to_string(folder.join("compare.html")).unwrap();
    common::check_page(&page);
    assert!(page.contains("<polygon"), "a radar");
}

#[test]
fn bad_input_is_a_sentence_and_exit_code_2() {
    for arguments in [
        &["compare", "heater", "--modes", "Sometimes"][..],
        &["compare", "heater", "--modes", "Hybrid,hybrid"],
        &["compare", "heater", "--device", "oven"],
        &["compare", "heater", "--seeds", "0"],
        &["compare", "heater", "--for", "-1"],
        &["compare", "no_such_scene"],
    ] {
        let (code, out, err) = twinsync(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {err}");
        assert!(out.is_empty() && !err.is_empty() && !err.contains("panicked"), "{arguments:?}: {err}");
    }
}
