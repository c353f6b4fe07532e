//! The counter of a board, unwrapped: 32 bits of microseconds become 64, and a reboot is told from a wrap.

use super::SimTime;

/// Microseconds after which a 32-bit counter starts again at 0: 4294.967296 s.
pub const WRAP_US: i64 = 1 << 32;

/// Microseconds by which a sound reading may always be off the counter's line: hosts stall.
const SLACK_US: f64 = 2e6;

/// Share of a gap by which a reading may be off, too: an RC oscillator runs up to 2.2 % wrong.
const SLACK_SHARE: f64 = 0.03;

/// What a reading turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first reading of all.
    First,
    /// The counter went on.
    Continued {
        /// How often it wrapped since the reading before.
        wraps: u32,
    },
    /// The board started again: the counter counts from a new 0.
    Rebooted,
    /// The counter or the reference jumped, twice running alike, in a way that no reboot explains.
    Jumped,
    /// Off the line; kept aside until the next reading says whether it was garbled or the board started again.
    Suspected,
    /// Not newer than the reading before: a copy, or overtaken on its way. Not used.
    Stale,
}

/// A reading that is on some line.
#[derive(Clone, Copy, Debug)]
struct Known {
    arrived: SimTime,
    total_us: i64,
    boot: Option<u32>,
}

/// Unwraps a counter with the help of the reference's own gap between readings.
///
/// With `e = last + gap (1 + R)` expected, a reading `u` is `u + k 2^32` with the k that comes nearest. If it is then
/// further off than 2 s and 3 % of the gap (a quarter of a wrap at most), the line is broken. A changed boot id is a reboot at once; without one, two
/// readings that agree with each other and not with the line are: one alone may be a garbled line. A gap may hold
/// any number of wraps.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    last: Option<Known>,
    suspect: Option<Known>,
    wraps: u64,
    reboots: u64,
    jumps: u64,
}

impl Counter {
    /// Takes in a reading of `micros` that arrived at `arrived`, from the boot with this id if one is known, of a
    /// counter that runs at `1 + rate` seconds a second.
    pub fn read(&mut self, arrived: SimTime, micros: u32, boot: Option<u32>, rate: f64) -> Step {
        let start = Known { arrived, total_us: i64::from(micros), boot };
        let Some(last) = self.last else {
            self.last = Some(start);
            return Step::First;
        };
        if let (Some(before), Some(now)) = (last.boot, boot)
            && before != now
        {
            return self.restart(start, true);
        }
        if arrived < last.arrived {
            return Step::Stale;
        }
        if let Some(total_us) = last.continued(arrived, micros, rate) {
            self.suspect = None;
            if total_us <= last.total_us {
                return Step::Stale;
            }
            let wraps = total_us / WRAP_US - last.total_us / WRAP_US;
            self.wraps += wraps as u64;
            self.last = Some(Known { arrived, total_us, boot: boot.or(last.boot) });
            return Step::Continued { wraps: wraps as u32 };
        }
        let confirmed = self.suspect.and_then(|suspect| {
            let total_us = suspect.continued(arrived, micros, rate)?;
            (total_us > suspect.total_us).then_some((suspect, total_us))
        });
        let Some((suspect, total_us)) = confirmed else {
            self.suspect = Some(start);
            return Step::Suspected;
        };
        // A board that started after the last reading has counted no more than the time since.
        let gap_us = (suspect.arrived - last.arrived).secs() * 1e6;
        let fresh = suspect.total_us as f64 <= gap_us * (1.0 + SLACK_SHARE) + SLACK_US;
        let same_boot = boot.is_some() && boot == last.boot;
        self.restart(Known { arrived, total_us, boot }, fresh && !same_boot)
    }

    fn restart(&mut self, from: Known, rebooted: bool) -> Step {
        self.last = Some(from);
        self.suspect = None;
        if rebooted {
            self.reboots += 1;
            Step::Rebooted
        } else {
            self.jumps += 1;
            Step::Jumped
        }
    }

    /// The latest good reading, unwrapped, in microseconds since its boot.
    #[must_use]
    pub fn total_us(&self) -> Option<i64> {
        self.last.map(|last| last.total_us)
    }

    /// The boot that the latest good reading came from, where one was named.
    #[must_use]
    pub fn boot(&self) -> Option<u32> {
        self.last.and_then(|last| last.boot)
    }

    /// A count of microseconds that this boot reached at `at` or thereabouts, unwrapped: good to half a wrap.
    #[must_use]
    pub fn near(&self, at: SimTime, micros: u32, rate: f64) -> Option<i64> {
        let last = self.last?;
        Some(nearest(last.total_us as f64 + (at - last.arrived).secs() * 1e6 * (1.0 + rate), micros))
    }

    /// Wraps seen.
    #[must_use]
    pub fn wraps(&self) -> u64 {
        self.wraps
    }

    /// Reboots seen.
    #[must_use]
    pub fn reboots(&self) -> u64 {
        self.reboots
    }

    /// Jumps seen that no reboot explains.
    #[must_use]
    pub fn jumps(&self) -> u64 {
        self.jumps
    }
}

/// The count that agrees with `micros` in its low 32 bits and comes nearest to what is expected.
fn nearest(expected_us: f64, micros: u32) -> i64 {
    let turns = ((expected_us - f64::from(micros)) / WRAP_US as f64).round_ties_even() as i64;
    i64::from(micros).saturating_add(turns.max(0).saturating_mul(WRAP_US))
}

impl Known {
    /// The unwrapped count, if a reading can be this line's.
    fn continued(&self, arrived: SimTime, micros: u32, rate: f64) -> Option<i64> {
        let gap_us = (arrived - self.arrived).secs() * 1e6;
        let expected_us = self.total_us as f64 + gap_us * (1.0 + rate);
        let total_us = nearest(expected_us, micros);
        let slack_us = (SLACK_US + SLACK_SHARE * gap_us).min(WRAP_US as f64 / 4.0);
        ((total_us as f64 - expected_us).abs() <= slack_us).then_some(total_us)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: f64) -> SimTime {
        SimTime::from_secs(secs)
    }

    #[test]
    fn a_wrap_is_no_reboot_and_a_reboot_no_wrap() {
        let mut counter = Counter::default();
        assert_eq!(counter.read(at(0.0), u32::MAX - 4_000_000, None, 0.0), Step::First);
        assert_eq!(counter.read(at(10.0), 5_999_999, None, 0.0), Step::Continued { wraps: 1 });
        assert_eq!(counter.total_us(), Some(WRAP_US + 5_999_999));
        assert_eq!(counter.read(at(20.0), 300_000, None, 0.0), Step::Suspected);
        assert_eq!(counter.read(at(30.0), 10_300_000, None, 0.0), Step::Rebooted);
        assert_eq!((counter.wraps(), counter.reboots(), counter.jumps()), (1, 1, 0));
    }

    #[test]
    fn hours_hold_many_wraps() {
        let mut counter = Counter::default();
        let rate = 40e-6;
        for (index, hours) in [0.0, 1.0, 1.5, 9.0, 9.001].into_iter().enumerate() {
            let total = (hours * 3.6e9 * (1.0 + rate) + 4e9) as i64;
            let step = counter.read(at(hours * 3600.0), total as u32, None, 0.0);
            assert!(index == 0 || matches!(step, Step::Continued { .. }), "{step:?}");
            assert_eq!(counter.total_us(), Some(total));
        }
        assert_eq!(counter.wraps(), ((9.001 * 3.6e9 * (1.0 + rate) + 4e9) as i64 / WRAP_US) as u64);
    }

    #[test]
    fn a_garbled_reading_is_left_out_and_a_boot_id_decides_at_once() {
        let mut counter = Counter::default();
        counter.read(at(0.0), 100_000_000, None, 0.0);
        assert_eq!(counter.read(at(10.0), 1_100_000, None, 0.0), Step::Suspected);
        assert_eq!(counter.read(at(20.0), 120_000_000, Some(7), 0.0), Step::Continued { wraps: 0 });
        assert_eq!(counter.read(at(20.1), 120_000_000, Some(7), 0.0), Step::Stale);
        assert_eq!(counter.read(at(30.0), 130_000_001, Some(8), 0.0), Step::Rebooted);
        assert_eq!((counter.reboots(), counter.boot()), (1, Some(8)));
    }

    #[test]
    fn a_reference_that_jumps_is_no_reboot() {
        // With a boot id it is the id that says so, without one the count: it is higher than the time since.
        for (boot, start_us) in [(Some(7), 100_000_000), (None, 2_000_000_000)] {
            let mut counter = Counter::default();
            counter.read(at(0.0), start_us, boot, 0.0);
            assert_eq!(counter.read(at(1000.0), start_us + 10_000_000, boot, 0.0), Step::Suspected);
            assert_eq!(counter.read(at(1010.0), start_us + 20_000_000, boot, 0.0), Step::Jumped);
            assert_eq!((counter.reboots(), counter.jumps()), (0, 1));
        }
    }
}
