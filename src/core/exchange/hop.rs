//! `Hop`: something happens on a link, and what arrives is taken in at its end.

use super::log::{Reception, ReceptionRecord};
use super::machines::Machines;
use super::queue::{Event, EventKind};
use super::{Exchange, command, deliver, shadow, watch};
use crate::core::link::{Frame, Letter, Outcome};
use crate::core::time::SimTime;
use crate::core::twin::Ingested;

/// Hands a frame to a link.
pub(super) fn push(exchange: &mut Exchange, machines: &mut impl Machines, link: u32, now: SimTime, frame: Frame) {
    machines.link(link).push(now, frame, &mut exchange.log);
    while let Some(outcome) = machines.link(link).settled() {
        settle(exchange, machines, now, outcome);
    }
    arm(exchange, machines, link);
}

/// Asks for the link's next wake-up.
pub(super) fn arm(exchange: &mut Exchange, machines: &mut impl Machines, link: u32) {
    let machine = machines.link(link);
    let at = machine.next_wakeup();
    if at < machine.armed {
        machine.armed = at;
        exchange.queue.push(Event { at, kind: EventKind::Hop, index: link });
    }
}

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, event: Event) {
    let machine = machines.link(event.index);
    if machine.armed <= event.at {
        machine.armed = SimTime::MAX;
    }
    while let Some(outcome) = machines.link(event.index).poll(event.at, &mut exchange.log) {
        settle(exchange, machines, event.at, outcome);
    }
    arm(exchange, machines, event.index);
}

/// Books what became of a frame; a delivered one is taken in first.
fn settle(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, outcome: Outcome) {
    let frame = match outcome {
        Outcome::Delivered(frame) => return arrive(exchange, machines, now, frame),
        Outcome::Lost(ref frame)
        | Outcome::QueueDropped(ref frame)
        | Outcome::Expired(ref frame)
        | Outcome::Merged(ref frame)
        | Outcome::Filtered(ref frame) => frame,
    };
    if frame.letter.is_none() && !frame.copy {
        let counts = &mut machines.twin(frame.twin).books.frames;
        let count = match outcome {
            Outcome::Lost(_) | Outcome::Delivered(_) => &mut counts.lost,
            Outcome::QueueDropped(_) => &mut counts.queue_dropped,
            Outcome::Expired(_) => &mut counts.expired,
            Outcome::Merged(_) => &mut counts.merged,
            Outcome::Filtered(_) => &mut counts.filtered,
        };
        *count += 1;
    }
    let (Outcome::Delivered(frame)
    | Outcome::Lost(frame)
    | Outcome::QueueDropped(frame)
    | Outcome::Expired(frame)
    | Outcome::Merged(frame)
    | Outcome::Filtered(frame)) = outcome;
    exchange.give_buffer(frame.readings);
}

/// A frame has come to the end of its way.
fn arrive(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: Frame) {
    match frame.letter {
        None => {
            for sequence in std::iter::once(frame.sequence).chain(frame.covers.iter().copied()) {
                deliver::confirm(exchange, machines, now, frame.twin, sequence);
            }
            let twin = frame.twin;
            match &mut machines.twin(twin).belief.receiver {
                None => take_in(exchange, machines, now, frame),
                Some(receiver) => {
                    receiver.take_in(now, frame);
                    release(exchange, machines, now, twin);
                    deliver::arm(exchange, machines, twin);
                }
            }
            return;
        }
        Some(Letter::Command(number)) => command::act(exchange, machines, now, number),
        Some(Letter::Receipt(sequence)) => deliver::confirmed(exchange, machines, now, frame.twin, sequence),
        Some(Letter::Document { paper, .. }) => shadow::follow(exchange, machines, now, frame.twin, paper),
        Some(Letter::Write { paper, .. }) => {
            machines.twin(frame.twin).belief.note(frame.sequence);
            shadow::hear(exchange, machines, now, frame.twin, Some(paper));
        }
        Some(Letter::Get) => {
            machines.twin(frame.twin).belief.note(frame.sequence);
            shadow::hear(exchange, machines, now, frame.twin, None);
        }
        Some(Letter::Acknowledgement(number)) => {
            let belief = machines.twin(frame.twin).belief;
            belief.note(frame.sequence);
            if let Some(versions) = frame.versions {
                belief.record(versions);
            }
            command::conclude(exchange, now, number);
            watch::arrive(exchange, machines, now, &frame);
        }
    }
    exchange.give_buffer(frame.readings);
}

/// Takes in what a receiver lets go on.
pub(super) fn release(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32) {
    while let Some(frame) = machines.twin(twin).belief.receiver.as_mut().and_then(|receiver| receiver.release(now)) {
        take_in(exchange, machines, now, frame);
    }
}

fn take_in(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: Frame) {
    let twin = frame.twin;
    let uplink = machines.twin(twin).reporter.uplink;
    let cuts = machines.link(uplink).cuts();
    let parts = machines.twin(twin);
    let books = parts.books;
    let new = parts.belief.note(frame.sequence);
    let ingested = if frame.historical { Ingested::default() } else { parts.belief.ingest(&frame) };
    if new {
        books.frames.delivered += 1;
        books.frames.reordered += u64::from(ingested.reordered);
        books.frames.historical += u64::from(frame.historical);
        books.frames.stale += u64::from(!ingested.accepted && !frame.historical);
        books.accepted += u64::from(ingested.accepted);
        books.samples += frame.readings.len() as u64;
        books.sample_latency_sum_s += frame.readings.iter().map(|reading| (now - reading.at).secs()).sum::<f64>();
    } else {
        books.frames.duplicated += 1;
    }
    if ingested.fresher {
        books.age.accept(now, frame.generated_at);
        if cuts.0 > 0 {
            books.resync.get_or_insert_default().accept(now, &frame, cuts);
        }
    } else if new {
        books.late.add(now - frame.generated_at);
    }
    let reception = match (frame.historical, ingested.accepted, new) {
        (true, ..) => Reception::Filed,
        (false, true, _) => Reception::Accepted,
        (false, false, true) => Reception::Stale,
        (false, false, false) => Reception::Repeated,
    };
    if (ingested.accepted || frame.historical)
        && let Some(session) = &mut parts.belief.session
    {
        session.report(now, &frame);
    }
    exchange.log.receive(ReceptionRecord { twin, sequence: frame.sequence, at: now, reception });
    if parts.belief.watch.is_some() {
        watch::arrive(exchange, machines, now, &frame);
    }
    exchange.give_buffer(frame.readings);
}
