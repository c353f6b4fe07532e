//! What a rule is asked, and what it can answer.

use crate::core::twin::shadow::{Write, Writer};

/// Two writes of one field by writers who had not seen each other's.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The write that stands in the shadow.
    pub standing: Write,
    /// The write that has just arrived.
    pub arriving: Write,
}

impl Conflict {
    /// The field, as a JSON pointer.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.arriving.path
    }

    /// The write of one of the two.
    #[must_use]
    pub fn by(&self, writer: Writer) -> &Write {
        if self.arriving.writer == writer { &self.arriving } else { &self.standing }
    }
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// One write stands, the other is dropped.
    Stands(Writer),
    /// This writer is refused with 409 and has to look again; the other's write stands.
    Refused(Writer),
    /// Each section keeps its own.
    Both,
    /// Each section keeps its own until a person has chosen.
    Asked,
}

impl Ruling {
    /// Whose write stands; none where both do.
    #[must_use]
    pub fn winner(self) -> Option<Writer> {
        match self {
            Self::Stands(writer) => Some(writer),
            Self::Refused(writer) => Some(writer.other()),
            Self::Both | Self::Asked => None,
        }
    }
}
