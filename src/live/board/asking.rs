//! When a board is asked who it is, and what time it has.

use crate::core::time::SimTime;

/// Time between two questions who it is.
const HELLO_EVERY: SimTime = SimTime::from_nanos(1_000_000_000);
/// Questions after the way was opened, or after a boot that nobody announced. A board of the course does not know them.
const HELLO_LIMIT: u32 = 3;
/// A round trip that takes longer is no measurement.
const ROUND_TRIP_LIMIT_US: u32 = 2_000_000;

/// Asks for the name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asking {
    due: Option<SimTime>,
    asked: u32,
}

impl Asking {
    pub(super) fn begin(&mut self, now: SimTime) {
        *self = Self { due: Some(now), asked: 0 };
    }

    pub(super) fn answered(&mut self) {
        self.due = None;
    }

    pub(super) fn next_wakeup(&self) -> Option<SimTime> {
        self.due
    }

    /// Whether to ask now.
    pub(super) fn poll(&mut self, now: SimTime) -> bool {
        if self.due.is_none_or(|due| due > now) {
            return false;
        }
        if self.asked >= HELLO_LIMIT {
            self.due = None;
            return false;
        }
        self.asked += 1;
        self.due = Some(now + HELLO_EVERY);
        true
    }
}

/// Asks for the time, at a steady pace. The identifier of a ping is the instant of its sending in microseconds, so that
/// an answer says by itself when its question left, in a recording too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pinging {
    every: SimTime,
    due: Option<SimTime>,
    pub(super) sent: u64,
    pub(super) used: u64,
    pub(super) last_round_trip_s: Option<f64>,
}

impl Pinging {
    pub(super) fn new(every: SimTime) -> Self {
        Self { every, due: None, sent: 0, used: 0, last_round_trip_s: None }
    }

    pub(super) fn begin(&mut self, now: SimTime) {
        self.due = (self.every > SimTime::ZERO).then_some(now);
    }

    pub(super) fn stop(&mut self) {
        self.due = None;
    }

    pub(super) fn next_wakeup(&self) -> Option<SimTime> {
        self.due
    }

    /// The identifier of the ping to send now.
    pub(super) fn poll(&mut self, now: SimTime) -> Option<u32> {
        self.due.filter(|due| *due <= now)?;
        self.due = Some(now + self.every);
        self.sent += 1;
        Some(micros_of(now))
    }
}

fn micros_of(at: SimTime) -> u32 {
    // The lower 32 bits on purpose: the counter of a host, as it were.
    (at.nanos() / 1000) as u32
}

/// When the ping left whose answer arrived at `t4`; none if that was no round trip.
pub(super) fn left_at(id: u32, t4: SimTime) -> Option<SimTime> {
    let round_trip_us = micros_of(t4).wrapping_sub(id);
    let t4_us = t4.nanos() / 1000;
    (round_trip_us <= ROUND_TRIP_LIMIT_US).then(|| SimTime::from_nanos((t4_us - i64::from(round_trip_us)) * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ping_says_when_it_left_across_the_wrap_of_its_identifier() {
        let mut pinging = Pinging::new(SimTime::from_secs(10.0));
        let left = SimTime::from_nanos(4_294_967_296_000 - 5_000);
        pinging.begin(left);
        let id = pinging.poll(left).unwrap();
        assert_eq!(left_at(id, left + SimTime::from_millis(12.5)), Some(left));
        assert_eq!(left_at(id, left + SimTime::from_secs(2.1)), None);
        assert_eq!(pinging.poll(left + SimTime::from_secs(9.9)), None);
    }

    #[test]
    fn a_silent_board_is_asked_three_times() {
        let mut asking = Asking::default();
        asking.begin(SimTime::ZERO);
        let asked = (0..100).filter(|tenth| asking.poll(SimTime::from_millis(f64::from(*tenth) * 100.0))).count();
        assert_eq!((asked, asking.next_wakeup()), (3, None));
    }
}
