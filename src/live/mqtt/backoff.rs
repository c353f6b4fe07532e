//! How long to wait before the next try at a broker: longer each time, and never all clients at once.

use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Exponential backoff with full jitter: the n-th wait in a row is uniform between half of and the whole of
/// `first * 2^n`, and never above `longest`.
#[derive(Clone, Debug)]
pub struct Backoff {
    first_s: f64,
    longest_s: f64,
    failures: u32,
    stream: Stream,
}

impl Backoff {
    /// Waits that begin at `first_s` and grow to `longest_s` seconds, jittered by `stream`.
    #[must_use]
    pub fn new(first_s: f64, longest_s: f64, stream: Stream) -> Self {
        Self { first_s, longest_s, failures: 0, stream }
    }

    /// A try has failed: how long to wait before the next.
    #[must_use]
    pub fn failed(&mut self) -> SimTime {
        let grown = self.first_s * f64::from(1_u32 << self.failures.min(20));
        self.failures = self.failures.saturating_add(1);
        SimTime::from_secs(grown.min(self.longest_s) * (0.5 + 0.5 * self.stream.uniform()))
    }

    /// A try has succeeded: the next wait is a short one again.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// Failures in a row.
    #[must_use]
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_again() {
        let mut backoff = Backoff::new(0.1, 5.0, Stream::new(1, "broker", "backoff"));
        for round in 0..3 {
            for n in 0..40 {
                let whole = (0.1 * f64::from(1_u32 << n.min(20))).min(5.0);
                let wait = backoff.failed().secs();
                assert!(wait >= 0.499 * whole && wait <= whole, "{round} {n}: {wait}");
            }
            assert_eq!(backoff.failures(), 40);
            backoff.succeeded();
        }
    }

    #[test]
    fn two_clients_do_not_come_back_together() {
        let waits = |name| {
            let mut backoff = Backoff::new(1.0, 60.0, Stream::new(1, name, "backoff"));
            (0..8).map(|_| backoff.failed()).collect::<Vec<_>>()
        };
        assert_eq!(waits("a"), waits("a"));
        assert!(waits("a").iter().zip(waits("b")).all(|(a, b)| *a != b));
    }
}
