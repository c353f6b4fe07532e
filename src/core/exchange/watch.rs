//! `Watch`: what arrives is shown to the twin's detectors, and their silence timer comes.

use super::Exchange;
use super::machines::Machines;
use super::queue::{Event, EventKind};
use crate::core::detect::{Envelope, Truth};
use crate::core::fault::{FaultRecord, FaultTarget};
use crate::core::link::Frame;
use crate::core::time::SimTime;

/// Something done to a device on purpose: what detectors make of it is no false alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The device; none where it may concern any.
    pub device: Option<u32>,
    /// When.
    pub at: SimTime,
}

/// Shows a frame of the uplink to the detectors of its twin, if it has any.
pub(super) fn arrive(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, frame: &Frame) {
    let Some(watch) = &mut machines.twin(frame.twin).belief.watch else { return };
    watch.arrive(Envelope { at: now, sequence: frame.sequence, stamp: frame.stamp }, &frame.readings);
    if let Some((group, member)) = watch.fleet
        && let Some(fleet) = exchange.fleets.get_mut(group as usize)
    {
        for reading in &frame.readings {
            let signal = usize::from(reading.signal);
            let judged = fleet.judge(member as usize, signal, watch.moment(reading), reading.value);
            if judged.alarms() {
                watch.hear_of_fleet(reading, now, judged, fleet.evidence(member as usize, signal));
            }
        }
    }
    arm(exchange, machines, frame.twin);
}

/// Asks for the wake-up at which silence becomes odd, if none is on its way that comes before.
fn arm(exchange: &mut Exchange, machines: &mut impl Machines, twin: u32) {
    let Some(watch) = &mut machines.twin(twin).belief.watch else { return };
    let at = watch.next_wakeup();
    if at < watch.armed {
        watch.armed = at;
        exchange.queue.push(Event { at, kind: EventKind::Watch, index: twin });
    }
}

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, event: Event) {
    let Some(watch) = &mut machines.twin(event.index).belief.watch else { return };
    if watch.armed <= event.at {
        watch.armed = SimTime::MAX;
    }
    watch.wake(event.at);
    arm(exchange, machines, event.index);
}

/// What was injected, as far as it concerns a twin of `device` that hears over `uplink`.
pub fn truths<'a>(
    faults: &'a [FaultRecord],
    device: usize,
    uplink: usize,
) -> impl Iterator<Item = (&'a FaultRecord, Truth)> + use<'a> {
    faults.iter().filter_map(move |fault| {
        let signal = match &fault.target {
            FaultTarget::Sensor { device: struck, signal } if *struck as usize == device => Some(*signal),
            FaultTarget::Device { device: struck } if *struck as usize == device => None,
            FaultTarget::Links { links, .. } if links.contains(&(uplink as u32)) => None,
            _ => return None,
        };
        Some((fault, Truth { signal, class: fault.what.class(), from: fault.from, until: fault.until }))
    })
}
