//! Lines that a board sends: three dialects, told apart by their own form, each with its reader and writer.
//!
//! Source: SCIENCE section 9, serial lines of the ESP32 world.

mod checksum;
mod course;
mod field;
mod noise;
mod plotter;
mod reject;
mod rich;

pub use checksum::{checksum, seal, unseal};
pub use field::{Boot, Chip};
pub(super) use field::{decimal, whole};
pub use plotter::{LABEL_LIMIT, PAIR_LIMIT};
pub use reject::Reject;
pub use rich::{Hello, Pong, Stamp, Tail};

/// Bytes that a line may have, without its end.
pub const LINE_LIMIT: usize = 256;

/// Stands before a line of which only a part was heard: the control character CANCEL.
pub const PARTIAL_MARK: u8 = 0x18;

/// A reading of the board's clock.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockLine {
    /// Its 32-bit counter, in microseconds.
    pub micros: u32,
    /// Its corrected clock, in seconds.
    pub wall_s: Option<f64>,
    /// What the rich dialect adds.
    pub tail: Option<Tail>,
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it was done; else it was refused.
    pub taken: bool,
    /// The command as the board understood it, or the reason against it.
    pub words: String,
    /// The command's identifier, where it had one.
    pub id: Option<u32>,
}

/// A line as it was meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The board says who it is.
    Hello(Hello),
    /// Its clock.
    Clock(ClockLine),
    /// A sample of its accelerometer.
    Vibration {
        /// Along x, y and z, in m/s^2.
        accel_m_s2: [f64; 3],
        /// What the rich dialect adds.
        stamp: Option<Stamp>,
    },
    /// Labelled values, as an Arduino plotter draws them.
    Plot(Vec<(String, f64)>),
    /// The answer to a ping.
    Pong(Pong),
    /// The answer to a command.
    Answer(Answer),
}

/// A line that was read, and whether a checksum vouches for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The line.
    pub line: Line,
    /// Whether it had a checksum, and the right one.
    pub sealed: bool,
}

/// Reads a line, without its end. Never panics, whatever the bytes.
///
/// # Errors
/// Why it is not taken.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Reject> {
    if bytes.first() == Some(&PARTIAL_MARK) {
        return Err(Reject::Partial);
    }
    if bytes.len() > LINE_LIMIT {
        return Err(Reject::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Reject::NotText)?;
    if text.chars().any(|letter| letter.is_control() && letter != '\t') {
        return Err(Reject::NotText);
    }
    if noise::is_boot_noise(text) {
        return Err(Reject::BootNoise);
    }
    let (body, sealed) = unseal(text.trim_end())?;
    let line = if sealed { parse_sealed(body) } else { parse_plain(body.trim()) }?;
    Ok(Parsed { line, sealed })
}

fn parse_sealed(body: &str) -> Result<Line, Reject> {
    match body.split_once(':').map(|(name, _)| name) {
        Some("HELLO") => rich::hello(body),
        Some("RAW_MICROS") => rich::clock(body),
        Some("VIB") => rich::vibration(body),
        Some("PONG") => rich::pong(body),
        Some("ACK" | "NAK") => course::answer(body),
        _ => Err(Reject::Unknown),
    }
}

fn parse_plain(body: &str) -> Result<Line, Reject> {
    match body.split_once(':').map(|(name, _)| name) {
        Some("HELLO" | "VIB" | "PONG") => Err(Reject::Unsealed),
        Some("RAW_MICROS") if body.contains("CUR_WALL") => course::clock(body),
        Some("RAW_MICROS") => Err(Reject::Missing("CUR_WALL")),
        Some("ACK" | "NAK") => match course::answer(body)? {
            // The rich dialect seals what it numbers: such an answer has lost its seal, and perhaps more.
            Line::Answer(Answer { id: Some(_), .. }) => Err(Reject::Unsealed),
            answer => Ok(answer),
        },
        Some(_) => plotter::pairs(body),
        None if body.bytes().all(|byte| byte.is_ascii_digit()) => course::bare(body),
        None => plotter::triple(body),
    }
}

impl Line {
    /// The line as a board writes it, without its end: with a checksum where the rich dialect has one.
    #[must_use]
    pub fn emit(&self) -> String {
        match self {
            Self::Hello(hello) => seal(&rich::emit_hello(hello)),
            Self::Clock(line) => match &line.tail {
                Some(tail) => seal(&rich::emit_tailed(line, tail)),
                None => course::emit_clock(line),
            },
            Self::Vibration { accel_m_s2, stamp: Some(stamp) } => seal(&rich::emit_vibration(*accel_m_s2, stamp)),
            Self::Vibration { accel_m_s2, stamp: None } => plotter::emit_triple(*accel_m_s2),
            Self::Plot(pairs) => plotter::emit_pairs(pairs),
            Self::Pong(pong) => seal(&rich::emit_pong(pong)),
            Self::Answer(answer) if answer.id.is_some() => seal(&course::emit_answer(answer)),
            Self::Answer(answer) => course::emit_answer(answer),
        }
    }
}
