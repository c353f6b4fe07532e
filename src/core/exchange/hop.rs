//! `Hop`: something happens on a link, and what arrives is taken in at its end.

use super::machines::Machines;
use super::queue::{Event, EventKind};
use super::{Exchange, command, watch};
use crate::core::link::{Frame, Letter, Outcome};
use crate::core::time::SimTime;

/// Hands a frame to a link.
pub(super) fn push(exchange: &mut Exchange, machines: &mut impl Machines, link: u32, now: SimTime, frame: Frame) {
    let outcome = machines.link(link).push(now, frame, &mut exchange.log);
    if let Some(outcome) = outcome {
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
        Outcome::Delivered(frame) => match frame.letter {
            None => ingest(exchange, machines, now, frame),
            Some(Letter::Command(number)) => {
                command::act(exchange, machines, now, number);
                frame
            }
            Some(Letter::Acknowledgement(number)) => {
                if let Some(versions) = frame.versions {
                    machines.twin(frame.twin).belief.record(versions);
                }
                command::conclude(exchange, now, number);
                watch::arrive(exchange, machines, now, &frame);
                frame
            }
        },
        Outcome::Duplicate(frame) => {
            let parts = machines.twin(frame.twin);
            if frame.letter.is_none() {
                parts.belief.ingest(&frame);
                parts.books.frames.duplicated += 1;
                watch::arrive(exchange, machines, now, &frame);
            }
            frame
        }
        Outcome::Lost(frame) => {
            machines.twin(frame.twin).books.frames.lost += u64::from(frame.letter.is_none());
            frame
        }
        Outcome::QueueDropped(frame) => {
            machines.twin(frame.twin).books.frames.queue_dropped += u64::from(frame.letter.is_none());
            frame
        }
    };
    exchange.give_buffer(frame.readings);
}

fn ingest(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: Frame) -> Frame {
    let parts = machines.twin(frame.twin);
    let ingested = parts.belief.ingest(&frame);
    let books = parts.books;
    books.frames.delivered += 1;
    books.frames.reordered += u64::from(ingested.reordered);
    books.frames.stale += u64::from(!ingested.accepted);
    books.accepted += u64::from(ingested.accepted);
    books.samples += frame.readings.len() as u64;
    books.sample_latency_sum_s += frame.readings.iter().map(|reading| (now - reading.at).secs()).sum::<f64>();
    if ingested.fresher {
        books.age.accept(now, frame.generated_at);
    } else {
        books.late.add(now - frame.generated_at);
    }
    if parts.belief.watch.is_some() {
        watch::arrive(exchange, machines, now, &frame);
    }
    frame
}
