//! Faults that act at the instant shown, and those that a click has asked for and the next step begins.

use std::sync::Arc;

use crate::core::action::Action;
use crate::core::fault::{FaultKind, FaultTarget, Injected, LinkFaultKind};
use crate::core::time::SimTime;
use crate::lab::{Stage, words};
use crate::sim::Snapshot;

/// A fault that acts.
#[derive(Clone, Debug, PartialEq)]
pub struct ActingFault {
    /// Its number, by which it is ended.
    pub number: u32,
    /// What was done.
    pub what: Injected,
    /// To what.
    pub target: FaultTarget,
    /// Both in words.
    pub label: String,
}

impl ActingFault {
    /// Whether it strikes a device or one of its sensors.
    #[must_use]
    pub fn strikes_device(&self, index: usize) -> bool {
        self.target.is_on(index)
    }

    /// Whether it strikes a link instance.
    #[must_use]
    pub fn strikes_link(&self, index: usize) -> bool {
        match &self.target {
            FaultTarget::Links { links, .. } => links.iter().any(|link| *link as usize == index),
            _ => false,
        }
    }

    /// Whether it is this kind of fault, on this device, on this sensor if it strikes one.
    #[must_use]
    pub fn is(&self, kind: &FaultKind, device: usize, signal: Option<usize>) -> bool {
        let Injected::Device(own) = &self.what else { return false };
        let same_sensor = match self.target {
            FaultTarget::Sensor { signal: struck, .. } => signal == Some(usize::from(struck)),
            _ => signal.is_none(),
        };
        same_sensor && self.strikes_device(device) && alike(own, kind)
    }

    /// Whether it is this kind of fault, on this link instance; none means a partition.
    #[must_use]
    pub fn is_on_link(&self, kind: Option<&LinkFaultKind>, link: usize) -> bool {
        let same = match (&self.what, kind) {
            (Injected::Partition, None) => true,
            (Injected::Link(own), Some(kind)) => std::mem::discriminant(own) == std::mem::discriminant(kind),
            _ => false,
        };
        same && self.strikes_link(link)
    }
}

/// The same kind of fault, whatever its strength, at the same joint.
fn alike(one: &FaultKind, other: &FaultKind) -> bool {
    let joint = |kind: &FaultKind| match kind {
        FaultKind::JointFriction { joint, .. }
        | FaultKind::EncoderSlip { joint, .. }
        | FaultKind::OverheatedMotor { joint, .. } => Some(*joint),
        _ => None,
    };
    std::mem::discriminant(one) == std::mem::discriminant(other) && joint(one) == joint(other)
}

/// What has been asked for and begins with the next step.
pub fn pending(stage: &Stage) -> impl Iterator<Item = &Action> {
    let now = stage.simulation.now();
    let waits = !stage.is_past();
    let latest = stage.simulation.journal().iter().rev();
    let fresh = latest.take_while(move |entry| waits && SimTime::from_secs(entry.at_s) >= now);
    let fresh: Vec<_> = fresh.map(|entry| &entry.action).collect();
    fresh.into_iter().rev()
}

/// The faults that act, with what clicks have asked for already done.
#[must_use]
pub fn acting(stage: &Stage) -> Vec<ActingFault> {
    let shown = &stage.shown;
    let record = |(number, record): (usize, &crate::core::fault::FaultRecord)| ActingFault {
        number: number as u32,
        what: record.what.clone(),
        target: record.target.clone(),
        label: words::fault(shown, &record.what, &record.target),
    };
    let mut acting: Vec<_> = shown.acting_faults().map(record).collect();
    let mut next = shown.faults.len() as u32;
    for action in pending(stage) {
        if let Action::EndFault { number } = action {
            acting.retain(|fault| fault.number != *number);
        } else if let Some((what, target)) = begins(shown, action) {
            let label = words::fault(shown, &what, &target);
            acting.push(ActingFault { number: next, what, target, label });
            next += 1;
        }
    }
    acting
}

/// What an action begins, and where.
fn begins(shown: &Snapshot, action: &Action) -> Option<(Injected, FaultTarget)> {
    let links = |name: &str| {
        let named = |(index, state): (usize, &crate::sim::LinkState)| {
            (&*state.name == name || &*state.link == name).then_some(index as u32)
        };
        let links: Arc<[u32]> = shown.links.iter().enumerate().filter_map(named).collect();
        FaultTarget::Links { name: name.into(), links, hop: 0 }
    };
    match action {
        Action::Partition { link, .. } => Some((Injected::Partition, links(link))),
        Action::LinkFault { link, kind, .. } => Some((Injected::Link(kind.clone()), links(link))),
        Action::Fault { device, signal, kind, .. } => {
            let index = shown.devices.iter().position(|state| *state.name == **device)?;
            let device = index as u32;
            let target = match signal {
                Some(name) => {
                    let signals = &shown.devices[index].signals;
                    let signal = signals.iter().position(|info| *info.name == **name)? as u16;
                    FaultTarget::Sensor { device, signal }
                }
                None => FaultTarget::Device { device },
            };
            Some((Injected::Device(kind.clone()), target))
        }
        _ => None,
    }
}

/// From when to when faults have acted so far, in seconds of the run.
#[must_use]
pub fn spans(stage: &Stage) -> Vec<(f64, f64)> {
    let computed = stage.simulation.now();
    let faults = stage.simulation.snapshot().faults.iter();
    faults.map(|fault| (fault.from.secs(), fault.until.min(computed).secs())).collect()
}
