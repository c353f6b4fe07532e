//! A clock made of another one: re-anchored whenever it is corrected, so that it neither steps nor runs backward.

/// A timescale that follows another: `out = anchor_out + m (in - anchor_in) + slew`, in whole nanoseconds.
///
/// A correction moves the anchor to the point on the present line at which it is made and goes on from there with a
/// new rate: a change of rate never changes the time already shown. What is known to be wrong with the phase is
/// removed by running up to `slew_limit` faster or slower until it is used up, as `adjtime` does; a step is allowed
/// once, at the start. Rates are kept within 2.2 % of 1, the slew within 1 %, so that the clock always runs forward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Servo {
    line: Line,
    /// The line before the last correction, for instants before it.
    previous: Line,
    slew_limit: f64,
    started: bool,
}

/// Rates that a servo accepts, in seconds for each second.
pub const RATE_LIMITS: (f64, f64) = (0.978, 1.022);

/// Fastest slew that a servo accepts, in seconds for each second.
pub const SLEW_LIMIT: f64 = 0.01;

/// From an anchor on: a rate, and a phase to be removed on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    from: i64,
    out: i64,
    rate: f64,
    /// Nanoseconds still to be added (or taken away, if negative), and by how much a nanosecond meanwhile.
    owed: f64,
    slew: f64,
}

impl Line {
    fn at(&self, instant: i64) -> i64 {
        let span = instant.saturating_sub(self.from);
        let length = span as f64;
        // Only the small part is multiplied: nanoseconds survive months.
        let slewed = (length.max(0.0) * self.slew).min(self.owed.abs()) * self.owed.signum();
        let extra = (length * (self.rate - 1.0) + slewed).round_ties_even() as i64;
        self.out.saturating_add(span).saturating_add(extra)
    }
}

impl Servo {
    /// A timescale equal to its input, with the fastest slew as a share (500 ppm is `500e-6`).
    #[must_use]
    pub fn new(slew_limit: f64) -> Self {
        let line = Line { from: 0, out: 0, rate: 1.0, owed: 0.0, slew: 0.0 };
        let slew_limit = if slew_limit.is_finite() { slew_limit.clamp(0.0, SLEW_LIMIT) } else { 0.0 };
        Self { line, previous: line, slew_limit, started: false }
    }

    /// Sets it, once: the only step that it ever makes. Later calls change nothing and return false.
    pub fn start(&mut self, instant: i64, out: i64) -> bool {
        if self.started {
            return false;
        }
        self.started = true;
        self.line = Line { from: instant, out, ..self.line };
        self.previous = self.line;
        true
    }

    /// What it shows when its input shows `instant`. Continuous, and never falls as `instant` rises.
    #[must_use]
    pub fn at(&self, instant: i64) -> i64 {
        if instant < self.line.from { self.previous.at(instant).min(self.line.out) } else { self.line.at(instant) }
    }

    /// Corrects it from `instant` on: a new rate (seconds a second), and nanoseconds to be added bit by bit.
    /// An instant before the last correction counts as that one.
    pub fn steer(&mut self, instant: i64, rate: f64, owed: f64) {
        let instant = instant.max(self.line.from);
        let (low, high) = RATE_LIMITS;
        let rate = if rate.is_finite() { rate.clamp(low, high) } else { self.line.rate };
        let owed = if owed.is_finite() { owed } else { 0.0 };
        let line = Line { from: instant, out: self.line.at(instant), rate, owed, slew: self.slew_limit };
        if instant > self.line.from {
            self.previous = self.line;
        }
        self.line = line;
        self.started = true;
    }

    /// Its rate without the slew, in seconds for each second of its input.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.line.rate
    }

    /// Nanoseconds still owed at an instant.
    #[must_use]
    pub fn owed(&self, instant: i64) -> f64 {
        let line = &self.line;
        let length = instant.saturating_sub(line.from).max(0) as f64;
        (line.owed.abs() - length * line.slew).max(0.0) * line.owed.signum()
    }

    /// Its rate with the slew at an instant: the multiplier that a board without a servo of its own is sent.
    #[must_use]
    pub fn effective_rate(&self, instant: i64) -> f64 {
        let owed = self.owed(instant);
        if owed == 0.0 { self.line.rate } else { self.line.rate + self.line.slew * owed.signum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_removed_at_the_limit_and_not_beyond() {
        let mut servo = Servo::new(500e-6);
        assert!(servo.start(1_000, 5_000));
        assert!(!servo.start(2_000, 9_000));
        assert_eq!(servo.at(1_000), 5_000);
        servo.steer(1_000, 1.0, 1_000_000.0);
        assert_eq!(servo.at(1_000_001_000), 1_000_505_000);
        assert_eq!(servo.effective_rate(1_000_001_000), 1.0005);
        assert_eq!(servo.at(4_000_001_000), 4_001_005_000);
        assert_eq!(servo.effective_rate(4_000_001_000), 1.0);
    }

    #[test]
    fn years_keep_their_nanoseconds() {
        let mut servo = Servo::new(0.0);
        servo.start(0, 1_900_000_000_000_000_000);
        servo.steer(0, 1.0 / (1.0 + 40e-6), 0.0);
        let year = 31_557_600_000_000_000_i64;
        let exact = 1_900_000_000_000_000_000_i64 + (year as i128 * 1_000_000 / 1_000_040) as i64;
        assert!((servo.at(year) - exact).abs() <= 300, "{}", servo.at(year) - exact);
    }
}
