//! The line of `tc qdisc ... netem`, read and written (tc-netem(8) and tc(8) of iproute2, `net/sched/sch_netem.c`).
//!
//! What netem says and a link cannot is refused with its reason, and so is what a link says and netem cannot.

mod delay;
mod loss;
mod read;
mod words;
mod write;

pub use read::parse;
pub use write::line;

use std::fmt;

/// Longest line that is read, in bytes.
pub const MOST_BYTES: usize = 1000;

/// Why a netem line cannot be read: one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetemError(String);

impl NetemError {
    fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for NetemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NetemError {}

/// A number that was worked out from others, without the dust of its last binary digits.
fn tidy(number: f64) -> f64 {
    let tidied = (number * 1e12).round() / 1e12;
    if tidied.is_finite() { tidied } else { number }
}

#[cfg(test)]
mod tests;
