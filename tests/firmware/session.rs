//! The program's session and the firmware, ten minutes with a bad cable, a wrap of the counter, and the board pulled and
//! plugged in twice: both ends and the cable agree on every line.

use std::collections::BTreeSet;

use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;
use twinsync::live::board::{Board, BoardSettings, Counts, Outcome, Speaks};
use twinsync::live::feed::Heard;
use twinsync::live::order::Wish;

use super::channel::{Channel, Fate};
use super::rig::Rig;
use super::words::{field, open, whole};

const STEP_US: i64 = 10_000;
const DRIFT_PPB: i64 = 40_000;

/// What the cable has carried since the board's last start.
#[derive(Debug, Default)]
struct Ledger {
    given: u64,
    given_bad: u64,
    done: BTreeSet<u64>,
    repeats: u64,
    good: u64,
    bad: u64,
    /// Answers to pings that can be used: after a clock line of a board that has said its name.
    pongs: u64,
    has_name: bool,
    has_clock: bool,
    /// Numbers of the telemetry that arrived, in their order.
    arrived: Vec<u64>,
}

struct Bench {
    rig: Rig,
    board: Board,
    up: Channel,
    down: Channel,
    draw: Stream,
    /// A line under way, and when its first byte came.
    begun: Vec<u8>,
    begun_at: SimTime,
    /// What the host's clock showed when the board last started.
    base_ns: i64,
    next_wish_ns: i64,
    wishes: u64,
    ledger: Ledger,
    /// The session's counts and pings at the board's last start.
    before: Counts,
    pongs_before: u64,
}

impl Bench {
    fn start(seed: u64) -> Option<Self> {
        let options = [("drift-ppb", DRIFT_PPB), ("start-us", 4_200_000_000), ("seed", seed as i64)];
        let rig = Rig::start(&options)?;
        let settings = BoardSettings { first_command_id: 77, ping_every_s: 2.0, ..BoardSettings::default() };
        let mut bench = Self {
            rig,
            board: Board::new(settings),
            up: Channel::new(seed, "from the session"),
            down: Channel::new(seed, "to the session"),
            draw: Stream::new(seed, "firmware", "wishes"),
            begun: Vec::new(),
            begun_at: SimTime::ZERO,
            base_ns: 0,
            next_wish_ns: 3_000_000_000,
            wishes: 0,
            ledger: Ledger::default(),
            before: Counts::default(),
            pongs_before: 0,
        };
        bench.plug_in();
        Some(bench)
    }

    fn now(&self) -> SimTime {
        SimTime::from_nanos(self.base_ns + self.rig.now_ns)
    }

    fn plug_in(&mut self) {
        let at = self.now();
        self.board.hear(&Heard::Up { at, name: "cable".to_owned() });
        self.before = *self.board.counts();
        self.pongs_before = self.board.pings().1;
        self.ledger = Ledger::default();
    }

    /// The board loses its supply in the middle of whatever it says, and comes back 1.5 s later.
    fn replug(&mut self) {
        let (at, bytes) = (self.now(), std::mem::take(&mut self.begun));
        let parts = u64::from(!bytes.is_empty());
        let before = self.board.counts().partial;
        self.board.hear(&Heard::Bytes { at: self.begun_at, bytes });
        self.board.hear(&Heard::Down { at, reason: "pulled".to_owned() });
        assert_eq!(self.board.counts().partial - before, parts, "half a line is a part, and no fault");
        self.base_ns = at.nanos() + 1_500_000_000;
        self.rig.reboot();
        self.plug_in();
    }

    fn run(&mut self, us: i64) {
        let end_ns = self.rig.now_ns + us * 1000;
        while self.rig.now_ns < end_ns {
            let now = self.now();
            if now.nanos() >= self.next_wish_ns && self.up.bad {
                self.wish();
            }
            let bytes = self.board.poll(now);
            for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                self.give(line);
            }
            for byte in self.rig.play_line(STEP_US) {
                if byte == b'\n' {
                    let line = std::mem::take(&mut self.begun);
                    self.carry_down(&line);
                } else {
                    if self.begun.is_empty() {
                        self.begun_at = self.now();
                    }
                    self.begun.push(byte);
                }
            }
        }
    }

    fn wish(&mut self) {
        let now = self.now();
        let wish = match (self.draw.uniform() * 3.0) as u32 {
            0 => Wish::SetMultiplier { multiplier: 1.0 + (self.draw.uniform() - 0.5) * 0.04 },
            1 => Wish::SetPhase { epoch_s: 1.7e9 + now.secs() },
            _ => Wish::SetVibration { on: true },
        };
        self.board.wish(now, wish).unwrap();
        self.wishes += 1;
        self.next_wish_ns += 1_700_000_000;
    }

    fn give(&mut self, line: &[u8]) {
        let strangers = self.up.strangers;
        let (bytes, fate) = self.up.carry(line);
        self.rig.say(&bytes);
        let strangers = self.up.strangers - strangers;
        self.ledger.given += strangers + u64::from(fate != Fate::Lost);
        self.ledger.given_bad += strangers + u64::from(fate == Fate::Damaged);
        let body = open(std::str::from_utf8(line).unwrap()).unwrap();
        if fate == Fate::Whole && field(body, "ID").is_some() && !self.ledger.done.insert(whole(body, "ID")) {
            self.ledger.repeats += 1;
        }
    }

    fn carry_down(&mut self, line: &[u8]) {
        // A port is one-sidedly late, and by less than a line takes.
        let late_ns = self.draw.exponential(300_000.0).min(3e6) as i64;
        let at = SimTime::from_nanos(self.begun_at.nanos() + late_ns);
        let strangers = self.down.strangers;
        let (bytes, fate) = self.down.carry(line);
        self.ledger.bad += self.down.strangers - strangers + u64::from(fate == Fate::Damaged);
        if fate == Fate::Whole {
            let body = open(std::str::from_utf8(line).unwrap()).unwrap();
            self.ledger.good += 1;
            self.ledger.has_name |= body.starts_with("HELLO:");
            self.ledger.has_clock |= self.ledger.has_name && body.starts_with("RAW_MICROS:");
            self.ledger.pongs += u64::from(self.ledger.has_clock && body.starts_with("PONG:"));
            self.ledger.arrived.extend(field(body, "SEQ").map(|_| whole(body, "SEQ")));
        }
        self.board.hear(&Heard::Bytes { at, bytes });
    }

    /// With a good cable until nothing waits, all books are compared.
    fn settle(&mut self) {
        (self.up.bad, self.down.bad) = (false, false);
        self.run(4_000_000);
        assert_eq!(self.board.courier().waiting().len(), 0);
        self.rig.say(b"COUNTS?\n");
        self.ledger.given += 1;
        let lines = self.rig.listen(100_000, 100_000);
        let counts = lines.iter().find(|heard| heard.line.starts_with("COUNTS:")).unwrap().body();
        let counted = ["COUNTS", "BAD", "DONE", "REPEAT", "DROP", "LATE"].map(|name| whole(counts, name));
        let ledger = &self.ledger;
        let expected = [ledger.given, ledger.given_bad, ledger.done.len() as u64, ledger.repeats, 0, 0];
        assert_eq!(counted, expected, "lines, bad ones, done, repeats, dropped, late: board against cable");

        let (now, before) = (self.board.counts(), &self.before);
        assert_eq!(now.accepted - before.accepted, ledger.good, "good lines: session against cable");
        assert_eq!(now.heard - before.heard, ledger.good + ledger.bad, "all lines: session against cable");
        let unclaimed = (now.unclaimed - before.unclaimed) as usize;
        assert!(unclaimed < 250, "{unclaimed} lines before the name was known");
        let taken = &ledger.arrived[unclaimed..];
        let lost = taken[taken.len() - 1] + 1 - taken[0] - taken.len() as u64;
        assert_eq!(now.lost - before.lost, lost, "lost telemetry: session against cable");
        assert_eq!(self.board.pings().1 - self.pongs_before, ledger.pongs, "answers to pings: session against cable");
        assert!(lost > 100 && ledger.given_bad > 3 && ledger.pongs > 50, "a bad cable: {ledger:?}");
        (self.up.bad, self.down.bad) = (true, true);
        self.begun.clear();
    }
}

#[test]
fn the_session_and_the_firmware_agree() {
    let Some(mut bench) = Bench::start(3) else { return };
    let mut boots = BTreeSet::new();
    for start in 0..3 {
        bench.run(200_000_000);
        bench.settle();
        boots.insert(bench.board.boot().unwrap());
        if start < 2 {
            bench.replug();
        }
    }
    let board = &bench.board;
    assert_eq!((boots.len(), board.speaks(), board.swaps()), (3, Speaks::Rich, 0));
    assert_eq!((board.firmware(), board.chip().unwrap().to_string()), (Some("1.0.0"), "112233445566".to_owned()));

    let settled: Vec<_> = board.courier().settled().collect();
    assert!(settled.iter().all(|command| matches!(command.outcome, Outcome::Done(_))), "{settled:?}");
    assert!(settled.iter().any(|command| command.tries > 1) && bench.wishes > 300);

    let clock = board.clock().state();
    assert_eq!((clock.wraps, clock.reboots, clock.jumps), (1, 2, 0));
    let (drift_ppm, bar_ppm) = (clock.drift_ppm.unwrap(), clock.drift_bar_ppm.unwrap());
    assert!((drift_ppm - 40.0).abs() <= 4.0 * bar_ppm && bar_ppm < 2.0, "{drift_ppm} +- {bar_ppm} ppm");

    let vibration = board.vibration();
    assert!(vibration.total() > 50_000, "{}", vibration.total());
}
