//! The story of one frame: each step of its way with its time, put together from the log.

use crate::core::exchange::{CommandRecord, Errand, Fate, FrameLog, FrameRecord, Reception, Verdict};
use crate::core::link::Tier;
use crate::core::time::SimTime;
use crate::sim::{LinkState, Snapshot};

/// Most frames that gateways put into one another and that are followed.
const MOST_MERGES: usize = 8;

/// Which frame: all its tries, copies and hops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameKey {
    /// The twin it is for or from: its index in the scene.
    pub twin: u32,
    /// What it is for; a receipt belongs to the report that it confirms.
    pub errand: Errand,
    /// Its sequence number.
    pub sequence: u32,
}

/// Whether a step is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is on its way.
    Plain,
    /// Something was lost or refused.
    Bad,
    /// It has done what it was sent for.
    Good,
}

/// A step of a frame's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryStep {
    /// When.
    pub at: SimTime,
    /// What happened.
    pub words: String,
    /// Whether it is good news.
    pub tone: Tone,
}

impl FrameKey {
    /// The frame that a record is about.
    #[must_use]
    pub fn of(record: &FrameRecord) -> Self {
        let errand = if record.errand == Errand::Receipt { Errand::Report } else { record.errand };
        Self { twin: record.twin, errand, sequence: record.sequence }
    }

    /// What people call it: "seq 214", "command 2".
    #[must_use]
    pub fn name(self) -> String {
        format!("{} {}", word(self.errand), self.sequence)
    }
}

/// What people call a frame of an errand, before its number.
#[must_use]
pub fn word(errand: Errand) -> &'static str {
    match errand {
        Errand::Report => "seq",
        Errand::Command => "command",
        Errand::Acknowledgement => "answer",
        Errand::Receipt => "receipt of seq",
        Errand::Write => "write",
        Errand::Document => "document",
    }
}

/// The steps of a frame so far, in the order of time; none if the log does not know it any more.
#[must_use]
pub fn story(shown: &Snapshot, log: &FrameLog, key: FrameKey) -> Vec<StoryStep> {
    let mut teller = Teller { shown, log, key, steps: Vec::new() };
    let first = teller.records(key.errand).next();
    let Some(first) = first.filter(|first| first.queued_at <= shown.now) else { return Vec::new() };
    let origin = match key.errand {
        Errand::Report | Errand::Receipt => "measured",
        Errand::Command => "asked for at the twin",
        Errand::Acknowledgement => "the device has decided",
        Errand::Write => "written at the device",
        Errand::Document => "settled at the twin",
    };
    teller.tell(first.generated_at, Tone::Plain, origin.to_owned());
    teller.follow(key.sequence, 0, SimTime::ZERO, MOST_MERGES);
    teller.receipts();
    teller.command();
    teller.steps.sort_by_key(|step| step.at);
    teller.steps
}

struct Teller<'a> {
    shown: &'a Snapshot,
    log: &'a FrameLog,
    key: FrameKey,
    steps: Vec<StoryStep>,
}

impl<'a> Teller<'a> {
    /// Tells a step, if it has happened.
    fn tell(&mut self, at: SimTime, tone: Tone, words: String) {
        if at <= self.shown.now {
            self.steps.push(StoryStep { at, words, tone });
        }
    }

    /// The records of the frame in one direction.
    fn records(&self, errand: Errand) -> impl Iterator<Item = &'a FrameRecord> + use<'a> {
        let key = self.key;
        let log = self.log;
        log.records()
            .filter(move |record| record.twin == key.twin && record.errand == errand && record.sequence == key.sequence)
    }

    fn link(&self, errand: Errand) -> Option<&'a LinkState> {
        let twin = self.shown.twins.get(self.key.twin as usize)?;
        let link = if errand.goes_down() { twin.downlink? } else { twin.link };
        self.shown.links.get(link)
    }

    /// Tells the way of a number from a hop on, as far as gateways leave it a number.
    fn follow(&mut self, sequence: u32, from_hop: u8, since: SimTime, merges: usize) {
        let (errand, twin) = (self.key.errand, self.key.twin);
        let Some(link) = self.link(errand) else { return };
        let last_hop = link.hops.len().saturating_sub(1);
        let own = self
            .log
            .records()
            .filter(move |record| record.twin == twin && record.errand == errand && record.sequence == sequence);
        for record in own.filter(|record| record.hop >= from_hop && record.sent_at >= since) {
            let Some(hop) = link.hops.get(usize::from(record.hop)) else { continue };
            self.hop(record, &hop.spec.name, hop.spec.tiers);
            let leaves_at = record.arrives_at + SimTime::from_millis(hop.spec.processing_ms);
            let next = record.hop + 1;
            if record.fate == Fate::Merged {
                self.merged(record.hop, record.queued_at, sequence, hop.spec.tiers.0, merges);
            } else if record.fate == Fate::Delivered && usize::from(record.hop) < last_hop {
                // The first of a collection goes on under the number of its last.
                let goes_on = self.log.records().any(|later| {
                    (later.twin, later.errand, later.sequence, later.hop) == (twin, errand, sequence, next)
                });
                if !goes_on && leaves_at <= self.shown.now {
                    self.merged(next, leaves_at, sequence, hop.spec.tiers.1, merges);
                }
            }
        }
        self.receptions(sequence);
    }

    fn hop(&mut self, record: &FrameRecord, hop: &str, (from, to): (Tier, Tier)) {
        let place = place(from);
        let again = if record.attempt > 0 { format!(" (try {})", record.attempt + 1) } else { String::new() };
        let copy = record.fate == Fate::Duplicated;
        if record.sent_at > record.queued_at && !copy && record.hop > 0 {
            let words = if record.historical { "kept offline" } else { "waits" };
            self.tell(record.queued_at, Tone::Plain, format!("{words} {place}"));
        }
        match record.fate {
            Fate::Delivered | Fate::Lost => {
                self.tell(record.sent_at, Tone::Plain, format!("sent on {hop}{again}"));
            }
            Fate::Duplicated => self.tell(record.sent_at, Tone::Plain, format!("a copy sent on {hop}{again}")),
            Fate::QueueDropped => self.tell(record.sent_at, Tone::Bad, format!("dropped {place}: no room for {hop}")),
            Fate::Cut => self.tell(record.sent_at, Tone::Bad, format!("not sent: {hop} is cut{again}")),
            Fate::Expired => self.tell(record.sent_at, Tone::Bad, format!("too old, thrown away {place}")),
            Fate::Filtered => self.tell(record.sent_at, Tone::Plain, format!("filtered out {place}: hardly changed")),
            Fate::Merged => {}
        }
        match record.fate {
            Fate::Delivered => self.tell(record.arrives_at, Tone::Plain, format!("arrives {}", self::place(to))),
            Fate::Duplicated => {
                self.tell(record.arrives_at, Tone::Plain, format!("a copy arrives {}", self::place(to)));
            }
            Fate::Lost => {
                self.tell(record.arrives_at, Tone::Bad, format!("missing {}: lost on {hop}", self::place(to)));
            }
            _ => {}
        }
    }

    /// A gateway has taken the frame in at an instant: it goes on as a part of another one.
    fn merged(&mut self, hop: u8, at: SimTime, sequence: u32, tier: Tier, merges: usize) {
        let (errand, twin) = (self.key.errand, self.key.twin);
        let host = self.log.records().find(|record| {
            record.twin == twin
                && record.errand == errand
                && record.hop == hop
                && !matches!(record.fate, Fate::Merged | Fate::Filtered)
                && (record.queued_at..=record.sent_at).contains(&at)
        });
        let Some(host) = host.filter(|_| merges > 0) else {
            return self.tell(at, Tone::Plain, format!("held {}", place(tier)));
        };
        if host.sequence == sequence {
            return;
        }
        self.tell(at, Tone::Plain, format!("merged into {} {}", host.sequence, place(tier)));
        self.follow(host.sequence, hop, host.sent_at, merges - 1);
    }

    /// How the twin took it in.
    fn receptions(&mut self, sequence: u32) {
        if self.key.errand != Errand::Report {
            return;
        }
        let twin = self.key.twin;
        for record in self.log.receptions().filter(|record| record.twin == twin && record.sequence == sequence) {
            let (tone, words) = match record.reception {
                Reception::Accepted => (Tone::Good, "shown by the twin"),
                Reception::Stale => (Tone::Bad, "stale: the twin knows newer"),
                Reception::Repeated => (Tone::Plain, "repeated: the twin has it already"),
                Reception::Filed => (Tone::Good, "filed as history by the twin"),
            };
            self.tell(record.at, tone, words.to_owned());
        }
    }

    /// The twin's word that it has a report.
    fn receipts(&mut self) {
        let Some(link) = self.link(Errand::Receipt).filter(|_| self.key.errand == Errand::Report) else { return };
        let last = link.hops.len().saturating_sub(1);
        for record in self.records(Errand::Receipt) {
            let Some(hop) = link.hops.get(usize::from(record.hop)) else { continue };
            match record.fate {
                Fate::Delivered if usize::from(record.hop) == last => {
                    self.tell(record.arrives_at, Tone::Good, "confirmed to the device".to_owned());
                }
                Fate::Delivered | Fate::Duplicated | Fate::Merged | Fate::Filtered => {}
                Fate::Lost | Fate::QueueDropped | Fate::Cut | Fate::Expired => {
                    self.tell(record.arrives_at, Tone::Bad, format!("its receipt is lost on {}", hop.spec.name));
                }
            }
        }
    }

    /// What the device and the twin say about a command.
    fn command(&mut self) {
        if self.key.errand != Errand::Command {
            return;
        }
        let number = (self.key.sequence as usize).wrapping_sub(1);
        let Some(CommandRecord { acted, answered_at, .. }) = self.shown.commands.get(number) else { return };
        if let Some((at, verdict)) = acted {
            let (tone, words) = match verdict {
                Verdict::Applied => (Tone::Good, "applied by the device"),
                Verdict::Refused(_) => (Tone::Bad, "refused by the device"),
                Verdict::Expired => (Tone::Bad, "came too late for the device"),
            };
            self.tell(*at, tone, words.to_owned());
        }
        if let Some(at) = answered_at {
            self.tell(*at, Tone::Good, "its answer has reached the twin".to_owned());
        }
    }
}

/// A tier, as a place in a sentence.
fn place(tier: Tier) -> &'static str {
    match tier {
        Tier::Physical => "at the device",
        Tier::Edge => "at the edge",
        Tier::Cloud => "in the cloud",
        Tier::Twin => "at the twin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Stage;

    fn told(scene: &str, until_s: f64, pick: impl Fn(&FrameRecord) -> bool) -> Vec<String> {
        let mut stage = Stage::load(scene).expect("it ships");
        stage.simulation.advance_to(SimTime::from_secs(until_s));
        let log = stage.simulation.frame_log();
        let key = log.records().find(|record| pick(record)).map(FrameKey::of).expect("such a frame");
        let steps = story(stage.simulation.snapshot(), log, key);
        assert!(steps.is_sorted_by_key(|step| step.at));
        steps.into_iter().map(|step| step.words).collect()
    }

    #[test]
    fn a_frame_on_a_sound_way_passes_all_tiers() {
        let words = told("wire", 6.0, |record| record.twin == 0 && record.sequence == 3);
        let expected = [
            "measured",
            "sent on radio",
            "arrives at the edge",
            "sent on backhaul",
            "arrives in the cloud",
            "sent on lan",
            "arrives at the twin",
            "shown by the twin",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_lost_frame_is_sent_again_and_confirmed() {
        let words = told("wire", 30.0, |record| {
            let first = record.attempt == 0 && record.hop == 0;
            record.twin == 1 && first && record.fate == Fate::Lost && record.errand == Errand::Report
        });
        let place =
            |text: &str| words.iter().position(|words| words == text).unwrap_or_else(|| panic!("{text}: {words:?}"));
        let again = place("sent on radio (try 2)");
        assert!(place("missing at the edge: lost on radio") < again, "{words:?}");
        assert!(again < place("shown by the twin"), "{words:?}");
        assert!(place("shown by the twin") < place("confirmed to the device"), "{words:?}");
    }

    #[test]
    fn what_an_edge_keeps_is_filed_as_history() {
        let words = told("wire", 45.0, |record| record.historical);
        let place =
            |text: &str| words.iter().position(|words| words == text).unwrap_or_else(|| panic!("{text}: {words:?}"));
        assert!(place("kept offline at the edge") < place("sent on backhaul"));
        assert_eq!(words.last().map(String::as_str), Some("filed as history by the twin"));
    }

    #[test]
    fn nothing_is_told_before_it_happens() {
        let mut stage = Stage::load("wire").expect("it ships");
        stage.simulation.advance_to(SimTime::from_secs(3.0));
        let log = stage.simulation.frame_log();
        let first = *log.records().next().expect("a frame");
        let mut shown = stage.simulation.snapshot().clone();
        shown.now = first.sent_at;
        assert_eq!(story(&shown, log, FrameKey::of(&first)).len(), 2, "measured and sent");
        shown.now = first.queued_at - SimTime::from_nanos(1);
        assert_eq!(story(&shown, log, FrameKey::of(&first)), []);
    }
}
