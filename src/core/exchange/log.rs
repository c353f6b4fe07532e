//! The frame log: what happened to recent frames, for pictures and exports. Bounded; observers only.

use std::collections::VecDeque;

use crate::core::time::SimTime;

/// Most records kept.
pub const CAPACITY: usize = 8192;

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives at [`FrameRecord::arrives_at`].
    Delivered,
    /// A copy of a frame, made on the way; it arrives at [`FrameRecord::arrives_at`].
    Duplicated,
    /// It is lost on the way; it would have arrived at [`FrameRecord::arrives_at`].
    Lost,
    /// It found the queue full and never left.
    QueueDropped,
    /// The link was cut and it never left.
    Cut,
}

/// What a frame is for, and so which way it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errand {
    /// Readings, from device to twin.
    #[default]
    Report,
    /// A command, from twin to device.
    Command,
    /// The answer to one, from device to twin.
    Acknowledgement,
}

/// The story of one frame on its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameRecord {
    /// The twin it is for: its index in the scene.
    pub twin: u32,
    /// Sequence number, counted from 1 for each twin.
    pub sequence: u32,
    /// What it is for.
    pub errand: Errand,
    /// Size on the wire, in bytes.
    pub bytes: u32,
    /// When its newest reading was measured.
    pub generated_at: SimTime,
    /// When it was handed to the link.
    pub queued_at: SimTime,
    /// When it left: later than `queued_at` where a queue held it.
    pub sent_at: SimTime,
    /// When it arrives, or would have.
    pub arrives_at: SimTime,
    /// What became of it.
    pub fate: Fate,
}

/// Recent frames, in the order in which they left.
#[derive(Clone, Debug, Default)]
pub struct FrameLog {
    records: VecDeque<FrameRecord>,
    enabled: bool,
}

impl FrameLog {
    /// An empty log; a disabled one keeps nothing.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { records: VecDeque::new(), enabled }
    }

    /// Adds a record, dropping the oldest when full.
    pub fn push(&mut self, record: FrameRecord) {
        if self.enabled {
            if self.records.len() == CAPACITY {
                self.records.pop_front();
            }
            self.records.push_back(record);
        }
    }

    /// All records, oldest first.
    #[must_use]
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &FrameRecord> {
        self.records.iter()
    }
}
