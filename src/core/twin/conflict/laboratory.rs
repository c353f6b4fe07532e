//! The laboratory: one trace of writes run through every rule, scored by the true order that no rule knows.

use std::fmt::Write as _;

use serde_json::json;

use super::mediator::{ConflictCounts, Mediator, Outcome};
use super::score::{is_right, truly_later};
use super::{ConflictSpec, Ruling};
use crate::core::rng::Stream;
use crate::core::time::SimTime;
use crate::core::twin::shadow::{Intent, Limits, Replica, Writer, tree};

const FIELD: &str = "/target_c";

/// Who writes first in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Always the device.
    Device,
    /// Always the twin.
    Twin,
    /// Either, with equal chances.
    Either,
}

/// Rounds of two writes to one field, one by somebody at the device and one by the twin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Laboratory {
    /// How many rounds.
    pub rounds: u32,
    /// Mean of the exponential gap between the two writes, in seconds.
    pub mean_gap_s: f64,
    /// How fast the device's clock is, in seconds; the twin's is right.
    pub offset_s: f64,
    /// From the device to the shadow, in seconds.
    pub uplink_s: f64,
    /// From the shadow to the device, in seconds.
    pub downlink_s: f64,
    /// Who writes first.
    pub first: First,
}

/// How one rule did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaboratoryRow {
    /// The rule's name.
    pub rule: &'static str,
    /// Rounds in all.
    pub rounds: u32,
    /// How the conflicts among them ended.
    pub counts: ConflictCounts,
    /// Conflicts in which the truly later write did not stand, though one did.
    pub wrong: u64,
    /// Rounds after which the device's copy and the document agreed.
    pub converged: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    DeviceWrites,
    DeviceArrives,
    TwinWrites,
    TwinArrives,
}

struct Round {
    device_at: SimTime,
    twin_at: SimTime,
}

impl Laboratory {
    /// The trace of a stream through every rule in turn; field ownership gives the field to the twin.
    #[must_use]
    pub fn run(&self, stream: &Stream) -> Vec<LaboratoryRow> {
        let rules = ConflictSpec::ALL.map(|rule| match rule {
            ConflictSpec::FieldOwnership { .. } => ConflictSpec::FieldOwnership { twin: vec![FIELD.to_owned()] },
            rule => rule,
        });
        rules.iter().map(|rule| self.run_one(rule, &mut stream.clone())).collect()
    }

    /// The trace of a stream through one rule.
    #[must_use]
    pub fn run_one(&self, rule: &ConflictSpec, stream: &mut Stream) -> LaboratoryRow {
        let mut pair = Pair::new(rule, self);
        let (mut now, mut wrong, mut converged) = (SimTime::ZERO, 0, 0);
        for number in 0..self.rounds {
            let round = self.round(now, stream);
            let later = truly_later(round.device_at, round.twin_at);
            let (ruling, quiet_at) = pair.play(&round, number);
            wrong += u64::from(ruling.and_then(|ruling| is_right(ruling, later)) == Some(false));
            // Long enough for a hybrid clock to forget how fast the other one is.
            let calm = SimTime::from_secs(2.0 * (self.uplink_s + self.downlink_s + self.offset_s.abs()) + 1.0);
            converged += u32::from(pair.settle(quiet_at, later));
            now = quiet_at + calm;
        }
        LaboratoryRow { rule: rule.name(), rounds: self.rounds, counts: pair.mediator.counts(), wrong, converged }
    }

    fn round(&self, now: SimTime, stream: &mut Stream) -> Round {
        let gap = SimTime::from_secs(stream.exponential(self.mean_gap_s));
        let device_first = match self.first {
            First::Device => true,
            First::Twin => false,
            First::Either => stream.chance(0.5),
        };
        if device_first {
            Round { device_at: now, twin_at: now + gap }
        } else {
            Round { device_at: now + gap, twin_at: now }
        }
    }
}

/// A device and its twin with the laboratory's clock offset and delays.
struct Pair {
    mediator: Mediator,
    replica: Replica,
    offset: SimTime,
    uplink: SimTime,
    downlink: SimTime,
}

impl Pair {
    fn new(rule: &ConflictSpec, laboratory: &Laboratory) -> Self {
        let mut replica = Replica::new(1);
        replica.connect();
        replica.subscribe();
        Self {
            mediator: Mediator::new(rule.clone(), Limits::AWS),
            replica,
            offset: SimTime::from_secs(laboratory.offset_s),
            uplink: SimTime::from_secs(laboratory.uplink_s),
            downlink: SimTime::from_secs(laboratory.downlink_s),
        }
    }

    /// Plays a round; what the rule said if there was a conflict, and when the last message arrived.
    fn play(&mut self, round: &Round, number: u32) -> (Option<Ruling>, SimTime) {
        let mut steps = [
            (round.device_at, Step::DeviceWrites),
            (round.device_at + self.uplink, Step::DeviceArrives),
            (round.twin_at, Step::TwinWrites),
            (round.twin_at + self.downlink, Step::TwinArrives),
        ];
        steps.sort_unstable();
        let (mut written, mut sent, mut ruling) = (None, None, None);
        for (at, step) in steps {
            let outcome = match step {
                Step::DeviceWrites => {
                    let value = json!(2 * number);
                    written = Some(self.replica.write(at + self.offset, Intent::Chosen, FIELD, value));
                    None
                }
                Step::DeviceArrives => written.take().map(|write| self.mediator.submit(at, &write)),
                Step::TwinWrites => {
                    let base = self.mediator.shadow().document().version();
                    let write = self.mediator.twin_write(at, base, FIELD, json!(2 * number + 1));
                    let outcome = self.mediator.submit(at, &write);
                    sent = Some(self.mediator.snapshot());
                    Some(outcome)
                }
                Step::TwinArrives => {
                    if let Some(snapshot) = sent.take() {
                        self.replica.take(at + self.offset, &snapshot);
                    }
                    None
                }
            };
            if let Some(Ok(Outcome::Settled(_, said))) = outcome {
                ruling = Some(said);
            }
        }
        (ruling, steps[3].0)
    }

    /// Answers open questions rightly, lets both sides talk until nothing is left to say, and says whether
    /// their copies agree.
    fn settle(&mut self, now: SimTime, later: Writer) -> bool {
        let asked: Vec<String> = self.mediator.questions().map(|conflict| conflict.path().to_owned()).collect();
        let answered = asked.iter().all(|path| self.mediator.answer(now, path, later).is_ok());
        for _ in 0..3 {
            self.replica.take(now + self.offset, &self.mediator.snapshot());
            let unheard: Vec<_> = self.replica.unheard().cloned().collect();
            for write in unheard {
                if self.mediator.submit(now, &write).is_err() {
                    return false;
                }
            }
        }
        let document = self.mediator.shadow().document();
        let agree = |a, b| tree::delta(a, b).is_empty() && tree::delta(b, a).is_empty();
        answered
            && agree(self.replica.reported(), document.reported().tree())
            && agree(self.replica.desired(), document.desired().tree())
    }
}

/// The rows as a table in Markdown.
#[must_use]
pub fn table(rows: &[LaboratoryRow]) -> String {
    let mut text = String::from(
        "| rule | conflicts | device won | twin won | rejected | both kept | asked | wrong writer | converged |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let ConflictCounts { seen, device_won, twin_won, rejected, kept_both, asked } = row.counts;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {seen} | {device_won} | {twin_won} | {rejected} | {kept_both} | {asked} | {} | {} of {} |",
            row.rule, row.wrong, row.converged, row.rounds
        );
    }
    text
}
