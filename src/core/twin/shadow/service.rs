//! The service: takes updates one at a time, accepts or refuses each, and remembers.

use super::change::Change;
use super::document::Document;
use super::event::{Event, EventLog, Happened};
use super::history::{History, Reading};
use super::refusal::Refusal;
use super::token::Tokens;
use super::tree;
use super::update::Update;
use crate::core::time::SimTime;

/// How much a shadow may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document, as [`Document::bytes`] counts them.
    pub bytes: usize,
    /// Levels of keys in a section.
    pub levels: usize,
    /// Events kept apart before they are folded together.
    pub events: usize,
    /// Client tokens remembered.
    pub tokens: usize,
    /// Readings kept as history.
    pub readings: usize,
}

impl Limits {
    /// The document of AWS IoT: 8 kB without metadata, 8 levels ("AWS IoT Core endpoints and quotas", Device
    /// Shadow, docs.aws.amazon.com/general/latest/gr/iot-core.html; the page "Device Shadow error messages"
    /// still speaks of 6 levels). The rest is ours.
    pub const AWS: Self = Self { bytes: 8 * 1024, levels: 8, events: 256, tokens: 64, readings: 1024 };
}

/// What accepting an update did.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// Version of the document after it.
    pub version: u64,
    /// The same request had been accepted before: nothing was done.
    pub repeated: bool,
    /// The fields that it changed.
    pub changes: Vec<Change>,
}

/// A shadow with its document, its log and its history.
#[derive(Clone, Debug)]
pub struct Shadow {
    document: Document,
    log: EventLog,
    history: History,
    tokens: Tokens,
    limits: Limits,
}

impl Shadow {
    /// An empty shadow.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            document: Document::default(),
            log: EventLog::new(limits.events),
            history: History::new(limits.readings),
            tokens: Tokens::new(limits.tokens),
            limits,
        }
    }

    /// The document now.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The accepted updates.
    #[must_use]
    pub fn log(&self) -> &EventLog {
        &self.log
    }

    /// What was reported over time.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Takes an update: written as a whole, or refused as a whole.
    ///
    /// # Errors
    /// Why it was refused; the shadow is as before.
    pub fn update(&mut self, now: SimTime, update: &Update) -> Result<Accepted, Refusal> {
        update.check(self.limits.levels, self.limits.bytes)?;
        if let Some(version) = self.tokens.repeated(update) {
            return Ok(Accepted { version, repeated: true, changes: Vec::new() });
        }
        let current = self.document.version();
        if let Some(given) = update.version.filter(|given| *given != current) {
            return Err(Refusal::VersionConflict { given, current });
        }
        if let Some(at) = update.historical {
            self.record(at, update, true);
            self.tokens.remember(update, current);
            return Ok(Accepted { version: current, repeated: false, changes: Vec::new() });
        }
        let what = Happened::Updated { reported: update.reported.clone(), desired: update.desired.clone() };
        let event = Event { version: current + 1, at: now, what };
        let mut next = self.document.clone();
        let changes = next.apply(&event);
        let (size, limit) = (next.bytes(), self.limits.bytes);
        if size > limit {
            return Err(Refusal::TooLarge { what: "bytes of document", size, limit });
        }
        self.document = next;
        self.log.push(event);
        self.record(now, update, false);
        self.tokens.remember(update, current + 1);
        Ok(Accepted { version: current + 1, repeated: false, changes })
    }

    /// Deletes the document and lists the fields that are gone. The next update goes on counting versions where this one stopped ("Interacting
    /// with shadows", docs.aws.amazon.com/iot/latest/developerguide/device-shadow-data-flow.html).
    pub fn delete(&mut self, now: SimTime) -> Vec<Change> {
        let event = Event { version: self.document.version(), at: now, what: Happened::Deleted };
        let changes = self.document.apply(&event);
        self.log.push(event);
        changes
    }

    fn record(&mut self, at: SimTime, update: &Update, historical: bool) {
        let Some(reported) = update.reported.tree() else { return };
        for (path, value) in tree::fields(reported).into_iter().filter(|(_, value)| !value.is_null()) {
            self.history.record(at, path, Reading { value: value.clone(), historical });
        }
    }
}
