//! What panels show of a session with a real board.

use std::sync::Arc;

use crate::core::time::ClockState;
use crate::lab::Listening;
use crate::live::board::{Counts, RawLine, Way};

/// Lines that are shown.
const MOST_LINES: usize = 60;

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
    /// Standard error of the drift, in ppm, over the number of readings that it rests on.
    pub bars: Vec<[f64; 2]>,
    /// The newest lines, newest first.
    pub lines: Vec<LineRow>,
    /// Whether the port is released for another program; none where there is none to release.
    pub released: Option<bool>,
    /// Where every line is kept.
    pub recorded: Option<String>,
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
            lines: board.raw_log().lines().rev().take(MOST_LINES).map(LineRow::of).collect(),
            released: session.can_let_go().then_some(session.released),
            recorded: session.recorded.clone(),
        }
    }
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
