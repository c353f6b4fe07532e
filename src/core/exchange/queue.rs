//! The queue of wake-ups, in (time, id) order.
//!
//! A calendar queue (Brown, CACM 31, 1988): near events lie in a ring of time buckets that are sorted only when
//! their turn comes, far ones in a heap. It is exact, and costs a fraction of one big heap.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::core::time::SimTime;

/// What a wake-up is for. At equal instants the order of this list decides, then the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// An action of the timeline or the journal.
    Input,
    /// A group of a device's sensors samples.
    Sample,
    /// A sync mode's timer.
    Report,
    /// Something happens on a link.
    Hop,
    /// A sender or receiver of a pair has waited long enough.
    Deliver,
    /// Detectors have heard nothing for a while.
    Watch,
}

/// A wake-up: when, what for, and whose (an index into the list that the kind implies).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// What for.
    pub kind: EventKind,
    /// Whose.
    pub index: u32,
}

const BUCKET_BITS: u32 = 22;
const RING: i64 = 1024;
/// Most emptied buckets kept: as many as are filled at a time in a busy run.
const SPARE: usize = 64;

/// Wake-ups, earliest first.
pub struct EventQueue {
    /// The open bucket, latest first.
    open: Vec<Event>,
    /// What was added to the open bucket, or before it, since it was opened.
    late: BinaryHeap<Reverse<Event>>,
    ring: Vec<Vec<Event>>,
    in_ring: usize,
    far: BinaryHeap<Reverse<Event>>,
    cursor: i64,
    /// Emptied buckets, kept for the next that fill up.
    spare: Vec<Vec<Event>>,
}

impl Default for EventQueue {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            late: BinaryHeap::new(),
            ring: (0..RING).map(|_| Vec::new()).collect(),
            in_ring: 0,
            far: BinaryHeap::new(),
            cursor: -1,
            spare: Vec::new(),
        }
    }
}

fn bucket(at: SimTime) -> i64 {
    at.nanos() >> BUCKET_BITS
}

fn slot(bucket: i64) -> usize {
    bucket.rem_euclid(RING) as usize
}

impl EventQueue {
    /// Adds a wake-up; one at [`SimTime::MAX`] never comes and is not kept.
    pub fn push(&mut self, event: Event) {
        if event.at == SimTime::MAX {
            return;
        }
        let bucket = bucket(event.at);
        if bucket <= self.cursor {
            self.late.push(Reverse(event));
        } else if bucket <= self.cursor + RING {
            self.push_in_ring(bucket, event);
        } else {
            self.far.push(Reverse(event));
        }
    }

    /// Takes the earliest wake-up, if it is before `end`.
    pub fn pop_before(&mut self, end: SimTime) -> Option<Event> {
        while self.open.is_empty() && self.late.is_empty() {
            if !self.open_next(end) {
                return None;
            }
        }
        let from_open = match (self.open.last(), self.late.peek()) {
            (Some(open), Some(Reverse(late))) => open < late,
            (Some(_), None) => true,
            _ => false,
        };
        let first = if from_open { self.open.last()? } else { &self.late.peek()?.0 };
        if first.at >= end {
            return None;
        }
        if from_open { self.open.pop() } else { self.late.pop().map(|Reverse(event)| event) }
    }

    fn push_in_ring(&mut self, bucket: i64, event: Event) {
        let events = &mut self.ring[slot(bucket)];
        if events.capacity() == 0
            && let Some(spare) = self.spare.pop()
        {
            *events = spare;
        }
        events.push(event);
        self.in_ring += 1;
    }

    /// Opens the next bucket that may hold something before `end`.
    fn open_next(&mut self, end: SimTime) -> bool {
        let next = if self.in_ring > 0 {
            self.cursor + 1
        } else {
            match self.far.peek() {
                Some(Reverse(event)) => bucket(event.at),
                None => return false,
            }
        };
        if next > bucket(end) {
            return false;
        }
        self.cursor = next;
        let emptied = std::mem::replace(&mut self.open, std::mem::take(&mut self.ring[slot(next)]));
        if emptied.capacity() > 0 && self.spare.len() < SPARE {
            self.spare.push(emptied);
        }
        self.in_ring -= self.open.len();
        while let Some(Reverse(event)) = self.far.peek() {
            let bucket = bucket(event.at);
            if bucket > self.cursor + RING {
                break;
            }
            let Some(Reverse(event)) = self.far.pop() else { break };
            if bucket == self.cursor {
                self.open.push(event);
            } else {
                self.push_in_ring(bucket, event);
            }
        }
        self.open.sort_unstable_by(|a, b| b.cmp(a));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(nanos: i64, index: u32) -> Event {
        Event { at: SimTime::from_nanos(nanos), kind: EventKind::Hop, index }
    }

    proptest! {
        #[test]
        fn pops_in_time_and_id_order_whatever_is_pushed_between(
            times in prop::collection::vec((0_i64..20_000_000_000, 0_u32..4), 1..200),
            more in prop::collection::vec(0_i64..9_000_000_000, 0..50),
        ) {
            let mut queue = EventQueue::default();
            for (nanos, index) in &times {
                queue.push(event(*nanos, *index));
            }
            let mut more = more.into_iter();
            let mut popped: Vec<Event> = Vec::new();
            let mut end = SimTime::ZERO;
            while end < SimTime::from_secs(60.0) {
                end = end + SimTime::from_millis(700.0);
                while let Some(next) = queue.pop_before(end) {
                    prop_assert!(next.at < end);
                    popped.push(next);
                    if let Some(gap) = more.next() {
                        queue.push(event(next.at.nanos() + gap, 9));
                    }
                }
            }
            prop_assert!(popped.is_sorted());
            prop_assert!(popped.len() >= times.len());
        }
    }
}
