//! Shadows: writes at the device and wishes at the twin meet in the twin's document, and both sides follow it.

use super::command::{self, Verdict};
use super::machines::Machines;
use super::papers::Paper;
use super::{Exchange, hop, report};
use crate::core::device::{Setting, field};
use crate::core::link::{Frame, Letter};
use crate::core::time::SimTime;
use crate::core::twin::conflict::{Conflict, Outcome, Ruling, is_right, truly_later};
use crate::core::twin::shadow::{Intent, Phase, Snapshot, Taken, Update, Write, Writer};

/// Most conflicts remembered.
const MOST_CONFLICTS: usize = 1024;
/// Most writes whose true instants are remembered.
const MOST_WRITTEN: usize = 16_384;

/// How a conflict about one field ended.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictRecord {
    /// The twin: its index in the scene.
    pub twin: u32,
    /// When it was noticed.
    pub at: SimTime,
    /// The two writes.
    pub conflict: Conflict,
    /// What the rule said.
    pub ruling: Ruling,
    /// When the device's write and the twin's were truly made: only whoever looks on from outside knows.
    pub written: (SimTime, SimTime),
}

impl ConflictRecord {
    /// Whether the one who truly wrote later lost; none where nobody lost.
    #[must_use]
    pub fn wrong(&self) -> Option<bool> {
        let (device, twin) = self.written;
        is_right(self.ruling, truly_later(device, twin)).map(|right| !right)
    }
}

impl Exchange {
    /// Who chose a value for a field of a twin's document, as the writer's own count has it, and when that truly was: the
    /// latest of them, the device's first.
    pub fn written(&self, twin: u32) -> impl Iterator<Item = (Writer, u64, SimTime)> {
        let range = (twin, Writer::Device, 0)..=(twin, Writer::Twin, u64::MAX);
        self.written.range(range).map(|((_, writer, sequence), at)| (*writer, *sequence, *at))
    }
}

/// Device and document begin in step: the controls as they stand are what is reported.
pub(super) fn pair(exchange: &mut Exchange, machines: &mut impl Machines, twin: u32) {
    let device = machines.twin(twin).reporter.device;
    if machines.twin(twin).reporter.replica.is_none() {
        return;
    }
    let controls = machines.plant(device).model.controls();
    let parts = machines.twin(twin);
    let (Some(replica), Some(session)) = (&mut parts.reporter.replica, &mut parts.belief.session) else { return };
    replica.connect();
    replica.subscribe();
    for (path, value) in field::standing(&controls) {
        let write = replica.write(SimTime::ZERO, Intent::Followed, &path, value);
        if let Err(refusal) = session.mediator.submit(SimTime::ZERO, &write) {
            exchange.refusals.push(refusal.to_string());
        }
    }
    replica.take(SimTime::ZERO, &session.mediator.snapshot());
    session.follow();
}

/// Somebody has worked a control at the device: every twin with a shadow is told.
pub(super) fn operated(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    device: u32,
    done: &Setting,
) {
    let Some((path, value)) = field::field(done) else { return };
    for twin in machines.plant(device).twins.clone() {
        choose(exchange, machines, now, twin, &path, value.clone());
    }
}

/// The device writes a field by its own choice.
fn choose(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    twin: u32,
    path: &str,
    value: serde_json::Value,
) {
    let device = machines.twin(twin).reporter.device;
    let local = machines.plant(device).clock.local(now);
    keep_in_step(exchange, machines, now, twin);
    let Some(replica) = &mut machines.twin(twin).reporter.replica else { return };
    let write = replica.write(local, Intent::Chosen, path, value);
    let online = replica.phase() == Phase::InStep;
    remember(exchange, now, twin, &write);
    if online {
        send(exchange, machines, now, twin, Paper::Write(write));
    }
}

/// A twin wishes something. Whether the wish is sent, its own rule says first.
pub(super) fn wish(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, number: u32) -> bool {
    let Some(record) = exchange.commands.get(number as usize) else { return false };
    let (twin, Some((path, value))) = (record.twin, field::field(&record.setting)) else { return false };
    let Some(session) = &mut machines.twin(twin).belief.session else { return false };
    let base_version = session.mediator.shadow().document().version();
    let write = session.mediator.twin_write(now, base_version, &path, value);
    let outcome = session.mediator.submit(now, &write);
    session.follow();
    remember(exchange, now, twin, &write);
    let refusal = match outcome {
        Ok(outcome) => settled(exchange, now, twin, &outcome),
        Err(refusal) => Some(refusal.to_string()),
    };
    if let (Some(reason), Some(record)) = (refusal, exchange.commands.get_mut(number as usize)) {
        record.acted = Some((now, Verdict::Refused(reason.into())));
        record.answered_at = Some(now);
    } else {
        command::schedule_again(exchange, machines, now, number);
        publish(exchange, machines, now, twin, Some(number));
    }
    true
}

/// Writes down how a conflict ended; says why the twin's write does not stand where it does not.
fn settled(exchange: &mut Exchange, now: SimTime, twin: u32, outcome: &Outcome) -> Option<String> {
    let Outcome::Settled(conflict, ruling) = outcome else { return None };
    let when = |writer| {
        let write = conflict.by(writer);
        exchange.written.get(&(twin, writer, write.sequence)).copied().unwrap_or(now)
    };
    let written = (when(Writer::Device), when(Writer::Twin));
    if exchange.conflicts.len() == MOST_CONFLICTS {
        exchange.conflicts.remove(0);
    }
    let record = ConflictRecord { twin, at: now, conflict: (**conflict).clone(), ruling: *ruling, written };
    exchange.conflicts.push(record);
    match ruling {
        Ruling::Stands(Writer::Twin) | Ruling::Refused(Writer::Device) | Ruling::Both => None,
        Ruling::Stands(Writer::Device) => Some(format!("{} stands as set at the device", word(conflict.path()))),
        Ruling::Refused(Writer::Twin) => Some(format!("{} was written meanwhile (409)", word(conflict.path()))),
        Ruling::Asked => Some(format!("{} waits for a person to choose", word(conflict.path()))),
    }
}

/// Sends the document to the device.
pub(super) fn publish(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    twin: u32,
    command: Option<u32>,
) {
    let parts = machines.twin(twin);
    let (Some(session), Some(downlink)) = (&parts.belief.session, parts.reporter.downlink) else { return };
    let paper = Paper::Document(Box::new(session.mediator.snapshot()), command);
    let letter = Letter::Document { bytes: paper.bytes(), paper: exchange.papers.add(paper) };
    let frame = Frame { twin, generated_at: now, letter: Some(letter), ..Frame::default() };
    machines.twin(twin).books.bytes_down += frame.bytes();
    hop::push(exchange, machines, downlink, now, frame);
}

/// The document has reached the device, which follows it as far as its safety gate lets it.
pub(super) fn follow(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32, paper: u32) {
    let Some(Paper::Document(snapshot, command)) = exchange.papers.get(paper).cloned() else { return };
    let device = machines.twin(twin).reporter.device;
    if !machines.plant(device).powered() {
        return;
    }
    let local = machines.plant(device).clock.local(now);
    let Some(replica) = &mut machines.twin(twin).reporter.replica else { return };
    // What arrives shows that the link stands.
    replica.connect();
    replica.subscribe();
    let was_in_step = replica.phase() == Phase::InStep;
    let taken = replica.take(local, &snapshot);
    let mut refusal = None;
    if let Taken::Followed(writes) = &taken {
        for write in writes {
            refusal = apply(exchange, machines, now, twin, write).or(refusal);
        }
        if !was_in_step {
            catch_up(exchange, machines, now, twin);
        }
    }
    if let Some(number) = command.or_else(|| exchange.undecided.remove(&twin)) {
        match verdict(exchange, machines, (now, number), &snapshot, taken, refusal) {
            Some(verdict) => command::answer(exchange, machines, now, number, verdict),
            None => {
                exchange.undecided.insert(twin, number);
            }
        }
    }
}

/// Does what a field is wished to be. A wish that the safety gate refuses is answered with what stands instead.
fn apply(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    twin: u32,
    write: &Write,
) -> Option<String> {
    let device = machines.twin(twin).reporter.device;
    let plant = machines.plant(device);
    let controls = plant.model.controls();
    let stands = field::standing(&controls).find(|(path, _)| *path == write.path).map(|(_, value)| value);
    if stands.as_ref() == Some(&write.value) {
        send(exchange, machines, now, twin, Paper::Write(write.clone()));
        return None;
    }
    let late = is_too_late(exchange, now, twin, write);
    let plant = machines.plant(device);
    let outcome = match field::setting(&write.path, &write.value, &controls) {
        _ if late => Err("it came too late (408)".to_owned()),
        Some(setting) => plant.operate(now, &setting),
        None => Err(format!("{} is no control of this device", word(&write.path))),
    };
    match (outcome, stands) {
        (Ok(()), _) => {
            exchange.touches.push(super::Touch { device: Some(device), at: now });
            send(exchange, machines, now, twin, Paper::Write(write.clone()));
            None
        }
        (Err(reason), Some(stands)) => {
            choose(exchange, machines, now, twin, &write.path, stands);
            Some(reason)
        }
        (Err(reason), None) => Some(reason),
    }
}

/// Whether a wish is that of a command which the device must not act on any more. The document itself knows no expiry.
fn is_too_late(exchange: &Exchange, now: SimTime, twin: u32, write: &Write) -> bool {
    let asks = |setting: &Setting| {
        field::field(setting).is_some_and(|(path, value)| path == write.path && value == write.value)
    };
    let latest = exchange.commands.iter().rev().find(|record| record.twin == twin && asks(&record.setting));
    latest.is_some_and(|record| record.acted.is_none() && now > record.expires_at)
}

/// What the device says to a command. Nothing yet while the twin has not heard of the device's own choice.
fn verdict(
    exchange: &Exchange,
    machines: &mut impl Machines,
    (now, number): (SimTime, u32),
    snapshot: &Snapshot,
    taken: Taken,
    refusal: Option<String>,
) -> Option<Verdict> {
    let record = exchange.commands.get(number as usize)?;
    let reporter = machines.twin(record.twin).reporter;
    let device = reporter.device;
    let (path, value) = field::field(&record.setting)?;
    let unheard = |write: &Write| write.path == path && write.intent == Intent::Chosen;
    let undecided =
        refusal.is_none() && reporter.replica.as_ref().is_some_and(|replica| replica.unheard().any(unheard));
    let controls = machines.plant(device).model.controls();
    let stands = field::standing(&controls).find(|(at, _)| *at == path).map(|(_, value)| value);
    Some(match (taken, refusal) {
        _ if undecided => return None,
        _ if stands.as_ref() == Some(&value) => Verdict::Applied,
        _ if now > record.expires_at => Verdict::Expired,
        (_, Some(reason)) => Verdict::Refused(reason.into()),
        (Taken::Older | Taken::TooEarly, None) => {
            Verdict::Refused(format!("{} was settled meanwhile", word(&path)).into())
        }
        (Taken::Followed(_), None) if snapshot.held.contains(&path) => {
            Verdict::Refused(format!("both values of {} are kept", word(&path)).into())
        }
        (Taken::Followed(_), None) => {
            Verdict::Refused(format!("{} was set at the device meanwhile", word(&path)).into())
        }
    })
}

/// A write, a question or history has reached the twin.
pub(super) fn hear(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32, paper: Option<u32>) {
    let paper = paper.and_then(|paper| exchange.papers.get(paper).cloned());
    let Some(session) = &mut machines.twin(twin).belief.session else { return };
    match paper {
        Some(Paper::Write(write)) => {
            let outcome = session.mediator.submit(now, &write);
            session.follow();
            match outcome {
                Ok(outcome) => {
                    settled(exchange, now, twin, &outcome);
                }
                Err(refusal) => exchange.refusals.push(refusal.to_string()),
            }
        }
        Some(Paper::History(update)) => {
            let _recorded = session.mediator.record(now, &update);
            return;
        }
        Some(Paper::Document(..)) | None => {}
    }
    publish(exchange, machines, now, twin, None);
}

/// A person has chosen: the document says so, and the device hears of it.
pub(super) fn answer(
    exchange: &mut Exchange,
    machines: &mut impl Machines,
    now: SimTime,
    (twin, path, stands): (&str, &str, Writer),
) -> Result<(), String> {
    let index = machines.twin_named(twin).ok_or_else(|| format!("there is no twin {twin:?}"))?;
    let session = machines.twin(index).belief.session.as_mut();
    let session = session.ok_or_else(|| format!("twin {twin:?} has no shadow"))?;
    let asked = session.mediator.answer(now, path, stands).map_err(|refusal| refusal.to_string())?;
    session.follow();
    if !asked {
        return Err(format!("nothing was asked about {path} of twin {twin:?}"));
    }
    publish(exchange, machines, now, index, None);
    Ok(())
}

/// A device that was cut off asks for the document when it can again: connect, subscribe, get.
pub(super) fn keep_in_step(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32) {
    let reporter = machines.twin(twin).reporter;
    if reporter.replica.is_none() {
        return;
    }
    let links = [Some(reporter.uplink), reporter.downlink];
    let (mut cuts, mut is_cut) = (0, false);
    for link in links.into_iter().flatten() {
        cuts += machines.link(link).cuts().0;
        is_cut |= machines.link(link).is_cut(now);
    }
    let reporter = machines.twin(twin).reporter;
    let (Some(replica), Some(courier)) = (&mut reporter.replica, &mut reporter.courier) else { return };
    if is_cut {
        return replica.disconnect();
    }
    if replica.phase() != Phase::Offline && courier.cuts == cuts {
        return;
    }
    courier.cuts = cuts;
    replica.disconnect();
    replica.connect();
    replica.subscribe();
    let frame = Frame { twin, generated_at: now, letter: Some(Letter::Get), ..Frame::default() };
    report::hand_over(exchange, machines, now, frame);
}

/// In step again, the device tells what nobody has heard: its choices, and what it kept as history.
fn catch_up(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32) {
    let Some(replica) = &mut machines.twin(twin).reporter.replica else { return };
    let unheard: Vec<Write> = replica.unheard().cloned().collect();
    let history: Vec<Update> = replica.drain();
    for write in unheard {
        send(exchange, machines, now, twin, Paper::Write(write));
    }
    for update in history {
        send(exchange, machines, now, twin, Paper::History(update));
    }
}

fn send(exchange: &mut Exchange, machines: &mut impl Machines, now: SimTime, twin: u32, paper: Paper) {
    let letter = Letter::Write { bytes: paper.bytes(), paper: exchange.papers.add(paper) };
    let frame = Frame { twin, generated_at: now, letter: Some(letter), ..Frame::default() };
    report::hand_over(exchange, machines, now, frame);
}

fn remember(exchange: &mut Exchange, now: SimTime, twin: u32, write: &Write) {
    if exchange.written.len() == MOST_WRITTEN {
        exchange.written.pop_first();
    }
    exchange.written.insert((twin, write.writer, write.sequence), now);
}

/// A field as people say it, without the sign of a pointer.
fn word(path: &str) -> &str {
    path.trim_start_matches('/')
}
