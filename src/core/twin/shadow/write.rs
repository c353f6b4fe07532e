//! Writes: one field, one value, and what its writer knew.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::stamp::Stamp;
use crate::core::time::SimTime;

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Writer {
    /// The device, or somebody who stands at it.
    Device,
    /// The twin, or somebody who works with it.
    Twin,
}

impl Writer {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Device => Self::Twin,
            Self::Twin => Self::Device,
        }
    }
}

/// Why a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Somebody decided: it may contradict the other side.
    Chosen,
    /// The device does what was wished, or measures: it contradicts nobody.
    Followed,
}

/// A write of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// Who.
    pub writer: Writer,
    /// Why.
    pub intent: Intent,
    /// The field, as a JSON pointer.
    pub path: String,
    /// The value: no object, not null.
    pub value: Value,
    /// When, by the writer's own clock.
    pub claimed_at: SimTime,
    /// When, by its hybrid logical clock.
    pub stamp: Stamp,
    /// The version of the document that its writer knew.
    pub base_version: u64,
    /// Counts the writer's own writes: a repeat or a late one is told by it.
    pub sequence: u64,
}
