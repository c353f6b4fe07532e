//! Why a line is not taken, as a sentence.

use thiserror::Error;

use super::LINE_LIMIT;

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reject {
    /// It went on for too long.
    #[error("the line is longer than {LINE_LIMIT} bytes")]
    TooLong,
    /// It began before the program listened, or ended with the connection.
    #[error("only a part of the line was heard")]
    Partial,
    /// The boot loader wrote it.
    #[error("the line is the boot loader's")]
    BootNoise,
    /// It is no text.
    #[error("the line holds bytes that are no text")]
    NotText,
    /// It was damaged on its way.
    #[error("the checksum is {sent:04X}, and the line's is {computed:04X}")]
    Checksum {
        /// The checksum that came with the line.
        sent: u16,
        /// The checksum of what came before it.
        computed: u16,
    },
    /// A board that sends checksums sent a line without one.
    #[error("the line has no checksum, and this board's lines have one")]
    Unsealed,
    /// A field is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A field cannot be read.
    #[error("{field} {value:?} is not {wanted}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What stands there, at the most its first 24 characters.
        value: String,
        /// What should.
        wanted: &'static str,
    },
    /// Nothing that is known looks like this.
    #[error("the line is in no known form")]
    Unknown,
}

impl Reject {
    /// Whether this is no fault: a boot loader's line, or the part of a line that was heard while joining.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        matches!(self, Self::BootNoise | Self::Partial)
    }

    pub(crate) fn field(field: &'static str, value: &str, wanted: &'static str) -> Self {
        Self::Field { field, value: value.chars().take(24).collect(), wanted }
    }
}
