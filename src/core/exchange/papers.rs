//! Papers: what letters carry that is too big for a frame's header. Bounded.

use std::collections::VecDeque;

use crate::core::twin::shadow::{Snapshot, Update, Write, tree};

/// Most papers kept; a letter that comes later than so many others carries nothing any more.
const MOST: usize = 8192;

/// What a letter carries.
#[derive(Clone, Debug)]
pub(super) enum Paper {
    /// A write of the device.
    Write(Write),
    /// The document as the twin knows it, and the command that it was sent for.
    Document(Box<Snapshot>, Option<u32>),
    /// What the device kept while it was offline.
    History(Update),
}

/// Papers under way, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Papers {
    first: u32,
    papers: VecDeque<Paper>,
}

impl Papers {
    /// Adds a paper; gives its number.
    pub(super) fn add(&mut self, paper: Paper) -> u32 {
        if self.papers.len() == MOST {
            self.papers.pop_front();
            self.first += 1;
        }
        self.papers.push_back(paper);
        self.first + self.papers.len() as u32 - 1
    }

    /// The paper of a number, if it is still kept.
    pub(super) fn get(&self, number: u32) -> Option<&Paper> {
        self.papers.get(number.checked_sub(self.first)? as usize)
    }
}

impl Paper {
    /// Bytes as JSON text.
    pub(super) fn bytes(&self) -> u32 {
        let size = match self {
            Self::Write(write) => write.path.len() + write.value.to_string().len() + WRITE_OVERHEAD,
            Self::Document(snapshot, _) => {
                tree::bytes(&snapshot.desired) + tree::bytes(&snapshot.reported) + WRITE_OVERHEAD
            }
            Self::History(update) => update.reported.tree().map_or(0, tree::bytes),
        };
        u32::try_from(size).unwrap_or(u32::MAX)
    }
}

/// Version, stamp and sequence beside a field.
const WRITE_OVERHEAD: usize = 24;
