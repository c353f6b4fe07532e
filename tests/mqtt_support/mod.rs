//! What the tests with real brokers share: a broker that can be killed, a session with one twin, waiting.
#![allow(dead_code, reason = "not every test uses everything")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;
use twinsync::live::feed::{Feed, Heard, feed};
use twinsync::live::host_clock::{HostClock, WallClock};
use twinsync::live::mqtt::client::{Client, ClientError};
use twinsync::live::mqtt::presence::{Mark, Why};
use twinsync::live::mqtt::preset::Preset;
use twinsync::live::mqtt::registry::{Known, Registry};
use twinsync::live::mqtt::settings::{Settings, Will};
use twinsync::live::mqtt::url::BrokerUrl;

/// No machine is so slow that what is waited for takes longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until something is so.
pub fn wait_for(what: &str, mut so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !so() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A broker in a process of its own, on a port that stays.
pub struct Broker {
    pub port: u16,
    command: Box<dyn Fn() -> Command>,
    child: Option<Child>,
}

impl Broker {
    /// Starts it with a command that is made anew for each start.
    pub fn start(port: u16, command: impl Fn() -> Command + 'static) -> Self {
        let mut broker = Self { port, command: Box::new(command), child: None };
        broker.restart();
        broker
    }

    pub fn url(&self) -> BrokerUrl {
        BrokerUrl::parse(&format!("mqtt://127.0.0.1:{}", self.port)).unwrap()
    }

    /// Ends it without a word to anybody.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn restart(&mut self) {
        self.kill();
        let mut command = (self.command)();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        wait_for("the broker's port", || TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok());
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Settings that do not keep a test waiting.
pub fn settings(url: &BrokerUrl, name: &str) -> Settings {
    let stream = Stream::new(u64::from(std::process::id()), name, "backoff");
    Settings { backoff_s: (0.02, 0.3), keep_alive_s: 2, ..Settings::new(url.clone(), name, stream) }
}

/// A client, and what it hears.
pub struct Session {
    pub client: Client,
    pub feed: Feed,
    pub clock: WallClock,
    pub registry: Registry,
    /// Every sentence about a lost broker.
    pub reasons: Vec<String>,
    /// Every status heard, with whether it was kept.
    pub said: Vec<(String, bool)>,
}

impl Session {
    pub fn open(settings: &Settings, preset: Preset) -> Self {
        let (clock, (mouth, feed)) = (WallClock::start(1.0), feed(4096));
        let registry = Registry::new(&[preset], Some(SimTime::from_secs(3600.0)));
        let client = Client::open(settings, mouth, Arc::new(clock)).unwrap();
        Self { client, feed, clock, registry, reasons: Vec::new(), said: Vec::new() }
    }

    /// A session that twins one device.
    pub fn viewer(url: &BrokerUrl, name: &str, filters: &[&str], preset: Preset) -> Self {
        let filters = filters.iter().map(|filter| (*filter).to_owned()).collect();
        Self::open(&Settings { filters, ..settings(url, name) }, preset)
    }

    /// A session that is a device.
    pub fn device(url: &BrokerUrl, name: &str, status: &str) -> Self {
        Self::open(&Settings { will: Some(Will::on(status)), ..settings(url, name) }, Preset::Workshop)
    }

    pub fn now(&self) -> SimTime {
        self.clock.now()
    }

    /// Takes in what has come.
    pub fn poll(&mut self) {
        for heard in self.feed.drain() {
            match &heard {
                Heard::Down { reason, .. } => self.reasons.push(reason.clone()),
                Heard::Message { topic, payload, retained, .. } if topic.ends_with("/status") => {
                    self.said.push((String::from_utf8_lossy(payload).into_owned(), *retained));
                }
                _ => {}
            }
            for filter in self.registry.hear(&heard) {
                self.client.subscribe(&filter).unwrap();
            }
        }
    }

    pub fn known(&self, room: &str) -> Option<&Known> {
        self.registry.get(Preset::Workshop, room)
    }

    pub fn mark(&self, room: &str) -> Option<Mark> {
        self.registry.mark(Preset::Workshop, room, self.now())
    }

    pub fn why(&self, room: &str) -> Option<Why> {
        match self.mark(room)? {
            Mark::Fresh => None,
            Mark::Stale { why, .. } => Some(why),
        }
    }

    pub fn temperature(&self, room: &str) -> Option<f64> {
        self.known(room)?.signals.get("temperature").map(|latest| latest.value)
    }

    pub fn wait_up(&mut self) {
        wait_for("the connection", || {
            self.poll();
            self.client.is_up() && self.registry.link_up()
        });
    }

    /// Waits until the last status heard is this one.
    pub fn wait_said(&mut self, status: &str) {
        wait_for(status, || {
            self.poll();
            self.said.last().is_some_and(|(said, _)| said == status)
        });
    }
}

/// The bytes of a CONNECT of MQTT 3.1.1 with a last will that the broker keeps.
pub fn connect_with_will(id: &str, topic: &str, farewell: &str) -> Vec<u8> {
    let text = |text: &str| [&(text.len() as u16).to_be_bytes()[..], text.as_bytes()].concat();
    // Name and level of the protocol; will kept, with quality 1, clean session; a minute of keep-alive.
    let body = [&text("MQTT")[..], &[4, 0b0010_1110, 0, 60], &text(id), &text(topic), &text(farewell)].concat();
    [&[0x10, u8::try_from(body.len()).unwrap()][..], &body].concat()
}

/// A device that connects, and whose power is then cut.
pub fn dies(port: u16, id: &str, status: &str) {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
    socket.write_all(&connect_with_will(id, status, "offline")).unwrap();
    let mut answer = [0; 4];
    socket.read_exact(&mut answer).unwrap();
    assert_eq!(answer, [0x20, 2, 0, 0], "the broker does not accept");
}

/// Two sessions with a twin each, their devices, and a broker that dies and comes back.
pub fn two_twins_outlive_their_broker(broker: &mut Broker) {
    const ROOMS: [&str; 2] = ["north", "south"];
    let url = broker.url();
    let status = |room: &str| format!("workshop/{room}/status");
    let telemetry = |room: &str| format!("workshop/{room}/telemetry");
    let mut devices = ROOMS.map(|room| Session::device(&url, &format!("device-{room}"), &status(room)));
    let mut viewers = ROOMS.map(|room| {
        Session::viewer(&url, &format!("viewer-{room}"), &[&format!("workshop/{room}/+")], Preset::Workshop)
    });
    devices.iter_mut().chain(&mut viewers).for_each(Session::wait_up);

    let speak = |devices: &[Session; 2], value: f64| {
        for (room, device) in ROOMS.iter().zip(devices) {
            // A broker that has just come back may not be known to be there yet.
            let _ = device.client.publish(&telemetry(room), format!("{{\"temperature\":{value}}}").as_bytes());
        }
    };
    let fresh_with = |devices: &[Session; 2], viewers: &mut [Session; 2], value: f64| {
        wait_for("fresh twins", || {
            speak(devices, value);
            viewers.iter_mut().for_each(Session::poll);
            ROOMS
                .iter()
                .zip(viewers.iter())
                .all(|(room, viewer)| viewer.mark(room) == Some(Mark::Fresh) && viewer.temperature(room) == Some(value))
        });
    };
    fresh_with(&devices, &mut viewers, 20.0);
    for (viewer, other) in viewers.iter().zip(["south", "north"]) {
        assert!(viewer.known(other).is_none(), "a session twins only its own device");
    }

    broker.kill();
    wait_for("stale marks", || {
        viewers.iter_mut().chain(&mut devices).for_each(Session::poll);
        ROOMS.iter().zip(&viewers).all(|(room, viewer)| viewer.why(room) == Some(Why::BrokerGone))
            && devices.iter().all(|device| !device.client.is_up())
    });
    for (room, (viewer, device)) in ROOMS.iter().zip(viewers.iter().zip(&devices)) {
        assert_eq!(viewer.temperature(room), Some(20.0), "a stale twin still shows what it last knew");
        let named = viewer.reasons.iter().all(|reason| reason.contains(&url.to_string()));
        assert!(named && !viewer.reasons.is_empty(), "{:?}", viewer.reasons);
        // What happens meanwhile is kept for later, but telemetry of the past is not told as news.
        let before = device.client.unsent();
        assert_eq!(device.client.publish(&telemetry(room), b"{\"temperature\":99}"), Err(ClientError::Down));
        assert_eq!(device.client.unsent(), before + 1);
        assert_eq!(device.client.keep(&telemetry(room), b"{\"temperature\":21}"), Ok(()));
    }

    broker.restart();
    devices.iter_mut().chain(&mut viewers).for_each(Session::wait_up);
    for viewer in &mut viewers {
        viewer.wait_said("online");
    }
    fresh_with(&devices, &mut viewers, 22.0);

    // Whoever comes later finds the kept state, and does not take it for fresh.
    let mut late = Session::viewer(&url, "late", &["workshop/+/+"], Preset::Workshop);
    wait_for("the kept state", || {
        late.poll();
        ROOMS.iter().all(|room| late.temperature(room) == Some(21.0))
    });
    for room in ROOMS {
        assert_eq!(late.why(room), Some(Why::OnlyKept), "{room}");
        assert!(late.known(room).unwrap().signals["temperature"].kept);
    }
    assert!(late.said.iter().all(|(said, kept)| said == "online" && *kept), "{:?}", late.said);
    late.registry.link(late.now(), late.client.is_up());
    fresh_with(&devices, &mut viewers, 23.0);
    wait_for("a fresh late twin", || {
        speak(&devices, 23.0);
        late.poll();
        ROOMS.iter().all(|room| late.mark(room) == Some(Mark::Fresh))
    });

    a_false_burial_is_taken_back(&mut late, &mut viewers[0], &status("north"));

    // A device that leaves says so itself, and the broker keeps it.
    drop(devices);
    for viewer in &mut viewers {
        viewer.wait_said("offline");
    }
    for (room, viewer) in ROOMS.iter().zip(&viewers) {
        assert_eq!(viewer.why(room), Some(Why::Offline));
    }
    let mut later = Session::viewer(&url, "later", &["workshop/+/status"], Preset::Workshop);
    wait_for("the kept farewells", || {
        later.poll();
        ROOMS.iter().all(|room| later.why(room) == Some(Why::Offline))
    });
}

/// The will of an old connection, told late, must not outlast the new one.
fn a_false_burial_is_taken_back(liar: &mut Session, viewer: &mut Session, status: &str) {
    let before = viewer.said.len();
    liar.client.keep(status, b"offline").unwrap();
    wait_for("the correction", || {
        viewer.poll();
        let since = &viewer.said[before..];
        since.iter().any(|(said, _)| said == "offline") && since.last().is_some_and(|(said, _)| said == "online")
    });
}

/// A device whose power is cut: the broker says it, and keeps it for those who come later.
pub fn a_last_will_marks_the_twin_stale(broker: &Broker) {
    let url = broker.url();
    let mut viewer = Session::viewer(&url, "viewer", &["workshop/+/+"], Preset::Workshop);
    viewer.wait_up();
    let teller = Session::viewer(&url, "teller", &[], Preset::Workshop);
    wait_for("a fresh twin", || {
        let _ = teller.client.publish("workshop/attic/telemetry", b"{\"temperature\":20}");
        viewer.poll();
        viewer.mark("attic") == Some(Mark::Fresh)
    });
    dies(broker.port, "attic", "workshop/attic/status");
    viewer.wait_said("offline");
    assert_eq!(viewer.why("attic"), Some(Why::Offline));
    let mut late = Session::viewer(&url, "late", &["workshop/attic/status"], Preset::Workshop);
    late.wait_said("offline");
    assert_eq!(late.said, [("offline".to_owned(), true)]);
}

/// A program that ends with the test.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts the program, and waits for its first line.
    pub fn start(args: &[&str]) -> (Self, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinsync"));
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self { child }, line.trim_end().to_owned())
    }

    /// Ends it without a word to anybody.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the program to its end: exit code, standard output, standard error.
pub fn program(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twinsync"));
    let output = command.args(args).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Twins a board over and over until the report is as it should be.
pub fn live_until(url: &str, more: &[&str], so: impl Fn(&Json) -> bool) -> Json {
    let mut last = Json::Null;
    wait_for("a report", || {
        let args = [&["live", "--mqtt", url, "--for", "2", "--json", "--quiet"], more].concat();
        let (code, stdout, stderr) = program(&args);
        assert_eq!(code, 0, "{stderr}");
        last = serde_json::from_str(&stdout).unwrap();
        so(&last)
    });
    last
}
