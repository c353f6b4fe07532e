//! `Hop`: something happens on a link, and what arrives is taken in by its twin.

use super::Exchange;
use super::machines::Machines;
use super::queue::{Event, EventKind};
use crate::core::link::Outcome;
use crate::core::time::SimTime;

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

/// Books what became of a frame; a delivered one is ingested first.
pub(super) fn settle(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, outcome: Outcome) {
    let frame = match outcome {
        Outcome::Delivered(frame) => {
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
            frame
        }
        Outcome::Lost(frame) => {
            machines.twin(frame.twin).books.frames.lost += 1;
            frame
        }
        Outcome::QueueDropped(frame) => {
            machines.twin(frame.twin).books.frames.queue_dropped += 1;
            frame
        }
    };
    exchange.give_buffer(frame.readings);
}
