//! The MQTT client against brokers that are none: silence, rubbish, and files that are no certificates.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and measures with the wall clock how long it waits"
)]

mod mqtt_support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mqtt_support::{Session, free_port, program, settings, wait_for};
use twinsync::core::rng::Stream;
use twinsync::live::feed::feed;
use twinsync::live::host_clock::HandClock;
use twinsync::live::mqtt::client::{Client, ClientError};
use twinsync::live::mqtt::preset::Preset;
use twinsync::live::mqtt::settings::Settings;
use twinsync::live::mqtt::url::BrokerUrl;

#[test]
fn a_broker_that_is_not_there_is_named_and_waited_for() {
    let url = BrokerUrl::parse(&format!("mqtt://127.0.0.1:{}", free_port())).unwrap();
    let mut session = Session::viewer(&url, "viewer", &["#"], Preset::Workshop);
    wait_for("the reason", || {
        session.poll();
        !session.reasons.is_empty()
    });
    assert!(session.reasons[0].starts_with(&format!("the broker {url} cannot be reached")), "{:?}", session.reasons);
    assert_eq!(session.client.publish("a", b"1"), Err(ClientError::Down));
    assert_eq!(session.client.publish("a/+", b"1"), Err(ClientError::Topic("a/+".to_owned())));
    assert_eq!(session.client.subscribe("a#"), Err(ClientError::Topic("a#".to_owned())));
}

/// Whatever comes after the handshake, the client neither falls over nor gives up.
#[test]
fn rubbish_from_a_broker_is_outlived() {
    const TRIES: usize = 40;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = BrokerUrl::parse(&format!("mqtt://{}", listener.local_addr().unwrap())).unwrap();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    std::thread::spawn(move || {
        let mut random = Stream::new(11, "rubbish", "bytes");
        for socket in listener.incoming() {
            let Ok(mut socket) = socket else { return };
            let tries = count.fetch_add(1, Ordering::Relaxed);
            let _ = socket.read(&mut [0; 512]);
            // Some do not even shake hands; some begin a packet that is sound and lie about the rest.
            let mut bytes = if tries.is_multiple_of(4) { Vec::new() } else { vec![0x20, 2, 0, 0] };
            if tries % 4 == 2 {
                bytes.extend([0x90, 3, 0, 1, 7, 0x40, 2, 0xff, 0xff, 0x30, 0x7f, 0, 0x70]);
            }
            let length = (random.uniform() * 300.0) as usize;
            bytes.extend((0..length).map(|_| (random.uniform() * 256.0) as u8));
            let _ = socket.write_all(&bytes);
        }
    });
    let quick = Settings { backoff_s: (0.001, 0.01), ..settings(&url, "viewer") };
    let mut session = Session::open(&Settings { filters: vec!["#".to_owned()], ..quick }, Preset::Workshop);
    wait_for("many tries", || {
        session.poll();
        accepted.load(Ordering::Relaxed) >= TRIES
    });
    assert!(!session.reasons.is_empty());
}

#[test]
fn certificates_that_are_none_are_named() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("no_certificate.pem");
    fs::write(&file, "hello\n").unwrap();
    let url = BrokerUrl::parse("mqtts://localhost").unwrap();
    for (name, word) in [("no_certificate.pem", "no certificate"), ("missing.pem", "No such file")] {
        let settings = Settings { ca_file: Some(folder.join(name)), ..settings(&url, "viewer") };
        let error = Client::open(&settings, feed(1).0, Arc::new(HandClock::default())).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(word), "{error}");
    }
}

/// A missing broker is exit code 3, and nothing that was meant to stay hidden is printed.
#[test]
fn the_program_names_a_missing_broker_and_no_password() {
    let port = free_port();
    let url = format!("mqtt://ada:hunter2@127.0.0.1:{port}/clock");
    for command in [&["live", "--for", "1"][..], &["device", "clock"]] {
        let (code, stdout, stderr) = program(&[command, &["--mqtt", &url]].concat());
        assert_eq!(code, 3, "{stderr}");
        assert!(stderr.contains(&format!("mqtt://127.0.0.1:{port}/clock cannot be reached")), "{stderr}");
        assert!(!format!("{stdout}{stderr}").contains("hunter2"), "{stdout}{stderr}");
    }
    let (code, _, stderr) = program(&["live", "--mqtt", "http://ada:hunter2@host", "--for", "1"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("http://host") && !stderr.contains("hunter2"), "{stderr}");
}

#[test]
#[cfg(not(feature = "broker"))]
fn a_build_without_a_broker_says_so() {
    let (code, _, stderr) = program(&["device", "clock", "--mqtt", "mqtt://127.0.0.1", "--embedded-broker"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("--features broker"), "{stderr}");
}

/// A subscription that the broker refuses is told by its filter, whichever it is.
#[test]
fn a_refused_subscription_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = BrokerUrl::parse(&format!("mqtt://{}", listener.local_addr().unwrap())).unwrap();
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut answers = socket.try_clone().unwrap();
        let mut read = |length: usize| {
            let mut bytes = vec![0; length];
            socket.read_exact(&mut bytes).map(|()| bytes)
        };
        while let Ok(head) = read(2) {
            let body = read(usize::from(head[1])).unwrap();
            let answer = match head[0] {
                0x10 => vec![0x20, 2, 0, 0],
                0x82 => vec![0x90, 3, body[0], body[1], if body.ends_with(b"closed/#\0") { 0x80 } else { 0 }],
                _ => Vec::new(),
            };
            answers.write_all(&answer).unwrap();
        }
    });
    let filters = ["open/#", "closed/#", "also/open"].map(str::to_owned).to_vec();
    let mut session = Session::open(&Settings { filters, ..settings(&url, "viewer") }, Preset::Workshop);
    wait_for("the refusal", || {
        session.poll();
        !session.client.refused().is_empty()
    });
    assert_eq!(session.client.refused(), ["closed/#"]);
}
