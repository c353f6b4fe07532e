//! The shadow document of the chosen twin, as panels read it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::core::device::{Knob, field};
use crate::core::exchange::ConflictRecord;
use crate::core::time::SimTime;
use crate::core::twin::conflict::{ConflictSpec, Ruling};
use crate::core::twin::shadow::{Change, Phase, Row, SectionName, Writer};
use crate::lab::{Lab, Stage};
use crate::ui::format;

/// Conflicts that are told.
const MOST_CONFLICTS: usize = 3;
/// What a document may hold, in bytes: the limit of AWS.
pub const LIMIT_BYTES: usize = crate::core::twin::shadow::Limits::AWS.bytes;

/// A twin's document.
#[derive(Clone, Debug)]
pub struct DocumentView {
    /// Who is right in a conflict.
    pub rule: ConflictSpec,
    /// Version of the document.
    pub version: u64,
    /// The version that the device knows; none before its first document.
    pub device_version: Option<u64>,
    /// How far the device has got with coming back.
    pub phase: Phase,
    /// The present of the run, where what is shown lies before it.
    pub as_of: Option<SimTime>,
    /// Fields that somebody sets.
    pub fields: Vec<FieldRow>,
    /// Fields that are measured: name, and value with its unit.
    pub measured: Vec<(String, String)>,
    /// Size, in bytes.
    pub bytes: usize,
    /// What the latest update changed that was more than a measurement.
    pub changes: Vec<ChangeRow>,
    /// Events kept.
    pub events: usize,
    /// Whether the document built from its events is the same; none where nobody looked.
    pub rebuilt: Option<bool>,
    /// Conflicts that wait for a person.
    pub questions: Vec<Question>,
    /// The latest conflicts, newest first.
    pub conflicts: Vec<ConflictRow>,
    /// The document as JSON.
    pub json: Arc<Value>,
}

/// A field with both its values in words.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// What the device reported.
    pub reported: Option<String>,
    /// What is wished.
    pub desired: Option<String>,
    /// Whether the wish is fulfilled; none where nothing is wished.
    pub in_step: Option<bool>,
    /// Since when.
    pub since: SimTime,
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRow {
    /// In which section.
    pub section: SectionName,
    /// Its name.
    pub name: String,
    /// What it held.
    pub old: Option<String>,
    /// What it holds.
    pub new: Option<String>,
}

/// A conflict that waits for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The field, as a JSON pointer.
    pub field: String,
    /// Its name.
    pub name: String,
    /// What the device wrote.
    pub device: String,
    /// What the twin wrote.
    pub twin: String,
}

/// How a conflict ended.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictRow {
    /// When it was noticed.
    pub at: SimTime,
    /// The field's name.
    pub name: String,
    /// What the device wrote, and when by its own clock.
    pub device: (String, SimTime),
    /// What the twin wrote, and when by its own clock.
    pub twin: (String, SimTime),
    /// What the rule said.
    pub ruling: Ruling,
    /// Whether the one who truly wrote later lost; none where nobody lost.
    pub wrong: Option<bool>,
}

/// The document of a twin; none where it has no shadow.
#[must_use]
pub fn of(lab: &Lab, stage: &Stage, twin: usize) -> Option<DocumentView> {
    let shown = &stage.shown;
    let state = shown.twins.get(twin)?;
    let shadow = state.shadow.as_ref()?;
    let units = units(stage, state.device);
    let words = |path: &str, value: &Value| words(value, units.get(path).map_or("", |unit| unit));
    let field = |row: &Row| FieldRow {
        name: name(&row.field).to_owned(),
        reported: row.reported.as_ref().map(|value| words(&row.field, value)),
        desired: row.desired.as_ref().map(|value| words(&row.field, value)),
        in_step: row.in_step,
        since: row.since,
    };
    let change = |change: &Change| ChangeRow {
        section: change.section,
        name: name(&change.path).to_owned(),
        old: change.old.as_ref().map(|value| words(&change.path, value)),
        new: change.new.as_ref().map(|value| words(&change.path, value)),
    };
    let conflict = |record: &ConflictRecord| {
        let by = |writer| {
            let write = record.conflict.by(writer);
            (words(&write.path, &write.value), write.claimed_at)
        };
        let (device, twin) = (by(Writer::Device), by(Writer::Twin));
        let name = name(record.conflict.path()).to_owned();
        ConflictRow { at: record.at, name, device, twin, ruling: record.ruling, wrong: record.wrong() }
    };
    let own = shown.conflicts.iter().rev().filter(|record| record.twin as usize == twin && record.at <= shown.now);
    let (measured, fields): (Vec<&Row>, _) = shadow.rows.iter().partition(|row| is_measured(&row.field));
    Some(DocumentView {
        rule: shadow.rule.clone(),
        version: shadow.version,
        device_version: shadow.device_version,
        phase: shadow.phase,
        as_of: stage.is_past().then(|| stage.simulation.now()),
        fields: fields.into_iter().map(field).collect(),
        measured: measured
            .into_iter()
            .filter_map(|row| Some((name(&row.field).to_owned(), words(&row.field, row.reported.as_ref()?))))
            .collect(),
        bytes: shadow.bytes,
        changes: shadow.changes.iter().filter(|change| !is_measured(&change.path)).map(change).collect(),
        events: shadow.events,
        rebuilt: lab.audit.map(|audit| audit.same),
        questions: shadow
            .questions
            .iter()
            .map(|question| Question {
                field: question.path().to_owned(),
                name: name(question.path()).to_owned(),
                device: words(question.path(), &question.by(Writer::Device).value),
                twin: words(question.path(), &question.by(Writer::Twin).value),
            })
            .collect(),
        conflicts: own.take(MOST_CONFLICTS).map(conflict).collect(),
        json: Arc::clone(&shadow.document),
    })
}

fn is_measured(path: &str) -> bool {
    path.starts_with("/signals/")
}

/// A field's name: the pointer without what it begins with.
fn name(path: &str) -> &str {
    path.strip_prefix("/signals/").or_else(|| path.strip_prefix('/')).unwrap_or(path)
}

/// The unit of every field that has one.
fn units(stage: &Stage, device: usize) -> BTreeMap<String, String> {
    let signals = stage.shown.devices.get(device).map_or(&[][..], |device| &device.signals);
    let measured = signals.iter().map(|info| (format!("/signals/{}", info.name), format::unit(&info.unit)));
    let (controls, _) = stage.simulation.offer(device).unwrap_or_default();
    let set = controls.iter().filter_map(|control| match &control.knob {
        Knob::Number { unit, limits, make, .. } => Some((field::field(&make(limits.0))?.0, format::unit(unit))),
        Knob::Choice { .. } => None,
    });
    measured.chain(set).collect()
}

/// A value with its unit.
fn words(value: &Value, unit: &str) -> String {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().map_or_else(|| number.to_string(), format::setting);
            if unit.is_empty() { number } else { format!("{number} {unit}") }
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
