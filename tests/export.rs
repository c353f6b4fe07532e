//! The files of a run: each is read back with a tool that is not this program's own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A run into a folder that the test has for itself.
fn exported(test: &str, scene: &str, more: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export").join(test);
    let _ = fs::remove_dir_all(&folder);
    let output = Command::new(env!("CARGO_BIN_EXE_twinsync"))
        .args(["run", scene, "--quiet", "--out", &folder.to_string_lossy()])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap()
}

fn events(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_path(folder.join("events.csv")).unwrap();
    table.deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_frame_of_the_report_is_an_event_and_events_come_in_order() {
    let folder = exported("events", "rotor_five_ways", &[]);
    let (report, events) = (report(&folder), events(&folder));
    let time = |row: &BTreeMap<String, String>| row["time [s]"].parse::<f64>().unwrap();
    assert!(events.windows(2).all(|pair| time(&pair[0]) <= time(&pair[1])));
    for twin in report["twins"].as_array().unwrap() {
        let frames: Vec<_> = events
            .iter()
            .filter(|row| row["event"] == "frame" && twin["name"] == row["subject"] && row["errand"] == "report")
            .collect();
        // A frame is booked at its end, and the last ones are still under way.
        let ended = |row: &&&BTreeMap<String, String>| row["arrives [s]"].parse::<f64>().unwrap() < 60.0;
        let count = |fates: &[&str]| {
            frames.iter().filter(ended).filter(|row| fates.contains(&row["fate"].as_str())).count() as u64
        };
        assert_eq!(twin["frames"]["sent"], frames.len() as u64, "{}", twin["name"]);
        assert_eq!(twin["frames"]["lost"], count(&["lost", "cut"]), "{}", twin["name"]);
        assert_eq!(twin["frames"]["delivered"], count(&["delivered"]), "{}", twin["name"]);
        let bytes: u64 = frames.iter().map(|row| row["bytes"].parse::<u64>().unwrap()).sum();
        assert_eq!(twin["bytes"]["up"], bytes);
    }
    let told = |event: &str| events.iter().filter(|row| row["event"] == event).count();
    assert_eq!((told("fault"), told("fault_end")), (2, 1), "a partition that ends and an unbalance that grows");
    assert!(told("anomaly") > 0);
    let noticed: usize = report["twins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|twin| twin["anomalies"]["list"].as_array().unwrap().len())
        .sum();
    assert_eq!(told("anomaly"), noticed);
}

#[test]
fn commands_are_told_with_their_answers() {
    let folder = exported("commands", "heater", &[]);
    let events = events(&folder);
    let told = |event: &str| events.iter().filter(|row| row["event"] == event).count();
    let commands = &report(&folder)["twins"][2]["commands"];
    assert_eq!(commands["sent"], told("command"));
    assert_eq!(commands["applied"], told("command_applied"));
    assert_eq!(commands["refused"], told("command_refused"));
    let refused = events.iter().find(|row| row["event"] == "command_refused").unwrap();
    assert!(refused["detail"].contains("27.5"), "{}", refused["detail"]);
}

#[test]
fn the_recording_is_read_back_by_the_crate_of_its_format() {
    let folder = exported("mcap", "recording", &[]);
    let bytes = fs::read(folder.join("run.mcap")).unwrap();
    let summary = mcap::Summary::read(&bytes).unwrap().unwrap();
    let topics: Vec<&str> = summary.channels.values().map(|channel| channel.topic.as_str()).collect();
    for topic in ["/devices/air", "/twins/stream", "/twins/batch", "/twins/event", "/twins/trend", "/frames", "/log"] {
        assert!(topics.contains(&topic), "{topics:?}");
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut last_time = 0;
    let mut known_age = 0;
    for message in mcap::MessageStream::new(&bytes).unwrap() {
        let message = message.unwrap();
        let schema = message.channel.schema.as_ref().unwrap();
        assert_eq!((schema.encoding.as_str(), message.channel.message_encoding.as_str()), ("jsonschema", "json"));
        let schema: Value = serde_json::from_slice(&schema.data).unwrap();
        assert_eq!(schema["type"], "object");
        let value: Value = serde_json::from_slice(&message.data).unwrap();
        for (field, value) in value.as_object().unwrap() {
            let kind = &schema["properties"][field]["type"];
            let fits = match kind.as_str().unwrap() {
                "number" => value.is_number(),
                "integer" => value.is_u64(),
                "string" => value.is_string(),
                _ => value.is_object(),
            };
            assert!(fits, "{field}: {value} is no {kind}");
        }
        let topic = message.channel.topic.clone();
        if topic == "/devices/air" {
            assert!(message.log_time >= last_time);
            last_time = message.log_time;
        }
        known_age += u64::from(topic == "/twins/stream" && value.get("age_s").is_some());
        *counts.entry(topic).or_default() += 1;
    }
    // 600 s at 64 steps a second are 38,400 moments: every second one is kept, and the beginning.
    assert_eq!(counts["/devices/air"], 19_201);
    assert_eq!(counts["/twins/stream"], counts["/devices/air"]);
    assert!(last_time > 599_000_000_000);
    assert!(known_age > 19_000, "age is missing before the first report only");
    let frames: u64 =
        report(&folder)["twins"].as_array().unwrap().iter().map(|twin| twin["frames"]["sent"].as_u64().unwrap()).sum();
    assert_eq!(counts["/frames"], frames);
}

#[test]
fn the_page_is_whole_and_refers_to_nothing_outside_itself() {
    for scene in ["rotor_five_ways", "campus"] {
        let folder = exported(&format!("page_{scene}"), scene, &["--for", "30"]);
        let page = fs::read_to_string(folder.join("report.html")).unwrap();
        common::check_page(&page);
        for twin in report(&folder)["twins"].as_array().unwrap() {
            assert!(page.contains(twin["name"].as_str().unwrap()), "{}", twin["name"]);
        }
        for word in ["age [s]", "latency [s]", "sent [kB]", "<path", "What the columns mean"] {
            assert!(page.contains(word), "{word}");
        }
        assert!(page.len() < 2_000_000, "{} bytes", page.len());
    }
}

#[test]
fn names_that_need_care_survive_every_format() {
    let twin = r#"name: "a <b> & \"c\", 𝔡", of: "source", sync: RealTime(rate_hz: 1), uplink: "link""#;
    let text = common::pair(5.0, "Ramp(slope_per_s: 1)", 5.0, "sync: RealTime(rate_hz: 1)", "delay: Fixed(ms: 1)")
        .replace(r#"name: "twin", of: "source", uplink: "link", sync: RealTime(rate_hz: 1)"#, twin);
    let scene = Path::new(env!("CARGO_TARGET_TMPDIR")).join("care.ron");
    fs::write(&scene, text).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("care");
    let run = Command::new(env!("CARGO_BIN_EXE_twinsync"))
        .args(["run", &scene.to_string_lossy(), "--quiet", "--out", &folder.to_string_lossy()])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    common::check_page(&fs::read_to_string(folder.join("report.html")).unwrap());
    assert_eq!(events(&folder)[0]["subject"], "a <b> & \"c\", 𝔡");
    assert!(mcap::Summary::read(&fs::read(folder.join("run.mcap")).unwrap()).unwrap().is_some());
}
