//! The report: faults gathered while a scene is checked.

use std::collections::BTreeSet;

use super::super::error::Fault;
use super::super::hint;
use super::super::path::Path;
use super::bounds::Bounds;

/// Hints beyond this many faults help nobody, and each compares a name with all others.
const MOST_HINTS: usize = 100;
/// Most names that a name is compared with.
const MOST_NAMES: usize = 10_000;

/// All faults found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    faults: Vec<Fault>,
}

impl Report {
    /// Adds a fault.
    pub(super) fn refuse(&mut self, at: Path<'_>, message: impl Into<String>) {
        self.faults.push(Fault::new(&at.steps(), message.into(), None));
    }

    /// Adds a fault with a hint.
    pub(super) fn refuse_with(&mut self, at: Path<'_>, message: impl Into<String>, hint: String) {
        self.faults.push(Fault::new(&at.steps(), message.into(), Some(hint)));
    }

    /// Adds a fault for a name that refers to nothing: `"wify" is not a link`.
    pub(super) fn refuse_name<'a>(
        &mut self,
        at: Path<'_>,
        name: &str,
        what: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let message = format!("{name:?} is not {what}");
        if self.faults.len() < MOST_HINTS {
            self.refuse_with(at, message, hint::choose(name, known.into_iter().take(MOST_NAMES)));
        } else {
            self.refuse(at, message);
        }
    }

    /// Adds a fault if a number is out of bounds.
    pub(super) fn number(&mut self, at: Path<'_>, value: f64, bounds: Bounds) {
        if let Some(refusal) = bounds.refusal(value) {
            self.refuse(at, refusal);
        }
    }

    /// Adds a fault if there are more of something than allowed.
    pub(super) fn at_most(&mut self, at: Path<'_>, count: usize, most: usize, what: &str) {
        if count > most {
            self.refuse(at, format!("{count} {what} are more than {most}"));
        }
    }

    /// Adds a fault for each text that stands in a list for the second time.
    pub(super) fn distinct(&mut self, at: Path<'_>, list: &[String]) {
        let mut seen = BTreeSet::new();
        for (index, text) in list.iter().enumerate() {
            if !seen.insert(text) {
                self.refuse(at.item(index), format!("{text:?} is listed twice"));
            }
        }
    }

    /// How many faults there are.
    pub(super) fn count(&self) -> usize {
        self.faults.len()
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

/// A number as a person would write it.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && value.is_finite() && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}
