//! The links of the chosen twin and its latest frames, as panels show them.

use std::sync::Arc;

use crate::core::exchange::{Errand, Fate, FrameRecord};
use crate::core::link::LineSpec;
use crate::lab::story::{self, StoryStep, Tone};
use crate::lab::{FrameKey, Lab, Stage};
use crate::sim::{HopState, LinkState, Snapshot};

/// Frames that are listed.
const LISTED: usize = 12;

/// A link of the chosen twin.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// Its place among the link instances of the run.
    pub index: usize,
    /// Its instance name.
    pub name: Arc<str>,
    /// Its hops, in the order in which frames pass them; at least one.
    pub hops: Arc<[HopState]>,
}

impl LinkView {
    /// A link of the run.
    #[must_use]
    pub fn of(shown: &Snapshot, link: usize) -> Option<Self> {
        let state = shown.links.get(link)?;
        Some(Self { index: link, name: Arc::clone(&state.name), hops: Arc::clone(&state.hops) })
    }

    /// The properties of its first hop now.
    #[must_use]
    pub fn spec(&self) -> &LineSpec {
        &self.hops[0].spec
    }

    /// The name by which an action means a hop: none where there is only one.
    #[must_use]
    pub fn hop_name(&self, hop: usize) -> Option<String> {
        let named = self.hops.get(hop).filter(|_| self.hops.len() > 1);
        named.map(|hop| hop.spec.name.clone())
    }
}

/// What a frame looks like in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameSort {
    /// Readings, sent for the first time.
    Report,
    /// Sent before.
    Resent,
    /// Made twice by the network.
    Copy,
    /// Kept while its sender was offline.
    Historical,
    /// A command.
    Command,
    /// The answer to one.
    Answer,
    /// The twin's word that it has a report.
    Receipt,
    /// A shadow's document, or what is written to it.
    Document,
    /// It does not arrive.
    Lost,
}

impl FrameSort {
    /// All sorts.
    pub const ALL: [Self; 9] = [
        Self::Report,
        Self::Resent,
        Self::Copy,
        Self::Historical,
        Self::Command,
        Self::Answer,
        Self::Receipt,
        Self::Document,
        Self::Lost,
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Resent => "sent again",
            Self::Copy => "copy",
            Self::Historical => "historical",
            Self::Command => "command",
            Self::Answer => "answer",
            Self::Receipt => "receipt",
            Self::Document => "document",
            Self::Lost => "lost",
        }
    }

    /// Whether a record is of this sort, among others.
    fn is(self, record: &FrameRecord) -> bool {
        match self {
            Self::Report => record.errand == Errand::Report,
            Self::Resent => record.attempt > 0,
            Self::Copy => record.fate == Fate::Duplicated,
            Self::Historical => record.historical,
            Self::Command => record.errand == Errand::Command,
            Self::Answer => record.errand == Errand::Acknowledgement,
            Self::Receipt => record.errand == Errand::Receipt,
            Self::Document => matches!(record.errand, Errand::Write | Errand::Document),
            Self::Lost => matches!(record.fate, Fate::Lost | Fate::QueueDropped | Fate::Cut),
        }
    }
}

/// The sorts of frames that the log knows of by the shown instant.
#[must_use]
pub fn sorts(stage: &Stage) -> Vec<FrameSort> {
    let now = stage.shown.now;
    let known = |sort: &FrameSort| {
        stage.simulation.frame_log().records().any(|record| record.sent_at <= now && sort.is(record))
    };
    FrameSort::ALL.into_iter().filter(known).collect()
}

/// A frame in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameRow {
    /// Which.
    pub key: FrameKey,
    /// What it is: "214", "command 1".
    pub name: String,
    /// Where it is, or what became of it.
    pub state: String,
    /// Whether that is good news.
    pub tone: Tone,
}

/// The story of the chosen frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryView {
    /// Which frame it is.
    pub title: String,
    /// Its steps so far.
    pub steps: Vec<StoryStep>,
}

/// The latest frames of a twin, newest first.
#[must_use]
pub fn frames(stage: &Stage, twin: usize) -> Vec<FrameRow> {
    let shown = &stage.shown;
    let mut rows: Vec<FrameRow> = Vec::new();
    let own = stage.simulation.frame_log().records().rev();
    for record in own.filter(|record| record.twin as usize == twin && record.sent_at <= shown.now) {
        let key = FrameKey::of(record);
        if record.errand == Errand::Receipt || rows.iter().any(|row| row.key == key) {
            continue;
        }
        if rows.len() == LISTED {
            break;
        }
        let (state, tone) = standing(shown, record);
        rows.push(FrameRow { key, name: key.name(), state, tone });
    }
    rows
}

/// The story of the frame that the lab has chosen.
#[must_use]
pub fn chosen_story(lab: &Lab, stage: &Stage) -> Option<StoryView> {
    let key = lab.frame?;
    let twin = stage.shown.twins.get(key.twin as usize)?;
    let to = if key.errand.goes_down() { "from" } else { "to" };
    let title = match key.errand {
        Errand::Report => format!("Frame {} {to} {}", key.sequence, twin.name),
        other => {
            let name = story::word(other);
            format!("{}{} {} {to} {}", name[..1].to_uppercase(), &name[1..], key.sequence, twin.name)
        }
    };
    Some(StoryView { title, steps: story::story(&stage.shown, stage.simulation.frame_log(), key) })
}

/// Where a frame was last seen.
fn standing(shown: &Snapshot, record: &FrameRecord) -> (String, Tone) {
    let down = record.errand.goes_down();
    let twin = shown.twins.get(record.twin as usize);
    let link = twin.and_then(|twin| if down { twin.downlink } else { Some(twin.link) });
    let link: Option<&LinkState> = link.and_then(|link| shown.links.get(link));
    let hop = link.and_then(|link| link.hops.get(usize::from(record.hop)));
    let hop_name = hop.map_or("", |hop| &*hop.spec.name);
    let (words, tone) = match record.fate {
        Fate::Delivered | Fate::Duplicated | Fate::Lost if shown.now < record.arrives_at => {
            (format!("on {hop_name}"), Tone::Plain)
        }
        Fate::Delivered | Fate::Duplicated => {
            if link.is_some_and(|link| usize::from(record.hop) + 1 == link.hops.len()) {
                ("arrived".to_owned(), Tone::Good)
            } else {
                (hop.map_or_else(String::new, |hop| format!("at {}", hop.spec.tiers.1.name())), Tone::Plain)
            }
        }
        Fate::Lost => (format!("lost on {hop_name}"), Tone::Bad),
        Fate::QueueDropped => ("queue full".to_owned(), Tone::Bad),
        Fate::Cut => (format!("{hop_name} is cut"), Tone::Bad),
        Fate::Expired => ("too old".to_owned(), Tone::Bad),
        Fate::Merged => ("merged".to_owned(), Tone::Plain),
        Fate::Filtered => ("filtered out".to_owned(), Tone::Plain),
    };
    let words = if record.attempt > 0 { format!("{words}, try {}", record.attempt + 1) } else { words };
    (if record.historical { format!("{words}, historical") } else { words }, tone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::SimTime;

    #[test]
    fn only_the_sorts_that_occur_are_explained() {
        let mut stage = Stage::load("wire").expect("it ships");
        stage.show(SimTime::from_secs(4.0));
        let early = sorts(&stage);
        assert!(early.contains(&FrameSort::Report) && early.contains(&FrameSort::Receipt));
        assert!(!early.contains(&FrameSort::Command) && !early.contains(&FrameSort::Historical));
        while stage.shown.now < SimTime::from_secs(36.0) {
            stage.show(SimTime::from_secs(36.0));
        }
        let late = sorts(&stage);
        for sort in [FrameSort::Resent, FrameSort::Historical, FrameSort::Command, FrameSort::Answer, FrameSort::Lost] {
            assert!(late.contains(&sort), "{sort:?}");
        }
        assert!(!late.contains(&FrameSort::Document));
    }

    #[test]
    fn the_latest_frames_are_listed_once_each_and_tell_where_they_are() {
        let mut stage = Stage::load("wire").expect("it ships");
        stage.show(SimTime::from_secs(6.0));
        let rows = frames(&stage, 0);
        assert!(rows.len() > 8 && rows.len() <= LISTED);
        assert!(rows.windows(2).all(|pair| pair[0].key.sequence > pair[1].key.sequence), "newest first, once each");
        assert!(rows.iter().any(|row| row.state == "arrived") && rows.iter().any(|row| row.state.starts_with("on ")));
        let lab = Lab { frame: Some(rows[5].key), ..Lab::default() };
        let story = chosen_story(&lab, &stage).expect("a story");
        assert_eq!(story.title, format!("Frame {} to sound", rows[5].key.sequence));
        assert_eq!(story.steps.last().map(|step| step.words.as_str()), Some("shown by the twin"));
    }
}
