//! The commands of the chosen twin, as panels tell their story.

use crate::core::action::Action;
use crate::core::exchange::Standing;
use crate::core::time::SimTime;
use crate::lab::Stage;

use super::faults::pending;
use super::settings::words;

/// Commands that are told.
const MOST: usize = 3;

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandView {
    /// What it asks for, in words.
    pub what: String,
    /// When it was sent.
    pub sent_at: SimTime,
    /// What the twin knows about it.
    pub standing: Standing,
    /// Seconds from sending it to the answer.
    pub took_s: Option<f64>,
    /// How often it was sent.
    pub tries: u32,
    /// How often the device acted on it.
    pub executions: u32,
    /// Repeats that the device knew and only confirmed.
    pub repeats_ignored: u32,
    /// After which the device refuses to act on it; none for never.
    pub expires_at: Option<SimTime>,
}

/// The latest commands of a twin, newest first.
#[must_use]
pub fn latest(stage: &Stage, twin: usize) -> Vec<CommandView> {
    let shown = &stage.shown;
    let Some(state) = shown.twins.get(twin) else { return Vec::new() };
    let posted = pending(stage).filter_map(|action| match action {
        Action::Command { twin, setting, expires_s } if **twin == *state.name => Some(CommandView {
            what: words(setting),
            sent_at: shown.now,
            standing: Standing::Waiting,
            took_s: None,
            tries: 0,
            executions: 0,
            repeats_ignored: 0,
            expires_at: expires_s.map(|expires_s| shown.now + SimTime::from_secs(expires_s)),
        }),
        _ => None,
    });
    let mut posted: Vec<_> = posted.collect();
    posted.reverse();
    let sent = shown.commands.iter().rev().filter(|record| record.twin as usize == twin);
    let sent = sent.filter(|record| record.sent_at <= shown.now).map(|record| CommandView {
        what: words(&record.setting),
        sent_at: record.sent_at,
        standing: record.standing(shown.now),
        took_s: record.answered_at.map(|at| (at - record.sent_at).secs()),
        tries: record.attempts,
        executions: record.executions,
        repeats_ignored: record.repeats_ignored,
        expires_at: (record.expires_at != SimTime::MAX).then_some(record.expires_at),
    });
    posted.into_iter().chain(sent).take(MOST).collect()
}
