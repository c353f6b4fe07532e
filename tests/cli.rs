//! The command line as scripts use it: words, exit codes, the report's names.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn twinsync(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_twinsync"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn report(arguments: &[&str]) -> Value {
    let output = twinsync(arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn without_a_display_it_says_so_in_one_line_and_runs_the_same_scene() {
    let output = twinsync(&[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    let notice = lines.lines().next().unwrap();
    assert!(notice.contains("headless") && notice.contains("campus"), "{notice}");
    assert!(lines.contains("digest") && lines.contains("robot stream"), "{lines}");
}

#[test]
fn the_report_has_the_names_that_scripts_rely_on() {
    let report = report(&["run", "scenes/rotor_five_ways.ron", "--json"]);
    for key in ["scene", "seed", "duration_s", "digest", "version", "wall_s", "real_time_factor", "events", "twins"] {
        assert!(!report[key].is_null(), "{key}");
    }
    assert!(report["digest"].as_str().unwrap().len() >= 16);
    let twins = report["twins"].as_array().unwrap();
    assert_eq!(twins.len(), 5);
    let modes: Vec<&str> = twins.iter().map(|twin| twin["mode"].as_str().unwrap()).collect();
    assert_eq!(modes, ["RealTime", "Periodic", "EventDriven", "Hybrid", "Predictive"]);
    for path in [
        "/name",
        "/device",
        "/frames/planned",
        "/frames/sent",
        "/frames/delivered",
        "/frames/lost",
        "/frames/duplicated",
        "/frames/reordered",
        "/frames/stale",
        "/frames/expired",
        "/frames/queue_dropped",
        "/frames/retransmitted",
        "/bytes/up",
        "/bytes/down",
        "/age_s/mean",
        "/age_s/p50",
        "/age_s/p95",
        "/age_s/p99",
        "/age_s/max",
        "/age_s/peak_mean",
        "/latency_s/mean",
        "/latency_s/p50",
        "/latency_s/p95",
        "/latency_s/p99",
        "/latency_s/max",
        "/alignment_ratio",
        "/signals/0/name",
        "/signals/0/unit",
        "/signals/0/rmse",
        "/signals/0/mean_abs",
        "/signals/0/max_abs",
        "/signals/0/mean",
        "/queue/max",
    ] {
        assert!(twins[0].pointer(path).is_some_and(|value| !value.is_null()), "{path}");
    }
}

#[test]
fn the_same_run_twice_gives_the_same_digest_and_another_seed_another() {
    let digest = |seed: &str| {
        let report = report(&["run", "rotor_five_ways", "--for", "5", "--seed", seed, "--json", "--quiet"]);
        report["digest"].as_str().unwrap().to_owned()
    };
    assert_eq!(digest("3"), digest("3"));
    assert_ne!(digest("3"), digest("4"));
}

#[test]
fn values_are_set_by_path() {
    let report = report(&["run", "rotor_five_ways", "--for", "10", "--json", "--set", "links.wifi.loss=Bernoulli(1)"]);
    for twin in report["twins"].as_array().unwrap() {
        assert_eq!(twin["frames"]["delivered"], 0);
        assert!(twin["age_s"].is_null(), "missing is null, never 0");
    }
}

#[test]
fn an_out_folder_gets_report_and_telemetry() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("out");
    let _ = fs::remove_dir_all(&folder);
    let output = twinsync(&["run", "recording", "--for", "60", "--quiet", "--out", &folder.to_string_lossy()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    let report: Value = serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["duration_s"], 60.0);
    let telemetry = fs::read_to_string(folder.join("telemetry.csv")).unwrap();
    let columns = telemetry.lines().next().unwrap().split(',').count();
    // 60 s at 64 steps a second, the start, and the header.
    assert_eq!(telemetry.lines().count(), 60 * 64 + 2);
    assert!(telemetry.lines().all(|line| line.split(',').count() == columns));
}

#[test]
fn bad_input_is_one_sentence_and_exit_code_2() {
    for arguments in [
        &["run", "no_such_scene"][..],
        &["run", "rotor_five_ways", "--set", "links.wifi.loss"],
        &["run", "rotor_five_ways", "--set", "links.wifi.loss=Bernoulli(2)"],
        &["run", "rotor_five_ways", "--set", "links.nothing.loss=None"],
        &["run", "rotor_five_ways", "--for", "-1"],
        &["check", "tests/bad"],
        &["fly"],
    ] {
        let output = twinsync(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty(), "{arguments:?}");
        assert!(!text(&output.stderr).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn scenes_and_schema_are_listed() {
    let scenes = text(&twinsync(&["scenes"]).stdout);
    for name in
        ["rotor_five_ways", "convoy", "recording", "robot_cell", "hvac", "heater", "ward", "clock_board", "campus"]
    {
        assert!(scenes.contains(name), "{scenes}");
    }
    let schema = text(&twinsync(&["schema"]).stdout);
    for word in ["RealTime", "GilbertElliott", "unbalance_g_mm", "duration_s"] {
        assert!(schema.contains(word), "{word}");
    }
}
