//! The frame log: what happened to recent frames, for pictures and exports. Bounded; observers only.

use std::collections::VecDeque;

use crate::core::link::{Frame, Letter};
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
    /// It grew too old while it waited, and never left.
    Expired,
    /// A gateway put it into another frame.
    Merged,
    /// A gateway found nothing in it worth sending on.
    Filtered,
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
    /// The twin's word that it has a report, from twin to device.
    Receipt,
    /// A field written at the device, or a question for the document, from device to twin.
    Write,
    /// The document, from twin to device.
    Document,
}

impl Errand {
    /// Whether it goes from twin to device.
    #[must_use]
    pub fn goes_down(self) -> bool {
        matches!(self, Self::Command | Self::Receipt | Self::Document)
    }
}

/// The story of one frame on one hop of its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameRecord {
    /// The twin it is for: its index in the scene.
    pub twin: u32,
    /// Sequence number, counted from 1 for each twin and direction.
    pub sequence: u32,
    /// The hop of its link, counted from 0 on its way.
    pub hop: u8,
    /// How often it was sent before.
    pub attempt: u8,
    /// It tells the past: it was kept while its sender was offline.
    pub historical: bool,
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

impl FrameRecord {
    /// The record of a frame on the first hop.
    #[must_use]
    pub fn of(frame: &Frame, sent_at: SimTime, arrives_at: SimTime, fate: Fate) -> Self {
        Self {
            twin: frame.twin,
            sequence: frame.sequence,
            hop: 0,
            attempt: frame.attempt,
            historical: frame.historical,
            errand: match frame.letter {
                None => Errand::Report,
                Some(Letter::Command(_)) => Errand::Command,
                Some(Letter::Acknowledgement(_)) => Errand::Acknowledgement,
                Some(Letter::Receipt(_)) => Errand::Receipt,
                Some(Letter::Write { .. } | Letter::Get) => Errand::Write,
                Some(Letter::Document { .. }) => Errand::Document,
            },
            bytes: u32::try_from(frame.bytes()).unwrap_or(u32::MAX),
            generated_at: frame.generated_at,
            queued_at: frame.queued_at,
            sent_at,
            arrives_at,
            fate,
        }
    }
}

/// How a twin took a frame in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reception {
    /// It brought something newer than what the twin had.
    Accepted,
    /// It brought nothing newer.
    Stale,
    /// The twin had it already.
    Repeated,
    /// It was put into the history and changed nothing of now.
    Filed,
}

/// When and how a twin took a frame in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceptionRecord {
    /// The twin.
    pub twin: u32,
    /// The frame's sequence number.
    pub sequence: u32,
    /// When.
    pub at: SimTime,
    /// How.
    pub reception: Reception,
}

/// Recent frames, in the order in which they left.
#[derive(Clone, Debug, Default)]
pub struct FrameLog {
    records: VecDeque<FrameRecord>,
    receptions: VecDeque<ReceptionRecord>,
    enabled: bool,
}

impl FrameLog {
    /// An empty log; a disabled one keeps nothing.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled, ..Self::default() }
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

    /// Adds how a twin took a frame in.
    pub fn receive(&mut self, record: ReceptionRecord) {
        if self.enabled {
            if self.receptions.len() == CAPACITY {
                self.receptions.pop_front();
            }
            self.receptions.push_back(record);
        }
    }

    /// How twins took recent frames in, oldest first.
    #[must_use]
    pub fn receptions(&self) -> impl DoubleEndedIterator<Item = &ReceptionRecord> {
        self.receptions.iter()
    }

    /// All records, oldest first.
    #[must_use]
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &FrameRecord> {
        self.records.iter()
    }
}
