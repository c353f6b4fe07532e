//! The shadow: the twin's document of what a device reported and what somebody wishes it to be.
//!
//! [`Shadow`] is the service side: it takes an [`Update`], accepts or refuses it, counts the version, and
//! keeps every accepted update as an [`Event`] from which the [`Document`] and the [`Projection`] can be
//! built again. [`Replica`] is the device's side: its own copy, what it has not been heard on yet, and the
//! order in which it comes back after an outage. Semantics and their sources: `docs/shadow.md`.

mod change;
mod document;
mod event;
mod history;
mod projection;
mod refusal;
mod replica;
mod section;
mod service;
mod stamp;
mod token;
pub mod tree;
mod update;
mod version;
mod write;

pub use change::{Change, SectionName, ShadowDelta};
pub use document::Document;
pub use event::{Event, EventLog, Happened};
pub use history::{History, Reading};
pub use projection::{Projection, Row};
pub use refusal::Refusal;
pub use replica::{Phase, Replica, Snapshot, Taken};
pub use section::{Patch, Section};
pub use service::{Accepted, Limits, Shadow};
pub use stamp::{HybridClock, Stamp};
pub use tree::Tree;
pub use update::{REQUEST_LIMIT_BYTES, TOKEN_LIMIT_BYTES, Update};
pub use version::is_current;
pub use write::{Intent, Write, Writer};
