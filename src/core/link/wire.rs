//! The link machine: queue, sender, line.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

use super::impairment::{Impairment, Toll};
use super::loss::LossProcess;
use super::{Frame, Letter, LinkSpec, LossSpec, QueueSpec, ServiceSpec, delay};
use crate::core::action::LinkChange;
use crate::core::exchange::{Errand, Fate, FrameLog, FrameRecord};
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
    /// A copy of it arrives now, made on the way.
    Duplicate(Frame),
    /// It was lost on the way, and would have arrived now.
    Lost(Frame),
    /// The queue was full.
    QueueDropped(Frame),
}

/// A frame on the line, ordered by arrival and then by the order in which frames left.
struct InFlight {
    arrives_at: SimTime,
    serial: u64,
    lost: bool,
    copy: bool,
    frame: Frame,
}

impl PartialEq for InFlight {
    fn eq(&self, other: &Self) -> bool {
        self.serial == other.serial
    }
}

impl Eq for InFlight {}

impl PartialOrd for InFlight {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for InFlight {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.arrives_at, self.serial).cmp(&(other.arrives_at, other.serial))
    }
}

/// One direction of the network.
pub struct Link {
    spec: Arc<LinkSpec>,
    delays: Stream,
    losses: Stream,
    services: Stream,
    loss: LossProcess,
    queue: VecDeque<Frame>,
    in_service: Option<(SimTime, Frame)>,
    line: BinaryHeap<Reverse<InFlight>>,
    cut_until: SimTime,
    serial: u64,
    sent: u64,
    lost: u64,
    longest_queue: usize,
    impairments: Vec<Impairment>,
    /// When the next wake-up is due that is already on its way; [`SimTime::MAX`] if none is.
    pub armed: SimTime,
}

impl Link {
    /// An idle link; `name` is the instance's name, from which its random streams derive.
    #[must_use]
    pub fn new(spec: Arc<LinkSpec>, seed: u64, name: &str) -> Self {
        Self {
            spec,
            delays: Stream::new(seed, name, "delay"),
            losses: Stream::new(seed, name, "loss"),
            services: Stream::new(seed, name, "service"),
            loss: LossProcess::default(),
            queue: VecDeque::new(),
            in_service: None,
            line: BinaryHeap::new(),
            cut_until: SimTime::ZERO,
            serial: 0,
            sent: 0,
            lost: 0,
            longest_queue: 0,
            impairments: Vec::new(),
            armed: SimTime::MAX,
        }
    }

    /// Its properties as they are now.
    #[must_use]
    pub fn spec(&self) -> &Arc<LinkSpec> {
        &self.spec
    }

    /// Whether it is cut at an instant.
    #[must_use]
    pub fn is_cut(&self, now: SimTime) -> bool {
        now < self.cut_until
    }

    /// Frames waiting to be sent, the one in service not counted.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queue.len()
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

    /// Frames put on the line, and how many of them were lost there; what a cut refused is in neither.
    #[must_use]
    pub fn sent_and_lost(&self) -> (u64, u64) {
        (self.sent, self.lost)
    }

    /// Cuts the link until an instant. Nothing leaves meanwhile: frames of a link with a rate wait in its
    /// queue, others are lost at once. What is already on the line arrives.
    pub fn cut(&mut self, now: SimTime, until: SimTime) {
        let held_until = self.cut_until.max(now);
        self.cut_until = self.cut_until.max(until);
        if let Some((done, _)) = &mut self.in_service {
            *done = *done + (self.cut_until - held_until);
        }
    }

    /// Mends a cut from an instant on.
    pub fn mend_cut(&mut self, now: SimTime) {
        self.cut_until = self.cut_until.min(now);
    }

    /// Begins a fault of the given number.
    pub fn impair(&mut self, fault: u32, kind: &LinkFaultKind, stream: Stream) {
        self.impairments.push(Impairment::new(fault, kind.clone(), stream));
    }

    /// Ends a fault by its number; frames already on the line keep their fate.
    pub fn unimpair(&mut self, fault: u32) {
        self.impairments.retain(|impairment| impairment.fault != fault);
    }

    /// Changes a property from now on; frames already on the line keep their fate.
    /// A frame that is being put on the line starts again at a new rate, if that is sooner.
    pub fn change(&mut self, now: SimTime, change: &LinkChange) {
        Arc::make_mut(&mut self.spec).apply(change);
        if let (LinkChange::RateBps(_), Some((done, frame))) = (change, self.in_service.take()) {
            let anew = now.max(self.cut_until) + self.service_time(&frame);
            self.in_service = Some((done.min(anew), frame));
        }
    }

    /// Hands over a frame. Gives it back at once if it cannot even wait.
    pub fn push(&mut self, now: SimTime, mut frame: Frame, log: &mut FrameLog) -> Option<Outcome> {
        frame.queued_at = now;
        if self.has_rate() || self.in_service.is_some() {
            return self.enqueue(now, frame, log);
        }
        if self.is_cut(now) {
            log.push(record(&frame, now, now, Fate::Cut));
            return Some(Outcome::Lost(frame));
        }
        self.transmit(now, frame, log);
        None
    }

    /// The next frame that arrives, or would have, at or before `now`.
    pub fn poll(&mut self, now: SimTime, log: &mut FrameLog) -> Option<Outcome> {
        while let Some((done, frame)) = self.in_service.take_if(|(done, _)| *done <= now) {
            self.transmit(done, frame, log);
            self.serve_next(done);
        }
        if self.in_service.is_none() {
            self.serve_next(now);
        }
        let Reverse(first) = self.line.peek()?;
        if first.arrives_at > now {
            return None;
        }
        let Reverse(InFlight { lost, copy, frame, .. }) = self.line.pop()?;
        Some(match (lost, copy) {
            (true, _) => Outcome::Lost(frame),
            (false, true) => Outcome::Duplicate(frame),
            (false, false) => Outcome::Delivered(frame),
        })
    }

    /// When something happens on this link by itself; [`SimTime::MAX`] if nothing will.
    #[must_use]
    pub fn next_wakeup(&self) -> SimTime {
        let arrival = self.line.peek().map_or(SimTime::MAX, |Reverse(first)| first.arrives_at);
        let departure = match &self.in_service {
            Some((done, _)) => *done,
            None if !self.queue.is_empty() => self.cut_until,
            None => SimTime::MAX,
        };
        arrival.min(departure)
    }

    fn has_rate(&self) -> bool {
        self.spec.rate_bps.is_some() || self.spec.rate_fps.is_some()
    }

    fn enqueue(&mut self, now: SimTime, frame: Frame, log: &mut FrameLog) -> Option<Outcome> {
        let QueueSpec::Fifo { limit } = self.spec.queue;
        let idle = self.in_service.is_none() && self.queue.is_empty() && !self.is_cut(now);
        if !idle && self.queue.len() >= limit {
            log.push(record(&frame, now, now, Fate::QueueDropped));
            return Some(Outcome::QueueDropped(frame));
        }
        self.queue.push_back(frame);
        if idle {
            self.serve_next(now);
        }
        self.longest_queue = self.longest_queue.max(self.queue.len());
        None
    }

    fn serve_next(&mut self, now: SimTime) {
        if now >= self.cut_until
            && let Some(frame) = self.queue.pop_front()
        {
            self.in_service = Some((now + self.service_time(&frame), frame));
        }
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
        let arrives_at = now + delay::draw(&self.spec.delay, &mut self.delays) + toll.delay;
        self.sent += 1;
        self.lost += u64::from(toll.lost);
        if !toll.lost {
            for copy in 0..toll.copies {
                let spread = SimTime::from_nanos(COPY_SPACING.nanos() * i64::from(copy + 1));
                self.put_on_line(now, arrives_at + spread, frame.clone(), Fate::Duplicated, log);
            }
        }
        self.put_on_line(now, arrives_at, frame, if toll.lost { Fate::Lost } else { Fate::Delivered }, log);
    }

    fn put_on_line(&mut self, now: SimTime, arrives_at: SimTime, frame: Frame, fate: Fate, log: &mut FrameLog) {
        self.serial += 1;
        log.push(record(&frame, now, arrives_at, fate));
        let (lost, copy) = (fate == Fate::Lost, fate == Fate::Duplicated);
        self.line.push(Reverse(InFlight { arrives_at, serial: self.serial, lost, copy, frame }));
    }
}

fn record(frame: &Frame, sent_at: SimTime, arrives_at: SimTime, fate: Fate) -> FrameRecord {
    FrameRecord {
        twin: frame.twin,
        sequence: frame.sequence,
        errand: match frame.letter {
            None => Errand::Report,
            Some(Letter::Command(_)) => Errand::Command,
            Some(Letter::Acknowledgement(_)) => Errand::Acknowledgement,
        },
        bytes: u32::try_from(frame.bytes()).unwrap_or(u32::MAX),
        generated_at: frame.generated_at,
        queued_at: frame.queued_at,
        sent_at,
        arrives_at,
        fate,
    }
}
