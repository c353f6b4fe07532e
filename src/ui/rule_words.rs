//! Conflict rules and their rulings in words.

use crate::core::twin::conflict::{ConflictSpec, Ruling};
use crate::core::twin::shadow::Writer;

/// A rule in two or three words, for tables.
#[must_use]
pub fn short(rule: &ConflictSpec) -> &'static str {
    match rule {
        ConflictSpec::DeviceWins => "Device wins",
        ConflictSpec::TwinWins => "Twin wins",
        ConflictSpec::LastWriterByArrival => "Last to arrive",
        ConflictSpec::LastWriterByDeviceClock => "Later clock",
        ConflictSpec::VersionCheck => "Version check",
        ConflictSpec::ThreeWayMerge => "Keep both",
        ConflictSpec::FieldOwnership { .. } => "Field owner",
        ConflictSpec::CrdtRegister => "CRDT register",
        ConflictSpec::AskAPerson => "Ask a person",
    }
}

/// A rule in a sentence.
#[must_use]
pub fn sentence(rule: &ConflictSpec) -> &'static str {
    match rule {
        ConflictSpec::DeviceWins => "In a conflict the device is right.",
        ConflictSpec::TwinWins => "In a conflict the twin is right.",
        ConflictSpec::LastWriterByArrival => "In a conflict the write that reaches the document last is right.",
        ConflictSpec::LastWriterByDeviceClock => "In a conflict the write that claims the later time is right.",
        ConflictSpec::VersionCheck => "In a conflict the second write is refused: it did not know the version.",
        ConflictSpec::ThreeWayMerge => "In a conflict both stay: one reported, one desired.",
        ConflictSpec::FieldOwnership { .. } => "In a conflict the owner of the field is right.",
        ConflictSpec::CrdtRegister => "In a conflict the later stamp of a hybrid logical clock is right.",
        ConflictSpec::AskAPerson => "In a conflict both stay until a person has chosen.",
    }
}

/// Who wrote.
#[must_use]
pub fn writer(writer: Writer) -> &'static str {
    match writer {
        Writer::Device => "device",
        Writer::Twin => "twin",
    }
}

/// How a conflict ended.
#[must_use]
pub fn ruling(ruling: Ruling) -> String {
    match ruling {
        Ruling::Stands(stands) => format!("the {}'s stands", writer(stands)),
        Ruling::Refused(refused) => format!("the {}'s is refused (409)", writer(refused)),
        Ruling::Both => "both are kept".to_owned(),
        Ruling::Asked => "a person is asked".to_owned(),
    }
}
