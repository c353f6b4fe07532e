//! `Sample`: a group of sensors measures, every mode is offered the readings, and every twin's error is booked.

use super::machines::{Machines, Plant};
use super::queue::{Event, EventKind};
use super::{Exchange, report};
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// An observer of raw samples: it sees truth and belief at the sensor's own instants and changes neither.
pub trait Tap {
    /// A device's true value.
    fn truth(&mut self, device: u32, signal: u16, at: SimTime, value: f64);
    /// A twin's belief about it at the same instant.
    fn belief(&mut self, twin: u32, signal: u16, at: SimTime, value: f64);
}

/// Sees nothing.
impl Tap for () {
    fn truth(&mut self, _device: u32, _signal: u16, _at: SimTime, _value: f64) {}
    fn belief(&mut self, _twin: u32, _signal: u16, _at: SimTime, _value: f64) {}
}

/// Groups are told apart by this factor in an event's index; scenes hold at most 10^5 devices.
const GROUPS: u32 = 32;

/// Asks for the first sample of each of a device's groups.
pub(super) fn start(exchange: &mut Exchange, machines: &mut impl Machines, device: u32) {
    let plant = machines.plant(device);
    for group in 0..plant.groups.len().min(GROUPS as usize) {
        arm(exchange, plant, device, group);
    }
}

fn arm(exchange: &mut Exchange, plant: &Plant, device: u32, group: usize) {
    let at = match plant.groups[group].period_nanos {
        Some(period) => {
            let local = (plant.groups[group].taken as f64 * period).round_ties_even() as i64;
            plant.clock.reference_after(local)
        }
        None => match plant.model.next_row() {
            // A recording's own time stamps are the truth about when its rows were taken.
            Some(row) if row < SimTime::MAX => row,
            _ => return,
        },
    };
    let index = device * GROUPS + group as u32;
    exchange.queue.push(Event { at, kind: EventKind::Sample, index });
}

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, tap: &mut impl Tap, event: Event) {
    let (device, group) = (event.index / GROUPS, (event.index % GROUPS) as usize);
    let plant = machines.plant(device);
    plant.model.advance(event.at);
    let mut fresh = std::mem::take(&mut exchange.fresh);
    let mut truths = std::mem::take(&mut exchange.truths);
    fresh.clear();
    truths.clear();
    let Plant { model, groups, trouble, .. } = plant;
    for (signal, sensor) in &mut groups[group].sensors {
        let mut truth = model.signal(usize::from(*signal));
        // No number means that there is nothing to measure: a gap in a recording.
        if truth.is_nan() {
            continue;
        }
        let shown = match trouble {
            None => Some(sensor.measure(truth)),
            Some(trouble) => {
                truth += trouble.push(*signal);
                let shown = sensor.measure(trouble.distort(*signal, event.at, truth));
                trouble.replace(*signal, event.at, shown)
            }
        };
        tap.truth(device, *signal, event.at, truth);
        truths.push((*signal, truth));
        fresh.extend(shown.map(|value| Reading { signal: *signal, at: event.at, value }));
    }
    let powered = plant.powered();
    plant.groups[group].taken += 1;
    arm(exchange, plant, device, group);
    if !truths.is_empty() {
        if !powered {
            fresh.clear();
        }
        let twins = std::mem::take(&mut plant.twins);
        for twin in &twins {
            offer(exchange, machines, tap, *twin, &fresh, &truths, event.at);
        }
        machines.plant(device).twins = twins;
    }
    exchange.fresh = fresh;
    exchange.truths = truths;
}

fn offer(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    tap: &mut impl Tap,
    twin: u32,
    fresh: &[Reading],
    truths: &[(u16, f64)],
    now: SimTime,
) {
    let parts = machines.twin(twin);
    for (number, truth) in truths {
        let signal = usize::from(*number);
        if let Some(belief) = parts.belief.value(signal, now)
            && parts.reporter.follows[signal]
        {
            parts.books.errors[signal].add(parts.belief.difference(signal, belief, *truth));
            tap.belief(twin, *number, now, belief);
        }
    }
    if let Some(courier) = &mut parts.reporter.courier {
        courier.see(fresh, &parts.reporter.follows);
    }
    if fresh.is_empty() {
        return;
    }
    let mut frame = exchange.take_buffer();
    let local = parts.reporter.local(now);
    if parts.reporter.follows_all {
        parts.reporter.mode.on_sample(local, fresh, &mut frame);
    } else {
        let mut followed = exchange.take_buffer();
        followed.extend(fresh.iter().filter(|reading| parts.reporter.follows[usize::from(reading.signal)]));
        if !followed.is_empty() {
            parts.reporter.mode.on_sample(local, &followed, &mut frame);
        }
        exchange.give_buffer(followed);
    }
    report::arm(exchange, parts.reporter, twin);
    if frame.is_empty() {
        exchange.give_buffer(frame);
    } else {
        report::send(exchange, machines, twin, now, frame);
    }
}
