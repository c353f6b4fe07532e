//! The event log: every accepted update, bounded, its past folded into one document.

use std::collections::VecDeque;

use super::document::Document;
use super::section::Patch;
use crate::core::time::SimTime;

/// What happened to a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// An update was accepted.
    Updated {
        /// What it did to `reported`.
        reported: Patch,
        /// What it did to `desired`.
        desired: Patch,
    },
    /// The document was deleted.
    Deleted,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Version of the document from here on.
    pub version: u64,
    /// When it was accepted.
    pub at: SimTime,
    /// What happened.
    pub what: Happened,
}

/// The latest events, and the document as it was before them.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLog {
    before: Document,
    events: VecDeque<Event>,
    limit: usize,
}

impl EventLog {
    /// An empty log that keeps at most `limit` events apart.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { before: Document::default(), events: VecDeque::new(), limit }
    }

    /// Appends an event; past the limit the oldest is folded into the document before.
    pub fn push(&mut self, event: Event) {
        self.events.push_back(event);
        while self.events.len() > self.limit {
            if let Some(oldest) = self.events.pop_front() {
                self.before.apply(&oldest);
            }
        }
    }

    /// The events that are still kept apart, the oldest first.
    #[must_use]
    pub fn events(&self) -> impl ExactSizeIterator<Item = &Event> {
        self.events.iter()
    }

    /// The document as it was before the events that are kept.
    #[must_use]
    pub fn before(&self) -> &Document {
        &self.before
    }

    /// The document, built again from its events.
    #[must_use]
    pub fn rebuild(&self) -> Document {
        let mut document = self.before.clone();
        for event in &self.events {
            document.apply(event);
        }
        document
    }

    /// The document as it was at a version; none where that is folded away or has not come yet. Eclipse
    /// Ditto calls this a historical revision ("History capabilities", eclipse.dev/ditto/basic-history.html).
    #[must_use]
    pub fn at_version(&self, version: u64) -> Option<Document> {
        let last = self.events.back().map_or(self.before.version(), |event| event.version);
        if version < self.before.version() || version > last {
            return None;
        }
        let mut document = self.before.clone();
        for event in self.events.iter().take_while(|event| event.version <= version) {
            document.apply(event);
        }
        Some(document)
    }
}
