//! The projection: the document as flat rows for a panel, a read model built from events alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::change::Change;
use super::document::Document;
use super::event::{Event, EventLog};
use super::tree;
use crate::core::time::SimTime;

/// One field as a panel shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The field, as a JSON pointer.
    pub field: String,
    /// What the device reported.
    pub reported: Option<Value>,
    /// What is wished for.
    pub desired: Option<Value>,
    /// Whether the wish is fulfilled; none where nothing is wished.
    pub in_step: Option<bool>,
    /// Since when that has been so.
    pub since: SimTime,
}

/// All fields of a document, with the time since when each is in step or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {
    document: Document,
    rows: BTreeMap<String, Row>,
}

impl Projection {
    /// The projection of a log. Fields that changed last before the kept events count from their metadata.
    #[must_use]
    pub fn of(log: &EventLog) -> Self {
        let mut projection = Self { document: log.before().clone(), rows: BTreeMap::new() };
        projection.refresh(None);
        for event in log.events() {
            projection.apply(event);
        }
        projection
    }

    /// Takes in the next event; gives what it changed.
    pub fn apply(&mut self, event: &Event) -> Vec<Change> {
        let changes = self.document.apply(event);
        self.refresh(Some(event.at));
        changes
    }

    /// The rows in alphabetical order of their fields.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Row> {
        self.rows.values()
    }

    fn refresh(&mut self, at: Option<SimTime>) {
        let (reported, desired) = (self.document.reported(), self.document.desired());
        let mut rows = BTreeMap::new();
        for (field, _) in tree::fields(reported.tree()).into_iter().chain(tree::fields(desired.tree())) {
            let (is, wish) = (reported.get(&field), desired.get(&field));
            let in_step = wish.map(|wish| is.is_some_and(|is| tree::same(wish, is)));
            let written = reported.written_at(&field).max(desired.written_at(&field)).unwrap_or_default();
            let before = self.rows.get(&field).filter(|row| row.in_step == in_step);
            let since = before.map_or(at.unwrap_or(written), |row| row.since);
            rows.insert(field.clone(), Row { field, reported: is.cloned(), desired: wish.cloned(), in_step, since });
        }
        self.rows = rows;
    }
}
