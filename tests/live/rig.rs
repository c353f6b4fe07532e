//! An emulated board, a pseudo-terminal, a serial link and a session, advanced in lock-step.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use twinsync::core::device::ClockBoardSpec;
use twinsync::core::time::SimTime;
use twinsync::live::board::{Board, BoardSettings, Way};
use twinsync::live::emulator::{Delays, Emission, Emulator, EmulatorSpec};
use twinsync::live::feed::{Feed, Heard, feed};
use twinsync::live::host_clock::HandClock;
use twinsync::live::pty::Pty;
use twinsync::live::recording::Recorder;
use twinsync::live::serial::{SerialLink, SerialSettings};

/// A thread that has not moved for so long hangs.
const HANGS: Duration = Duration::from_secs(60);

pub fn secs(secs: f64) -> SimTime {
    SimTime::from_secs(secs)
}

/// A board with a line every 10 s, a drift, and no delays but a constant one.
pub fn board(drift_ppm: f64, seed: u64) -> EmulatorSpec {
    EmulatorSpec {
        clock: ClockBoardSpec { drift_ppm, wander_ppm: 0.0, ..ClockBoardSpec::default() },
        interval_s: Some(10.0),
        seed,
        ..EmulatorSpec::default()
    }
}

/// The delays of a busy host: 1 ms of jitter, and one line in ten stalled by up to 100 ms.
pub fn busy() -> Delays {
    Delays { jitter_ms: 1.0, stall_share: 0.1, ..Delays::default() }
}

pub struct Rig {
    pub emulator: Emulator,
    pub pty: Option<Pty>,
    pub link: SerialLink,
    pub session: Board,
    pub tape: Recorder<Vec<u8>>,
    /// Lines from the board that the cable swallows.
    pub swallow_up: Box<dyn FnMut(&str) -> bool>,
    /// Lines to the board that the cable swallows.
    pub swallow_down: Box<dyn FnMut(&str) -> bool>,
    /// Bytes are sent one by one, each at its own instant.
    pub by_the_byte: bool,
    /// Telemetry lines that the board sent while the cable was pulled.
    pub unheard: u64,
    clock: Arc<HandClock>,
    feed: Feed,
    path: PathBuf,
    heard: usize,
    now: SimTime,
}

impl Rig {
    /// A board that boots with the port open.
    pub fn new(name: &str, spec: &EmulatorSpec) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let pty = Pty::open(Some(&path)).unwrap();
        let (mouth, feed) = feed(4096);
        let clock = Arc::new(HandClock::default());
        let settings = SerialSettings {
            first_pause: Duration::from_millis(1),
            longest_pause: Duration::from_millis(1),
            ..SerialSettings::of(path.to_str().unwrap())
        };
        let link = SerialLink::open(settings, Arc::clone(&clock) as _, mouth).unwrap();
        let mut rig = Self {
            emulator: Emulator::new(spec).unwrap(),
            pty: Some(pty),
            link,
            session: Board::new(BoardSettings::default()),
            tape: Recorder::new(Vec::new()).unwrap(),
            swallow_up: Box::new(|_| false),
            swallow_down: Box::new(|_| false),
            by_the_byte: false,
            unheard: 0,
            clock,
            feed,
            path,
            heard: 0,
            now: SimTime::ZERO,
        };
        rig.wait_until("the port opens", |session, _| matches!(session.way(), Way::Up(_)));
        rig
    }

    /// Lets the session hear what comes until something is so.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Board, usize) -> bool) {
        let started = Instant::now();
        loop {
            let heard: Vec<Heard> = self.feed.drain().collect();
            for heard in heard {
                if let Heard::Bytes { bytes, .. } = &heard {
                    self.heard += bytes.len();
                }
                let tape = &mut self.tape;
                self.session.hear_and_tell(&heard, &mut |at, line| tape.line(at, line).unwrap());
            }
            if is_so(&self.session, self.heard) {
                return;
            }
            assert!(started.elapsed() < HANGS, "{what}: it never does");
            thread::yield_now();
        }
    }

    /// Runs board and session up to an instant.
    pub fn run_to(&mut self, end: SimTime) {
        self.run_watched(end, |_, _| {});
    }

    /// The same, and shows the session after each step.
    pub fn run_watched(&mut self, end: SimTime, mut watch: impl FnMut(SimTime, &Board)) {
        loop {
            let next = [self.emulator.next_wakeup(), self.session.next_wakeup()].into_iter().flatten().min();
            // What has been due for a while, because the cable was pulled, is done now.
            let Some(now) = next.map(|next| next.max(self.now)).filter(|next| *next <= end) else { break };
            self.now = now;
            self.clock.set(now);
            let orders = self.session.poll(now);
            if !orders.is_empty() {
                self.send_down(now, &orders);
            }
            while let Some(emission) = self.emulator.poll(now) {
                self.send_up(&emission);
            }
            watch(now, &self.session);
        }
        self.now = end;
        self.clock.set(end);
    }

    fn send_down(&mut self, now: SimTime, orders: &[u8]) {
        let text = String::from_utf8(orders.to_vec()).unwrap();
        let kept: String =
            text.lines().filter(|line| !(self.swallow_down)(line)).map(|line| format!("{line}\n")).collect();
        if kept.is_empty() || !self.link.send(kept.as_bytes()) {
            return;
        }
        let Some(pty) = &mut self.pty else { return };
        let mut arrived = Vec::new();
        let started = Instant::now();
        while arrived.len() < kept.len() {
            arrived.extend(pty.hear(Duration::from_millis(10)).unwrap());
            assert!(started.elapsed() < HANGS, "orders never arrive");
        }
        self.emulator.hear(now, &arrived);
    }

    fn send_up(&mut self, emission: &Emission) {
        let text = String::from_utf8_lossy(&emission.bytes).into_owned();
        let Some(pty) = &mut self.pty else {
            self.unheard += u64::from(text.contains("SEQ:"));
            return;
        };
        if (self.swallow_up)(&text) {
            return;
        }
        let step = if self.by_the_byte { 1 } else { emission.bytes.len() };
        self.clock.set(emission.at);
        for (index, bytes) in emission.bytes.chunks(step).enumerate() {
            if self.by_the_byte {
                self.clock.set(emission.at + SimTime::from_nanos(86_806 * index as i64));
            }
            pty.send(bytes).unwrap();
            let goal = self.heard + bytes.len();
            // The borrow of the pseudo-terminal ends here, and begins anew with the next bytes.
            Self::wait_for(&self.feed, &mut self.session, &mut self.tape, &mut self.heard, goal);
        }
    }

    fn wait_for(feed: &Feed, session: &mut Board, tape: &mut Recorder<Vec<u8>>, heard_bytes: &mut usize, goal: usize) {
        let started = Instant::now();
        while *heard_bytes < goal {
            for heard in feed.drain() {
                if let Heard::Bytes { bytes, .. } = &heard {
                    *heard_bytes += bytes.len();
                }
                session.hear_and_tell(&heard, &mut |at, line| tape.line(at, line).unwrap());
            }
            assert!(started.elapsed() < HANGS, "bytes never arrive");
            thread::yield_now();
        }
    }

    /// Pulls the cable.
    pub fn pull(&mut self) {
        self.pty = None;
        self.wait_until("the cable is missed", |session, _| matches!(session.way(), Way::Down(_)));
    }

    /// Plugs it in again.
    pub fn plug_in(&mut self) {
        self.pty = Some(Pty::open(Some(&self.path)).unwrap());
        self.wait_until("the cable is found again", |session, _| matches!(session.way(), Way::Up(_)));
    }
}
