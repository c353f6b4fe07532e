//! What panels show of a session with a real board.

use std::sync::Arc;

use crate::core::time::ClockState;
use crate::lab::Listening;
use crate::live::board::{Board, Counts, Outcome, RawLine, Sample, Vibration, Way};
use crate::live::order::emit_wish;

/// Lines that are shown.
const MOST_LINES: usize = 60;
/// Samples of an accelerometer that are shown: two seconds of the usual board.
const MOST_SAMPLES: usize = 200;

/// A session with a real board.
#[derive(Clone, Debug)]
pub struct LiveView {
    /// The port, the broker or the recording.
    pub name: String,
    /// How the way to it stands, in words, and whether that is well.
    pub standing: (String, bool),
    /// Who it is: its hardware address and firmware, as far as it has said.
    pub identity: Option<String>,
    /// Counts of its lines.
    pub counts: Counts,
    /// Its clock.
    pub clock: Arc<ClockState>,
    /// The host's time since listening began, and what the corrected clock shows then, in seconds.
    pub corrected_s: (f64, f64),
    /// Standard deviation of a prediction made now (s), and seconds since the last reading.
    pub holdover_s: Option<(f64, f64)>,
    /// Its temperature, in degrees Celsius.
    pub temperature_c: Option<f64>,
    /// Temperature, in degrees Celsius, over the host's time, in seconds.
    pub temperatures: Vec<[f64; 2]>,
    /// Its accelerometer; none while it has sent no sample.
    pub vibration: Option<VibrationView>,
    /// Whether its own clock is kept with the date, and by how many seconds it is ahead; none where nobody knows the date.
    pub steered: Option<(bool, Option<f64>)>,
    /// What became of the newest command, in words, and whether that is well.
    pub command: Option<(String, bool)>,
    /// Whether files can be written.
    pub writes: bool,
    /// Standard error of the drift, in ppm, over the number of readings that it rests on.
    pub bars: Vec<[f64; 2]>,
    /// The newest lines, newest first.
    pub lines: Vec<LineRow>,
    /// Whether the port is released for another program; none where there is none to release.
    pub released: Option<bool>,
    /// Where every line is kept.
    pub recorded: Option<String>,
}

/// The newest samples of an accelerometer.
#[derive(Clone, Debug, PartialEq)]
pub struct VibrationView {
    /// Samples a second, by their arrival.
    pub rate_hz: Option<f64>,
    /// Root mean square about the mean, along x, y and z, in m/s^2.
    pub rms_m_s2: [f64; 3],
    /// The newest samples of each axis over the host's time, in seconds, in m/s^2.
    pub axes: [Vec<[f64; 2]>; 3],
}

impl VibrationView {
    fn of(vibration: &Vibration) -> Option<Self> {
        let rms_m_s2 = vibration.rms_m_s2()?;
        let skip = vibration.samples().len().saturating_sub(MOST_SAMPLES);
        let axis = |axis: usize| {
            let point = |sample: &Sample| [sample.at.secs(), sample.accel_m_s2[axis]];
            vibration.samples().skip(skip).map(point).collect()
        };
        Some(Self { rate_hz: vibration.rate_hz(), rms_m_s2, axes: [axis(0), axis(1), axis(2)] })
    }
}

/// A line as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRow {
    /// When its first byte arrived, in seconds.
    pub at_s: f64,
    /// Its text.
    pub text: String,
    /// Why it was not taken; none if it was.
    pub reject: Option<String>,
    /// Whether that is a fault of the line, and not of the moment at which it was heard.
    pub faulty: bool,
}

impl LineRow {
    fn of(line: &RawLine) -> Self {
        Self {
            at_s: line.at.secs(),
            text: line.text.clone(),
            reject: line.reject.as_ref().map(ToString::to_string),
            faulty: line.reject.as_ref().is_some_and(|reject| !reject.is_skipped()),
        }
    }
}

impl LiveView {
    /// A session as it stands.
    #[must_use]
    pub fn of(session: &Listening) -> Self {
        let board = &session.board;
        let now = session.now();
        let prediction = board.clock().predict(now);
        let identity = board.chip().map(|chip| match board.firmware() {
            Some(firmware) => format!("{chip} · firmware {firmware}"),
            None => chip.to_string(),
        });
        Self {
            name: session.name.clone(),
            standing: standing(session),
            identity,
            counts: *board.counts(),
            clock: Arc::clone(&session.state),
            corrected_s: (now.secs(), board.clock().corrected(now).secs()),
            holdover_s: prediction.map(|prediction| (prediction.sigma_s, prediction.since_s)),
            temperature_c: board.temperature_c(),
            bars: session.bars.iter().map(|(samples, bar_ppm)| [*samples as f64, *bar_ppm]).collect(),
            temperatures: session.temperatures.iter().map(|(at, celsius)| [at.secs(), *celsius]).collect(),
            vibration: VibrationView::of(board.vibration()),
            steered: session.epoch_s.map(|_| (board.is_steered(), board.steered_off_s())),
            command: command(board),
            writes: cfg!(not(target_arch = "wasm32")),
            lines: board.raw_log().lines().rev().take(MOST_LINES).map(LineRow::of).collect(),
            released: session.can_let_go().then_some(session.released),
            recorded: session.recorded.clone(),
        }
    }
}

/// The command under way, or else the one that was over last.
fn command(board: &Board) -> Option<(String, bool)> {
    if let Some(waiting) = board.courier().waiting().next() {
        return Some((format!("{} · waiting, try {}", emit_wish(&waiting.wish), waiting.tries), true));
    }
    let settled = board.courier().settled().next_back()?;
    let words = emit_wish(&settled.wish);
    Some(match &settled.outcome {
        Outcome::Done(_) => (format!("{words} · done"), true),
        Outcome::Refused(reason) => (format!("{words} · refused: {reason}"), false),
        Outcome::TimedOut => (format!("{words} · no answer"), false),
    })
}

fn standing(session: &Listening) -> (String, bool) {
    if session.released {
        let words = if session.can_let_go() { "the port is free for another program" } else { "nobody listens" };
        return (words.to_owned(), false);
    }
    if let Some(words) = &session.standing.words {
        return (words.clone(), session.standing.stale.is_none());
    }
    match session.board.way() {
        Way::Unopened if session.board.counts().heard > 0 => (session.kind.to_owned(), true),
        Way::Unopened => (format!("{} · waiting for its first line", session.kind), true),
        Way::Up(_) => (format!("{} · open", session.kind), true),
        Way::Down(reason) => (format!("{reason}; trying again"), false),
    }
}
