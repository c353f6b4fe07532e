//! What happens in a run, one event after another: frames, faults, commands, anomalies.

use crate::core::exchange::{CommandRecord, Errand, Fate, FrameRecord, Verdict};
use crate::core::fault::{FaultRecord, FaultTarget};
use crate::core::time::SimTime;
use crate::sim::{Simulation, Snapshot};

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// The twin, device or link that it is about.
    pub subject: String,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A frame left, or could not.
    Frame(FrameRecord),
    /// A fault began, with its name.
    FaultBegan(&'static str),
    /// A fault ended.
    FaultEnded(&'static str),
    /// A twin sent a command.
    CommandSent(String),
    /// The device did it, or refused with a reason.
    CommandActed(Result<(), String>),
    /// The answer reached the twin.
    CommandAnswered,
    /// A twin noticed something, with its evidence.
    AnomalyRaised(String),
    /// An anomaly was over.
    AnomalyEnded(String),
}

/// The word for a frame's errand.
pub(super) fn errand(errand: Errand) -> &'static str {
    match errand {
        Errand::Report => "report",
        Errand::Command => "command",
        Errand::Acknowledgement => "acknowledgement",
        Errand::Receipt => "receipt",
        Errand::Write => "write",
        Errand::Document => "document",
    }
}

/// The word for a frame's fate.
pub(super) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Delivered => "delivered",
        Fate::Duplicated => "duplicated",
        Fate::Lost => "lost",
        Fate::QueueDropped => "queue_dropped",
        Fate::Cut => "cut",
        Fate::Expired => "expired",
        Fate::Merged => "merged",
        Fate::Filtered => "filtered",
    }
}

impl What {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Frame(_) => "frame",
            Self::FaultBegan(_) => "fault",
            Self::FaultEnded(_) => "fault_end",
            Self::CommandSent(_) => "command",
            Self::CommandActed(Ok(())) => "command_applied",
            Self::CommandActed(Err(_)) => "command_refused",
            Self::CommandAnswered => "command_answered",
            Self::AnomalyRaised(_) => "anomaly",
            Self::AnomalyEnded(_) => "anomaly_end",
        }
    }

    /// More about it in words; nothing for frames, whose figures say it all.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Frame(_) | Self::CommandActed(Ok(())) | Self::CommandAnswered => "",
            Self::FaultBegan(label) | Self::FaultEnded(label) => label,
            Self::CommandSent(text)
            | Self::CommandActed(Err(text))
            | Self::AnomalyRaised(text)
            | Self::AnomalyEnded(text) => text,
        }
    }
}

/// Finds what is new in a run.
#[derive(Debug, Default)]
pub(super) struct Feed {
    until: Option<SimTime>,
    last_frame: Option<FrameRecord>,
}

impl Feed {
    /// Events since the last call, in the order of their instants.
    pub(super) fn since_last(&mut self, simulation: &Simulation) -> Vec<Event> {
        let snapshot = simulation.snapshot();
        let from = self.until.replace(snapshot.now);
        // A step handles what is due from its beginning to just before its end.
        let new = |at: SimTime| from.is_none_or(|from| at >= from) && at < snapshot.now;
        let mut events = self.frames(simulation);
        for fault in snapshot.faults.iter() {
            let label = fault.what.label();
            let mut push =
                |at, what| events.extend(new(at).then(|| Event { at, subject: struck(snapshot, fault), what }));
            push(fault.from, What::FaultBegan(label));
            push(fault.until, What::FaultEnded(label));
        }
        for command in snapshot.commands.iter() {
            commands(snapshot, command, &new, &mut events);
        }
        for twin in &snapshot.twins {
            let signals = &snapshot.devices[twin.device].signals;
            for anomaly in twin.anomalies.iter().flat_map(|list| list.iter()) {
                let signal = anomaly.signal.and_then(|signal| signals.get(usize::from(signal)));
                let about = signal.map_or("the link", |info| &info.name);
                let detail = format!("{about}: {}: {}", anomaly.class.name(), anomaly.evidence);
                let mut push = |at: SimTime, what| {
                    events.extend(new(at).then(|| Event { at, subject: twin.name.to_string(), what }));
                };
                push(anomaly.raised_at, What::AnomalyRaised(detail));
                if let Some(ended) = anomaly.ended {
                    push(ended, What::AnomalyEnded(about.to_owned()));
                }
            }
        }
        events.sort_by_key(|event| event.at);
        events
    }

    /// Frames that the log holds behind the one that was seen last.
    fn frames(&mut self, simulation: &Simulation) -> Vec<Event> {
        let log = simulation.frame_log();
        let mut fresh: Vec<FrameRecord> =
            log.records().rev().take_while(|record| Some(*record) != self.last_frame.as_ref()).copied().collect();
        fresh.reverse();
        self.last_frame = fresh.last().copied().or(self.last_frame);
        let subject = |frame: &FrameRecord| {
            simulation.snapshot().twins.get(frame.twin as usize).map_or_else(String::new, |twin| twin.name.to_string())
        };
        fresh
            .into_iter()
            .map(|frame| Event { at: frame.sent_at, subject: subject(&frame), what: What::Frame(frame) })
            .collect()
    }
}

fn commands(snapshot: &Snapshot, command: &CommandRecord, new: &impl Fn(SimTime) -> bool, events: &mut Vec<Event>) {
    let twin = snapshot.twins.get(command.twin as usize);
    let mut push = |at, what| {
        let subject = || twin.map_or_else(String::new, |twin| twin.name.to_string());
        events.extend(new(at).then(|| Event { at, subject: subject(), what }));
    };
    push(command.sent_at, What::CommandSent(format!("{:?}", command.setting)));
    if let Some((at, verdict)) = &command.acted {
        let outcome = match verdict {
            Verdict::Applied => Ok(()),
            Verdict::Refused(reason) => Err(reason.to_string()),
            Verdict::Expired => Err("it came too late".to_owned()),
        };
        push(*at, What::CommandActed(outcome));
    }
    if let Some(at) = command.answered_at {
        push(at, What::CommandAnswered);
    }
}

/// The name of what a fault struck.
fn struck(snapshot: &Snapshot, fault: &FaultRecord) -> String {
    let device = |index: u32| snapshot.devices.get(index as usize);
    match &fault.target {
        FaultTarget::Device { device: index } => {
            device(*index).map_or_else(String::new, |state| state.name.to_string())
        }
        FaultTarget::Sensor { device: index, signal } => device(*index)
            .and_then(|state| Some(format!("{}.{}", state.name, state.signals.get(usize::from(*signal))?.name)))
            .unwrap_or_default(),
        FaultTarget::Links { name, .. } => name.to_string(),
    }
}
