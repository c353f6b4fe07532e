//! What a line has done so far, to stand beside what it was asked to do.

use crate::core::time::SimTime;

/// Counts and moments of what was put on a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// Frames put on the line.
    pub sent: u64,
    /// Frames lost there.
    pub lost: u64,
    /// Losses in a row, how often.
    pub bursts: u64,
    /// Whether the last frame was lost.
    losing: bool,
    delays: u64,
    mean_s: f64,
    square_s2: f64,
}

impl Measured {
    /// Books a frame that is put on the line.
    pub(super) fn add(&mut self, delay: SimTime, lost: bool) {
        self.sent += 1;
        self.lost += u64::from(lost);
        self.bursts += u64::from(lost && !self.losing);
        self.losing = lost;
        if !lost {
            self.delays += 1;
            // Welford's running moments.
            let off = delay.secs() - self.mean_s;
            self.mean_s += off / self.delays as f64;
            self.square_s2 += off * (delay.secs() - self.mean_s);
        }
    }

    /// Share of frames lost; none before the first.
    #[must_use]
    pub fn loss(&self) -> Option<f64> {
        (self.sent > 0).then(|| self.lost as f64 / self.sent as f64)
    }

    /// Mean number of frames lost in a row; none before the first loss.
    #[must_use]
    pub fn mean_burst(&self) -> Option<f64> {
        (self.bursts > 0).then(|| self.lost as f64 / self.bursts as f64)
    }

    /// Mean delay on the line in seconds, queues not counted; none before the first arrival.
    #[must_use]
    pub fn delay_s(&self) -> Option<f64> {
        (self.delays > 0).then_some(self.mean_s)
    }

    /// Standard deviation of that delay in seconds.
    #[must_use]
    pub fn jitter_s(&self) -> Option<f64> {
        (self.delays > 1).then(|| (self.square_s2 / (self.delays - 1) as f64).sqrt())
    }
}
