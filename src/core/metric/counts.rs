//! What became of frames.

use serde::Serialize;

/// Counts of frames by fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FrameCounts {
    /// Updates that the mode asked for.
    pub planned: u64,
    /// Frames made for these updates and handed over to be sent.
    pub sent: u64,
    /// Frames that arrived, each counted once.
    pub delivered: u64,
    /// Frames lost on the way; one that is sent again can be lost again.
    pub lost: u64,
    /// Frames that arrived a second time.
    pub duplicated: u64,
    /// Frames that arrived after one sent later.
    pub reordered: u64,
    /// Frames that arrived with nothing newer than what the twin had.
    pub stale: u64,
    /// Frames that grew too old while waiting.
    pub expired: u64,
    /// Frames that found the queue full.
    pub queue_dropped: u64,
    /// Frames sent again.
    pub retransmitted: u64,
    /// Frames that a gateway put into others.
    pub merged: u64,
    /// Frames in which a gateway found nothing worth sending on.
    pub filtered: u64,
    /// Frames that told of a time offline, after it.
    pub historical: u64,
}
