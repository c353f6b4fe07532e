//! MQTT with the broker inside the program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and measures with the wall clock how long it waits"
)]

mod mqtt_support;

use std::net::SocketAddr;
use std::process::Command;

use mqtt_support::{Broker, Program, Session, free_port, live_until, program, wait_for};
use twinsync::live::mqtt::broker::{self, BrokerError};
use twinsync::live::mqtt::preset::Preset;

/// Where the process that only is a broker listens.
const ADDRESS: &str = "TWINSYNC_TEST_BROKER";

/// Not a test of its own: the body of the broker's process, which another test starts and kills.
#[test]
fn broker_process() {
    if let Ok(address) = std::env::var(ADDRESS) {
        broker::start(address.parse().unwrap()).unwrap();
        loop {
            std::thread::park();
        }
    }
}

fn embedded() -> Broker {
    let port = free_port();
    Broker::start(port, move || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "broker_process"]).env(ADDRESS, format!("127.0.0.1:{port}"));
        command
    })
}

#[test]
fn two_twins_outlive_their_broker() {
    mqtt_support::two_twins_outlive_their_broker(&mut embedded());
}

#[test]
fn a_last_will_marks_the_twin_stale() {
    mqtt_support::a_last_will_marks_the_twin_stale(&embedded());
}

#[test]
fn a_taken_port_is_said() {
    let broker = embedded();
    let address = SocketAddr::from(([127, 0, 0, 1], broker.port));
    let error = broker::start(address).unwrap_err();
    assert!(matches!(error, BrokerError::Taken { .. }), "{error}");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

/// One program is broker and clock, another a rotor; two more show a twin each.
#[test]
fn programs_share_a_broker_and_twin_a_board_each() {
    let broker = format!("mqtt://127.0.0.1:{}", free_port());
    let often = ["--interval-s", "0.1", "--drift-ppm", "100"];
    let args = [&["device", "clock", "--mqtt", &broker, "--embedded-broker"][..], &often].concat();
    let (clock, shown) = Program::start(&args);
    assert_eq!(shown, format!("{broker}/clock"));
    let wheel = format!("{broker}/wheel");
    let (rotor, shown) = Program::start(&["device", "rotor", "--mqtt", &wheel, "--seed", "1"]);
    assert_eq!(shown, wheel);

    let twin = |url: String| {
        std::thread::spawn(move || {
            live_until(&url, &[], |report| {
                let heard = |path: &str| report.pointer(path).and_then(serde_json::Value::as_u64).unwrap_or(0) > 8;
                heard("/clock/samples") || heard("/vibration/samples")
            })
        })
    };
    let twins = [format!("{broker}/clock"), wheel.clone()].map(twin).map(|twin| twin.join().unwrap());
    for (report, board) in twins.iter().zip(["clock", "wheel"]) {
        assert_eq!(report["source"]["kind"], "mqtt");
        assert_eq!(report["source"]["board"], board);
        assert!(report["source"]["stale"].is_null(), "{report}");
        assert_eq!(report["clock"]["rejected_lines"], 0, "{report}");
        assert_eq!(report["lines"]["lost"], 0, "{report}");
        assert!(report["board"]["chip"].is_string(), "the board answers over the broker: {report}");
    }
    assert_ne!(twins[0]["board"]["chip"], twins[1]["board"]["chip"]);

    // A board that goes without a word is stale for whoever comes then.
    rotor.kill();
    let gone = live_until(&wheel, &[], |report| report["source"]["stale"] == "the device is offline");
    assert_eq!(gone["lines"]["heard"], 0);
    clock.kill();
}

/// A command reaches the board, and its answer comes back.
#[test]
fn commands_go_to_the_board_and_come_back() {
    let broker = format!("mqtt://127.0.0.1:{}", free_port());
    let _device = Program::start(&["device", "clock", "--mqtt", &broker, "--embedded-broker", "--interval-s", "0.2"]);
    let report = live_until(&broker, &["--send", "SET_MULT:0.99996"], |report| report["commands"]["done"] == 1);
    assert_eq!(report["source"]["board"], "clock", "the first board that speaks");
}

#[test]
fn devices_of_a_preset_are_shown() {
    let broker = embedded();
    let url = broker.url();
    let mut lab = Session::device(&url, "lab", "workshop/lab/status");
    lab.wait_up();
    lab.client.keep("workshop/lab/control", br#"{"target":30,"heaterMode":1}"#).unwrap();
    let speaker = std::thread::spawn(move || {
        // Speaks until the test has ended.
        while lab.client.publish("workshop/lab/telemetry", br#"{"temperature":21.5,"heaterMode":0}"#).is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    });
    let report =
        live_until(&url.to_string(), &["--preset", "workshop,tasmota"], |report| report["devices"][0]["fresh"] == true);
    let device = &report["devices"][0];
    assert_eq!((&device["name"], &device["preset"]), (&"lab".into(), &"workshop".into()));
    assert_eq!((&device["signals"][1]["name"], &device["signals"][1]["unit"]), (&"temperature".into(), &"C".into()));
    assert_eq!(device["wishes"][1]["value"], 30.0);
    assert!(device["wishes"][1]["age_s"].is_null(), "a kept wish is of unknown age");
    drop(broker);
    speaker.join().unwrap();
}

#[test]
fn an_embedded_broker_is_for_this_machine_only() {
    let args = ["live", "--mqtt", "mqtt://127.0.0.1", "--embedded-broker", "0.0.0.0:0", "--for", "1"];
    let (code, _, stderr) = program(&args);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("loopback"), "{stderr}");
    let broker = embedded();
    let url = broker.url().to_string();
    let (code, _, stderr) = program(&["live", "--mqtt", &url, "--embedded-broker", "--for", "1"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("cannot listen"), "{stderr}");
}

/// The broker's end is not the program's, and a lost one is said.
#[test]
fn a_board_outlives_its_broker() {
    let mut broker = embedded();
    let url = broker.url();
    let name = format!("{url}/steady");
    let (_device, _) = Program::start(&["device", "clock", "--mqtt", &name, "--interval-s", "0.1"]);
    let fresh = |report: &serde_json::Value| {
        report["source"]["stale"].is_null() && report["clock"]["samples"].as_u64() > Some(3)
    };
    live_until(&name, &[], fresh);
    let mut viewer = Session::viewer(&url, "viewer", &["twinsync/+/+"], Preset::Lines);
    viewer.wait_up();
    broker.restart();
    live_until(&name, &[], fresh);
    wait_for("the twin", || {
        viewer.poll();
        viewer.registry.mark(Preset::Lines, "steady", viewer.now()).is_some_and(|mark| mark.is_fresh())
    });
    assert!(!viewer.reasons.is_empty());
}
