//! Frozen: a signal that repeats itself to the last bit, or is no longer measured while others are.

use super::chart::Limit;
use super::detector::{Channel, Detector, DetectorKind, Judgement, Look, figure};
use super::scale::WarmUp;
use super::theory::QUIET_S;
use crate::core::math;
use crate::core::time::SimTime;

/// Fewest equal readings in a row that are odd.
const FEWEST: f64 = 8.0;

/// A signal is absent after this many of its longest usual gaps.
const ABSENT: f64 = 3.0;

/// A change of less than this share of a signal's width is none.
const RESTS: f64 = 1e-9;

/// Rests have a rhythm when so many have ended, the longest of which was so many times as long as the shortest.
/// The first are how it got going, and do not count.
const RESTS_KNOWN: u32 = 6;
const FIRST_RESTS: u32 = 2;
const EVEN: f64 = 4.0;

/// Watches for runs of equal values, longer than any in calm times.
pub(super) struct Frozen {
    channel: Channel,
    warm_up: Option<WarmUp>,
    run: f64,
    since: SimTime,
    limit: Limit,
    /// Readings in a row that show the same, whatever the model expected, and since when.
    rest: f64,
    rest_since: SimTime,
    rest_limit: Limit,
    /// How many rests have ended, the shortest and the longest of them, in readings.
    rhythm: (u32, f64, f64),
    /// Readings so far, and how many of them repeated the one before.
    steps: f64,
    repeats: f64,
    /// The signal has been seen to change: one that rests by nature is never frozen.
    lively: bool,
    value: f64,
    /// Longest time between two readings in calm times, in seconds.
    usual_gap_s: f64,
    /// How long nothing has been measured, in seconds.
    absent_s: f64,
}

impl Frozen {
    /// A check of one signal.
    pub(super) fn new(channel: &Channel) -> Self {
        Self {
            channel: channel.clone(),
            warm_up: Some(WarmUp::default()),
            run: 1.0,
            since: SimTime::ZERO,
            limit: Limit::new(FEWEST),
            rest: 1.0,
            rest_since: SimTime::ZERO,
            rest_limit: Limit::new(FEWEST),
            rhythm: (0, f64::INFINITY, 0.0),
            steps: 0.0,
            repeats: 0.0,
            lively: false,
            value: 0.0,
            usual_gap_s: 0.0,
            absent_s: 0.0,
        }
    }
}

impl Frozen {
    /// Whether the twin's model expected it to show the same again: a meter rests while nothing flows. What a noisy
    /// sensor shows never rests.
    fn rests(&self, look: &Look<'_>) -> bool {
        let width = look.usual.map_or(0.0, |(_, width)| width);
        self.channel.noise_std == 0.0
            && look.expected.is_some_and(|expected| (expected - look.value).abs() <= RESTS * width)
    }
}

impl Detector for Frozen {
    fn kind(&self) -> DetectorKind {
        DetectorKind::Frozen
    }

    fn judge(&mut self, look: &Look<'_>) -> Judgement {
        let Some((before, previous)) = look.previous else { return Judgement::default() };
        self.value = look.value;
        self.absent_s = 0.0;
        if !look.after_gap && look.calm {
            self.usual_gap_s = self.usual_gap_s.max((look.at - before).secs());
        }
        let same = look.value == previous;
        if !same {
            let (count, shortest, longest) = self.rhythm;
            if count >= FIRST_RESTS {
                self.rest_limit.get_used_to(self.rest * 4.0 / 3.0, look.calm);
            }
            if self.rest >= FEWEST {
                let counts = if count < FIRST_RESTS { (f64::INFINITY, 0.0) } else { (self.rest, self.rest) };
                self.rhythm = (count + 1, shortest.min(counts.0), longest.max(counts.1));
            }
            (self.rest, self.rest_since) = (0.0, look.at);
        }
        self.rest += 1.0;
        let repeats = same && !self.rests(look);
        if repeats {
            if self.run <= 1.0 {
                self.since = before;
            }
            self.run += 1.0;
        } else {
            // A run that ended by itself, little beyond the limit if at all, is known from now on.
            self.limit.get_used_to(self.run * 4.0 / 3.0, look.calm);
            self.lively = true;
            self.run = 1.0;
        }
        self.steps += 1.0;
        self.repeats += f64::from(u8::from(repeats));
        if look.calm && self.run < FEWEST {
            // With a share p of repeats a run of n comes by chance once in 1 / p^n readings.
            let share = ((self.repeats + 0.5) / (self.steps + 1.0)).clamp(1e-6, 0.99);
            let readings = QUIET_S / look.spacing_s.max(1e-6);
            self.limit.theory_at_least(1.5 * math::ln(readings.max(2.0)) / -math::ln(share));
        }
        if let Some(warm_up) = &mut self.warm_up {
            let over = warm_up.tick(look.at);
            self.limit.learn(self.run * 4.0 / 3.0);
            if over {
                self.warm_up = None;
            }
            return Judgement::default();
        }
        if !self.lively {
            return Judgement::default();
        }
        let frozen = Judgement { ratio: self.run / self.limit.value(), since: self.since, abrupt: true };
        let rests = Judgement { ratio: self.rest / self.rest_limit.value(), since: self.rest_since, abrupt: false };
        // A constant is frozen if nothing expects it, and at rest if the model does. A rest twice as long as any before
        // is odd where rests have a rhythm: a thermostat no longer switches.
        let (count, shortest, longest) = self.rhythm;
        let rhythmic = count >= RESTS_KNOWN && longest <= EVEN * shortest;
        match (self.run > 1.0, rhythmic) {
            (true, _) => frozen,
            (false, true) => rests,
            (false, false) => Judgement::default(),
        }
    }

    fn absent(&mut self, at: SimTime, for_s: f64) -> Judgement {
        if self.warm_up.is_some() || self.usual_gap_s <= 0.0 {
            return Judgement::default();
        }
        let ratio = for_s / (ABSENT * self.usual_gap_s);
        if ratio >= 1.0 {
            self.absent_s = for_s;
        }
        Judgement { ratio, since: at - SimTime::from_secs(for_s), abrupt: true }
    }

    fn evidence(&self) -> String {
        if self.absent_s > 0.0 {
            let [absent, usual] = [self.absent_s, self.usual_gap_s].map(figure);
            return format!("not measured for {absent} s while the device went on; at most {usual} s before");
        }
        let unit = &self.channel.info.unit;
        let (run, limit) = if self.run > 1.0 { (self.run, self.limit) } else { (self.rest, self.rest_limit) };
        let usual = limit.value() / 2.0;
        format!(
            "{run:.0} readings in a row show exactly {value} {unit}; at most {usual:.0} did before",
            value = figure(self.value)
        )
    }
}
