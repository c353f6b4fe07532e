//! The receiver: knows what it has seen, and can hold back what comes after a gap.

use std::collections::BTreeMap;

use crate::core::link::Frame;
use crate::core::time::SimTime;

/// Most frames held back; beyond it the gap is given up.
const MOST_HELD: usize = 1024;

/// Which of the latest 128 sequence numbers have been seen. Older ones count as seen: they are long settled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    newest: u32,
    before: u128,
}

impl Seen {
    /// Notes a sequence number, counted from 1; whether it is new.
    pub fn note(&mut self, sequence: u32) -> bool {
        if sequence > self.newest {
            let ahead = sequence - self.newest;
            self.before = if ahead < 128 { self.before << ahead | 1 << (ahead - 1) } else { 0 };
            if self.newest == 0 {
                self.before = 0;
            }
            self.newest = sequence;
            return true;
        }
        let behind = self.newest - sequence;
        if behind == 0 || behind > 128 {
            return false;
        }
        let bit = 1_u128 << (behind - 1);
        let new = self.before & bit == 0;
        self.before |= bit;
        new
    }
}

/// A receiver that hands frames on in the order in which they were sent.
#[derive(Debug)]
pub struct Receiver {
    patience: SimTime,
    next: u32,
    held: BTreeMap<u32, (SimTime, Frame)>,
}

impl Receiver {
    /// A receiver that has seen nothing; `patience_s` is how long a gap may stay open.
    #[must_use]
    pub fn new(patience_s: f64) -> Self {
        Self { patience: SimTime::from_secs(patience_s), next: 1, held: BTreeMap::new() }
    }

    /// Takes a frame in; [`Receiver::release`] gives back what may go on.
    pub fn take_in(&mut self, now: SimTime, frame: Frame) {
        if self.held.len() >= MOST_HELD {
            self.next = self.held.keys().next().copied().unwrap_or(self.next);
        }
        self.held.entry(frame.sequence).or_insert((now, frame));
    }

    /// The next frame that may go on: one whose forerunner has, one that is late anyway, or one that has waited so
    /// long that nobody tries to send what is missing before it. Numbers between a frame and its forerunner are of
    /// frames that nobody awaits: answers to commands, and what gave way before it was sent.
    pub fn release(&mut self, now: SimTime) -> Option<Frame> {
        let (sequence, (since, frame)) = self.held.first_key_value()?;
        if *sequence > self.next && frame.follows >= self.next && now - *since < self.patience {
            return None;
        }
        let (sequence, (_, frame)) = self.held.pop_first()?;
        self.next = self.next.max(sequence + 1);
        Some(frame)
    }

    /// When the first held frame has waited long enough; [`SimTime::MAX`] if none is held.
    #[must_use]
    pub fn next_due(&self) -> SimTime {
        self.held.first_key_value().map_or(SimTime::MAX, |(_, (since, _))| *since + self.patience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_new_once() {
        let mut seen = Seen::default();
        let order = [3, 1, 3, 2, 2, 1, 200, 199, 73, 72, 200];
        let new: Vec<bool> = order.into_iter().map(|sequence| seen.note(sequence)).collect();
        assert_eq!(new, [true, true, false, true, false, false, true, true, true, true, false]);
        assert!(!seen.note(60), "long settled");
    }

    #[test]
    fn what_comes_after_a_gap_waits_for_it_or_until_nobody_fills_it() {
        let frame = |sequence| Frame { sequence, follows: sequence - 1, ..Frame::default() };
        let at = SimTime::from_secs;
        let mut receiver = Receiver::new(2.0);
        let mut released = |now, sequence| {
            receiver.take_in(at(now), frame(sequence));
            let mut out = Vec::new();
            while let Some(frame) = receiver.release(at(now)) {
                out.push(frame.sequence);
            }
            out
        };
        assert_eq!(released(0.0, 1), [1]);
        assert_eq!(released(0.1, 3), [0; 0]);
        assert_eq!(released(0.2, 2), [2, 3]);
        assert_eq!(released(0.3, 6), [0; 0]);
        assert_eq!(released(2.3, 7), [6, 7]);
    }
}
