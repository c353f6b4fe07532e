//! Steering: keeps a board's own corrected clock with the host's date by setting its multiplier, without jumps.
//!
//! A clock that is far off is set once, as ntpd does (RFC 5905, section 10: a step beyond 128 ms). From then on only
//! the rate changes: 1 / (1 + R) and a slew that takes off what the clock is still off by.

use crate::core::time::SimTime;
use crate::live::order::Wish;

/// A clock that is off by more is set, not slewed, in seconds.
const STEP_S: f64 = 0.128;
/// Boards write their clock in milliseconds: what is less is not seen.
const RESOLUTION_S: f64 = 1e-3;
/// Seconds in which the slew would take off all that the clock is off by.
const HORIZON_S: f64 = 120.0;
/// The fastest slew, as a share (RFC 5905: 500 ppm).
const SLEW: f64 = 500e-6;
/// Least change of the multiplier that is worth a command.
const WORTH: f64 = 5e-8;
/// Seconds between two commands: the board shows what one did before the next.
const PAUSE_S: f64 = 9.0;

/// A reading of the board's own clock that the twin has judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// When it arrived, on the host's clock.
    pub(super) at: SimTime,
    /// What the board's clock showed, in seconds.
    pub(super) wall_s: f64,
    /// By how much later than usual it arrived, in seconds.
    pub(super) late_s: f64,
    /// Rate error R of the board and its standard error, as shares.
    pub(super) rate: f64,
    pub(super) rate_bar: f64,
}

/// The newest command.
#[derive(Clone, Copy, Debug)]
struct Sent {
    at: SimTime,
    id: u32,
    /// The multiplier that the board has, as far as it was told one.
    multiplier: Option<f64>,
}

/// Steers one board.
#[derive(Clone, Debug)]
pub(super) struct Steering {
    /// The date, in seconds, at which the host's clock showed 0.
    epoch_s: f64,
    sent: Option<Sent>,
    off_s: Option<f64>,
}

impl Steering {
    pub(super) fn new(epoch_s: f64) -> Self {
        Self { epoch_s, sent: None, off_s: None }
    }

    /// Seconds by which the board's clock was ahead of the date, at its last reading.
    pub(super) fn off_s(&self) -> Option<f64> {
        self.off_s
    }

    /// The command under way or done last.
    pub(super) fn sent(&self) -> Option<u32> {
        self.sent.map(|sent| sent.id)
    }

    /// What was sent has not been done: it is as if nothing had been.
    pub(super) fn forget(&mut self) {
        self.sent = None;
    }

    /// What to wish after a reading, if anything.
    pub(super) fn advise(&mut self, shown: &Shown) -> Option<Wish> {
        let date_s = self.epoch_s + shown.at.secs();
        let off_s = shown.wall_s - (date_s - shown.late_s);
        self.off_s = Some(off_s);
        if self.sent.is_some_and(|sent| (shown.at - sent.at).secs() < PAUSE_S) {
            return None;
        }
        if off_s.abs() > STEP_S {
            return Some(Wish::SetPhase { epoch_s: date_s });
        }
        let slew = if off_s.abs() > RESOLUTION_S { (off_s / HORIZON_S).clamp(-SLEW, SLEW) } else { 0.0 };
        let multiplier = (1.0 - slew) / (1.0 + shown.rate);
        let worth = WORTH.max(shown.rate_bar);
        let before = self.sent.and_then(|sent| sent.multiplier);
        let is_news = before.is_none_or(|before| (multiplier - before).abs() > worth);
        is_news.then_some(Wish::SetMultiplier { multiplier })
    }

    /// Takes note of what was sent.
    pub(super) fn wished(&mut self, at: SimTime, id: u32, wish: &Wish) {
        let before = self.sent.and_then(|sent| sent.multiplier);
        let multiplier = if let Wish::SetMultiplier { multiplier } = wish { Some(*multiplier) } else { before };
        self.sent = Some(Sent { at, id, multiplier });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(at_s: f64, wall_s: f64) -> Shown {
        Shown { at: SimTime::from_secs(at_s), wall_s, late_s: 0.0, rate: 40e-6, rate_bar: 1e-8 }
    }

    #[test]
    fn far_off_is_set_once_and_then_only_the_rate_changes() {
        let mut steering = Steering::new(1_764_000_000.0);
        let set = steering.advise(&shown(100.0, 100.0)).unwrap();
        assert_eq!(set, Wish::SetPhase { epoch_s: 1_764_000_100.0 });
        steering.wished(SimTime::from_secs(100.0), 1, &set);
        assert_eq!(steering.advise(&shown(105.0, 105.0)), None, "the board has not shown what it did");
        let Some(Wish::SetMultiplier { multiplier }) = steering.advise(&shown(110.0, 1_764_000_110.0)) else {
            panic!("a rate is sent")
        };
        assert_eq!(multiplier, 1.0 / (1.0 + 40e-6));
    }

    #[test]
    fn what_is_off_is_slewed_away_and_no_faster_than_500_ppm() {
        for (off_s, slew) in [(0.012, 100e-6), (-0.012, -100e-6), (0.1, 500e-6), (0.0005, 0.0)] {
            let mut steering = Steering::new(0.0);
            let Some(Wish::SetMultiplier { multiplier }) = steering.advise(&shown(50.0, 50.0 + off_s)) else {
                panic!("{off_s} s is slewed")
            };
            assert!((multiplier * (1.0 + 40e-6) - 1.0 + slew).abs() < 1e-9, "{off_s}: {multiplier}");
        }
    }

    #[test]
    fn the_same_is_not_sent_again() {
        let mut steering = Steering::new(0.0);
        let wish = steering.advise(&shown(50.0, 50.0)).unwrap();
        steering.wished(SimTime::from_secs(50.0), 1, &wish);
        assert_eq!(steering.advise(&shown(60.0, 60.0)), None);
        steering.forget();
        assert_eq!(steering.advise(&shown(60.0, 60.0)), Some(wish), "it was not done");
    }
}
