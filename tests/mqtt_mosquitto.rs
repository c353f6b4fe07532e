//! MQTT with Debian's Mosquitto: outages, last wills, passwords, TLS.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test stops where it fails, says what it leaves out, and measures how long it waits"
)]

mod mqtt_support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mqtt_support::{Broker, Session, free_port, settings, wait_for};
use twinsync::live::mqtt::preset::Preset;
use twinsync::live::mqtt::secret::Credentials;
use twinsync::live::mqtt::settings::Settings;
use twinsync::live::mqtt::url::BrokerUrl;

/// The program, or none where it may be missing.
fn mosquitto() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders.map(|folder| folder.join("mosquitto")).find(|file| file.is_file());
    if found.is_none() {
        assert!(
            std::env::var_os("TWINSYNC_REQUIRE_BROKER").is_none(),
            "mosquitto is missing: apt-get install mosquitto"
        );
        eprintln!("left out: mosquitto is not installed");
    }
    found
}

/// A folder of a test's own.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mosquitto-{test}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A Mosquitto with more lines in its configuration.
fn start(program: PathBuf, folder: &Path, port: u16, more: &str) -> Broker {
    let file = folder.join("mosquitto.conf");
    fs::write(&file, format!("listener {port} 127.0.0.1\nuser root\n{more}\n")).unwrap();
    Broker::start(port, move || {
        let mut command = Command::new(&program);
        command.arg("-c").arg(&file);
        command
    })
}

#[test]
fn two_twins_outlive_their_broker() {
    let Some(program) = mosquitto() else { return };
    let folder = folder("outage");
    mqtt_support::two_twins_outlive_their_broker(&mut start(program, &folder, free_port(), "allow_anonymous true"));
}

/// A broker that kept "online" over its own death does not make a dead device look alive.
#[test]
fn what_a_broker_kept_over_its_death_is_not_fresh() {
    let Some(program) = mosquitto() else { return };
    let folder = folder("persistent");
    let more = format!(
        "allow_anonymous true\npersistence true\npersistence_location {}/\nautosave_on_changes true\nautosave_interval 1",
        folder.display()
    );
    let mut broker = start(program, &folder, free_port(), &more);
    let url = broker.url();
    let mut teller = Session::viewer(&url, "teller", &["workshop/+/+"], Preset::Workshop);
    teller.wait_up();
    teller.client.keep("workshop/ghost/status", b"online").unwrap();
    teller.client.keep("workshop/ghost/telemetry", b"{\"temperature\":20}").unwrap();
    wait_for("its own words", || {
        teller.poll();
        teller.temperature("ghost").is_some()
    });
    wait_for("the broker's file", || fs::read(folder.join("mosquitto.db")).is_ok_and(|db| has(&db, b"temperature")));
    broker.kill();
    drop(teller);
    broker.restart();
    let mut viewer = Session::viewer(&url, "viewer", &["workshop/+/+"], Preset::Workshop);
    wait_for("what was kept", || {
        viewer.poll();
        viewer.temperature("ghost").is_some() && !viewer.said.is_empty()
    });
    assert_eq!(viewer.said, [("online".to_owned(), true)]);
    assert!(!viewer.mark("ghost").unwrap().is_fresh());
}

fn has(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_last_will_marks_the_twin_stale() {
    let Some(program) = mosquitto() else { return };
    mqtt_support::a_last_will_marks_the_twin_stale(&start(
        program,
        &folder("will"),
        free_port(),
        "allow_anonymous true",
    ));
}

#[test]
fn passwords_open_the_door_and_are_never_told() {
    const PASSWORD: &str = "correct-horse-9f2";
    const WRONG: &str = "battery-staple-77";
    let Some(program) = mosquitto() else { return };
    let folder = folder("password");
    let file = folder.join("passwords");
    let made = Command::new("mosquitto_passwd").args(["-c", "-b"]).arg(&file).args(["ada-7q", PASSWORD]).status();
    assert!(made.unwrap().success());
    let broker =
        start(program, &folder, free_port(), &format!("allow_anonymous false\npassword_file {}", file.display()));

    let open = |name: &str, credentials: Option<Credentials>| {
        Session::open(&Settings { credentials, ..settings(&broker.url(), name) }, Preset::Workshop)
    };
    let variables = Credentials::from_variables(Some("ada-7q"), Some(PASSWORD)).unwrap();
    let mut right = open("right", variables);
    right.wait_up();
    let from_file = Credentials::from_file_text(&format!("ada-7q\n{PASSWORD}\n")).unwrap();
    open("file", Some(from_file)).wait_up();
    let text = format!("mqtt://ada-7q:{PASSWORD}@127.0.0.1:{}", broker.port);
    Session::open(&settings(&BrokerUrl::parse(&text).unwrap(), "url"), Preset::Workshop).wait_up();

    for (name, credentials) in [("wrong", Some(Credentials::new("ada-7q", WRONG).unwrap())), ("nobody", None)] {
        let mut session = open(name, credentials);
        wait_for("the refusal", || {
            session.poll();
            !session.reasons.is_empty()
        });
        assert!(session.reasons[0].ends_with("does not accept the user or the password"), "{:?}", session.reasons);
        let printed = format!("{:?} {:?}", session.reasons, session.client);
        assert!(![PASSWORD, WRONG, "ada-7q"].iter().any(|secret| printed.contains(secret)), "{printed}");
    }
}

/// Certificates of a test's own: an authority, and a server called localhost.
fn certificates(folder: &Path) {
    let openssl = |args: &[&str]| {
        let output = Command::new("openssl").args(args).current_dir(folder).output().expect("openssl is missing");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    for authority in ["ca", "other"] {
        let (key, cert) = (format!("{authority}.key"), format!("{authority}.pem"));
        openssl(&[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            &format!("/CN={authority}"),
            "-keyout",
            &key,
            "-out",
            &cert,
        ]);
    }
    openssl(&[
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-keyout",
        "server.key",
        "-out",
        "server.csr",
    ]);
    fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(&[
        "x509",
        "-req",
        "-days",
        "2",
        "-in",
        "server.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-extfile",
        "names",
        "-out",
        "server.pem",
    ]);
}

#[test]
fn encrypted_brokers_are_believed_only_with_a_certificate() {
    let Some(program) = mosquitto() else { return };
    let folder = folder("tls");
    certificates(&folder);
    let at = |name: &str| folder.join(name).display().to_string();
    let more = format!("allow_anonymous true\ncertfile {}\nkeyfile {}", at("server.pem"), at("server.key"));
    let broker = start(program, &folder, free_port(), &more);
    let open = |host: &str, ca: Option<&str>| {
        let url = BrokerUrl::parse(&format!("mqtts://{host}:{}", broker.port)).unwrap();
        let ca_file = ca.map(|name| folder.join(name));
        Session::open(&Settings { ca_file, ..settings(&url, host) }, Preset::Workshop)
    };
    open("localhost", Some("ca.pem")).wait_up();
    for (host, ca) in [("localhost", Some("other.pem")), ("127.0.0.1", Some("ca.pem"))] {
        let mut session = open(host, ca);
        wait_for("the distrust", || {
            session.poll();
            !session.reasons.is_empty()
        });
        assert!(session.reasons[0].contains("certificate"), "{:?}", session.reasons);
        assert!(!session.client.is_up());
    }
}
