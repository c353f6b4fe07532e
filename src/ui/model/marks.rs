//! Marks on the timeline: what the scene plans and what a person did.

use crate::core::action::{Action, LinkChange};
use crate::core::fault::FaultKind;
use crate::core::time::SimTime;

use super::settings::words;

/// A mark on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When.
    pub at: SimTime,
    /// What, in a few words.
    pub label: String,
    /// Its colour's reason.
    pub kind: MarkKind,
}

/// Cuts longer than this last until somebody ends them.
const ENDLESS_S: f64 = 1e6;

/// Why a mark is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Something breaks.
    Failure,
    /// Something is changed.
    Change,
}

impl Mark {
    /// The mark of an action.
    #[must_use]
    pub fn of(at: SimTime, action: &Action) -> Self {
        let (label, kind) = match action {
            Action::Partition { for_s, .. } if *for_s >= ENDLESS_S => ("cut".to_owned(), MarkKind::Failure),
            Action::Partition { for_s, .. } => (format!("cut for {for_s} s"), MarkKind::Failure),
            Action::Fault { kind, .. } => (fault(kind), MarkKind::Failure),
            Action::SetLink { change, .. } => (link_change(change).to_owned(), MarkKind::Change),
            Action::SetSync { sync, .. } => (sync.kind().name().to_owned(), MarkKind::Change),
            Action::Operate { setting, .. } => (lowered(&words(setting)), MarkKind::Change),
            Action::LinkFault { kind, .. } => (kind.label().to_lowercase(), MarkKind::Failure),
            Action::EndFault { .. } => ("fault ends".to_owned(), MarkKind::Change),
            Action::Push { signal, by, .. } if *by == 0.0 => (format!("let go of {signal}"), MarkKind::Change),
            Action::Push { signal, .. } => (format!("push {signal}"), MarkKind::Change),
            Action::Command { setting, .. } => (format!("command: {}", lowered(&words(setting))), MarkKind::Change),
            Action::Answer { field, .. } => (format!("answer about {field}"), MarkKind::Change),
            Action::Update { .. } => ("update".to_owned(), MarkKind::Change),
            Action::Hear { .. } => ("line".to_owned(), MarkKind::Change),
        };
        Self { at, label, kind }
    }
}

fn fault(kind: &FaultKind) -> String {
    match kind {
        FaultKind::UnbalanceGrowth { .. } => "unbalance grows".to_owned(),
        FaultKind::GpsJump { .. } => kind.label().to_owned(),
        other => other.label().to_lowercase(),
    }
}

fn link_change(change: &LinkChange) -> &'static str {
    match change {
        LinkChange::Delay(_) => "delay",
        LinkChange::Loss(_) => "loss",
        LinkChange::RateBps(_) => "rate",
        LinkChange::Queue(_) => "queue",
        LinkChange::Order(_) => "order",
        LinkChange::Duplicate(_) => "copies",
        LinkChange::Preset(preset) => preset.label(),
    }
}

/// Begins small, as inside a sentence; units keep their capitals.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
