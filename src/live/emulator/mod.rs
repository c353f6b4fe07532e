//! An emulated board: the same crystal and rotor as in a scene, speaking the lines of a real one.
//!
//! A state machine without inputs and outputs of its own: it says when it wants to be woken, hands out the bytes that
//! reach the host by an instant, and takes what the host writes. A front (a pseudo-terminal, a broker, a test) does the
//! rest.

mod answers;
mod spec;
mod wire;

pub use spec::{Delays, Dialect, EmulatorSpec, Role};
pub use wire::{Carried, Emission};

use crate::core::device::{BuildError, DeviceModel, ModelSpec};
use crate::core::fault::FaultKind;
use crate::core::rng::Stream;
use crate::core::time::SimTime;
use crate::live::assembler::Assembler;
use crate::live::line::{Boot, Chip, ClockLine, Hello, Line, Pong, Stamp, Tail};
use crate::live::order::{Order, Wish};
use answers::{Answers, refusal};
use wire::Wire;

/// Version that an emulated board says it runs.
const FIRMWARE: &str = "0.1.0";
/// Time from reset to greeting.
const BOOT_TIME: SimTime = SimTime::from_nanos(300_000_000);
/// Time that a board takes to answer a ping.
const PING_TIME: SimTime = SimTime::from_nanos(200_000);
/// Vibration samples a second.
const SAMPLE_HZ: f64 = 100.0;
/// Noise of a MEMS accelerometer, in m/s^2, and its range of 8 g.
const ACCEL_NOISE_M_S2: f64 = 0.05;
const ACCEL_RANGE_M_S2: f64 = 78.45;
/// Places of `micros`, `temperature` and `corrected_s` among the clock board's signals.
const SIGNALS: [usize; 3] = [0, 1, 2];
/// What the boot loader writes at a reset.
const BOOT_LINES: [&str; 3] =
    ["ets Jun  8 2016 00:22:57", "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)", "load:0x3fff0030,len:1184"];

/// An emulated board.
pub struct Emulator {
    dialect: Dialect,
    board: Box<dyn DeviceModel>,
    rotor: Option<Box<dyn DeviceModel>>,
    noise: Stream,
    boots: Stream,
    wire: Wire,
    ear: Assembler,
    answers: Answers,
    chip: Chip,
    boot: Boot,
    seq: u32,
    interval: SimTime,
    clock_due: Option<SimTime>,
    sample_due: Option<SimTime>,
    hello_due: Option<SimTime>,
    reboots: std::vec::IntoIter<SimTime>,
    reboot_due: Option<SimTime>,
    vibrates: bool,
    executed: u64,
}

impl Emulator {
    /// A board that boots at time zero.
    ///
    /// # Errors
    /// Never for a clock board and a rotor; the models' own builder may say why.
    pub fn new(spec: &EmulatorSpec) -> Result<Self, BuildError> {
        let stream = |purpose| Stream::new(spec.seed, "board", purpose);
        let board = ModelSpec::ClockBoard(spec.clock.clone()).build(None, stream("crystal"))?;
        let has_rotor = spec.role == Role::Rotor;
        let rotor = has_rotor.then(|| ModelSpec::Rotor(spec.rotor.clone()).build(None, stream("rotor"))).transpose()?;
        let mut reboots: Vec<SimTime> = spec.reboots_s.iter().map(|at_s| SimTime::from_secs(*at_s)).collect();
        reboots.sort_unstable();
        let mut reboots = reboots.into_iter();
        let rate = 1.0 + 1e-6 * spec.clock.drift_ppm;
        let interval_s = spec.interval_s.unwrap_or_else(|| spec.dialect.usual_interval_s());
        let mut chips = stream("chip");
        let mut emulator = Self {
            dialect: spec.dialect,
            board,
            rotor,
            noise: stream("noise"),
            boots: stream("boots"),
            wire: Wire::new(spec.delays, spec.garbage_share, spec.seed),
            ear: Assembler::default(),
            answers: Answers::default(),
            // Locally administered, so that it is nobody's real address.
            chip: Chip(0x0200_0000_0000 | u64::from(draw(&mut chips)) << 8 | u64::from(draw(&mut chips) & 0xff)),
            boot: Boot(0),
            seq: 0,
            interval: SimTime::from_secs(interval_s / rate),
            clock_due: None,
            sample_due: None,
            hello_due: None,
            reboot_due: reboots.next(),
            reboots,
            vibrates: has_rotor,
            executed: 0,
        };
        emulator.start(SimTime::ZERO);
        Ok(emulator)
    }

    /// Which board it says it is.
    #[must_use]
    pub fn chip(&self) -> Chip {
        self.chip
    }

    /// What the way to the host has carried.
    #[must_use]
    pub fn carried(&self) -> Carried {
        self.wire.carried
    }

    /// Commands that were carried out.
    #[must_use]
    pub fn executed(&self) -> u64 {
        self.executed
    }

    /// When [`Emulator::poll`] has something to do or to hand out.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<SimTime> {
        [self.wire.next(), self.next_due()].into_iter().flatten().min()
    }

    fn next_due(&self) -> Option<SimTime> {
        let sample = self.sample_due.filter(|_| self.vibrates);
        [self.reboot_due, self.hello_due, self.clock_due, sample].into_iter().flatten().min()
    }

    /// The next bytes that have reached the host by `now`.
    pub fn poll(&mut self, now: SimTime) -> Option<Emission> {
        self.run(now);
        self.wire.poll(now)
    }

    fn run(&mut self, now: SimTime) {
        while let Some(due) = self.next_due().filter(|due| *due <= now) {
            self.advance(due);
            if self.reboot_due == Some(due) {
                self.reboot(due);
            } else if self.hello_due == Some(due) {
                self.hello_due = None;
                self.greet(due);
            } else if self.clock_due == Some(due) {
                self.clock_due = Some(due + self.interval);
                self.send_clock(due);
            } else {
                self.sample_due = Some(due + SimTime::from_secs(1.0 / SAMPLE_HZ));
                self.send_sample(due);
            }
        }
    }

    fn advance(&mut self, now: SimTime) {
        self.board.advance(now);
        if let Some(rotor) = &mut self.rotor {
            rotor.advance(now);
        }
    }

    fn start(&mut self, at: SimTime) {
        self.boot = Boot(draw(&mut self.boots));
        self.seq = 0;
        self.answers = Answers::default();
        let running = at + BOOT_TIME;
        self.hello_due = (self.dialect == Dialect::Rich).then_some(running);
        let has_clock = self.rotor.is_none() || self.dialect == Dialect::Rich;
        self.clock_due = has_clock.then_some(at + self.interval);
        self.sample_due = self.rotor.is_some().then_some(running);
    }

    fn reboot(&mut self, at: SimTime) {
        self.reboot_due = self.reboots.next();
        // A clock board accepts this fault.
        let _ = self.board.fault(&FaultKind::Reboot);
        self.start(at);
        for line in BOOT_LINES {
            self.wire.send(at, line);
        }
    }

    fn micros(&self) -> u32 {
        self.board.signal(SIGNALS[0]) as u32
    }

    fn next_seq(&mut self) -> u32 {
        let seq = self.seq;
        self.seq = seq.wrapping_add(1);
        seq
    }

    fn greet(&mut self, at: SimTime) {
        let hello = Hello { firmware: FIRMWARE.to_owned(), chip: self.chip, boot: self.boot };
        self.wire.send(at, &Line::Hello(hello).emit());
    }

    fn send_clock(&mut self, at: SimTime) {
        let temperature_c = self.board.signal(SIGNALS[1]);
        let wall_s = (self.dialect != Dialect::Bare).then(|| self.board.signal(SIGNALS[2]));
        let rich = self.dialect == Dialect::Rich;
        let tail = rich.then(|| Tail { seq: self.next_seq(), boot: self.boot, temperature_c });
        let line = Line::Clock(ClockLine { micros: self.micros(), wall_s, tail });
        self.wire.send(at, &line.emit());
    }

    fn send_sample(&mut self, at: SimTime) {
        let Some(rotor) = &self.rotor else { return };
        let measured = [0, 1, 2].map(|axis| rotor.signal(axis));
        let accel_m_s2 = measured.map(|true_m_s2| {
            let noisy = true_m_s2 + ACCEL_NOISE_M_S2 * self.noise.gaussian();
            noisy.clamp(-ACCEL_RANGE_M_S2, ACCEL_RANGE_M_S2)
        });
        let rich = self.dialect == Dialect::Rich;
        let stamp = rich.then(|| Stamp { micros: self.micros(), seq: self.next_seq(), boot: self.boot });
        self.wire.send(at, &Line::Vibration { accel_m_s2, stamp }.emit());
    }

    /// Takes bytes that the host has written.
    pub fn hear(&mut self, now: SimTime, bytes: &[u8]) {
        self.run(now);
        self.advance(now);
        let mut lines = Vec::new();
        self.ear.push(now, bytes, |line| lines.push(line.bytes.to_vec()));
        for line in lines {
            match Order::parse(&line) {
                Ok(order) => self.obey(now, &order),
                Err(_) => {
                    if let Some(refusal) = refusal(&line) {
                        self.wire.send(now, &refusal.emit());
                    }
                }
            }
        }
    }

    fn obey(&mut self, now: SimTime, order: &Order) {
        match *order {
            // A board of the course knows no questions.
            Order::Hello | Order::Ping { .. } if self.dialect != Dialect::Rich => {}
            Order::Hello => self.greet(now),
            Order::Ping { id } => {
                let t2_micros = self.micros();
                let t3_micros = t2_micros.wrapping_add((PING_TIME.nanos() / 1000) as u32);
                let pong = Pong { id, t2_micros, t3_micros, boot: self.boot };
                self.wire.send(now + PING_TIME, &Line::Pong(pong).emit());
            }
            Order::Wish { wish, id } => {
                let (done_now, answer) = self.answers.take(self.board.as_mut(), &wish, id);
                self.executed += u64::from(done_now);
                if let (true, Wish::SetVibration { on }) = (done_now, wish) {
                    self.set_vibration(now, on);
                }
                self.wire.send(now, &Line::Answer(answer).emit());
            }
        }
    }

    fn set_vibration(&mut self, now: SimTime, on: bool) {
        if on && !self.vibrates {
            self.sample_due = self.rotor.is_some().then_some(now);
        }
        self.vibrates = on;
    }
}

fn draw(stream: &mut Stream) -> u32 {
    (stream.uniform() * 4_294_967_296.0) as u32
}
