//! What pictures and panels may see of a twin's shadow.

use std::sync::Arc;

use serde_json::Value;

use crate::core::exchange::Reporter;
use crate::core::twin::Session;
use crate::core::twin::conflict::{Conflict, ConflictCounts, ConflictSpec};
use crate::core::twin::shadow::{Change, Phase, Row};

/// A twin's shadow at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadowView {
    /// Who is right when both sides wrote the same field.
    pub rule: ConflictSpec,
    /// Version of the document.
    pub version: u64,
    /// Its size as JSON text without metadata, in bytes.
    pub bytes: usize,
    /// Every field, reported and desired: the read model.
    pub rows: Vec<Row>,
    /// What the latest update changed that was more than a measurement.
    pub changes: Vec<Change>,
    /// How conflicts have ended.
    pub counts: ConflictCounts,
    /// Conflicts that wait for a person.
    pub questions: Vec<Conflict>,
    /// The version that the device knows; none before its first document.
    pub device_version: Option<u64>,
    /// How far the device has got with coming back.
    pub phase: Phase,
    /// Updates kept as events, from which the document can be rebuilt.
    pub events: usize,
    /// The document as JSON.
    pub document: Arc<Value>,
}

impl ShadowView {
    /// The shadow of a twin, unless `known` shows it already.
    pub(super) fn of(session: &Session, reporter: &Reporter, known: Option<&Arc<Self>>) -> Option<Arc<Self>> {
        let replica = reporter.replica.as_ref()?;
        let (mediator, shadow) = (&session.mediator, session.mediator.shadow());
        let document = shadow.document();
        let (counts, version) = (mediator.counts(), document.version());
        let same = |known: &&Arc<Self>| {
            known.version == version
                && known.counts == counts
                && known.device_version == replica.version()
                && known.phase == replica.phase()
                && known.questions.len() == mediator.questions().count()
        };
        if let Some(known) = known.filter(same) {
            return Some(Arc::clone(known));
        }
        Some(Arc::new(Self {
            rule: mediator.rule().clone(),
            version,
            bytes: document.bytes(),
            rows: session.projection().rows().cloned().collect(),
            changes: session.latest_changes().to_vec(),
            counts,
            questions: mediator.questions().cloned().collect(),
            device_version: replica.version(),
            phase: replica.phase(),
            events: shadow.log().events().len(),
            document: Arc::new(document.to_json()),
        }))
    }
}
