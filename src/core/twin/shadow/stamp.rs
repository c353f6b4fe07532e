//! Hybrid logical clocks: time stamps that follow a writer's own clock and never contradict cause and effect.
//!
//! Kulkarni, Demirbas, Madappa, Avva, Leone: "Logical Physical Clocks", OPODIS 2014, figure 5.

use super::write::Writer;
use crate::core::time::SimTime;

/// A stamp. Stamps of different writers are never equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The highest clock reading that its writer had seen, its own or another's.
    pub at: SimTime,
    /// Counts stamps of the same reading.
    pub count: u32,
    /// Breaks ties: of two equal readings and counts the twin's is the later.
    pub writer: Writer,
}

/// The clock that hands them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HybridClock {
    last: Stamp,
}

impl HybridClock {
    /// A clock that has seen nothing.
    #[must_use]
    pub fn new(writer: Writer) -> Self {
        Self { last: Stamp { at: SimTime::from_nanos(i64::MIN), count: 0, writer } }
    }

    /// Stamps something that happens when the writer's own clock shows `local`.
    pub fn stamp(&mut self, local: SimTime) -> Stamp {
        if local > self.last.at {
            self.last = Stamp { at: local, count: 0, ..self.last };
        } else {
            self.last.count = self.last.count.saturating_add(1);
        }
        self.last
    }

    /// Takes notice of somebody's stamp: whatever is stamped from here on is later.
    pub fn notice(&mut self, seen: Stamp) {
        if (seen.at, seen.count) > (self.last.at, self.last.count) {
            self.last = Stamp { writer: self.last.writer, ..seen };
        }
    }
}
