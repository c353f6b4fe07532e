//! Several conflict rules side by side: who wrote when, what stood, and who was picked wrongly.

use std::collections::BTreeMap;

use crate::core::exchange::ConflictRecord;
use crate::core::twin::conflict::{ConflictCounts, ConflictSpec, Ruling};
use crate::core::twin::shadow::Writer;
use crate::lab::Stage;

/// Fewer rules than this are no comparison.
const LEAST_RULES: usize = 3;
/// Writes shown of a twin, the latest of them.
const MOST_WRITES: usize = 48;

/// Twins under different rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laboratory {
    /// Seconds of the run that the strips show.
    pub span: (f64, f64),
    /// One row for each twin with a rule.
    pub rows: Vec<RuleRow>,
}

/// A twin under its rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRow {
    /// The twin: its place in the scene.
    pub twin: usize,
    /// The rule.
    pub rule: ConflictSpec,
    /// How conflicts have ended.
    pub counts: ConflictCounts,
    /// How often the earlier writer was picked.
    pub wrong: u64,
    /// Who wrote, in the order of the instants at which they truly did.
    pub marks: Vec<WriteMark>,
    /// Pairs of marks that were in conflict.
    pub quarrels: Vec<(usize, usize)>,
}

/// A write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WriteMark {
    /// When it truly was, in seconds of the run.
    pub at_s: f64,
    /// Who.
    pub writer: Writer,
    /// What became of it.
    pub fate: Fate,
    /// Whether it was picked although the other one wrote later.
    pub wrong: bool,
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stood.
    Stood,
    /// It was dropped or refused in favour of another.
    Lost,
    /// A person has still to choose.
    Asked,
}

/// The rules of a scene side by side; none where there are too few to compare.
#[must_use]
pub fn of(stage: &Stage) -> Option<Laboratory> {
    let shown = &stage.shown;
    let ruled = shown.twins.iter().enumerate().filter_map(|(twin, state)| Some((twin, &state.shadow.as_ref()?.rule)));
    let ruled: Vec<(usize, &ConflictSpec)> = ruled.collect();
    let mut names: Vec<&str> = ruled.iter().map(|(_, rule)| rule.name()).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < LEAST_RULES {
        return None;
    }
    let mut records: BTreeMap<usize, Vec<&ConflictRecord>> = BTreeMap::new();
    for record in shown.conflicts.iter().filter(|record| record.at <= shown.now) {
        records.entry(record.twin as usize).or_default().push(record);
    }
    let row = |(twin, rule): (usize, &ConflictSpec)| {
        let own = records.get(&twin).map_or(&[][..], Vec::as_slice);
        row(stage, twin, rule, own)
    };
    Some(Laboratory { span: (0.0, stage.simulation.end().secs()), rows: ruled.into_iter().map(row).collect() })
}

fn row(stage: &Stage, twin: usize, rule: &ConflictSpec, records: &[&ConflictRecord]) -> RuleRow {
    let mut counts = ConflictCounts::default();
    records.iter().for_each(|record| counts.count(record.ruling));
    let now = stage.shown.now;
    let mut writes: Vec<_> = stage.simulation.written(twin).filter(|(_, _, at)| *at <= now).collect();
    writes.sort_by_key(|(writer, _, at)| (*at, *writer));
    writes.drain(..writes.len().saturating_sub(MOST_WRITES));
    let mut marks: Vec<WriteMark> = writes
        .iter()
        .map(|(writer, _, at)| WriteMark { at_s: at.secs(), writer: *writer, fate: Fate::Stood, wrong: false })
        .collect();
    let place = |record: &ConflictRecord, writer: Writer| {
        let sequence = record.conflict.by(writer).sequence;
        writes.iter().position(|(by, count, _)| (*by, *count) == (writer, sequence))
    };
    let mut quarrels = Vec::new();
    for record in records {
        let Some(pair) = place(record, Writer::Device).zip(place(record, Writer::Twin)) else { continue };
        quarrels.push(pair);
        for at in [pair.0, pair.1] {
            let mark = &mut marks[at];
            match record.ruling {
                Ruling::Asked => mark.fate = Fate::Asked,
                ruling if ruling.winner().is_some_and(|winner| winner != mark.writer) => mark.fate = Fate::Lost,
                _ => mark.wrong |= record.wrong() == Some(true),
            }
        }
    }
    let wrong = records.iter().filter(|record| record.wrong() == Some(true)).count() as u64;
    RuleRow { twin, rule: rule.clone(), counts, wrong, marks, quarrels }
}
