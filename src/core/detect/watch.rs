//! A watch: everything that a twin has to notice what goes wrong, fed with what it receives and nothing else.

use std::collections::VecDeque;

use super::anomaly::Anomaly;
use super::detector::{Channel, Detector, DetectorKind, Judgement};
use super::frozen::Frozen;
use super::gauge::Moment;
use super::learned::Learned;
use super::network::{Envelope, Finding, Network};
use super::range::Range;
use super::rate::Rate;
use super::residual::Residual;
use super::shadow::Shadows;
use super::threshold::Threshold;
use super::track::{Company, Fresh, Track};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Most anomalies that are remembered after they ended.
const REMEMBERED: usize = 1024;

/// Trouble on the way is over when nothing odd came for this long, in seconds.
const HOLD_OFF_S: f64 = 5.0;

/// Signals that depart within this time of each other depart together, in seconds.
const TOGETHER_S: f64 = 0.5;

/// What departs later than this, in seconds and in readings, does so for another reason.
const FOLLOWS_S: f64 = 20.0;
const FOLLOWS_READINGS: f64 = 40.0;

/// What a watch is made from.
#[derive(Clone)]
pub struct WatchKit {
    /// For each of the device's signals what is known of it; none where the twin does not follow it.
    pub channels: Vec<Option<Channel>>,
    /// The longest silence that the sync mode promises, in seconds.
    pub promised_gap_s: Option<f64>,
    /// Whether the sync mode sends a signal only when it moves: then it may rest between heartbeats.
    pub by_events: bool,
    /// The detectors at work.
    pub detectors: Vec<DetectorKind>,
}

/// A twin's whole set of detectors.
pub struct Watch {
    tracks: Vec<Option<Track>>,
    standing: Vec<f64>,
    expected: Vec<Option<f64>>,
    stale: Vec<bool>,
    model: Option<Box<dyn TwinModel>>,
    shadows: Shadows,
    network: Network,
    watches_network: bool,
    way: Option<Anomaly>,
    way_odd_at: SimTime,
    way_ended_at: Option<SimTime>,
    /// For how long a signal may rest, in seconds; none where for ever.
    rest_s: Option<f64>,
    standing_anomalies: usize,
    ended: VecDeque<Anomaly>,
    ended_count: u64,
    revision: u64,
    kit: WatchKit,
    /// The group of equal devices that this twin's belongs to, and its place there.
    pub fleet: Option<(u32, u32)>,
    /// When the next wake-up is due that is already on its way; [`SimTime::MAX`] if none is.
    pub armed: SimTime,
}

impl Watch {
    /// A watch that has heard nothing yet; `model` is the twin's own of the device.
    #[must_use]
    pub fn new(kit: WatchKit, model: Option<Box<dyn TwinModel>>) -> Self {
        let build = |(index, channel): (usize, &Option<Channel>)| {
            let channel = channel.as_ref()?;
            let kinds = kit.detectors.iter();
            let detectors = kinds.filter_map(|kind| detector(*kind, index, channel, &kit.channels)).collect();
            Some(Track::new(index as u16, channel.clone(), detectors))
        };
        let tracks: Vec<_> = kit.channels.iter().enumerate().map(build).collect();
        let rest_s = match (kit.by_events, kit.promised_gap_s) {
            (false, _) => Some(0.0),
            (true, promised_gap_s) => promised_gap_s.map(|gap_s| 2.5 * gap_s),
        };
        Self {
            standing: vec![0.0; tracks.len()],
            expected: vec![None; tracks.len()],
            stale: vec![false; tracks.len()],
            tracks,
            model,
            shadows: Shadows::default(),
            network: Network::new(kit.promised_gap_s),
            watches_network: kit.detectors.contains(&DetectorKind::Network),
            way: None,
            way_odd_at: SimTime::ZERO,
            way_ended_at: None,
            rest_s,
            standing_anomalies: 0,
            ended: VecDeque::new(),
            ended_count: 0,
            revision: 0,
            kit,
            fleet: None,
            armed: SimTime::MAX,
        }
    }

    /// Learns again from the beginning, because the device reports in another way from now on. What was noticed is
    /// remembered.
    pub fn begin_again(&mut self, promised_gap_s: Option<f64>, by_events: bool) {
        let kit = WatchKit { promised_gap_s, by_events, ..self.kit.clone() };
        let mut fresh = Self::new(kit, self.model.take());
        for standing in self.standing() {
            fresh.ended.push_back(Anomaly { ended: Some(standing.raised_at), ..standing.clone() });
        }
        let standing = fresh.ended.len() as u64;
        std::mem::swap(&mut fresh.ended, &mut self.ended);
        fresh.ended.append(&mut self.ended);
        fresh.ended_count = self.ended_count + standing;
        (fresh.revision, fresh.fleet, fresh.armed) = (self.revision + 1, self.fleet, self.armed);
        *self = fresh;
    }

    /// Takes in a frame that has arrived, doubled ones and answers to commands included.
    pub fn arrive(&mut self, envelope: Envelope, readings: &[Reading]) {
        let (missing, found) = self.network.arrive(envelope);
        match found {
            Some(found) => self.trouble(envelope.at, found),
            None => self.relieve(envelope.at),
        }
        let mut rest = readings;
        while let Some(first) = rest.first() {
            let together = rest.iter().take_while(|reading| reading.at == first.at).count();
            let (group, later) = rest.split_at(together);
            self.take(&envelope, missing > 0, group);
            rest = later;
        }
        if let (Some(rest_s), false, false) = (self.rest_s, missing > 0, readings.is_empty()) {
            let stamp = self.network.steady(envelope.stamp);
            for track in self.tracks.iter_mut().flatten() {
                track.miss(envelope.at, stamp, rest_s);
            }
        }
        self.conclude();
    }

    /// When the watch wants to be woken if nothing comes; [`SimTime::MAX`] if never.
    #[must_use]
    pub fn next_wakeup(&self) -> SimTime {
        let due = self.network.next_wakeup().filter(|_| self.watches_network);
        due.unwrap_or(SimTime::MAX)
    }

    /// The time asked for has come.
    pub fn wake(&mut self, now: SimTime) {
        if let Some(found) = self.network.wake(now) {
            self.trouble(now, found);
        }
    }

    /// A finding about a signal by comparison with equal devices.
    pub fn hear_of_fleet(&mut self, reading: &Reading, now: SimTime, judged: Judgement, evidence: String) {
        if let Some(Some(track)) = self.tracks.get_mut(usize::from(reading.signal)) {
            track.hear(DetectorKind::Fleet, reading.at, now, judged, evidence);
        }
        self.conclude();
    }

    /// When a reading was taken and what may be made of it, for a comparison with equal devices.
    #[must_use]
    pub fn moment(&self, reading: &Reading) -> Moment {
        let track = self.tracks.get(usize::from(reading.signal)).and_then(Option::as_ref);
        let spacing_s = track.map_or(1.0, |track| track.spacing_s);
        Moment { at: reading.at, spacing_s, calm: self.standing_anomalies == 0 }
    }

    /// All anomalies that are remembered, those that stand last.
    pub fn anomalies(&self) -> impl Iterator<Item = &Anomaly> {
        self.ended.iter().chain(self.standing())
    }

    /// The anomalies that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Anomaly> {
        let of_signals = self.tracks.iter().flatten().filter_map(|track| track.open.as_ref());
        of_signals.chain(&self.way)
    }

    /// How many anomalies have ended, those no longer remembered included.
    #[must_use]
    pub fn ended_count(&self) -> u64 {
        self.ended_count
    }

    /// Counts the changes to what is noticed.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// One group of readings of the same instant: expectations first, then judgements, then corrections.
    fn take(&mut self, envelope: &Envelope, missing: bool, group: &[Reading]) {
        for reading in group {
            let signal = usize::from(reading.signal);
            self.expected[signal] = self.model.as_ref().and_then(|model| model.predict(signal, reading.at));
            if let Some(track) = &self.tracks[signal] {
                self.standing[signal] = track.standing(reading.value);
            }
        }
        for (index, track) in self.tracks.iter().enumerate() {
            let here = group.iter().any(|reading| usize::from(reading.signal) == index);
            let spacing_s = group.first().and_then(|first| self.tracks[usize::from(first.signal)].as_ref());
            let spacing_s = spacing_s.map_or(0.0, |track| track.spacing_s);
            let at = group.first().map_or(SimTime::ZERO, |first| first.at);
            self.stale[index] = !here && track.as_ref().is_some_and(|track| track.is_stale(at, spacing_s));
        }
        let stamp = self.network.steady(envelope.stamp);
        for reading in group {
            let signal = usize::from(reading.signal);
            let Some(track) = &mut self.tracks[signal] else { continue };
            if track.last.is_some_and(|(at, _)| reading.at <= at) || !reading.value.is_finite() {
                continue;
            }
            let fresh = Fresh {
                at: reading.at,
                value: reading.value,
                expected: self.expected[signal],
                arrived: envelope.at,
                stamp,
                missing,
                calm: self.standing_anomalies == 0,
            };
            let stood = track.open.is_some();
            let over = track.judge(&fresh, &self.standing, &self.stale);
            // What comes later in the same frame is not learned from.
            self.standing_anomalies += usize::from(track.open.is_some() && !stood);
            if let Some(over) = over {
                self.remember(over);
            }
            if let Some(model) = &mut self.model {
                model.ingest(reading);
            }
        }
        let spacing_s = group.first().and_then(|first| self.tracks[usize::from(first.signal)].as_ref());
        let spacing_s = spacing_s.map_or(1.0, |track| track.spacing_s);
        if let Some(model) = &self.model {
            self.shadows.take(group, spacing_s, self.standing_anomalies == 0, &**model);
        }
    }

    /// Finds out of what kind the standing anomalies are.
    fn conclude(&mut self) {
        self.standing_anomalies = self.tracks.iter().flatten().filter(|track| track.open.is_some()).count();
        if self.standing_anomalies == 0 {
            return;
        }
        self.shadow();
        let moved =
            |track: &Option<Track>| track.as_ref().is_some_and(|track| track.open.is_some() && track.has_moved());
        let moved: Vec<bool> = self.tracks.iter().map(moved).collect();
        let word = self.shadows.word(&moved);
        for index in 0..self.tracks.len() {
            let Some(track) = &self.tracks[index] else { continue };
            let Some(since) = track.since() else { continue };
            let from = since - SimTime::from_secs(TOGETHER_S.max(3.0 * track.spacing_s));
            let together = |other: &Track| {
                let until = since + SimTime::from_secs(FOLLOWS_S.max(FOLLOWS_READINGS * other.spacing_s));
                other.moved_between(from, until)
            };
            // A jump is seen at the next reading by whoever sees it at all.
            let at_once = |other: &Track| {
                let within_s = TOGETHER_S.max(3.0 * track.spacing_s).max(1.5 * other.spacing_s);
                u32::from(other.moved_between(from, since + SimTime::from_secs(within_s)))
            };
            let others = self.tracks.iter().enumerate().filter(|(other, _)| *other != index);
            let others = others.filter_map(|(place, other)| Some((place, other.as_ref()?)));
            let others: Company =
                others.fold(Company { word: Some(word), ..Company::default() }, |sum, (place, other)| {
                    // What the model expected without a word from the suspect is no news.
                    let expected = self.shadows.misfits(index as u16, place) == Some(false);
                    let moving = u32::from(together(other) && !expected || other.rests());
                    let elsewhere = u32::from(!track.channel.shares_instrument(&other.channel));
                    Company {
                        count: sum.count + 1,
                        moving: sum.moving + moving,
                        elsewhere: (sum.elsewhere.0 + elsewhere, sum.elsewhere.1 + elsewhere * moving),
                        at_once: sum.at_once + elsewhere * at_once(other),
                        disturbed: sum.disturbed + u32::from(other.is_learned_odd()),
                        ..sum
                    }
                });
            let moved = together(track);
            let on_the_way =
                self.way.as_ref().is_some_and(|way| way.since <= since + SimTime::from_secs(4.0 * TOGETHER_S))
                    || self.way_ended_at.is_some_and(|ended| ended >= from);
            if let Some(track) = &mut self.tracks[index] {
                self.revision += u64::from(track.classify(on_the_way, moved, others));
            }
        }
    }

    /// Begins the runs without those who may be to blame.
    fn shadow(&mut self) {
        if self.model.is_none() {
            return;
        }
        let margin = |track: &Track| SimTime::from_secs(TOGETHER_S.max(3.0 * track.spacing_s));
        let open = self.tracks.iter().flatten().filter_map(|track| Some((track, track.since()? - margin(track))));
        let Some(from) = open.clone().map(|(_, from)| from).min() else { return };
        let mut suspects: Vec<Vec<u16>> = open.clone().map(|(track, _)| vec![track.signal]).collect();
        for (track, _) in open.clone() {
            let alike = open.clone().filter(|(other, _)| other.channel.shares_instrument(&track.channel));
            let alike: Vec<u16> = alike.map(|(other, _)| other.signal).collect();
            if alike.len() > 1 && !suspects.contains(&alike) {
                suspects.push(alike);
            }
        }
        // One that misleads the model may itself look as sound as ever.
        let rest = self.tracks.iter().flatten().filter(|track| track.open.is_none());
        suspects.extend(rest.map(|track| vec![track.signal]));
        for suspects in suspects {
            let fits = || self.tracks.iter().map(|track| track.as_ref().and_then(Track::fit)).collect();
            self.shadows.suspect(&suspects, from, fits);
        }
    }

    fn trouble(&mut self, now: SimTime, found: Finding) {
        if !self.watches_network {
            return;
        }
        self.way_odd_at = now;
        self.revision += 1;
        if let Some(way) = &mut self.way {
            way.confirm(DetectorKind::Network, now, found.judged);
            return;
        }
        let mut way = Anomaly::new(None, DetectorKind::Network, now, found.judged, found.evidence);
        (way.class, way.class_confidence, way.reason) = (found.class, 0.9, found.reason);
        self.way = Some(way);
    }

    fn relieve(&mut self, now: SimTime) {
        if (now - self.way_odd_at).secs() > HOLD_OFF_S
            && let Some(mut over) = self.way.take()
        {
            over.ended = Some(self.way_odd_at);
            self.way_ended_at = over.ended;
            self.remember(over);
        }
    }

    fn remember(&mut self, over: Anomaly) {
        self.ended_count += 1;
        self.revision += 1;
        if self.ended.len() == REMEMBERED {
            self.ended.pop_front();
        }
        self.ended.push_back(over);
    }
}

/// The detector of a kind for one signal, where it has something to go by. Adding one: a file and a line here.
fn detector(
    kind: DetectorKind,
    signal: usize,
    channel: &Channel,
    channels: &[Option<Channel>],
) -> Option<Box<dyn Detector>> {
    Some(match kind {
        DetectorKind::Range => Box::new(Range::new(channel)?),
        DetectorKind::Rate => Box::new(Rate::new(channel)?),
        DetectorKind::Frozen => Box::new(Frozen::new(channel)),
        DetectorKind::Residual => Box::new(Residual::new(channel)),
        DetectorKind::Learned => Box::new(Learned::new(signal, channels)?),
        DetectorKind::Threshold => Box::new(Threshold::new(channel)),
        DetectorKind::Network | DetectorKind::Fleet => return None,
    })
}
