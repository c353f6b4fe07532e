//! `Input`: an action of the timeline or the journal takes effect.

use std::sync::Arc;

use super::machines::Machines;
use super::queue::Event;
use super::{Due, Exchange, Touch, command, fault, hop, report, sample, shadow};
use crate::core::action::Action;
use crate::core::time::SimTime;
use crate::core::versions::Firmware;

pub(super) fn handle(exchange: &mut Exchange, machines: &mut impl Machines, event: Event) {
    let due = exchange.due.get_mut(event.index as usize).map(|due| std::mem::replace(due, Due::Over));
    let outcome = match due {
        None | Some(Due::Over) => Ok(()),
        Some(Due::EndOfFault(number)) => fault::end(exchange, machines, event.at, number, false),
        Some(Due::CommandAgain(number)) => {
            command::again(exchange, machines, event.at, number);
            Ok(())
        }
        Some(Due::Action(action)) => act(exchange, machines, event.at, &action),
    };
    if let Err(refusal) = outcome {
        exchange.refusals.push(refusal);
    }
}

fn act(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, action: &Action) -> Result<(), String> {
    match action {
        Action::Partition { link, hop, for_s } => {
            let links = hops(machines, link, hop.as_deref())?;
            fault::cut(exchange, machines, now, (link, links), *for_s);
        }
        Action::LinkFault { link, hop, kind, for_s } => {
            let links = hops(machines, link, hop.as_deref())?;
            fault::begin_on_links(exchange, machines, now, (link, links), kind, *for_s);
        }
        Action::SetLink { link, hop, change } => {
            exchange.touches.push(Touch { device: None, at: now });
            for (index, hop) in hops(machines, link, hop.as_deref())? {
                machines.link(index).change(hop, now, change);
                hop::arm(exchange, machines, index);
            }
        }
        Action::SetSync { twin, sync } => {
            let index = machines.twin_named(twin).ok_or_else(|| format!("there is no twin {twin:?}"))?;
            let device = machines.twin(index).reporter.device;
            let signals = machines.plant(device).model.signals().to_vec();
            let parts = machines.twin(index);
            parts.reporter.restart(&signals, parts.belief, &Arc::new(sync.clone()), now);
            if let Some(watch) = &mut parts.belief.watch {
                watch.begin_again(sync.promised_gap_s(), sync.is_by_events());
            }
            report::arm(exchange, parts.reporter, index);
        }
        Action::Fault { device, signal, kind, for_s } => {
            let index = device_named(machines, device)?;
            fault::begin(exchange, machines, now, index, signal.as_deref(), kind, *for_s)?;
        }
        Action::EndFault { number } => fault::end(exchange, machines, now, *number, true)?,
        Action::Push { device, signal, by } => {
            let index = device_named(machines, device)?;
            let plant = machines.plant(index);
            let number = plant.signal_named(signal).ok_or_else(|| format!("there is no signal {signal:?}"))?;
            plant.trouble.get_or_insert_default().set_push(number, *by);
            exchange.touches.push(Touch { device: Some(index), at: now });
        }
        Action::Hear { device, values } => {
            let index = device_named(machines, device)?;
            machines.plant(index).model.hear(now, values)?;
            sample::start(exchange, machines, index);
        }
        Action::Operate { device, setting } => {
            let index = device_named(machines, device)?;
            machines.plant(index).operate(now, setting)?;
            exchange.touches.push(Touch { device: Some(index), at: now });
            shadow::operated(exchange, machines, now, index, setting);
        }
        Action::Command { twin, setting, expires_s } => {
            command::send(exchange, machines, now, twin, setting, *expires_s)?;
        }
        Action::Answer { twin, field, stands } => {
            shadow::answer(exchange, machines, now, (twin, field, *stands))?;
        }
        Action::Update { device, firmware, config } => {
            let index = device_named(machines, device)?;
            let plant = machines.plant(index);
            if let Some(text) = firmware {
                plant.versions.firmware =
                    Firmware::parse(text).ok_or_else(|| format!("{text:?} is not a firmware version"))?;
            }
            plant.versions.config = config.unwrap_or(plant.versions.config);
            plant.updated = true;
        }
    }
    Ok(())
}

fn device_named(machines: &impl Machines, name: &str) -> Result<u32, String> {
    machines.device_named(name).ok_or_else(|| format!("there is no device {name:?}"))
}

/// The instances that a link's name means, each with the place of the hop called `hop`.
fn hops(machines: &mut impl Machines, name: &str, hop: Option<&str>) -> Result<Vec<(u32, usize)>, String> {
    let found = machines.links_named(name);
    if found.is_empty() {
        return Err(format!("there is no link {name:?}"));
    }
    let places = found.into_iter().map(|link| {
        let place = machines.link(link).hop_named(hop);
        let missing = || format!("link {name:?} has no hop {:?}", hop.unwrap_or_default());
        Ok((link, place.ok_or_else(missing)?))
    });
    places.collect()
}
