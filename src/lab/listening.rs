//! A real board on stage: what is heard from it becomes journal entries of the run, and its session is kept for panels.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;

use bevy::platform::cell::SyncCell;
use bevy::prelude::Resource;

use super::Stage;
use crate::core::action::Action;
use crate::core::time::{ClockState, SimTime};
use crate::live::board::{Board, Declined};
use crate::live::carrier::{Carrier, Standing};
use crate::live::feed::Heard;
use crate::live::host_clock::HostClock;
use crate::live::line::{Line, parse};
use crate::live::order::Wish;
use crate::live::recording::Recorder;
use crate::scene::{self, Origin};

/// The scene in which a real board stands.
pub const SCENE: &str = include_str!("live_board.ron");

/// The board's name in that scene.
pub const DEVICE: &str = "board";

/// The run stays this far behind the wall, so that a line acts at the instant of its first byte, however long its last
/// takes to come.
const BEHIND: SimTime = SimTime::from_nanos(250_000_000);

/// Samples of an accelerometer go into the journal at most this often: a picture needs no more, and a day must fit.
const SAMPLE_EVERY: SimTime = SimTime::from_nanos(200_000_000);

/// Most steps that the run takes to catch up in one frame, after a sleep or in a replay that runs fast.
const STEPS_PER_FRAME: i64 = 4096;

/// Points of the records of bars and temperatures.
const POINTS: usize = 512;

/// Where lines are kept.
pub type Keeper = Recorder<Box<dyn Write + Send + Sync>>;

/// A session with a board, fed by a carrier.
#[derive(Resource)]
pub struct Listening {
    /// The session.
    pub board: Board,
    /// What its way is: `serial`, `mqtt`, `replay`.
    pub kind: &'static str,
    /// The way's name, without secrets.
    pub name: String,
    /// How it stands behind a broker.
    pub standing: Standing,
    /// Whether the port is released for another program.
    pub released: bool,
    /// What the clock's twin says, as of the last reading.
    pub state: Arc<ClockState>,
    /// Where every line is kept, if anywhere.
    pub recorded: Option<String>,
    /// Standard error of the drift (ppm) after each reading, with the number of readings that it rests on.
    pub bars: VecDeque<(u64, f64)>,
    /// Temperatures (degrees Celsius) as they were told.
    pub temperatures: VecDeque<(SimTime, f64)>,
    /// The date, in seconds since 1970, at which the host's clock showed 0; none where nobody knows it.
    pub epoch_s: Option<f64>,
    carrier: SyncCell<Box<dyn Carrier>>,
    clock: Arc<dyn HostClock>,
    recorder: Option<Keeper>,
    heard: u64,
    dropped: u64,
    sampled: Option<SimTime>,
}

impl Listening {
    /// A session that begins now.
    #[must_use]
    pub fn new(board: Board, carrier: Box<dyn Carrier>, clock: Arc<dyn HostClock>) -> Self {
        Self {
            kind: carrier.kind(),
            name: carrier.name(),
            standing: Standing::default(),
            released: false,
            state: Arc::new(board.clock().state()),
            recorded: None,
            bars: VecDeque::new(),
            temperatures: VecDeque::new(),
            epoch_s: None,
            board,
            carrier: SyncCell::new(carrier),
            clock,
            recorder: None,
            heard: 0,
            dropped: 0,
            sampled: None,
        }
    }

    /// The same on a host that knows the date: seconds since 1970 at which its clock showed 0.
    #[must_use]
    pub fn dated(self, epoch_s: f64) -> Self {
        Self { epoch_s: Some(epoch_s), ..self }
    }

    /// Keeps every line from now on.
    pub fn record(&mut self, recorder: Keeper, path: String) {
        (self.recorder, self.recorded) = (Some(recorder), Some(path));
    }

    /// Keeps no more lines; says where those are that were kept.
    pub fn stop_recording(&mut self) -> Option<String> {
        self.recorder = None;
        self.recorded.take()
    }

    /// The stage on which the board stands.
    ///
    /// # Errors
    /// A sentence, when the scene cannot run.
    pub fn stage(&self) -> Result<Stage, String> {
        let loaded = scene::read(SCENE, Origin::Text(self.name.clone())).map_err(|errors| errors.to_string())?;
        Ok(Stage { live: true, ..Stage::new(loaded, None)? })
    }

    /// Queues a command for the board and gives its number.
    ///
    /// # Errors
    /// When the board would refuse it, or too many wait.
    pub fn order(&mut self, wish: Wish) -> Result<u32, Declined> {
        self.board.wish(self.clock.now(), wish)
    }

    /// Host time since the program began to listen.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.clock.now()
    }

    /// Whether there is a port to let go of.
    #[must_use]
    pub fn can_let_go(&self) -> bool {
        self.kind == "serial"
    }

    /// Lets go of the port, or takes it again.
    pub fn let_go(&mut self, released: bool) {
        if self.carrier.get().let_go(released) {
            self.released = released;
        }
    }

    /// Takes in what has come, answers the board, and lets the run follow. A sentence when a recording cannot be
    /// written any more; the session goes on.
    pub fn pump(&mut self, stage: &mut Stage) -> Option<String> {
        let mut failed = None;
        for heard in self.carrier.get().hear() {
            failed = self.take(&heard).or(failed);
            self.tell(stage);
        }
        let dropped = self.carrier.get().dropped();
        if dropped > self.dropped {
            self.dropped = dropped;
            self.board.skip();
        }
        let now = self.clock.now();
        let bytes = self.board.poll(now);
        if !bytes.is_empty() {
            // What is not taken is asked again.
            let _ = self.carrier.get().send(&bytes);
        }
        self.standing = self.carrier.get().standing(now);
        let slice = SimTime::from_nanos(stage.simulation.step().nanos() * STEPS_PER_FRAME);
        let reach = stage.simulation.now() + slice;
        stage.simulation.advance_to((now - BEHIND).min(reach));
        failed
    }

    fn take(&mut self, heard: &Heard) -> Option<String> {
        let Self { board, recorder, .. } = self;
        let mut kept = Ok(());
        let before = board.clock().samples();
        board.hear_and_tell(heard, &mut |at, line| {
            if let (Some(recorder), true) = (recorder.as_mut(), kept.is_ok()) {
                kept = recorder.line(at, line);
            }
        });
        let samples = board.clock().samples();
        if samples > before {
            self.state = Arc::new(board.clock().state());
            if let Some(bar_ppm) = self.state.drift_bar_ppm.filter(|bar_ppm| bar_ppm.is_finite()) {
                self.bars.push_back((samples, bar_ppm));
            }
            if let Some(temperature_c) = self.board.temperature_c() {
                self.temperatures.push_back((self.clock.now(), temperature_c));
            }
            self.bars.drain(..self.bars.len().saturating_sub(POINTS));
            self.temperatures.drain(..self.temperatures.len().saturating_sub(POINTS));
        }
        let error = kept.err()?;
        let path = self.stop_recording().unwrap_or_default();
        Some(format!("{path} cannot be written: {error}; what comes from now on is not recorded"))
    }

    /// Puts the lines that were taken into the run's journal.
    fn tell(&mut self, stage: &mut Stage) {
        let (heard, sampled) = (&mut self.heard, &mut self.sampled);
        let is_new = |line: &&crate::live::board::RawLine| line.number >= *heard && line.reject.is_none();
        for line in self.board.raw_log().lines().filter(is_new) {
            let Ok(parsed) = parse(line.text.as_bytes()) else { continue };
            let named = |names: &[&str], values: &[f64]| {
                names.iter().zip(values).map(|(name, value)| ((*name).to_owned(), *value)).collect::<Vec<_>>()
            };
            let values = match parsed.line {
                Line::Clock(clock) => {
                    let temperature_c = clock.tail.map(|tail| tail.temperature_c);
                    let mut values = named(&["micros"], &[f64::from(clock.micros)]);
                    values.extend(temperature_c.map(|temperature_c| ("temperature".to_owned(), temperature_c)));
                    values
                }
                Line::Vibration { accel_m_s2, .. } if sampled.is_none_or(|last| line.at - last >= SAMPLE_EVERY) => {
                    *sampled = Some(line.at);
                    named(&["accel_x", "accel_y", "accel_z"], &accel_m_s2)
                }
                _ => continue,
            };
            stage.simulation.hear(Action::Hear { device: DEVICE.to_owned(), values }, line.at);
        }
        *heard = self.board.raw_log().lines().next_back().map_or(*heard, |line| line.number + 1);
    }
}
