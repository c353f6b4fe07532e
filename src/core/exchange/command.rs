//! Commands: from a twin's wish over the downlink to the device's safety gate, and back as an answer.

use std::sync::Arc;

use super::machines::Machines;
use super::{Exchange, Touch, hop, report};
use crate::core::device::Setting;
use crate::core::link::{Frame, Letter};
use crate::core::time::SimTime;

/// A twin gives up waiting for an answer after this long.
pub const PATIENCE: SimTime = SimTime::from_nanos(10_000_000_000);

/// The story of one command.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRecord {
    /// The twin that sent it: its index in the scene.
    pub twin: u32,
    /// What it asks for.
    pub setting: Setting,
    /// When it was sent.
    pub sent_at: SimTime,
    /// When the device acted on it, and what its safety gate said.
    pub acted: Option<(SimTime, Verdict)>,
    /// When the answer reached the twin.
    pub answered_at: Option<SimTime>,
}

/// What a device's safety gate says to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done (200).
    Applied,
    /// Not done (400), and why.
    Refused(Arc<str>),
}

/// What a twin knows about its command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On its way (202).
    Waiting,
    /// The device has answered.
    Answered(Verdict),
    /// No answer came in time (408).
    TimedOut,
}

impl CommandRecord {
    /// What the twin knows at an instant.
    #[must_use]
    pub fn standing(&self, now: SimTime) -> Standing {
        match (&self.acted, self.answered_at) {
            (Some((_, verdict)), Some(at)) if at <= now => Standing::Answered(verdict.clone()),
            _ if now - self.sent_at > PATIENCE => Standing::TimedOut,
            _ => Standing::Waiting,
        }
    }
}

/// Sends a command.
pub(super) fn send(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    twin: &str,
    setting: &Setting,
) -> Result<(), String> {
    let index = machines.twin_named(twin).ok_or_else(|| format!("there is no twin {twin:?}"))?;
    let parts = machines.twin(index);
    let downlink = parts.reporter.downlink.ok_or_else(|| format!("twin {twin:?} has no downlink for commands"))?;
    let number = exchange.commands.len() as u32;
    let setting = setting.clone();
    exchange.commands.push(CommandRecord { twin: index, setting, sent_at: now, acted: None, answered_at: None });
    let frame = Frame {
        twin: index,
        sequence: number + 1,
        generated_at: now,
        letter: Some(Letter::Command(number)),
        ..Frame::default()
    };
    parts.books.bytes_down += frame.bytes();
    hop::push(exchange, machines, downlink, now, frame);
    Ok(())
}

/// A command has reached its device: the gate decides, and the answer goes back.
pub(super) fn act(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) {
    let Some(record) = exchange.commands.get_mut(number as usize) else { return };
    let device = machines.twin(record.twin).reporter.device;
    let plant = machines.plant(device);
    if !plant.powered() {
        return;
    }
    let verdict = match plant.operate(now, &record.setting) {
        Ok(()) => Verdict::Applied,
        Err(reason) => Verdict::Refused(reason.into()),
    };
    record.acted = Some((now, verdict));
    exchange.touches.push(Touch { device: Some(device), at: now });
    let frame = Frame {
        twin: record.twin,
        generated_at: now,
        versions: plant.updated.then_some(plant.versions),
        letter: Some(Letter::Acknowledgement(number)),
        ..Frame::default()
    };
    report::hand_over(exchange, machines, now, frame);
}

/// The answer has reached the twin.
pub(super) fn conclude(exchange: &mut Exchange, now: SimTime, number: u32) {
    if let Some(record) = exchange.commands.get_mut(number as usize) {
        record.answered_at.get_or_insert(now);
    }
}
