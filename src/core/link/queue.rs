//! The queue before a line: what waits when frames come faster than the rate, and what gives way.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::Frame;
use crate::core::time::SimTime;

/// How long the sender takes for a frame on a link with `rate_fps`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceSpec {
    /// Always `1 / rate_fps`.
    #[default]
    Fixed,
    /// Exponential with mean `1 / rate_fps`, as M/M/1 assumes.
    Exponential,
}

/// What waits when frames come faster than a link's rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum QueueSpec {
    /// First in, first out; a frame that finds the queue full is dropped.
    Fifo {
        /// Most frames that wait, the one in service not counted.
        limit: usize,
    },
    /// One reading waits for each twin and signal: a fresher one takes the waiting one's place.
    NewestPerSignal,
    /// First in, first out; a frame that has grown too old by its turn is thrown away.
    Expiry {
        /// Oldest that a frame may be when its turn comes, in seconds since it was measured.
        max_age_s: f64,
    },
}

impl Default for QueueSpec {
    fn default() -> Self {
        Self::Fifo { limit: 1000 }
    }
}

/// Most frames that wait where the discipline itself sets no limit.
const MOST_WAITING: usize = 1_000_000;

/// Frames that wait for their turn.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    frames: VecDeque<Frame>,
}

impl Waiting {
    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Takes a frame in; `idle` says that it is served at once. Gives back what has to go for it: the frame itself
    /// where the queue is full.
    pub(super) fn push(&mut self, spec: &QueueSpec, frame: Frame, idle: bool, dropped: &mut Vec<Frame>) {
        let limit = match spec {
            QueueSpec::Fifo { limit } => *limit,
            QueueSpec::NewestPerSignal if frame.letter.is_none() => return self.replace(frame, dropped),
            QueueSpec::NewestPerSignal | QueueSpec::Expiry { .. } => MOST_WAITING,
        };
        if !idle && self.frames.len() >= limit {
            dropped.push(frame);
        } else {
            self.frames.push_back(frame);
        }
    }

    /// The next frame whose turn has come, and those that were too old for theirs.
    pub(super) fn pop(&mut self, spec: &QueueSpec, now: SimTime, expired: &mut Vec<Frame>) -> Option<Frame> {
        let QueueSpec::Expiry { max_age_s } = spec else { return self.frames.pop_front() };
        let oldest = now - SimTime::from_secs(*max_age_s);
        while let Some(frame) = self.frames.pop_front() {
            if frame.letter.is_some() || frame.generated_at >= oldest {
                return Some(frame);
            }
            expired.push(frame);
        }
        None
    }

    /// Strikes out what the frame says anew. It takes the place of the first waiting frame that nothing is left of.
    fn replace(&mut self, frame: Frame, dropped: &mut Vec<Frame>) {
        let mut place = None;
        let mut index = 0;
        while let Some(waiting) = self.frames.get_mut(index) {
            if waiting.twin == frame.twin && waiting.letter.is_none() {
                let newer = |old: &crate::core::signal::Reading| {
                    frame.readings.iter().any(|new| new.signal == old.signal && new.at >= old.at)
                };
                waiting.readings.retain(|old| !newer(old));
                if waiting.readings.is_empty() {
                    dropped.extend(self.frames.remove(index));
                    place.get_or_insert(index);
                    continue;
                }
            }
            index += 1;
        }
        match place {
            Some(index) if index <= self.frames.len() => self.frames.insert(index, frame),
            _ => self.frames.push_back(frame),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::signal::Reading;

    fn frame(sequence: u32, at_s: f64, signals: &[u16]) -> Frame {
        let at = SimTime::from_secs(at_s);
        let readings = signals.iter().map(|signal| Reading { signal: *signal, at, value: at_s }).collect();
        Frame { sequence, generated_at: at, readings, ..Frame::default() }
    }

    fn sequences(waiting: &Waiting) -> Vec<u32> {
        waiting.frames.iter().map(|frame| frame.sequence).collect()
    }

    #[test]
    fn a_fresher_frame_takes_the_place_of_what_it_says_anew() {
        let (mut waiting, mut dropped) = (Waiting::default(), Vec::new());
        let spec = QueueSpec::NewestPerSignal;
        for frame in [frame(1, 1.0, &[0]), frame(2, 2.0, &[1, 2]), frame(3, 3.0, &[0]), frame(4, 4.0, &[2])] {
            waiting.push(&spec, frame, false, &mut dropped);
        }
        assert_eq!(sequences(&waiting), [3, 2, 4]);
        assert_eq!(dropped.iter().map(|frame| frame.sequence).collect::<Vec<_>>(), [1]);
        assert_eq!(waiting.frames[1].readings.iter().map(|r| r.signal).collect::<Vec<_>>(), [1]);
        let other = Frame { twin: 7, ..frame(5, 5.0, &[0, 1, 2]) };
        waiting.push(&spec, other, false, &mut dropped);
        assert_eq!(sequences(&waiting), [3, 2, 4, 5], "another twin's frames are left alone");
    }

    #[test]
    fn what_is_too_old_for_its_turn_is_thrown_away() {
        let (mut waiting, mut dropped) = (Waiting::default(), Vec::new());
        let spec = QueueSpec::Expiry { max_age_s: 1.0 };
        for frame in [frame(1, 1.0, &[0]), frame(2, 2.0, &[0]), frame(3, 3.0, &[0])] {
            waiting.push(&spec, frame, false, &mut dropped);
        }
        let next = waiting.pop(&spec, SimTime::from_secs(3.0), &mut dropped);
        assert_eq!(next.map(|frame| frame.sequence), Some(2), "exactly as old as allowed is not too old");
        assert_eq!(dropped.len(), 1);
    }

    #[test]
    fn a_full_fifo_drops_the_newcomer() {
        let (mut waiting, mut dropped) = (Waiting::default(), Vec::new());
        for sequence in 1..=3 {
            waiting.push(&QueueSpec::Fifo { limit: 2 }, frame(sequence, 1.0, &[0]), false, &mut dropped);
        }
        assert_eq!((sequences(&waiting), dropped[0].sequence), (vec![1, 2], 3));
    }
}
