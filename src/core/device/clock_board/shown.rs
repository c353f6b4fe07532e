//! The corrected clock: what a board shows after it has been told the time and its rate.

/// A clock that is re-anchored whenever its rate changes, so that it goes on from where it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// What the counter had counted when the clock was last told something, in seconds.
    anchor_s: f64,
    /// What the clock showed then, in seconds.
    shown_s: f64,
    /// Seconds shown for each second counted.
    pub(super) factor: f64,
}

impl Shown {
    /// A clock that shows what the counter counts.
    pub(super) fn plain() -> Self {
        Self { anchor_s: 0.0, shown_s: 0.0, factor: 1.0 }
    }

    /// What it shows when the counter has counted `counted_s`.
    pub(super) fn at(&self, counted_s: f64) -> f64 {
        self.shown_s + self.factor * (counted_s - self.anchor_s)
    }

    /// Tells it the time.
    pub(super) fn set_phase(&mut self, counted_s: f64, shown_s: f64) {
        *self = Self { anchor_s: counted_s, shown_s, ..*self };
    }

    /// Tells it its rate.
    pub(super) fn set_factor(&mut self, counted_s: f64, factor: f64) {
        *self = Self { anchor_s: counted_s, shown_s: self.at(counted_s), factor };
    }
}
