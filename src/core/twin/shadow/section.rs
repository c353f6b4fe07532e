//! One half of the document: its fields, and when each was last written.

use std::collections::BTreeMap;

use serde_json::Value;

use super::change::{Change, SectionName};
use super::tree::{self, Tree};
use crate::core::time::SimTime;

/// What an update does to a section.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Patch {
    /// Nothing.
    #[default]
    Untouched,
    /// Removes the section with all its fields.
    Remove,
    /// Sets and removes the fields it mentions.
    Merge(Tree),
}

impl Patch {
    /// The fields to merge; none where the patch merges nothing.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree> {
        match self {
            Self::Merge(tree) => Some(tree),
            Self::Untouched | Self::Remove => None,
        }
    }
}

/// `reported` or `desired`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    tree: Tree,
    written_at: BTreeMap<String, SimTime>,
}

impl Section {
    /// Its fields.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The field at a pointer.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Value> {
        tree::get(&self.tree, path)
    }

    /// When a field was last written, be it to the same value: its metadata.
    #[must_use]
    pub fn written_at(&self, path: &str) -> Option<SimTime> {
        self.written_at.get(path).copied()
    }

    /// Applies a patch that was accepted at `at` and lists the fields that it changed.
    pub(super) fn apply(&mut self, name: SectionName, at: SimTime, patch: &Patch) -> Vec<Change> {
        let before = self.touched(patch);
        match patch {
            Patch::Untouched => {}
            Patch::Remove => {
                self.tree.clear();
                self.written_at.clear();
            }
            Patch::Merge(patch) => {
                tree::merge(&mut self.tree, patch);
                let written = tree::fields(patch).into_iter().filter(|(_, value)| !value.is_null());
                self.written_at.extend(written.map(|(path, _)| (path, at)));
                self.written_at.retain(|path, _| tree::get(&self.tree, path).is_some());
            }
        }
        let after = self.touched(patch);
        let gone = before.iter().filter(|(path, _)| !after.contains_key(*path));
        let gone = gone.map(|(path, old)| (path.clone(), Some(old.clone()), None));
        let there = after.iter().filter(|(path, new)| before.get(*path) != Some(*new));
        let there = there.map(|(path, new)| (path.clone(), before.get(path).cloned(), Some(new.clone())));
        let mut changes: Vec<Change> =
            gone.chain(there).map(|(path, old, new)| Change { section: name, path, old, new }).collect();
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// The fields under those top-level keys that a patch mentions.
    fn touched(&self, patch: &Patch) -> BTreeMap<String, Value> {
        let fields = match patch {
            Patch::Untouched => Vec::new(),
            Patch::Remove => tree::fields(&self.tree),
            Patch::Merge(patch) => {
                let mut fields = Vec::new();
                for key in patch.keys() {
                    if let Some(value) = self.tree.get(key) {
                        tree::collect(tree::pointer(key), value, &mut fields);
                    }
                }
                fields
            }
        };
        fields.into_iter().map(|(path, value)| (path, value.clone())).collect()
    }
}
