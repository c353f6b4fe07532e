//! Faults begin and end: what each strikes, and the record of it.

use std::sync::Arc;

use super::machines::Machines;
use super::queue::{Event, EventKind};
use super::{Due, Exchange, deliver, hop, report};
use crate::core::fault::{
    FaultKind, FaultRecord, FaultScope, FaultTarget, Injected, LinkFaultKind, build_sensor_fault,
};
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Begins a fault of a device or of one of its sensors.
pub(super) fn begin(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    device: u32,
    signal: Option<&str>,
    kind: &FaultKind,
    for_s: Option<f64>,
) -> Result<(), String> {
    let number = exchange.faults.len() as u32;
    let stream = Stream::new(exchange.seed, &format!("fault {number}"), "fault");
    let plant = machines.plant(device);
    let mut target = FaultTarget::Device { device };
    match kind.scope() {
        FaultScope::Sensor => {
            let name = signal.ok_or_else(|| format!("the fault {:?} needs a signal to strike", kind.label()))?;
            let signal = plant.signal_named(name).ok_or_else(|| format!("there is no signal {name:?}"))?;
            if let Some(machine) = build_sensor_fault(kind, now, stream) {
                plant.trouble.get_or_insert_default().add_sensor(number, signal, machine);
            }
            target = FaultTarget::Sensor { device, signal };
        }
        FaultScope::Board => match kind {
            FaultKind::PowerLoss => plant.trouble.get_or_insert_default().add_power_loss(number),
            FaultKind::ClockJump { by_s } => plant.clock.jump(SimTime::from_secs(*by_s)),
            FaultKind::LineStalls { share, up_to_ms } => {
                let stalls = LinkFaultKind::Stalls { share: *share, up_to_ms: *up_to_ms };
                for (order, link) in uplinks(machines, device).into_iter().enumerate() {
                    let stream = Stream::new(exchange.seed, &format!("fault {number}"), &format!("stall {order}"));
                    machines.link(link).impair(0, number, &stalls, stream);
                }
            }
            _ => {}
        },
        FaultScope::Model => {
            plant.model.advance(now);
            plant.model.fault(kind)?;
        }
    }
    note(exchange, now, Injected::Device(kind.clone()), target, for_s.or(kind.lasts_s()));
    Ok(())
}

/// Begins a fault of links.
pub(super) fn begin_on_links(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    (name, links): (&str, Vec<(u32, usize)>),
    kind: &LinkFaultKind,
    for_s: Option<f64>,
) {
    let number = exchange.faults.len() as u32;
    for (order, (link, hop)) in links.iter().enumerate() {
        let stream = Stream::new(exchange.seed, &format!("fault {number}"), &format!("link {order}"));
        machines.link(*link).impair(*hop, number, kind, stream);
    }
    let target = links_target(name, &links);
    note(exchange, now, Injected::Link(kind.clone()), target, for_s);
}

/// Cuts links.
pub(super) fn cut(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    (name, links): (&str, Vec<(u32, usize)>),
    for_s: f64,
) {
    for (link, hop) in &links {
        machines.link(*link).cut(*hop, now, now + SimTime::from_secs(for_s));
        hop::arm(exchange, machines, *link);
    }
    let target = links_target(name, &links);
    note(exchange, now, Injected::Partition, target, Some(for_s));
}

/// What a fault of a hop strikes: in several instances of a link it is the same hop.
fn links_target(name: &str, hops: &[(u32, usize)]) -> FaultTarget {
    let hop = hops.first().map_or(0, |(_, hop)| *hop);
    FaultTarget::Links { name: name.into(), links: hops.iter().map(|(link, _)| *link).collect(), hop }
}

/// Writes a fault down and asks for its end.
fn note(exchange: &mut Exchange, now: SimTime, what: Injected, target: FaultTarget, for_s: Option<f64>) {
    let number = exchange.faults.len() as u32;
    let until = for_s.map_or(SimTime::MAX, |for_s| now + SimTime::from_secs(for_s));
    exchange.faults.push(FaultRecord { what, target, from: now, until });
    if until != SimTime::MAX {
        let index = exchange.due(Due::EndOfFault(number));
        exchange.queue.push(Event { at: until, kind: EventKind::Input, index });
    }
}

/// Ends a fault by its number; one that has ended already is left alone.
pub(super) fn end(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    number: u32,
    by_hand: bool,
) -> Result<(), String> {
    let Some(record) = exchange.faults.get_mut(number as usize) else {
        return Err(format!("there is no fault number {number}"));
    };
    if by_hand {
        if record.until <= now {
            return Ok(());
        }
        record.until = now;
    } else if record.until != now {
        return Ok(());
    }
    let record = record.clone();
    match (&record.what, &record.target) {
        (Injected::Partition, FaultTarget::Links { links, hop, .. }) => {
            for link in links.iter() {
                // One whose time is over ends by itself.
                if by_hand {
                    let others = other_cuts(&exchange.faults, *link, *hop);
                    machines.link(*link).mend_cut(*hop, now, others);
                }
                hop::arm(exchange, machines, *link);
            }
            deliver::reconnect(exchange, machines, now, links);
        }
        (Injected::Link(_), FaultTarget::Links { links, .. }) => {
            for link in links.iter() {
                machines.link(*link).unimpair(number);
            }
        }
        (Injected::Device(kind), FaultTarget::Sensor { device, .. } | FaultTarget::Device { device }) => {
            end_on_device(exchange, machines, now, number, kind, *device);
        }
        _ => {}
    }
    Ok(())
}

/// Until when a hop is cut on purpose, as far as is known now.
fn other_cuts(faults: &[FaultRecord], link: u32, hop: usize) -> SimTime {
    let cuts = faults.iter().filter(|fault| fault.what == Injected::Partition);
    let here = cuts.filter(
        |fault| matches!(&fault.target, FaultTarget::Links { links, hop: at, .. } if *at == hop && links.contains(&link)),
    );
    here.map(|fault| fault.until).max().unwrap_or(SimTime::ZERO)
}

fn end_on_device(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    number: u32,
    kind: &FaultKind,
    device: u32,
) {
    let plant = machines.plant(device);
    let was_powered = plant.powered();
    if let Some(trouble) = &mut plant.trouble {
        trouble.end(number);
    }
    match kind {
        FaultKind::ClockJump { by_s } => plant.clock.jump(SimTime::from_secs(-by_s)),
        FaultKind::LineStalls { .. } => {
            for link in uplinks(machines, device) {
                machines.link(link).unimpair(number);
            }
        }
        _ if kind.scope() == FaultScope::Model => {
            plant.model.advance(now);
            plant.model.mend(kind);
        }
        _ => {}
    }
    let plant = machines.plant(device);
    if plant.powered() && !was_powered {
        // Back under power it starts afresh: what was waiting to be sent is gone.
        let signals = plant.model.signals().to_vec();
        for twin in plant.twins.clone() {
            let parts = machines.twin(twin);
            let spec = Arc::clone(&parts.reporter.spare.spec);
            parts.reporter.restart(&signals, parts.belief, &spec, now);
            report::arm(exchange, parts.reporter, twin);
        }
    }
}

fn uplinks(machines: &mut impl Machines, device: u32) -> Vec<u32> {
    let twins = machines.plant(device).twins.clone();
    let mut links: Vec<u32> = twins.into_iter().map(|twin| machines.twin(twin).reporter.uplink).collect();
    links.sort_unstable();
    links.dedup();
    links
}
