//! Two-way exchange: the offset between two clocks without the constant delay of the way.

use std::collections::VecDeque;

use super::SimTime;

/// Exchanges of which the quickest is believed, as in NTP.
pub const KEPT: usize = 8;

/// Four instants: a question leaves, arrives, is answered, and the answer arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exchange {
    /// When the question left, on the reference.
    pub t1: SimTime,
    /// When the device received it, on its clock.
    pub t2: SimTime,
    /// When the device answered, on its clock.
    pub t3: SimTime,
    /// When the answer arrived, on the reference.
    pub t4: SimTime,
}

impl Exchange {
    /// Seconds by which the device's clock is ahead of the reference: `((t2 - t1) + (t3 - t4)) / 2` (RFC 5905,
    /// section 8). The error is half the difference of the two ways' delays.
    #[must_use]
    pub fn offset_s(&self) -> f64 {
        // Halves of a sum of differences: epochs cancel in whole nanoseconds.
        let sum = (self.t2 - self.t1).nanos().saturating_add((self.t3 - self.t4).nanos());
        sum as f64 * 0.5e-9
    }

    /// Round trip without the device's own time, `(t4 - t1) - (t3 - t2)`, in seconds.
    #[must_use]
    pub fn round_trip_s(&self) -> f64 {
        ((self.t4 - self.t1) - (self.t3 - self.t2)).secs()
    }

    /// The most that the offset can be wrong: half the round trip, when all of the delay was on one way.
    #[must_use]
    pub fn bound_s(&self) -> f64 {
        0.5 * self.round_trip_s()
    }

    /// Half-way between question and answer, on the reference: the instant that the offset is told for.
    #[must_use]
    pub fn middle(&self) -> SimTime {
        SimTime::from_nanos(self.t1.nanos() + (self.t4 - self.t1).nanos() / 2)
    }
}

/// The last exchanges, of which the one with the shortest round trip is the best: whatever delays a frame makes its
/// offset worse (Mills, IEEE Transactions on Communications 39, 1991: the clock filter).
#[derive(Clone, Debug, Default)]
pub struct Exchanges {
    kept: VecDeque<Exchange>,
    count: u64,
    refused: u64,
}

impl Exchanges {
    /// Takes in an exchange; one whose instants cannot be (a negative round trip, an answer before its question) is
    /// refused and counted.
    pub fn take(&mut self, exchange: Exchange) -> bool {
        let sound = exchange.t4 >= exchange.t1 && exchange.t3 >= exchange.t2 && exchange.round_trip_s() >= 0.0;
        if !sound {
            self.refused += 1;
            return false;
        }
        self.count += 1;
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(exchange);
        true
    }

    /// Forgets all of them: the device's clock has started again.
    pub fn clear(&mut self) {
        self.kept.clear();
    }

    /// The one with the shortest round trip.
    #[must_use]
    pub fn best(&self) -> Option<&Exchange> {
        self.kept.iter().min_by(|a, b| a.round_trip_s().total_cmp(&b.round_trip_s()))
    }

    /// Exchanges taken, and refused.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        (self.count, self.refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(out_ms: f64, back_ms: f64) -> Exchange {
        let at = |ms: f64| SimTime::from_nanos(1_700_000_000_000_000_000) + SimTime::from_millis(ms);
        let device = |ms: f64| at(ms) + SimTime::from_millis(7.0);
        Exchange { t1: at(0.0), t2: device(out_ms), t3: device(out_ms + 2.0), t4: at(out_ms + 2.0 + back_ms) }
    }

    #[test]
    fn a_constant_delay_cancels_and_the_quickest_is_the_best() {
        let mut filter = Exchanges::default();
        for (out_ms, back_ms) in [(5.0, 5.0), (1.0, 9.0), (1.0, 1.5), (30.0, 2.0)] {
            let exchange = exchange(out_ms, back_ms);
            let error_s = exchange.offset_s() - 7e-3;
            assert!((error_s - (out_ms - back_ms) * 0.5e-3).abs() < 1e-9, "{error_s}");
            assert!(error_s.abs() <= exchange.bound_s());
            assert!(filter.take(exchange));
        }
        assert!((filter.best().unwrap().round_trip_s() - 2.5e-3).abs() < 1e-9);
        let backwards = exchange(-3.0, 1.0);
        assert!(!filter.take(backwards));
        assert_eq!(filter.counts(), (4, 1));
    }
}
