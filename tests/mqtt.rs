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

use mqtt_support::{Broker, free_port};
use twinsync::live::mqtt::broker::{self, BrokerError};

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
