//! What an emulated board is like.

use crate::core::device::{ClockBoardSpec, RotorSpec};

/// What the board does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It sends its clock.
    #[default]
    Clock,
    /// It sends the vibration of a rotor, and in the rich dialect its clock as well.
    Rotor,
}

/// How its lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// `RAW_MICROS:..,CUR_WALL:..` every 5 s; a rotor sends three numbers a line.
    Course,
    /// The same with sequence number, boot, temperature and checksum.
    #[default]
    Rich,
    /// The counter alone, every 10 s; a rotor sends three numbers a line.
    Bare,
}

impl Dialect {
    /// Seconds between two clock lines.
    #[must_use]
    pub fn usual_interval_s(self) -> f64 {
        match self {
            Self::Course | Self::Rich => 5.0,
            Self::Bare => 10.0,
        }
    }
}

/// How the way from the board to the host delays what is sent: `latency + N(0, jitter)`, never below 0, and sometimes a stall. Lines do
/// not overtake one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delays {
    /// Usual delay, in milliseconds.
    pub latency_ms: f64,
    /// Standard deviation about it, in milliseconds.
    pub jitter_ms: f64,
    /// Share of lines that are stalled besides.
    pub stall_share: f64,
    /// Longest stall, in milliseconds; all up to it are alike.
    pub stall_ms: f64,
}

impl Default for Delays {
    fn default() -> Self {
        Self { latency_ms: 4.0, jitter_ms: 0.0, stall_share: 0.0, stall_ms: 100.0 }
    }
}

/// An emulated board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EmulatorSpec {
    /// What it does.
    pub role: Role,
    /// How its lines look.
    pub dialect: Dialect,
    /// Its crystal.
    pub clock: ClockBoardSpec,
    /// Its rotor, if it has one.
    pub rotor: RotorSpec,
    /// Seconds between two clock lines; none means the dialect's own.
    pub interval_s: Option<f64>,
    /// The way to the host.
    pub delays: Delays,
    /// Instants at which it reboots, in seconds, in their order.
    pub reboots_s: Vec<f64>,
    /// Share of lines that are damaged, or have rubbish before them.
    pub garbage_share: f64,
    /// Seed of everything random about it. The hardware address is drawn from it as well.
    pub seed: u64,
}
