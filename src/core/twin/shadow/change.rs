//! Changes and differences as flat lists: what a panel shows line by line.

use std::fmt;

use serde_json::Value;

use super::tree::{self, Tree};

/// Which half of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionName {
    /// What the device says it is.
    Reported,
    /// What somebody wishes it to be.
    Desired,
}

impl fmt::Display for SectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reported => "reported",
            Self::Desired => "desired",
        })
    }
}

/// One field that an update changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where.
    pub section: SectionName,
    /// The field, as a JSON pointer.
    pub path: String,
    /// What it held before; none where the field is new.
    pub old: Option<Value>,
    /// What it holds now; none where the field is gone.
    pub new: Option<Value>,
}

/// Every difference between what is desired and what is reported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShadowDelta {
    /// Version of the document it was taken from.
    pub version: u64,
    /// The desired values that are not reported, as a tree.
    pub state: Tree,
}

impl ShadowDelta {
    /// Whether the device is as it is desired to be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.state.is_empty()
    }

    /// The differing fields with their desired values.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, &Value)> {
        tree::fields(&self.state)
    }
}
