//! Commands: from a twin's wish over the downlink to the device's safety gate, and back as an answer.

use std::sync::Arc;

use super::machines::Machines;
use super::queue::{Event, EventKind};
use super::{Due, Exchange, Touch, hop, report, shadow};
use crate::core::delivery::DeliverySpec;
use crate::core::device::Setting;
use crate::core::link::{Frame, Letter};
use crate::core::time::SimTime;

/// A twin that sends its command once gives up waiting for an answer after this long.
pub const PATIENCE: SimTime = SimTime::from_nanos(10_000_000_000);

/// The story of one command.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRecord {
    /// The twin that sent it: its index in the scene.
    pub twin: u32,
    /// What it asks for.
    pub setting: Setting,
    /// When it was sent first.
    pub sent_at: SimTime,
    /// After which the device refuses to act on it; [`SimTime::MAX`] for never.
    pub expires_at: SimTime,
    /// After which the twin expects no answer any more.
    pub given_up_at: SimTime,
    /// How often it was sent.
    pub attempts: u32,
    /// How often the device did it: more than once where it does not know a repeat, never where it refused.
    pub executions: u32,
    /// Repeats that the device knew and only confirmed.
    pub repeats_ignored: u32,
    /// When the device decided about it first, and what its safety gate said.
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
    /// Not done (408): it came too late.
    Expired,
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
    /// A command that is sent now, once, and never expires.
    #[must_use]
    pub fn new(twin: u32, setting: Setting, sent_at: SimTime) -> Self {
        Self {
            twin,
            setting,
            sent_at,
            expires_at: SimTime::MAX,
            given_up_at: sent_at + PATIENCE,
            attempts: 0,
            executions: 0,
            repeats_ignored: 0,
            acted: None,
            answered_at: None,
        }
    }

    /// What the twin knows at an instant.
    #[must_use]
    pub fn standing(&self, now: SimTime) -> Standing {
        match (&self.acted, self.answered_at) {
            (Some((_, verdict)), Some(at)) if at <= now => Standing::Answered(verdict.clone()),
            _ if now > self.given_up_at => Standing::TimedOut,
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
    expires_s: Option<f64>,
) -> Result<(), String> {
    let index = machines.twin_named(twin).ok_or_else(|| format!("there is no twin {twin:?}"))?;
    let reporter = machines.twin(index).reporter;
    if reporter.downlink.is_none() {
        return Err(format!("twin {twin:?} has no downlink for commands"));
    }
    let patience = match reporter.delivery {
        DeliverySpec::AtMostOnce => PATIENCE,
        retried @ DeliverySpec::AtLeastOnce { .. } => SimTime::from_secs(retried.patience_s()),
    };
    let number = exchange.commands.len() as u32;
    exchange.commands.push(CommandRecord {
        expires_at: expires_s.map_or(SimTime::MAX, |expires_s| now + SimTime::from_secs(expires_s)),
        given_up_at: now + patience,
        ..CommandRecord::new(index, setting.clone(), now)
    });
    if !shadow::wish(exchange, machines, now, number) {
        put_on_link(exchange, machines, now, number);
    }
    Ok(())
}

/// Sends a command, for the first time or again.
fn put_on_link(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) {
    let attempt = schedule_again(exchange, machines, now, number);
    let Some(record) = exchange.commands.get(number as usize) else { return };
    let parts = machines.twin(record.twin);
    let Some(downlink) = parts.reporter.downlink else { return };
    let frame = Frame {
        twin: record.twin,
        sequence: number + 1,
        generated_at: record.sent_at,
        letter: Some(Letter::Command(number)),
        attempt: attempt as u8,
        ..Frame::default()
    };
    parts.books.bytes_down += frame.bytes();
    hop::push(exchange, machines, downlink, now, frame);
}

/// Counts a try, and asks for the wake-up after which there is another one. Gives how many there were before.
pub(super) fn schedule_again(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) -> u32 {
    let Some(record) = exchange.commands.get_mut(number as usize) else { return 0 };
    let attempt = record.attempts;
    record.attempts += 1;
    let delivery = machines.twin(record.twin).reporter.delivery;
    if let DeliverySpec::AtLeastOnce { timeout_s, retries, backoff, .. } = delivery
        && attempt < u32::from(retries)
    {
        let wait_s = (0..attempt).fold(timeout_s, |wait_s, _| wait_s * backoff);
        let index = exchange.due(Due::CommandAgain(number));
        exchange.queue.push(Event { at: now + SimTime::from_secs(wait_s), kind: EventKind::Input, index });
    }
    attempt
}

/// A command has waited for its answer long enough to be sent again, if none has come.
pub(super) fn again(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) {
    let Some(record) = exchange.commands.get(number as usize).filter(|record| record.answered_at.is_none()) else {
        return;
    };
    let twin = record.twin;
    if machines.twin(twin).belief.session.is_some() {
        schedule_again(exchange, machines, now, number);
        shadow::publish(exchange, machines, now, twin, Some(number));
    } else {
        put_on_link(exchange, machines, now, number);
    }
}

/// A command has reached its device: the gate decides, and the answer goes back.
pub(super) fn act(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) {
    let Some(record) = exchange.commands.get_mut(number as usize) else { return };
    let reporter = machines.twin(record.twin).reporter;
    let idempotent = !matches!(reporter.delivery, DeliverySpec::AtLeastOnce { idempotent: false, .. });
    let device = reporter.device;
    let plant = machines.plant(device);
    if !plant.powered() {
        return;
    }
    if record.acted.is_some() && idempotent {
        record.repeats_ignored += 1;
    } else {
        let verdict = if now > record.expires_at {
            Verdict::Expired
        } else {
            match plant.operate(now, &record.setting) {
                Ok(()) => {
                    record.executions += 1;
                    Verdict::Applied
                }
                Err(reason) => Verdict::Refused(reason.into()),
            }
        };
        record.acted.get_or_insert((now, verdict));
        exchange.touches.push(Touch { device: Some(device), at: now });
    }
    acknowledge(exchange, machines, now, number);
}

/// The device's verdict on a command that came as a wish in the document.
pub(super) fn answer(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    number: u32,
    verdict: Verdict,
) {
    let Some(record) = exchange.commands.get_mut(number as usize) else { return };
    if record.acted.is_some() {
        record.repeats_ignored += 1;
    } else {
        record.executions += u32::from(verdict == Verdict::Applied);
        record.acted = Some((now, verdict));
    }
    acknowledge(exchange, machines, now, number);
}

fn acknowledge(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) {
    let Some(record) = exchange.commands.get(number as usize) else { return };
    let device = machines.twin(record.twin).reporter.device;
    let plant = machines.plant(device);
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
