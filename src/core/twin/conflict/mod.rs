//! Conflict rules: what happens when a device and its twin write the same field without having seen each other.
//!
//! A rule is given a [`Conflict`] and answers with a [`Ruling`]. [`Mediator`] stands in front of a shadow,
//! notices conflicts and carries rulings out; [`Laboratory`] runs one trace through every rule. Adding a
//! rule: a file beside this one with its `settle`, a variant of [`ConflictSpec`], its line in
//! [`ConflictSpec::ALL`] and its arms in [`ConflictSpec::settle`] and [`ConflictSpec::name`].

mod ask_a_person;
mod crdt_register;
mod device_wins;
mod field_ownership;
mod laboratory;
mod last_arrival;
mod last_device_clock;
mod mediator;
mod ruling;
mod score;
mod three_way_merge;
mod twin_wins;
mod version_check;

pub use laboratory::{First, Laboratory, LaboratoryRow, table};
pub use mediator::{ConflictCounts, Mediator, Outcome};
pub use ruling::{Conflict, Ruling};
pub use score::{is_right, truly_later, wrong_by_device_clock};

use serde::{Deserialize, Serialize};

/// Who is right when a device and its twin wrote the same field without having seen each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ConflictSpec {
    /// The device: it is where the field is true.
    DeviceWins,
    /// The twin: a wish stands until the device fulfils it.
    TwinWins,
    /// Whose write reaches the shadow last: what a cloud does with updates that carry no version.
    #[default]
    LastWriterByArrival,
    /// Whose clock claims the later instant: wrong as soon as a clock is off by more than the gap.
    LastWriterByDeviceClock,
    /// Who comes first: the other is refused (409), because it did not know the version it wrote over.
    VersionCheck,
    /// Both: reported takes the device's value, desired the twin's, and the difference stays in sight.
    ThreeWayMerge,
    /// The owner of the field.
    FieldOwnership {
        /// The fields that belong to the twin, such as `target_c` or `fan/speed`; all others are the device's.
        #[serde(default)]
        twin: Vec<String>,
    },
    /// The later stamp of a hybrid logical clock: every copy, in whatever order it hears of the writes, ends
    /// with the same value.
    CrdtRegister,
    /// Nobody yet: both values are kept until a person has chosen.
    AskAPerson,
}

impl ConflictSpec {
    /// All rules, in the order of tables and lists.
    pub const ALL: [Self; 9] = [
        Self::DeviceWins,
        Self::TwinWins,
        Self::LastWriterByArrival,
        Self::LastWriterByDeviceClock,
        Self::VersionCheck,
        Self::ThreeWayMerge,
        Self::FieldOwnership { twin: Vec::new() },
        Self::CrdtRegister,
        Self::AskAPerson,
    ];

    /// The rule's name, as scenes and reports write it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::DeviceWins => "DeviceWins",
            Self::TwinWins => "TwinWins",
            Self::LastWriterByArrival => "LastWriterByArrival",
            Self::LastWriterByDeviceClock => "LastWriterByDeviceClock",
            Self::VersionCheck => "VersionCheck",
            Self::ThreeWayMerge => "ThreeWayMerge",
            Self::FieldOwnership { .. } => "FieldOwnership",
            Self::CrdtRegister => "CrdtRegister",
            Self::AskAPerson => "AskAPerson",
        }
    }

    /// What the rule says to a conflict.
    #[must_use]
    pub fn settle(&self, conflict: &Conflict) -> Ruling {
        match self {
            Self::DeviceWins => device_wins::settle(),
            Self::TwinWins => twin_wins::settle(),
            Self::LastWriterByArrival => last_arrival::settle(conflict),
            Self::LastWriterByDeviceClock => last_device_clock::settle(conflict),
            Self::VersionCheck => version_check::settle(conflict),
            Self::ThreeWayMerge => three_way_merge::settle(),
            Self::FieldOwnership { twin } => field_ownership::settle(twin, conflict),
            Self::CrdtRegister => crdt_register::settle(conflict),
            Self::AskAPerson => ask_a_person::settle(),
        }
    }
}
