//! The six steps of keeping a twin in step, and when each last happened for one twin.

use crate::core::exchange::{Errand, Fate, FrameLog, FrameRecord, Reception};
use crate::core::time::SimTime;
use crate::sim::Snapshot;

/// How long a step is lit after it happened, in simulated seconds.
const LIT_S: f64 = 0.25;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The device measures what a report will say.
    Collect,
    /// A report gets on the line.
    Transmit,
    /// A report is worked on at a gateway, in the cloud or at the twin.
    Process,
    /// The twin takes a report in.
    Update,
    /// A confirmation comes back: of a report at the device, of a command at the twin.
    Acknowledge,
    /// What was decided at the twin reaches the device: a command, or the shadow's document.
    Propagate,
}

impl Step {
    /// All steps, in their order.
    pub const ALL: [Self; 6] =
        [Self::Collect, Self::Transmit, Self::Process, Self::Update, Self::Acknowledge, Self::Propagate];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Collect => "Collect",
            Self::Transmit => "Transmit",
            Self::Process => "Process",
            Self::Update => "Update",
            Self::Acknowledge => "Acknowledge",
            Self::Propagate => "Propagate",
        }
    }

    /// What it is.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Collect => "The device measures the newest reading of its next report.",
            Self::Transmit => "The report gets on its first line, for the first time or again.",
            Self::Process => {
                "The report is worked on: collected, filtered or passed on at a tier, checked at the twin."
            }
            Self::Update => "The twin takes the report in and shows it, or files it as history.",
            Self::Acknowledge => "A confirmation arrives: of a report at the device, of a command at the twin.",
            Self::Propagate => {
                "What was decided at the twin arrives at the device: a command, or the shadow's document."
            }
        }
    }
}

/// When a step last happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepState {
    /// The step.
    pub step: Step,
    /// When it last happened, as far as the log goes back.
    pub at: Option<SimTime>,
    /// Whether that was just now.
    pub lit: bool,
}

/// When each step last happened for a twin; `speed` is how fast the run passes: what is sped up stays lit as long for
/// those who watch.
#[must_use]
pub fn steps(shown: &Snapshot, log: &FrameLog, twin: usize, speed: f64) -> [StepState; 6] {
    let now = shown.now;
    let lit_s = LIT_S * speed.max(1.0);
    Step::ALL.map(|step| {
        let at = last(shown, log, twin, step);
        StepState { step, at, lit: at.is_some_and(|at| (now - at).secs() < lit_s) }
    })
}

fn last(shown: &Snapshot, log: &FrameLog, twin: usize, step: Step) -> Option<SimTime> {
    let state = shown.twins.get(twin)?;
    let now = shown.now;
    let known = |at: SimTime| (at <= now).then_some(at);
    let reports = || own(log, twin, now).filter(|record| record.errand == Errand::Report);
    let receptions = || log.receptions().rev().filter(move |record| record.twin as usize == twin && record.at <= now);
    let last_hop = |link: Option<usize>| {
        let hops = link.and_then(|link| shown.links.get(link)).map_or(1, |link| link.hops.len());
        hops.saturating_sub(1) as u8
    };
    let (up, down) = (last_hop(Some(state.link)), last_hop(state.downlink));
    let arrived = move |record: &FrameRecord, last: u8| {
        (record.fate == Fate::Delivered && record.hop == last).then_some(record.arrives_at).and_then(known)
    };
    match step {
        Step::Collect => reports().map(|record| record.generated_at).next(),
        Step::Transmit => {
            let sent =
                reports().filter(|record| record.hop == 0 && matches!(record.fate, Fate::Delivered | Fate::Lost));
            sent.filter_map(|record| known(record.sent_at)).next()
        }
        Step::Process => {
            let handed_on = reports().filter(|record| record.hop > 0).map(|record| record.queued_at).next();
            handed_on.max(receptions().map(|record| record.at).next())
        }
        Step::Update => {
            let new = receptions().filter(|record| matches!(record.reception, Reception::Accepted | Reception::Filed));
            new.map(|record| record.at).next()
        }
        Step::Acknowledge => {
            let back = |record: &FrameRecord| match record.errand {
                Errand::Receipt => arrived(record, down),
                Errand::Acknowledgement => arrived(record, up),
                Errand::Report | Errand::Command | Errand::Write | Errand::Document => None,
            };
            own(log, twin, now).take(RECENT).filter_map(back).max()
        }
        Step::Propagate => {
            let done = |record: &FrameRecord| {
                matches!(record.errand, Errand::Command | Errand::Document).then(|| arrived(record, down)).flatten()
            };
            own(log, twin, now).filter_map(done).next()
        }
    }
}

/// Records among which the latest confirmation is looked for: arrivals are not in the order of leaving.
const RECENT: usize = 256;

/// The records of a twin that were made by an instant, newest first.
fn own(log: &FrameLog, twin: usize, now: SimTime) -> impl Iterator<Item = &FrameRecord> {
    log.records().rev().filter(move |record| record.twin as usize == twin && record.queued_at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::exchange::ReceptionRecord;
    use crate::core::link::Frame;
    use crate::lab::Stage;

    #[test]
    fn each_step_is_lit_when_it_has_just_happened() {
        let mut shown = Stage::load("rotor_five_ways").expect("it ships").shown;
        let at = SimTime::from_millis;
        let mut log = FrameLog::new(true);
        let frame = Frame { sequence: 1, generated_at: at(995.0), queued_at: at(1000.0), ..Frame::default() };
        log.push(FrameRecord::of(&frame, at(1000.0), at(1600.0), Fate::Delivered));
        let command =
            FrameRecord { errand: Errand::Command, ..FrameRecord::of(&frame, at(1000.0), at(2600.0), Fate::Delivered) };
        log.push(command);
        log.receive(ReceptionRecord { twin: 0, sequence: 1, at: at(1600.0), reception: Reception::Accepted });
        for (now_ms, lit) in [
            (999.0, &[][..]),
            (1001.0, &[Step::Collect, Step::Transmit]),
            (1400.0, &[]),
            (1700.0, &[Step::Process, Step::Update]),
            (2601.0, &[Step::Propagate]),
        ] {
            shown.now = at(now_ms);
            let states = steps(&shown, &log, 0, 1.0);
            let found: Vec<Step> = states.iter().filter(|state| state.lit).map(|state| state.step).collect();
            assert_eq!(found, lit, "at {now_ms} ms");
        }
        assert!(steps(&shown, &log, 1, 1.0).iter().all(|state| state.at.is_none()), "another twin's");
        shown.now = at(2000.0);
        assert!(steps(&shown, &log, 0, 10.0)[3].lit, "what is sped up stays lit as long for those who watch");
    }
}
