//! One hop: gateway, store, queue, sender, line.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::extras::Extras;
use super::flight::InFlight;
use super::gateway::Passage;
use super::impairment::{Impairment, Toll};
use super::loss::LossProcess;
use super::queue::Waiting;
use super::{Frame, LineSpec, LossSpec, Measured, OrderSpec, ServiceSpec, Store};
use crate::core::action::LinkChange;
use crate::core::exchange::{Fate, FrameLog, FrameRecord};
use crate::core::fault::LinkFaultKind;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Copies of a frame arrive one after another, this far apart.
const COPY_SPACING: SimTime = SimTime::from_nanos(1_000_000);

/// What became of a frame that was handed to a link.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It arrives now.
    Delivered(Frame),
    /// It was lost on the way, and would have arrived now.
    Lost(Frame),
    /// It had to give way: the queue was full, or something fresher took its place.
    QueueDropped(Frame),
    /// It grew too old while it waited.
    Expired(Frame),
    /// A gateway has put it into another one.
    Merged(Frame),
    /// A gateway found nothing in it worth sending on.
    Filtered(Frame),
}

/// One hop of a link at work.
pub struct Hop {
    spec: Arc<LineSpec>,
    /// Which hop of its link it is, counted from 0.
    number: u8,
    delays: Stream,
    losses: Stream,
    services: Stream,
    loss: LossProcess,
    queue: Waiting,
    in_service: Option<(SimTime, Frame)>,
    line: BinaryHeap<Reverse<InFlight>>,
    cut_until: SimTime,
    cuts: u32,
    last_arrival: SimTime,
    serial: u64,
    measured: Measured,
    longest_queue: usize,
    impairments: Vec<Impairment>,
    extras: Option<Box<Extras>>,
    /// What came of frames that are not on the line, to be told next.
    settled: Vec<Outcome>,
}

impl Hop {
    /// An idle hop; `name` is the instance's name, from which its random streams derive.
    #[must_use]
    pub(super) fn new(spec: Arc<LineSpec>, number: u8, seed: u64, name: &str) -> Self {
        let extras = Extras::of(&spec, seed, name);
        Self {
            spec,
            number,
            delays: Stream::new(seed, name, "delay"),
            losses: Stream::new(seed, name, "loss"),
            services: Stream::new(seed, name, "service"),
            loss: LossProcess::default(),
            queue: Waiting::default(),
            in_service: None,
            line: BinaryHeap::new(),
            cut_until: SimTime::ZERO,
            cuts: 0,
            last_arrival: SimTime::ZERO,
            serial: 0,
            measured: Measured::default(),
            longest_queue: 0,
            impairments: Vec::new(),
            extras,
            settled: Vec::new(),
        }
    }

    /// Its properties as they are now.
    #[must_use]
    pub fn spec(&self) -> &Arc<LineSpec> {
        &self.spec
    }

    /// Whether it is cut at an instant.
    #[must_use]
    pub fn is_cut(&self, now: SimTime) -> bool {
        now < self.cut_until
    }

    /// How often it was cut so far, and when the last cut ends or has ended.
    #[must_use]
    pub fn cuts(&self) -> (u32, SimTime) {
        (self.cuts, self.cut_until)
    }

    /// Frames waiting to be sent, the one in service not counted; those in the store are.
    #[must_use]
    pub fn queued(&self) -> usize {
        let stored = self.extras.as_ref().and_then(|extras| extras.store.as_ref()).map_or(0, Store::len);
        self.queue.len() + stored
    }

    /// Most frames that ever waited.
    #[must_use]
    pub fn longest_queue(&self) -> usize {
        self.longest_queue
    }

    /// Frames on the line.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.line.len()
    }

    /// What was put on the line, and what became of it there; what a cut refused is not in it.
    #[must_use]
    pub fn measured(&self) -> &Measured {
        &self.measured
    }

    pub(super) fn cut(&mut self, now: SimTime, until: SimTime) {
        self.cuts += u32::from(!self.is_cut(now));
        let held_until = self.cut_until.max(now);
        self.cut_until = self.cut_until.max(until);
        if let Some((done, _)) = &mut self.in_service {
            *done = *done + (self.cut_until - held_until);
        }
    }

    /// Mends a cut; other cuts last until `others`, and outages of its own as long as they do.
    pub(super) fn mend_cut(&mut self, now: SimTime, others: SimTime) {
        let outage = self.extras.as_ref().and_then(|extras| extras.outages.as_ref());
        let until = outage.map_or(others, |outage| outage.over_at().max(others)).max(now);
        if until < self.cut_until {
            if let Some((done, _)) = &mut self.in_service {
                *done = *done - (self.cut_until - until);
            }
            self.cut_until = until;
        }
    }

    pub(super) fn impair(&mut self, fault: u32, kind: &LinkFaultKind, stream: Stream) {
        self.impairments.push(Impairment::new(fault, kind.clone(), stream));
    }

    pub(super) fn unimpair(&mut self, fault: u32) {
        self.impairments.retain(|impairment| impairment.fault != fault);
    }

    pub(super) fn change(&mut self, now: SimTime, change: &LinkChange) {
        Arc::make_mut(&mut self.spec).apply(change);
        if matches!(change, LinkChange::RateBps(_) | LinkChange::Preset(_))
            && let Some((done, frame)) = self.in_service.take()
        {
            let anew = now.max(self.cut_until) + self.service_time(&frame);
            self.in_service = Some((done.min(anew), frame));
        }
    }

    /// Hands over a frame.
    pub(super) fn push(&mut self, now: SimTime, mut frame: Frame, log: &mut FrameLog) {
        frame.queued_at = now;
        self.fail(now);
        let Some(gateway) = self.extras.as_mut().and_then(|extras| extras.gateway.as_mut()) else {
            return self.enter(now, frame, log);
        };
        match gateway.take_in(now, frame) {
            Passage::On(frame) => self.enter(now, frame, log),
            Passage::Held => {}
            Passage::Merged(frame) => self.settle(now, Outcome::Merged(frame), log),
            Passage::Filtered(frame) => self.settle(now, Outcome::Filtered(frame), log),
        }
    }

    /// The next thing that came of a frame without it getting on the line.
    pub(super) fn settled(&mut self) -> Option<Outcome> {
        (!self.settled.is_empty()).then(|| self.settled.remove(0))
    }

    /// The next thing that came of a frame at or before `now`.
    pub(super) fn poll(&mut self, now: SimTime, log: &mut FrameLog) -> Option<Outcome> {
        if self.extras.is_some() {
            self.fail(now);
            self.open_gateway(now, log);
            self.open_store(now, log);
        }
        loop {
            if self.in_service.is_none() {
                self.serve_next(now, log);
            }
            let Some((done, frame)) = self.in_service.take_if(|(done, _)| *done <= now) else { break };
            self.transmit(done, frame, log);
            self.serve_next(done, log);
        }
        if let Some(outcome) = self.settled() {
            return Some(outcome);
        }
        let Reverse(first) = self.line.peek()?;
        if first.arrives_at > now {
            return None;
        }
        let Reverse(InFlight { lost, frame, .. }) = self.line.pop()?;
        Some(if lost { Outcome::Lost(frame) } else { Outcome::Delivered(frame) })
    }

    /// When something happens on this hop by itself; [`SimTime::MAX`] if nothing will.
    pub(super) fn next_wakeup(&self) -> SimTime {
        let arrival = self.line.peek().map_or(SimTime::MAX, |Reverse(first)| first.arrives_at);
        let departure = match &self.in_service {
            Some((done, _)) => *done,
            None if !self.queue.is_empty() => self.cut_until,
            None => SimTime::MAX,
        };
        let special = self.extras.as_ref().map_or(SimTime::MAX, |extras| extras.next_wakeup(self.cut_until));
        arrival.min(departure).min(special)
    }

    /// Outages that have begun cut the hop.
    fn fail(&mut self, now: SimTime) {
        while let Some((from, until)) = self.extras.as_mut().and_then(|extras| extras.outages.as_mut()?.begun(now)) {
            self.cut(from, until);
        }
    }

    fn open_gateway(&mut self, now: SimTime, log: &mut FrameLog) {
        while let Some(frame) = self.extras.as_mut().and_then(|extras| extras.gateway.as_mut()?.give_out(now)) {
            self.enter(now, frame, log);
        }
    }

    fn open_store(&mut self, now: SimTime, log: &mut FrameLog) {
        if self.is_cut(now) {
            return;
        }
        let mut expired = Vec::new();
        while let Some(frame) = self
            .extras
            .as_mut()
            .and_then(|extras| extras.store.as_mut())
            .and_then(|store| store.take(now, &mut expired))
        {
            self.send(now, frame, log);
        }
        for frame in expired {
            self.settle(now, Outcome::Expired(frame), log);
        }
    }

    /// A frame comes to the sender.
    fn enter(&mut self, now: SimTime, frame: Frame, log: &mut FrameLog) {
        let cut = self.is_cut(now);
        if let Some(store) = self.extras.as_mut().and_then(|extras| extras.store.as_mut()).filter(|_| cut) {
            let mut dropped = Vec::new();
            store.put(frame, &mut dropped);
            for frame in dropped {
                self.settle(now, Outcome::QueueDropped(frame), log);
            }
            self.longest_queue = self.longest_queue.max(self.queued());
            return;
        }
        self.send(now, frame, log);
    }

    fn send(&mut self, now: SimTime, frame: Frame, log: &mut FrameLog) {
        if self.has_rate() || self.in_service.is_some() {
            return self.enqueue(now, frame, log);
        }
        if self.is_cut(now) {
            log.push(FrameRecord { hop: self.number, ..FrameRecord::of(&frame, now, now, Fate::Cut) });
            return self.settled.push(Outcome::Lost(frame));
        }
        self.transmit(now, frame, log);
    }

    fn has_rate(&self) -> bool {
        self.spec.rate_bps.is_some() || self.spec.rate_fps.is_some()
    }

    fn enqueue(&mut self, now: SimTime, frame: Frame, log: &mut FrameLog) {
        let idle = self.in_service.is_none() && self.queue.is_empty() && !self.is_cut(now);
        let mut dropped = Vec::new();
        self.queue.push(&self.spec.queue, frame, idle, &mut dropped);
        if idle {
            self.serve_next(now, log);
        }
        self.longest_queue = self.longest_queue.max(self.queue.len());
        for frame in dropped {
            self.settle(now, Outcome::QueueDropped(frame), log);
        }
    }

    fn serve_next(&mut self, now: SimTime, log: &mut FrameLog) {
        if now < self.cut_until || self.queue.is_empty() {
            return;
        }
        let mut expired = Vec::new();
        if let Some(frame) = self.queue.pop(&self.spec.queue, now, &mut expired) {
            self.in_service = Some((now + self.service_time(&frame), frame));
        }
        for frame in expired {
            self.settle(now, Outcome::Expired(frame), log);
        }
    }

    /// Notes what came of a frame that never got on the line.
    fn settle(&mut self, now: SimTime, outcome: Outcome, log: &mut FrameLog) {
        let (frame, fate) = match &outcome {
            Outcome::Merged(frame) => (frame, Fate::Merged),
            Outcome::Filtered(frame) => (frame, Fate::Filtered),
            Outcome::Expired(frame) => (frame, Fate::Expired),
            Outcome::QueueDropped(frame) | Outcome::Lost(frame) | Outcome::Delivered(frame) => {
                (frame, Fate::QueueDropped)
            }
        };
        log.push(FrameRecord { hop: self.number, ..FrameRecord::of(frame, now, now, fate) });
        self.settled.push(outcome);
    }

    fn service_time(&mut self, frame: &Frame) -> SimTime {
        let by_size = self.spec.rate_bps.map_or(0.0, |rate| 8.0 * frame.bytes() as f64 / rate);
        let by_count = self.spec.rate_fps.map_or(0.0, |rate| match self.spec.service {
            ServiceSpec::Fixed => 1.0 / rate,
            ServiceSpec::Exponential => self.services.exponential(1.0 / rate),
        });
        SimTime::from_secs(by_size.max(by_count))
    }

    fn transmit(&mut self, now: SimTime, frame: Frame, log: &mut FrameLog) {
        let lost = match self.spec.loss {
            LossSpec::None => false,
            _ => self.loss.loses(&self.spec.loss, &mut self.losses),
        };
        let mut toll = Toll { lost, ..Toll::default() };
        for impairment in &mut self.impairments {
            impairment.charge(&mut toll);
        }
        if self.spec.duplicate > 0.0 && self.duplicates() {
            toll.copies = toll.copies.saturating_add(1);
        }
        let mut arrives_at = now + self.spec.delay.draw(&mut self.delays) + toll.delay;
        if self.spec.order == OrderSpec::InOrder {
            arrives_at = arrives_at.max(self.last_arrival);
            if !toll.lost {
                self.last_arrival = arrives_at;
            }
        }
        self.measured.add(arrives_at - now, toll.lost);
        if !toll.lost {
            for copy in 0..toll.copies {
                let spread = SimTime::from_nanos(COPY_SPACING.nanos() * i64::from(copy + 1));
                let copy = Frame { copy: true, ..frame.clone() };
                self.put_on_line(now, arrives_at + spread, copy, Fate::Duplicated, log);
            }
        }
        let fate = match (toll.lost, frame.copy) {
            (true, _) => Fate::Lost,
            (false, true) => Fate::Duplicated,
            (false, false) => Fate::Delivered,
        };
        self.put_on_line(now, arrives_at, frame, fate, log);
    }

    /// Whether the network makes a copy of the next frame by itself.
    fn duplicates(&mut self) -> bool {
        let share = self.spec.duplicate;
        let losses = &self.losses;
        let extras = self.extras.get_or_insert_default();
        extras.copies.get_or_insert_with(|| losses.offspring("copy")).chance(share)
    }

    fn put_on_line(&mut self, now: SimTime, arrives_at: SimTime, frame: Frame, fate: Fate, log: &mut FrameLog) {
        self.serial += 1;
        log.push(FrameRecord { hop: self.number, ..FrameRecord::of(&frame, now, arrives_at, fate) });
        let arrives_at = arrives_at + SimTime::from_millis(self.spec.processing_ms);
        self.line.push(Reverse(InFlight { arrives_at, serial: self.serial, lost: fate == Fate::Lost, frame }));
    }
}
