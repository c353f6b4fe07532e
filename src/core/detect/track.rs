//! One signal under watch: its detectors, what is usual about it, and its anomaly while one stands.

use super::anomaly::Anomaly;
use super::detector::{Channel, Detector, DetectorKind, Judgement, Look};
use super::patience::Patience;
use super::scale::median;
use super::shadow::{Fit, Word};
use super::verdict::{Circumstances, weigh};
use crate::core::fault::FaultClass;
use crate::core::time::SimTime;

/// Readings and time after which a signal's width and spacing count as known.
const FIRST_READINGS: usize = 20;
const FIRST_S: f64 = 2.0;

/// A signal that moves is not expected to move much further than it did in the first readings: by this factor.
const WIDENED: f64 = 10.0;

/// What changes by no more than this share of its range between two readings does not jump.
const SHORT: f64 = 0.2;

/// An anomaly is over when nothing odd was seen for this long, in seconds, and for this many readings.
const HOLD_OFF_S: f64 = 5.0;
const HOLD_OFF_READINGS: f64 = 40.0;

/// A new state that has stood for this long, in seconds and in readings, is the normal one.
const STANDING_S: f64 = 60.0;
const STANDING_READINGS: f64 = 60.0;

/// Readings after the first sign during which the kind of an anomaly may still be found out, and the time, in seconds.
const VERDICT_READINGS: f64 = 100.0;
const VERDICT_S: f64 = 60.0;

/// What the first readings tell.
#[derive(Clone, Debug)]
struct First {
    from: Option<SimTime>,
    gaps: Vec<f64>,
    low: f64,
    high: f64,
    widest_step: f64,
}

impl First {
    fn new() -> Self {
        Self {
            from: None,
            gaps: Vec::with_capacity(FIRST_READINGS),
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            widest_step: 0.0,
        }
    }
}

/// One signal under watch.
pub(super) struct Track {
    pub(super) signal: u16,
    pub(super) channel: Channel,
    detectors: Vec<Box<dyn Detector>>,
    pub(super) last: Option<(SimTime, f64)>,
    /// What the device's clock showed, without its jumps, on the frame of the last reading.
    stamp: SimTime,
    first: First,
    usual: Option<(f64, f64)>,
    pub(super) spacing_s: f64,
    longest_gap_s: f64,
    pub(super) open: Option<Anomaly>,
    odd_at: SimTime,
    relearned: bool,
    seen: Circumstances,
    /// One for each detector.
    patience: Vec<Patience>,
    /// Whether it fell and rose faster than the device can, since its anomaly began.
    jumps: [bool; 2],
    /// What was last told about the anomaly: its kind, the reason, and how sure it is, to the bit.
    told: Option<(FaultClass, &'static str, u64)>,
    /// Since when it departs from its own past, and when it last did.
    moved: Option<(SimTime, SimTime)>,
}

/// What the other signals do.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Company {
    /// How many there are.
    pub(super) count: u32,
    /// How many depart from their own past at the same time.
    pub(super) moving: u32,
    /// How many another instrument measures, and how many of those depart from their own past at the same time.
    pub(super) elsewhere: (u32, u32),
    /// How many of those that another instrument measures did so at once.
    pub(super) at_once: u32,
    /// How many have an anomaly that stands.
    pub(super) disturbed: u32,
    /// What the twin's own model says of it without one or the other.
    pub(super) word: Option<Word>,
}

/// A reading as its frame brings it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fresh {
    pub(super) at: SimTime,
    pub(super) value: f64,
    pub(super) expected: Option<f64>,
    /// When its frame arrived, and what was stamped on it.
    pub(super) arrived: SimTime,
    pub(super) stamp: SimTime,
    /// Frames are missing before this one.
    pub(super) missing: bool,
    /// Nothing is wrong with any signal.
    pub(super) calm: bool,
}

impl Track {
    pub(super) fn new(signal: u16, channel: Channel, detectors: Vec<Box<dyn Detector>>) -> Self {
        Self {
            signal,
            channel,
            patience: vec![Patience::default(); detectors.len()],
            detectors,
            last: None,
            stamp: SimTime::ZERO,
            first: First::new(),
            usual: None,
            spacing_s: 1.0,
            longest_gap_s: 0.0,
            open: None,
            odd_at: SimTime::ZERO,
            relearned: false,
            seen: Circumstances::default(),
            jumps: [false; 2],
            moved: None,
            told: None,
        }
    }

    /// Where a value stands: in widths from the centre, or the angle itself.
    pub(super) fn standing(&self, value: f64) -> f64 {
        match (self.channel.info.period, self.usual) {
            (Some(_), _) => value,
            (None, Some((centre, width))) => (value - centre) / width,
            (None, None) => 0.0,
        }
    }

    /// Whether nothing recent is known of it at an instant, for a sibling with readings `spacing_s` seconds apart.
    pub(super) fn is_stale(&self, at: SimTime, spacing_s: f64) -> bool {
        // One that comes as often comes at the same instant.
        let most_s = if self.spacing_s < 1.2 * spacing_s { 0.5 * spacing_s } else { 1.5 * self.spacing_s };
        self.last.is_none_or(|(last, _)| (at - last).secs() > most_s)
    }

    /// Judges a reading; an anomaly that is over is given back.
    pub(super) fn judge(&mut self, fresh: &Fresh, standing: &[f64], stale: &[bool]) -> Option<Anomaly> {
        let Fresh { at, value, .. } = *fresh;
        let gap_s = self.last.map_or(0.0, |(last, _)| (at - last).secs());
        let after_gap = self.usual.is_some() && gap_s > 1.5 * self.longest_gap_s || fresh.missing;
        if !after_gap {
            self.longest_gap_s = self.longest_gap_s.max(gap_s);
        }
        if self.usual.is_none() {
            self.get_to_know(at, value, gap_s);
        }
        let look = Look {
            stale,
            at,
            value,
            previous: self.last,
            expected: fresh.expected,
            standing,
            usual: self.usual,
            spacing_s: self.spacing_s,
            after_gap,
            calm: fresh.calm,
        };
        let upward = self.last.is_some_and(|(_, last)| self.channel.info.difference(value, last) > 0.0);
        let mut alone = 0.0_f64;
        for index in 0..self.detectors.len() {
            let judged = self.detectors[index].judge(&look);
            let judged = self.patience[index].weigh(self.detectors[index].kind(), judged);
            alone = alone.max(self.detectors[index].alone());
            if judged.alarms() {
                self.raise(index, at, fresh.arrived, judged, false, upward);
            }
        }
        if alone >= 1.0 {
            let going_on = self.moved.filter(|(_, last)| (at - *last).secs() <= self.hold_off_s());
            self.moved = Some((going_on.map_or(at, |(from, _)| from), at));
        }
        self.last = Some((at, value));
        self.stamp = fresh.stamp;
        self.outlive(at)
    }

    /// Judges that the device went on reporting until `stamp` without this signal. `rested_s` is a time, in seconds,
    /// for which that is nothing unusual.
    pub(super) fn miss(&mut self, now: SimTime, stamp: SimTime, rested_s: f64) {
        let absent_s = (stamp - self.stamp).secs();
        let Some((last, _)) = self.last else { return };
        if absent_s <= rested_s.max(4.0 * self.spacing_s) {
            return;
        }
        let at = last + SimTime::from_secs(absent_s);
        for index in 0..self.detectors.len() {
            let judged = self.detectors[index].absent(at, absent_s);
            if judged.alarms() {
                self.raise(index, at, now, judged, true, false);
            }
        }
    }

    /// A finding of a detector outside this track.
    pub(super) fn hear(&mut self, kind: DetectorKind, at: SimTime, now: SimTime, judged: Judgement, evidence: String) {
        self.odd_at = at;
        match &mut self.open {
            Some(open) => open.confirm(kind, now, judged),
            None => self.begin(Anomaly::new(Some(self.signal), kind, now, judged, evidence)),
        }
    }

    /// Finds out of what kind the standing anomaly is.
    pub(super) fn classify(&mut self, network: bool, moved: bool, others: Company) -> bool {
        let modelled = self.fit().is_some();
        let Some(open) = &mut self.open else { return false };
        let before = (open.class, open.reason, open.confidence.to_bits());
        let changed = self.told.replace(before) != Some(before);
        let late =
            self.relearned || (self.odd_at - open.since).secs() > VERDICT_S.max(VERDICT_READINGS * self.spacing_s);
        if open.reason.is_empty() || !late {
            self.seen.network |= network;
            self.seen.moved |= moved;
            self.seen.others = others.count;
            self.seen.moving = self.seen.moving.max(others.moving);
            self.seen.elsewhere = others.elsewhere.0;
            self.seen.moving_elsewhere = self.seen.moving_elsewhere.max(others.elsewhere.1);
            let reach = self.channel.info.fastest_per_s.map(|fastest| fastest * self.spacing_s);
            let range = self.channel.info.plausible.map(|(low, high)| high - low);
            self.seen.continuous = reach.zip(range).is_some_and(|(reach, range)| reach < SHORT * range);
            self.seen.at_once = self.seen.at_once.max(others.at_once);
            self.seen.disturbed = self.seen.disturbed.max(others.disturbed);
            self.seen.fits_model = modelled && open.raised_by[DetectorKind::Residual.index()].is_none();
            self.seen.one_sensor = match others.word {
                Some(Word::OneSensor) => Some(true),
                Some(Word::NoSensor) => Some(false),
                _ => None,
            };
            let opinion = weigh(&self.seen);
            open.class = opinion.class;
            open.class_confidence = opinion.confidence;
            open.reason = opinion.reason;
        }
        changed
    }

    /// Since when its anomaly stands, as far as known.
    pub(super) fn since(&self) -> Option<SimTime> {
        self.open.as_ref().map(|open| open.since)
    }

    /// Whether it began to depart from its own past between two instants.
    pub(super) fn moved_between(&self, from: SimTime, until: SimTime) -> bool {
        self.moved.is_some_and(|(since, _)| since >= from && since <= until)
    }

    /// How it fits the twin's own model in calm times; none where the model does not know it.
    pub(super) fn fit(&self) -> Option<Fit> {
        let gauge = self.detectors.iter().find_map(|detector| detector.by_model())?.afresh();
        Some(Fit { gauge, period: self.channel.info.period, spacing_s: self.spacing_s })
    }

    /// Whether it departs from its own past since its anomaly began, or did.
    pub(super) fn has_moved(&self) -> bool {
        let begun = self.since().map(|since| since - SimTime::from_secs(self.spacing_s));
        begun.zip(self.moved).is_some_and(|(begun, (_, last))| last >= begun)
    }

    /// Whether it rests, as its model expects, for longer than ever before.
    pub(super) fn rests(&self) -> bool {
        self.open.is_some() && self.seen.rests
    }

    /// Whether what was learned about it no longer holds. A model misled by another signal does not count.
    pub(super) fn is_learned_odd(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.raised_by[DetectorKind::Learned.index()].is_some())
    }

    fn hold_off_s(&self) -> f64 {
        HOLD_OFF_S.max(HOLD_OFF_READINGS * self.spacing_s)
    }

    fn raise(&mut self, index: usize, at: SimTime, now: SimTime, judged: Judgement, absent: bool, upward: bool) {
        self.odd_at = at;
        let kind = self.detectors[index].kind();
        match &mut self.open {
            Some(open) => open.confirm(kind, now, judged),
            None => {
                let evidence = self.detectors[index].evidence();
                self.begin(Anomaly::new(Some(self.signal), kind, now, judged, evidence));
                // What has grown into a large departure did not come at once.
                self.seen.abrupt = judged.abrupt && (at - judged.since).secs() <= 2.5 * self.spacing_s;
            }
        }
        self.patience[index].reached(judged.ratio);
        if kind == DetectorKind::Frozen {
            self.seen.absent |= absent;
            self.seen.frozen |= judged.abrupt;
            self.seen.rests |= !judged.abrupt;
        }
        self.seen.impossible |= matches!(kind, DetectorKind::Range | DetectorKind::Rate);
        if kind == DetectorKind::Rate {
            self.jumps[usize::from(upward)] = true;
            self.seen.there_and_back = self.jumps == [true; 2];
        }
        self.seen.redundant |= self.detectors[index].redundant();
    }

    fn begin(&mut self, anomaly: Anomaly) {
        self.open = Some(anomaly);
        self.seen = Circumstances::default();
        self.jumps = [false; 2];
        self.patience.iter_mut().for_each(Patience::begin);
        self.relearned = false;
    }

    /// Ends an anomaly after a while without anything odd, and gets used to one that stays.
    fn outlive(&mut self, at: SimTime) -> Option<Anomaly> {
        let since = self.since()?;
        if (at - self.odd_at).secs() > self.hold_off_s() {
            let mut over = self.open.take()?;
            over.ended = Some(self.odd_at);
            Patience::over(&mut self.patience);
            for detector in &mut self.detectors {
                detector.restart();
            }
            return Some(over);
        }
        if !self.relearned && (self.odd_at - since).secs() > STANDING_S.max(STANDING_READINGS * self.spacing_s) {
            self.relearned = true;
            for detector in &mut self.detectors {
                detector.relearn();
            }
        }
        None
    }

    fn get_to_know(&mut self, at: SimTime, value: f64, gap_s: f64) {
        let first = &mut self.first;
        let from = *first.from.get_or_insert(at);
        first.low = first.low.min(value);
        first.high = first.high.max(value);
        if let Some((_, last)) = self.last {
            first.widest_step = first.widest_step.max(self.channel.info.difference(value, last).abs());
            if first.gaps.len() < FIRST_READINGS {
                first.gaps.push(gap_s);
            }
        }
        if first.gaps.len() < FIRST_READINGS || (at - from).secs() < FIRST_S {
            return;
        }
        self.spacing_s = median(&mut first.gaps).max(1e-6);
        let least = 4.0 * self.channel.sensor_sigma() + 1e-9;
        let info = &self.channel.info;
        self.usual = Some(if info.period.is_some() {
            (0.0, first.widest_step.max(least))
        } else {
            // A signal that rested so far is not expected to rest for ever: a share of its range counts as its width.
            // The range of one that moves may be far wider than anything it will do.
            let centre = 0.5 * (first.low + first.high);
            let range = info.plausible.map_or(1e-3 * centre.abs(), |(low, high)| 0.02 * (high - low));
            let seen = first.high - first.low;
            let most = if seen > least { WIDENED * seen } else { f64::INFINITY };
            (centre, seen.max(range.min(most)).max(least))
        });
    }
}
