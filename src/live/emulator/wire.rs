//! The way from an emulated board to its host: delays, stalls, damage; in order and bounded.

use std::collections::VecDeque;

use super::spec::Delays;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Lines that may be on their way; more are not sent, as on a board whose buffer is full.
const LIMIT: usize = 4096;
/// Time that a byte takes at 115200 baud, 10 bits each.
const BYTE: SimTime = SimTime::from_nanos(86_806);

/// Bytes that reach the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emission {
    /// When the first of them does.
    pub at: SimTime,
    /// A line with its end, or rubbish.
    pub bytes: Vec<u8>,
}

/// What the way has carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Lines that have arrived as they were sent.
    pub whole: u64,
    /// Lines that were damaged.
    pub damaged: u64,
    /// Stretches of rubbish put between lines.
    pub rubbish: u64,
    /// Lines that found no room.
    pub dropped: u64,
}

/// What happens to a line on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Whole,
    Damaged,
    BehindRubbish,
}

pub(super) struct Wire {
    delays: Delays,
    garbage_share: f64,
    delay_stream: Stream,
    garbage_stream: Stream,
    free_at: SimTime,
    queue: VecDeque<(Emission, Fate)>,
    pub(super) carried: Carried,
}

impl Wire {
    pub(super) fn new(delays: Delays, garbage_share: f64, seed: u64) -> Self {
        Self {
            delays,
            garbage_share,
            delay_stream: Stream::new(seed, "board", "delay"),
            garbage_stream: Stream::new(seed, "board", "garbage"),
            free_at: SimTime::ZERO,
            queue: VecDeque::new(),
            carried: Carried::default(),
        }
    }

    /// Sends a line at an instant.
    pub(super) fn send(&mut self, at: SimTime, line: &str) {
        if self.queue.len() >= LIMIT {
            self.carried.dropped += 1;
            return;
        }
        let mut bytes = line.as_bytes().to_vec();
        let fate = if !self.garbage_stream.chance(self.garbage_share) {
            Fate::Whole
        } else if self.garbage_stream.chance(0.5) {
            Fate::Damaged
        } else {
            Fate::BehindRubbish
        };
        match fate {
            Fate::Whole => {}
            Fate::Damaged => {
                let index = self.draw(bytes.len());
                // Never a line's end: that would be two lines, not a damaged one.
                bytes[index] ^= 0x80;
            }
            Fate::BehindRubbish => {
                let mut rubbish: Vec<u8> = (0..1 + self.draw(40)).map(|_| 0x80 | self.draw(128) as u8).collect();
                rubbish.push(b'\n');
                rubbish.append(&mut bytes);
                bytes = rubbish;
            }
        }
        bytes.push(b'\n');
        let arrival = (at + self.delay()).max(self.free_at);
        self.free_at = arrival + SimTime::from_nanos(BYTE.nanos() * bytes.len() as i64);
        self.queue.push_back((Emission { at: arrival, bytes }, fate));
    }

    fn draw(&mut self, below: usize) -> usize {
        (self.garbage_stream.uniform() * below as f64) as usize
    }

    fn delay(&mut self) -> SimTime {
        let Delays { latency_ms, jitter_ms, stall_share, stall_ms } = self.delays;
        let jitter_ms = jitter_ms * self.delay_stream.gaussian();
        let stalled = self.delay_stream.chance(stall_share);
        let stall_ms = if stalled { stall_ms * self.delay_stream.uniform() } else { 0.0 };
        SimTime::from_millis((latency_ms + jitter_ms).max(0.0) + stall_ms)
    }

    pub(super) fn next(&self) -> Option<SimTime> {
        self.queue.front().map(|(emission, _)| emission.at)
    }

    pub(super) fn poll(&mut self, now: SimTime) -> Option<Emission> {
        let (emission, fate) = self.queue.pop_front_if(|(emission, _)| emission.at <= now)?;
        self.carried.damaged += u64::from(fate == Fate::Damaged);
        self.carried.rubbish += u64::from(fate == Fate::BehindRubbish);
        self.carried.whole += u64::from(fate != Fate::Damaged);
        Some(emission)
    }
}
