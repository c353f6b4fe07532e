//! `twinsync live` and `twinsync device` as a person and a script use them, through the built program.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twinsync"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn twinsync(arguments: &[&str]) -> Output {
    command().args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()))
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A recording of an emulated board, made at once.
fn recording(name: &str, arguments: &[&str]) -> String {
    let path = scratch(name).to_string_lossy().into_owned();
    let output = twinsync(&[&["device"], arguments, &["--record", &path]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    path
}

#[test]
fn a_replay_reports_the_clock_in_the_words_that_scripts_rely_on() {
    let path =
        recording("clock.csv", &["clock", "--for", "1205", "--jitter-ms", "1", "--stalls", "0.1", "--garbage", "0.05"]);
    assert!(fs::read_to_string(&path).unwrap().starts_with("ref_s,line\n"));
    let report = json(&twinsync(&["live", "--replay", &path, "--json", "--predict-at", "4800"]));
    let clock = &report["clock"];
    for key in ["drift_ppm", "drift_bar_ppm", "offset_s", "estimator", "samples", "rejected_lines", "wraps", "reboots"]
    {
        assert!(!clock[key].is_null(), "{key}: {clock}");
    }
    for path in ["/multiplier", "/rate", "/rate_bar", "/residuals/rms_s", "/residuals/max_s", "/residuals/spread_s"] {
        assert!(clock.pointer(path).is_some_and(Value::is_number), "{path}: {clock}");
    }
    assert_eq!((&clock["estimator"], &clock["reboots"]), (&Value::from("theil_sen"), &Value::from(0)));
    let estimators = clock["estimators"].as_array().unwrap();
    let names: Vec<&str> = estimators.iter().map(|estimate| estimate["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["theil_sen", "least_squares", "huber", "lower_hull"]);
    for key in ["drift_ppm", "bar_ppm", "multiplier", "offset_s", "offset_bar_s", "residual_rms_s", "residual_max_s"] {
        assert!(estimators.iter().all(|estimate| estimate[key].is_number()), "{key}: {clock}");
    }
    // 240 lines every 5 s with 1 ms: 0.05 ppm; the stalls cost a little more.
    assert!((clock["drift_ppm"].as_f64().unwrap() - 40.0).abs() < 1.0, "{clock}");
    assert_eq!(report["lines"]["rejected"], clock["rejected_lines"]);
    assert!(clock["rejected_lines"].as_u64().unwrap() > 0);
    let expected_us = 4800.0 * (1e6 + 40.0) % 4_294_967_296.0;
    assert!((report["prediction"]["micros"].as_f64().unwrap() - expected_us).abs() < 20_000.0, "{report}");
    assert_eq!(report["board"]["dialect"], "rich");
}

#[test]
fn a_replay_prints_a_table_and_takes_an_estimator_a_window_and_an_end() {
    let path = recording("table.csv", &["clock", "--dialect", "bare", "--for", "600", "--seed", "3"]);
    let output = twinsync(&["live", "--replay", &path]);
    let table = text(&output.stdout);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    for word in ["theil_sen", "in use", "lower_hull", "R [ppm]", "residuals", "60 heard", "course dialect"] {
        assert!(table.contains(word), "{word} is not in\n{table}");
    }
    let arguments =
        ["live", "--replay", &path, "--json", "--estimator", "lower_hull", "--window", "16", "--for", "200"];
    let report = json(&twinsync(&arguments));
    assert_eq!(report["clock"]["estimator"], "lower_hull");
    assert_eq!((&report["clock"]["samples"], &report["clock"]["in_window"]), (&Value::from(21), &Value::from(16)));
}

#[test]
fn a_rotor_replays_as_vibration() {
    let path = recording("rotor.csv", &["rotor", "--dialect", "course", "--for", "10.3"]);
    let report = json(&twinsync(&["live", "--replay", &path, "--json"]));
    assert_eq!(report["vibration"]["samples"], 1000);
    assert!(report["clock"]["drift_ppm"].is_null(), "missing is null, never 0");
    assert!((report["vibration"]["mean_m_s2"][1].as_f64().unwrap() - 9.8).abs() < 0.1);
}

#[test]
fn a_device_prints_its_lines_in_its_own_time() {
    let output = twinsync(&["device", "clock", "--dialect", "course", "--time-scale", "100", "--for", "50"]);
    let lines = text(&output.stdout);
    assert!(output.status.success() && lines.starts_with("RAW_MICROS:5000000,CUR_WALL:5.000\n"), "{lines}");
    assert_eq!(lines.lines().count(), 9, "{lines}");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place_and_the_right_code() {
    let other = scratch("other.csv");
    fs::write(&other, "x,y,z\n1,2,3\n").unwrap();
    let broken = scratch("broken.csv");
    fs::write(&broken, "ref_s,line\n1.0,5\nsoon,6\n").unwrap();
    let (other, broken) = (other.to_string_lossy().into_owned(), broken.to_string_lossy().into_owned());
    let cases: [(&[&str], i32, String); 6] = [
        (&["live", "--replay", &other], 2, format!("{other}:1: the header is \"x,y,z\"")),
        (&["live", "--replay", &broken], 2, format!("{broken}:3: ref_s: \"soon\" is not a number of seconds")),
        (&["live", "--replay", "/nowhere.csv"], 2, "/nowhere.csv cannot be read".to_owned()),
        (&["live", "--replay", &other, "--window", "3"], 2, "window: 3 is not from 8 to 4096".to_owned()),
        (&["live"], 2, "required".to_owned()),
        (&["device", "clock", "--drift-ppm", "1e9"], 2, "not a number from -22000 to 22000".to_owned()),
    ];
    for (arguments, code, sentence) in cases {
        let output = twinsync(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(text(&output.stderr).contains(&sentence), "{sentence}\n{}", text(&output.stderr));
    }
}

#[cfg(all(feature = "serial", unix))]
mod serial {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Stdio};

    use super::*;

    #[test]
    fn a_port_that_is_not_there_is_code_3_with_a_hint() {
        let output = twinsync(&["live", "--serial", "/dev/ttyNOWHERE", "--for", "1"]);
        assert_eq!(output.status.code(), Some(3));
        let said = text(&output.stderr);
        assert!(said.contains("the port /dev/ttyNOWHERE is not there") && said.contains("hint: "), "{said}");
    }

    #[test]
    fn ports_are_listed() {
        assert!(twinsync(&["live", "--list-ports"]).status.success());
        assert!(json(&twinsync(&["live", "--list-ports", "--json"])).is_array());
    }

    /// An emulated board in another process; it ends with the test.
    struct Device {
        child: Child,
        path: String,
    }

    impl Device {
        fn start(arguments: &[&str]) -> Self {
            let mut child = command().arg("device").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
            let mut path = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut path).unwrap();
            Self { child, path: path.trim().to_owned() }
        }
    }

    impl Drop for Device {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    #[test]
    fn an_emulated_board_is_twinned_over_its_port_and_the_recording_says_the_same() {
        let device = Device::start(&["clock", "--pty", "--interval-s", "0.5", "--seed", "7"]);
        let tape = scratch("live.csv").to_string_lossy().into_owned();
        let arguments = ["--for", "3", "--json", "--record", &tape, "--send", "SET_MULT:0.99996"];
        let live = json(&twinsync(&[&["live", "--serial", &device.path], &arguments[..]].concat()));
        assert_eq!(live["source"]["kind"], "serial");
        assert!(live["lines"]["accepted"].as_u64().unwrap() > 0, "{live}");
        assert!(live["board"]["chip"].is_string() && live["board"]["dialect"] == "rich", "{live}");
        assert_eq!(live["commands"]["done"], 1, "{live}");
        let replay = json(&twinsync(&["live", "--replay", &tape, "--json"]));
        for part in ["board", "lines", "clock", "vibration", "duration_s"] {
            assert_eq!(live[part], replay[part], "{part}");
        }
    }
}
