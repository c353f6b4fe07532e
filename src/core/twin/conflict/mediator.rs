//! The mediator: stands in front of a shadow, notices conflicting writes and carries rulings out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Conflict, ConflictSpec, Ruling};
use crate::core::time::SimTime;
use crate::core::twin::shadow::{
    Accepted, HybridClock, Intent, Limits, Patch, Refusal, Shadow, Snapshot, Stamp, Update, Write, Writer, tree,
};

/// Fields that can have writes; a bound of ours on what is remembered beside the document.
const FIELDS_LIMIT: usize = 256;

/// What came of a write.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nobody else had written the field unseen: written.
    Written,
    /// It met another write, and the rule has spoken.
    Settled(Box<Conflict>, Ruling),
    /// Its writer has written the field since, or this is a repeat: dropped.
    Stale,
}

/// How conflicts ended. `seen` is the sum of all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConflictCounts {
    /// Writes that met another.
    pub seen: u64,
    /// The device's write stood.
    pub device_won: u64,
    /// The twin's write stood.
    pub twin_won: u64,
    /// The one who came second was refused.
    pub rejected: u64,
    /// Each section kept its own.
    pub kept_both: u64,
    /// A person was asked.
    pub asked: u64,
}

impl ConflictCounts {
    /// Counts how one ended.
    pub fn count(&mut self, ruling: Ruling) {
        self.seen += 1;
        let counter = match ruling {
            Ruling::Stands(Writer::Device) => &mut self.device_won,
            Ruling::Stands(Writer::Twin) => &mut self.twin_won,
            Ruling::Refused(_) => &mut self.rejected,
            Ruling::Both => &mut self.kept_both,
            Ruling::Asked => &mut self.asked,
        };
        *counter += 1;
    }
}

/// What one side has written to a field.
#[derive(Clone, Debug, Default)]
struct Side {
    /// Its latest choice that stands, and the version that it made.
    choice: Option<(Write, u64)>,
    /// The latest of its writes that was heard.
    heard: Option<u64>,
}

/// Both sides of one field.
#[derive(Clone, Debug, Default)]
struct Field {
    device: Side,
    twin: Side,
    held: Option<(Conflict, Ruling)>,
}

impl Field {
    fn side(&self, writer: Writer) -> &Side {
        match writer {
            Writer::Device => &self.device,
            Writer::Twin => &self.twin,
        }
    }

    fn side_mut(&mut self, writer: Writer) -> &mut Side {
        match writer {
            Writer::Device => &mut self.device,
            Writer::Twin => &mut self.twin,
        }
    }

    /// The conflict that a write is in, if the other side has chosen otherwise unseen.
    fn conflict(&self, write: &Write) -> Option<Conflict> {
        let (standing, version) = self.side(write.writer.other()).choice.as_ref()?;
        let unseen = write.intent == Intent::Chosen && *version > write.base_version;
        let otherwise = !tree::same(&standing.value, &write.value);
        (unseen && otherwise).then(|| Conflict { standing: standing.clone(), arriving: write.clone() })
    }

    /// Takes down a write that made a version, and what the rule said of it.
    fn take(&mut self, write: &Write, version: u64, ruling: Option<Ruling>) {
        self.side_mut(write.writer).heard = Some(write.sequence);
        if write.intent == Intent::Followed {
            return;
        }
        let winner = ruling.and_then(Ruling::winner);
        let stands = winner.is_none_or(|winner| winner == write.writer);
        self.side_mut(write.writer).choice = stands.then(|| (write.clone(), version));
        // A wish that the device's choice has withdrawn contradicts nothing any more.
        let withdrawn = ruling.is_none() && write.writer == Writer::Device;
        if withdrawn || winner == Some(write.writer) {
            self.side_mut(write.writer.other()).choice = None;
        }
        self.held = None;
    }
}

/// A shadow with a conflict rule.
#[derive(Clone, Debug)]
pub struct Mediator {
    rule: ConflictSpec,
    shadow: Shadow,
    fields: BTreeMap<String, Field>,
    counts: ConflictCounts,
    clock: HybridClock,
    last_stamp: Option<Stamp>,
    sequence: u64,
}

impl Mediator {
    /// An empty shadow under a rule.
    #[must_use]
    pub fn new(rule: ConflictSpec, limits: Limits) -> Self {
        Self {
            rule,
            shadow: Shadow::new(limits),
            fields: BTreeMap::new(),
            counts: ConflictCounts::default(),
            clock: HybridClock::new(Writer::Twin),
            last_stamp: None,
            sequence: 0,
        }
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &ConflictSpec {
        &self.rule
    }

    /// The shadow behind it.
    #[must_use]
    pub fn shadow(&self) -> &Shadow {
        &self.shadow
    }

    /// How conflicts have ended so far.
    #[must_use]
    pub fn counts(&self) -> ConflictCounts {
        self.counts
    }

    /// The open questions, in alphabetical order of their fields.
    pub fn questions(&self) -> impl Iterator<Item = &Conflict> {
        let held = self.fields.values().filter_map(|field| field.held.as_ref());
        held.filter(|(_, ruling)| *ruling == Ruling::Asked).map(|(conflict, _)| conflict)
    }

    /// A write by the twin that knows `base_version` of the document, while its clock shows `local`.
    pub fn twin_write(&mut self, local: SimTime, base_version: u64, path: &str, value: Value) -> Write {
        self.sequence += 1;
        let stamp = self.clock.stamp(local);
        self.last_stamp = Some(stamp);
        Write {
            writer: Writer::Twin,
            intent: Intent::Chosen,
            path: path.to_owned(),
            value,
            claimed_at: local,
            stamp,
            base_version,
            sequence: self.sequence,
        }
    }

    /// Takes a write that arrives now.
    ///
    /// # Errors
    /// The shadow's refusal; what it held stays.
    pub fn submit(&mut self, now: SimTime, write: &Write) -> Result<Outcome, Refusal> {
        self.check(write)?;
        let known = self.fields.get(&write.path);
        if known.and_then(|field| field.side(write.writer).heard).is_some_and(|heard| write.sequence <= heard) {
            return Ok(Outcome::Stale);
        }
        let conflict = known.and_then(|field| field.conflict(write));
        let ruling = conflict.as_ref().map(|conflict| self.rule.settle(conflict));
        let version = match ruling {
            Some(Ruling::Refused(_)) => self.shadow.document().version(),
            ruling => self.shadow.update(now, &update(write, ruling))?.version,
        };
        self.clock.notice(write.stamp);
        let field = self.fields.entry(write.path.clone()).or_default();
        field.take(write, version, ruling);
        let Some((conflict, ruling)) = conflict.zip(ruling) else { return Ok(Outcome::Written) };
        field.held = ruling.winner().is_none().then(|| (conflict.clone(), ruling));
        self.counts.count(ruling);
        Ok(Outcome::Settled(Box::new(conflict), ruling))
    }

    /// Takes what was measured: it contradicts nobody.
    ///
    /// # Errors
    /// The shadow's refusal.
    pub fn report(&mut self, now: SimTime, update: &Update) -> Result<Accepted, Refusal> {
        self.shadow.update(now, update)
    }

    /// Records a reading that a device took earlier and sends from its queue.
    ///
    /// # Errors
    /// The shadow's refusal.
    pub fn record(&mut self, now: SimTime, update: &Update) -> Result<Accepted, Refusal> {
        if update.historical.is_none() {
            return Err(Refusal::Instant("none".to_owned()));
        }
        self.shadow.update(now, update)
    }

    /// A person answers the question on a field: whose write stands. False where nothing was asked.
    ///
    /// # Errors
    /// The shadow's refusal; the question stays open.
    pub fn answer(&mut self, now: SimTime, path: &str, stands: Writer) -> Result<bool, Refusal> {
        let Some(field) = self.fields.get(path) else { return Ok(false) };
        let Some((conflict, Ruling::Asked)) = field.held.clone() else { return Ok(false) };
        let wish = match stands {
            Writer::Device => Value::Null,
            Writer::Twin => conflict.by(Writer::Twin).value.clone(),
        };
        self.shadow.update(now, &Update::wish(tree::patch(path, wish)))?;
        if let Some(field) = self.fields.get_mut(path) {
            field.held = None;
            field.side_mut(stands.other()).choice = None;
        }
        Ok(true)
    }

    /// What the device is sent, or fetches.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let fields = self.fields.iter();
        let heard = fields.clone().filter_map(|(path, field)| field.device.heard.map(|heard| (path.clone(), heard)));
        Snapshot {
            version: self.shadow.document().version(),
            reported: self.shadow.document().reported().tree().clone(),
            desired: self.shadow.document().desired().tree().clone(),
            held: fields.filter(|(_, field)| field.held.is_some()).map(|(path, _)| path.clone()).collect(),
            heard: heard.collect(),
            stamp: self.last_stamp,
        }
    }

    fn check(&self, write: &Write) -> Result<(), Refusal> {
        let named = write.path.len() > 1 && write.path.starts_with('/');
        if !named || write.value.is_object() || write.value.is_null() {
            return Err(Refusal::NotAField(write.path.clone()));
        }
        if !self.fields.contains_key(&write.path) && self.fields.len() >= FIELDS_LIMIT {
            return Err(Refusal::TooManyFields { path: write.path.clone(), limit: FIELDS_LIMIT });
        }
        Ok(())
    }
}

/// The update that a write makes, alone or under a ruling. What the device is gets reported even where its
/// write did not stand; a wish that is overruled is withdrawn.
fn update(write: &Write, ruling: Option<Ruling>) -> Update {
    let set = |value: Value| Patch::Merge(tree::patch(&write.path, value));
    let device_stands = match ruling {
        Some(ruling) => ruling.winner() == Some(Writer::Device),
        None => write.writer == Writer::Device && write.intent == Intent::Chosen,
    };
    let reported = if write.writer == Writer::Device { set(write.value.clone()) } else { Patch::Untouched };
    let desired = match write.writer {
        _ if device_stands => set(Value::Null),
        Writer::Twin => set(write.value.clone()),
        Writer::Device => Patch::Untouched,
    };
    Update { reported, desired, ..Update::default() }
}
