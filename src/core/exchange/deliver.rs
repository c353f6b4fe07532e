//! `Deliver`: frames on their way out through the courier, and what its timers do: send again, or come back online.

use super::machines::Machines;
use super::queue::{Event, EventKind};
use super::{Exchange, hop, report, shadow};
use crate::core::delivery::{Due, ResyncSpec, Sender};
use crate::core::link::{Frame, Letter};
use crate::core::time::SimTime;

/// Sends a frame of the uplink, or keeps it while the device is offline.
pub(super) fn dispatch(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: Frame) {
    if frame.letter.is_none() && machines.twin(frame.twin).reporter.replica.is_some() {
        shadow::keep_in_step(exchange, machines, now, frame.twin);
    }
    let (twin, parts) = (frame.twin, machines.twin(frame.twin));
    let uplink = parts.reporter.uplink;
    if parts.reporter.courier.as_ref().is_none_or(|courier| courier.store.is_none()) {
        return post(exchange, machines, now, frame);
    }
    let (cut_off, until) = (machines.link(uplink).is_cut_off(now), machines.link(uplink).cut_off_until());
    let parts = machines.twin(twin);
    let store = parts.reporter.courier.as_mut().and_then(|courier| courier.store.as_mut());
    let Some(store) = store.filter(|store| cut_off || !store.is_empty()) else {
        return post(exchange, machines, now, frame);
    };
    let mut dropped = Vec::new();
    store.put(frame, &mut dropped);
    parts.books.frames.queue_dropped += dropped.iter().filter(|frame| frame.letter.is_none()).count() as u64;
    for frame in dropped {
        exchange.give_buffer(frame.readings);
    }
    arm_at(exchange, machines, twin, until.max(now));
}

/// Gives a frame to the sender that wants it confirmed, or to the link.
fn post(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: Frame) {
    let (twin, parts) = (frame.twin, machines.twin(frame.twin));
    let sender = parts.reporter.courier.as_mut().and_then(|courier| courier.sender.as_mut());
    let Some(sender) = sender.filter(|_| frame.letter.is_none()) else {
        return put_on_link(exchange, machines, now, frame);
    };
    let mut dropped = Vec::new();
    let goes = sender.offer(now, frame, &mut dropped);
    parts.books.frames.queue_dropped += dropped.len() as u64;
    if let Some(frame) = goes {
        put_on_link(exchange, machines, now, frame);
    }
    arm(exchange, machines, twin);
}

/// Hands a frame to the uplink: what it costs is booked here.
fn put_on_link(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: Frame) {
    let parts = machines.twin(frame.twin);
    parts.books.send(now, frame.bytes());
    let uplink = parts.reporter.uplink;
    hop::push(exchange, machines, uplink, now, frame);
}

/// The twin confirms a report over its downlink, where its device asks for that.
pub(super) fn confirm(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32, sequence: u32) {
    let parts = machines.twin(twin);
    let wanted = parts.reporter.courier.as_ref().is_some_and(|courier| courier.sender.is_some());
    let Some(downlink) = parts.reporter.downlink.filter(|_| wanted) else { return };
    let letter = Some(Letter::Receipt(sequence));
    let receipt = Frame { twin, sequence, generated_at: now, letter, ..Frame::default() };
    parts.books.bytes_down += receipt.bytes();
    hop::push(exchange, machines, downlink, now, receipt);
}

/// The confirmation has reached the device.
pub(super) fn confirmed(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32, sequence: u32) {
    let parts = machines.twin(twin);
    let sender = parts.reporter.courier.as_mut().and_then(|courier| courier.sender.as_mut());
    if let Some(frame) = sender.and_then(|sender| sender.confirm(now, sequence)) {
        put_on_link(exchange, machines, now, frame);
        arm(exchange, machines, twin);
    }
}

/// Asks for the wake-up at which a frame's time is up or a held one may go on.
pub(super) fn arm(exchange: &mut Exchange, machines: &mut impl Machines, twin: u32) {
    let parts = machines.twin(twin);
    let sender = parts.reporter.courier.as_ref().and_then(|courier| courier.sender.as_ref());
    let resend = sender.map_or(SimTime::MAX, Sender::next_due);
    let release = parts.belief.receiver.as_ref().map_or(SimTime::MAX, |receiver| receiver.next_due());
    arm_at(exchange, machines, twin, resend.min(release));
}

fn arm_at(exchange: &mut Exchange, machines: &mut impl Machines, twin: u32, at: SimTime) {
    let Some(courier) = &mut machines.twin(twin).reporter.courier else { return };
    if at < courier.armed {
        courier.armed = at;
        exchange.queue.push(Event { at, kind: EventKind::Deliver, index: twin });
    }
}

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, event: Event) {
    let (twin, now) = (event.index, event.at);
    let Some(courier) = &mut machines.twin(twin).reporter.courier else { return };
    if courier.armed <= now {
        courier.armed = SimTime::MAX;
    }
    come_online(exchange, machines, now, twin);
    send_again(exchange, machines, now, twin);
    hop::release(exchange, machines, now, twin);
    arm(exchange, machines, twin);
}

/// Cuts of links are over before their time: who waits for that goes on.
pub(super) fn reconnect(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, links: &[u32]) {
    for twin in 0..machines.twins() {
        let reporter = machines.twin(twin).reporter;
        let waits = reporter.courier.as_ref().and_then(|courier| courier.store.as_ref());
        if links.contains(&reporter.uplink) && waits.is_some_and(|store| !store.is_empty()) {
            arm_at(exchange, machines, twin, now);
        }
    }
}

fn send_again(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32) {
    loop {
        let parts = machines.twin(twin);
        let Some(courier) = &mut parts.reporter.courier else { return };
        let Some(sender) = &mut courier.sender else { return };
        match sender.poll(now, &courier.latest) {
            Some(Due::Again(frame)) => {
                parts.books.frames.retransmitted += 1;
                put_on_link(exchange, machines, now, frame);
            }
            Some(Due::Next(frame)) => put_on_link(exchange, machines, now, frame),
            None => return,
        }
    }
}

/// The device can send again: how things are now, and what it kept, in the order that its twin asks for.
fn come_online(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32) {
    let uplink = machines.twin(twin).reporter.uplink;
    let (cut_off, until) = (machines.link(uplink).is_cut_off(now), machines.link(uplink).cut_off_until());
    let Some(courier) = &mut machines.twin(twin).reporter.courier else { return };
    let resync = courier.resync;
    let Some(store) = courier.store.as_mut().filter(|store| !store.is_empty()) else { return };
    if cut_off {
        return arm_at(exchange, machines, twin, until);
    }
    let (mut kept, mut expired) = (Vec::new(), Vec::new());
    while let Some(frame) = store.take(now, &mut expired) {
        kept.push(frame);
    }
    let mut readings = exchange.take_buffer();
    readings.extend_from_slice(&courier.latest);
    let snapshot = Frame { twin, readings, snapshot: true, ..Frame::default() };
    machines.twin(twin).books.frames.expired += expired.iter().filter(|frame| frame.letter.is_none()).count() as u64;
    if resync == ResyncSpec::SnapshotThenDrain {
        report::send_unplanned(exchange, machines, now, snapshot);
        kept.into_iter().for_each(|frame| post(exchange, machines, now, frame));
    } else {
        kept.into_iter().for_each(|frame| post(exchange, machines, now, frame));
        report::send_unplanned(exchange, machines, now, snapshot);
    }
}
