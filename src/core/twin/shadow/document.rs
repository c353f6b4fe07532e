//! The document: two sections, one version, and what follows from them.

use serde_json::{Value, json};

use super::change::{Change, SectionName, ShadowDelta};
use super::event::{Event, Happened};
use super::section::{Patch, Section};
use super::tree::{self, Tree};
use crate::core::digest::Digest;
use crate::core::time::SimTime;

/// A shadow document. Only events change it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    reported: Section,
    desired: Section,
    version: u64,
}

impl Document {
    /// What the device reported.
    #[must_use]
    pub fn reported(&self) -> &Section {
        &self.reported
    }

    /// What is wished for.
    #[must_use]
    pub fn desired(&self) -> &Section {
        &self.desired
    }

    /// Counts accepted updates from 0; a deletion does not set it back.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Every difference between desired and reported, now.
    #[must_use]
    pub fn delta(&self) -> ShadowDelta {
        ShadowDelta { version: self.version, state: tree::delta(self.desired.tree(), self.reported.tree()) }
    }

    /// Bytes of `reported` and `desired` as JSON text without white space, braces and section names
    /// included: what counts towards the limit of AWS. Metadata does not count ("Diagnosing problems with
    /// shadows", docs.aws.amazon.com/iot/latest/developerguide/diagnosing-shadows.html).
    #[must_use]
    pub fn bytes(&self) -> usize {
        tree::bytes(&self.state())
    }

    /// The document as a service would answer with it: `state` with its delta, `metadata` with a timestamp
    /// for every field (s), and `version`. Empty sections are left out.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut state = self.state();
        let delta = self.delta().state;
        let mut metadata = Tree::new();
        for (name, section) in self.sections() {
            if !section.tree().is_empty() {
                metadata.insert(name.to_string(), Value::Object(timestamps(section)));
            }
        }
        if !delta.is_empty() {
            state.insert("delta".to_owned(), Value::Object(delta));
        }
        json!({ "state": state, "metadata": metadata, "version": self.version })
    }

    /// Applies what happened and lists the fields that it changed.
    pub fn apply(&mut self, event: &Event) -> Vec<Change> {
        self.version = event.version;
        let (reported, desired) = match &event.what {
            Happened::Updated { reported, desired } => (reported, desired),
            Happened::Deleted => (&Patch::Remove, &Patch::Remove),
        };
        let mut changes = self.reported.apply(SectionName::Reported, event.at, reported);
        changes.extend(self.desired.apply(SectionName::Desired, event.at, desired));
        changes
    }

    /// Writes it to a digest.
    pub fn digest(&self, digest: &mut Digest) {
        digest.u64(self.version);
        for (_, section) in self.sections() {
            let fields = tree::fields(section.tree());
            digest.u64(fields.len() as u64);
            for (path, value) in fields {
                digest.i64(section.written_at(&path).unwrap_or_default().nanos());
                digest.text(&path);
                digest.text(&value.to_string());
            }
        }
    }

    fn sections(&self) -> [(SectionName, &Section); 2] {
        [(SectionName::Reported, &self.reported), (SectionName::Desired, &self.desired)]
    }

    fn state(&self) -> Tree {
        let filled = self.sections().into_iter().filter(|(_, section)| !section.tree().is_empty());
        filled.map(|(name, section)| (name.to_string(), Value::Object(section.tree().clone()))).collect()
    }
}

fn timestamps(section: &Section) -> Tree {
    let mut metadata = Tree::new();
    for (path, _) in tree::fields(section.tree()) {
        let at = section.written_at(&path).unwrap_or(SimTime::ZERO);
        tree::merge(&mut metadata, &tree::patch(&path, json!({ "timestamp": at.secs() })));
    }
    metadata
}
