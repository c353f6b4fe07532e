//! History: what was reported over time, late readings in their place, bounded.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::core::time::SimTime;

/// A reported value of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value.
    pub value: Value,
    /// It came late, from a queue, and was never what is now.
    pub historical: bool,
}

/// Readings by instant and field. The same reading recorded twice is one.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    readings: BTreeMap<(SimTime, String), Reading>,
    limit: usize,
    dropped: u64,
}

impl History {
    /// An empty history of at most `limit` readings.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { readings: BTreeMap::new(), limit, dropped: 0 }
    }

    /// Records a reading; past the limit the oldest goes. A late reading never replaces one that came in time.
    pub(super) fn record(&mut self, at: SimTime, path: String, reading: Reading) {
        if reading.historical {
            self.readings.entry((at, path)).or_insert(reading);
        } else {
            self.readings.insert((at, path), reading);
        }
        while self.readings.len() > self.limit {
            self.readings.pop_first();
            self.dropped += 1;
        }
    }

    /// All readings in order of their instants.
    pub fn readings(&self) -> impl Iterator<Item = (SimTime, &str, &Reading)> {
        self.readings.iter().map(|((at, path), reading)| (*at, path.as_str(), reading))
    }

    /// How many readings the limit has cost.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}
