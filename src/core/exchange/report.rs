//! `Report`: a sync mode's timer has come, or a sample moved it: a frame is handed to the uplink.

use super::machines::{Machines, Reporter};
use super::queue::{Event, EventKind};
use super::{Exchange, hop};
use crate::core::link::Frame;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// Asks for the mode's next timer, if it wants one earlier than the wake-up that is already on its way.
pub(super) fn arm(exchange: &mut Exchange, reporter: &mut Reporter, twin: u32) {
    let Some(local) = reporter.mode.next_timer() else { return };
    let at = reporter.reference(local);
    if at < reporter.armed {
        reporter.armed = at;
        exchange.queue.push(Event { at, kind: EventKind::Report, index: twin });
    }
}

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, event: Event) {
    let reporter = machines.twin(event.index).reporter;
    if reporter.armed > event.at {
        return;
    }
    reporter.armed = SimTime::MAX;
    let mut frame = exchange.take_buffer();
    if let Some(timer) = reporter.mode.next_timer()
        && reporter.reference(timer) <= event.at
    {
        reporter.mode.on_timer(timer, &mut frame);
    }
    send(exchange, machines, event.index, event.at, frame);
}

/// Sends what a mode has put into a frame, if anything, and arms the mode's timer again.
pub(super) fn send(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    twin: u32,
    now: SimTime,
    readings: Vec<Reading>,
) {
    let parts = machines.twin(twin);
    let reporter = parts.reporter;
    arm(exchange, reporter, twin);
    let Some(generated_at) = readings.iter().map(|reading| reading.at).max() else {
        exchange.give_buffer(readings);
        return;
    };
    reporter.sequence += 1;
    let frame = Frame { twin, sequence: reporter.sequence, generated_at, queued_at: now, readings };
    parts.books.frames.planned += 1;
    parts.books.frames.sent += 1;
    parts.books.bytes_up += frame.bytes();
    let uplink = reporter.uplink;
    let outcome = machines.link(uplink).push(now, frame, &mut exchange.log);
    if let Some(outcome) = outcome {
        hop::settle(exchange, machines, now, outcome);
    }
    hop::arm(exchange, machines, uplink);
}
