//! Frames: what travels.

use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// Bytes of a frame before its readings: sequence (4) and generation time (8).
pub const HEADER_BYTES: u64 = 12;

/// Bytes of one reading: signal (2), time before the frame's generation in ticks (2), value (4).
pub const READING_BYTES: u64 = 8;

/// A report on its way from a device to a twin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The twin it is for: its index in the scene.
    pub twin: u32,
    /// Sequence number, counted from 1.
    pub sequence: u32,
    /// When its newest reading was measured.
    pub generated_at: SimTime,
    /// When it was handed to the link.
    pub queued_at: SimTime,
    /// What was measured, oldest first.
    pub readings: Vec<Reading>,
}

impl Frame {
    /// Size on the wire.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        HEADER_BYTES + READING_BYTES * self.readings.len() as u64
    }
}
