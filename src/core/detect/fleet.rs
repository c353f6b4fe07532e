//! Fleet: equal devices that should do the same, each compared with the median of the others.
//!
//! What differs between them for good is learned in a warm-up. A change that strikes all of them alike is the world's
//! doing and raises nothing: a reading is judged when the member's next one comes, so that the others have been heard of
//! too, and against those of their readings that were taken nearest to it.

use super::detector::{Judgement, figure};
use super::gauge::{Gauge, Moment};
use super::scale::median;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;

/// Others that must have been heard of for a comparison.
const FEWEST: usize = 2;

/// The others' values are comparable for this many of the member's own gaps, and for at least half a second.
const COMPARABLE_GAPS: f64 = 3.0;
const COMPARABLE_S: f64 = 0.5;

/// Devices must be watched for this long before they are compared, in seconds, twice: for what usually differs, and
/// for how that wanders.
const WARM_UP_S: f64 = 30.0;

/// Equal devices agree where they differ by no more than this share, as a standard deviation, of what the signal does.
const AGREEING: f64 = 0.22;

#[derive(Clone, Debug)]
struct Member {
    /// The latest two readings of each signal, the newest first.
    latest: Vec<[Option<(SimTime, f64)>; 2]>,
    /// Lowest and highest value of each signal so far.
    extent: Vec<(f64, f64)>,
    gauges: Vec<Gauge>,
    off: f64,
}

/// A group of equal devices, as their twins hear of them.
#[derive(Clone, Debug)]
pub struct Fleet {
    signals: Vec<SignalInfo>,
    members: Vec<Member>,
    scratch: Vec<f64>,
}

impl Fleet {
    /// A group of `members` devices with the given signals; `floors` are departures that concern nobody.
    #[must_use]
    pub fn new(signals: &[SignalInfo], floors: &[f64], members: usize) -> Self {
        let gauges: Vec<Gauge> = floors.iter().map(|floor| Gauge::new(*floor).slow(WARM_UP_S)).collect();
        let member = Member {
            latest: vec![[None; 2]; signals.len()],
            extent: vec![(f64::INFINITY, f64::NEG_INFINITY); signals.len()],
            gauges,
            off: 0.0,
        };
        Self { signals: signals.to_vec(), members: vec![member; members], scratch: Vec::with_capacity(members) }
    }

    /// Takes a member's reading, and judges its one before against the others.
    pub fn judge(&mut self, member: usize, signal: usize, moment: Moment, value: f64) -> Judgement {
        let (Some(info), true) = (self.signals.get(signal), member < self.members.len()) else {
            return Judgement::default();
        };
        let longest = SimTime::from_secs((COMPARABLE_GAPS * moment.spacing_s).max(COMPARABLE_S));
        let own = &mut self.members[member];
        let before = own.latest[signal][0];
        if before.is_some_and(|(at, _)| moment.at <= at) {
            return Judgement::default();
        }
        let (low, high) = own.extent[signal];
        own.extent[signal] = (low.min(value), high.max(value));
        own.latest[signal] = [Some((moment.at, value)), before];
        let Some((taken, measured)) = before else { return Judgement::default() };
        let apart = |at: SimTime| (taken - at).max(at - taken);
        self.scratch.clear();
        for (_, heard) in self.members.iter().enumerate().filter(|(other, _)| *other != member) {
            let nearest = heard.latest[signal].iter().flatten().min_by_key(|(at, _)| apart(*at));
            if let Some((_, theirs)) = nearest.filter(|(at, _)| apart(*at) <= longest) {
                self.scratch.push(info.difference(measured, *theirs));
            }
        }
        let own = &mut self.members[member];
        if self.scratch.len() < FEWEST {
            return Judgement::default();
        }
        own.off = median(&mut self.scratch);
        let judged = own.gauges[signal].judge(Moment { at: taken, ..moment }, own.off);
        let agree = own.gauges[signal].sigma().is_some_and(|sigma| sigma < AGREEING * (high - low));
        if agree { judged } else { Judgement::default() }
    }

    /// What the last judgement of a member rests on, with numbers.
    #[must_use]
    pub fn evidence(&self, member: usize, signal: usize) -> String {
        let (Some(own), Some(info)) = (self.members.get(member), self.signals.get(signal)) else {
            return String::new();
        };
        let (z, _) = own.gauges[signal].figures();
        let others = self.members.len() - 1;
        format!("{} {} off the median of {others} equal devices, {z:.1} sigma from usual", figure(own.off), info.unit)
    }

    /// Forgets what was normal for a member's signal.
    pub fn relearn(&mut self, member: usize, signal: usize) {
        if let Some(own) = self.members.get_mut(member) {
            own.gauges[signal].relearn();
        }
    }
}
