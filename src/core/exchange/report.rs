//! `Report`: a sync mode's timer has come, or a sample moved it: a frame is handed to the uplink.

use super::machines::{Machines, Reporter};
use super::queue::{Event, EventKind};
use super::{Exchange, deliver};
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
    arm(exchange, machines.twin(twin).reporter, twin);
    if !readings.is_empty() {
        machines.twin(twin).books.frames.planned += 1;
    }
    send_unplanned(exchange, machines, now, Frame { twin, readings, ..Frame::default() });
}

/// Sends a frame's readings, if there are any, without a mode having planned it.
pub(super) fn send_unplanned(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, mut frame: Frame) {
    let device = machines.twin(frame.twin).reporter.device;
    let plant = machines.plant(device);
    let Some(generated_at) = frame.readings.iter().map(|reading| reading.at).max().filter(|_| plant.powered()) else {
        exchange.give_buffer(frame.readings);
        return;
    };
    frame.generated_at = generated_at;
    frame.versions = plant.updated.then_some(plant.versions);
    hand_over(exchange, machines, now, frame);
}

/// Numbers a frame of the uplink, stamps it and hands it over.
pub(super) fn hand_over(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, mut frame: Frame) {
    let parts = machines.twin(frame.twin);
    let (reporter, books) = (parts.reporter, parts.books);
    reporter.sequence += 1;
    frame.sequence = reporter.sequence;
    if frame.letter.is_none() {
        books.frames.sent += 1;
    }
    let device = reporter.device;
    frame.stamp = machines.plant(device).clock.local(now);
    deliver::dispatch(exchange, machines, now, frame);
}
