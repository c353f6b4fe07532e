//! `Input`: an action of the timeline or the journal takes effect.

use super::machines::Machines;
use super::queue::Event;
use super::{Exchange, hop, report};
use crate::core::action::Action;
use crate::core::time::SimTime;
use std::sync::Arc;

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, event: Event) {
    let Some(entry) = exchange.actions.get(event.index as usize) else { return };
    let action = entry.action.clone();
    if let Err(refusal) = act(exchange, machines, event.at, &action) {
        exchange.refusals.push(refusal);
    }
}

fn act(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, action: &Action) -> Result<(), String> {
    match action {
        Action::Partition { link, for_s } => {
            for index in instances(machines, link)? {
                machines.link(index).cut(now, now + SimTime::from_secs(*for_s));
                hop::arm(exchange, machines, index);
            }
        }
        Action::SetLink { link, change } => {
            for index in instances(machines, link)? {
                machines.link(index).change(now, change);
                hop::arm(exchange, machines, index);
            }
        }
        Action::SetSync { twin, sync } => {
            let index = machines.twin_named(twin).ok_or_else(|| format!("there is no twin {twin:?}"))?;
            let device = machines.twin(index).reporter.device;
            let signals = machines.plant(device).model.signals().to_vec();
            let parts = machines.twin(index);
            let reporter = parts.reporter;
            // The switch is a handshake: device and twin agree on what the twin believes.
            reporter.mode = sync.build(&signals, parts.belief.predictor().clone(), reporter.spare.stream.clone());
            reporter.spare.spec = Arc::new(sync.clone());
            reporter.since = now;
            reporter.armed = SimTime::MAX;
            report::arm(exchange, reporter, index);
        }
        Action::Fault { device, kind } => {
            let index = machines.device_named(device).ok_or_else(|| format!("there is no device {device:?}"))?;
            let model = &mut machines.plant(index).model;
            model.advance(now);
            model.fault(kind)?;
        }
        Action::Operate { device, setting } => {
            let index = machines.device_named(device).ok_or_else(|| format!("there is no device {device:?}"))?;
            let model = &mut machines.plant(index).model;
            model.advance(now);
            model.operate(setting)?;
        }
    }
    Ok(())
}

fn instances(machines: &impl Machines, name: &str) -> Result<Vec<u32>, String> {
    let found = machines.links_named(name);
    if found.is_empty() { Err(format!("there is no link {name:?}")) } else { Ok(found) }
}
