//! Refusals: why an update was not taken, in the status codes that shadow services answer with.

use super::change::SectionName;

/// Why an update was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text is no JSON.
    #[error("the update is not JSON: {0}")]
    Syntax(String),
    /// The bytes are no UTF-8.
    #[error("the update is not UTF-8 from byte {0} on")]
    Encoding(usize),
    /// The update or its `state` is missing or no object.
    #[error("{0} is missing or not an object")]
    NotAnObject(&'static str),
    /// A section is neither an object nor null.
    #[error("state.{0} is neither an object nor null")]
    SectionNotAnObject(SectionName),
    /// `state` holds something else beside the two sections.
    #[error("state.{0} is neither reported nor desired")]
    UnknownSection(String),
    /// The version is no whole number.
    #[error("version: {0} is not a whole number from 0 on")]
    Version(String),
    /// The client token is no text or too long.
    #[error("clientToken: {0} is not a text of at most 64 bytes")]
    Token(String),
    /// The instant of a historical reading is no number of seconds.
    #[error("historical_s: {0} is not a number of seconds")]
    Instant(String),
    /// A historical reading tries to wish something.
    #[error("state.desired: a historical update may only report")]
    HistoricalWish,
    /// There are more fields with writes than the mediator keeps.
    #[error("{path}: {limit} fields are written already")]
    TooManyFields {
        /// The field that is one too many.
        path: String,
        /// How many there may be.
        limit: usize,
    },
    /// A write names no field or carries an object or null.
    #[error("{0}: a write sets one field to a value that is no object and not null")]
    NotAField(String),
    /// More levels than allowed.
    #[error("state.{section}: {levels} levels are more than {limit}")]
    TooDeep {
        /// Where.
        section: SectionName,
        /// How deep it is.
        levels: usize,
        /// How deep it may be.
        limit: usize,
    },
    /// An array holds null.
    #[error("state.{section}{path}: an array holds null")]
    NullInArray {
        /// Where.
        section: SectionName,
        /// Which field.
        path: String,
    },
    /// The version that the update was made for is not the version now.
    #[error("version: {given} is not the current {current}")]
    VersionConflict {
        /// What the update carries.
        given: u64,
        /// What the document has.
        current: u64,
    },
    /// The request or the document it would make is too large.
    #[error("{what}: {size} are more than {limit}")]
    TooLarge {
        /// What is too large, with its unit.
        what: &'static str,
        /// How large it is.
        size: usize,
        /// How large it may be.
        limit: usize,
    },
}

impl Refusal {
    /// The status code, as AWS IoT answers ("Device Shadow error messages",
    /// docs.aws.amazon.com/iot/latest/developerguide/device-shadow-error-messages.html).
    #[must_use]
    pub fn code(&self) -> u16 {
        match self {
            Self::VersionConflict { .. } => 409,
            Self::TooLarge { .. } | Self::TooManyFields { .. } => 413,
            Self::Encoding(_) => 415,
            _ => 400,
        }
    }
}
