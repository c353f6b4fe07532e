//! The newest lines as they came, each with what became of it.

use std::collections::VecDeque;

use crate::core::time::SimTime;
use crate::live::line::Reject;

/// Lines that are kept.
const LIMIT: usize = 200;

/// A line as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine {
    /// Its number in the session, from 0.
    pub number: u64,
    /// When its first byte arrived.
    pub at: SimTime,
    /// Its text; what is no text is replaced.
    pub text: String,
    /// Why it was not taken; none if it was.
    pub reject: Option<Reject>,
}

/// A bounded list of lines, oldest first.
#[derive(Clone, Debug, Default)]
pub struct RawLog {
    lines: VecDeque<RawLine>,
    next: u64,
}

impl RawLog {
    pub(super) fn push(&mut self, at: SimTime, bytes: &[u8], reject: Option<Reject>) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.lines.push_back(RawLine { number: self.next, at, text, reject });
        self.next += 1;
        if self.lines.len() > LIMIT {
            self.lines.pop_front();
        }
    }

    /// The lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &RawLine> + ExactSizeIterator {
        self.lines.iter()
    }
}
