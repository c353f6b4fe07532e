//! Frames: what travels.

use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::versions::Versions;

/// Bytes of a frame before its readings: sequence (4) and generation time (8).
pub const HEADER_BYTES: u64 = 12;

/// Bytes of one reading: signal (2), time before the frame's generation in ticks (2), value (4).
pub const READING_BYTES: u64 = 8;

/// Bytes of the versions that a device reports once they have changed: firmware (4), configuration (4).
pub const VERSION_BYTES: u64 = 8;

/// Bytes of a command or of its acknowledgement: number (4), what (2), code (2), value (8).
pub const LETTER_BYTES: u64 = 16;

/// A frame on its way between a device and a twin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The twin it is for or from: its index in the scene.
    pub twin: u32,
    /// Sequence number, counted from 1 for each twin and direction.
    pub sequence: u32,
    /// Sequence number of the frame before it among those that are to be confirmed; 0 if there is none.
    pub follows: u32,
    /// When its newest reading was measured.
    pub generated_at: SimTime,
    /// When it was handed to the link.
    pub queued_at: SimTime,
    /// What the device's clock showed then.
    pub stamp: SimTime,
    /// What was measured, oldest first.
    pub readings: Vec<Reading>,
    /// What the device runs, once that has changed.
    pub versions: Option<Versions>,
    /// A command or an acknowledgement instead of readings.
    pub letter: Option<Letter>,
    /// How often it was sent before.
    pub attempt: u8,
    /// How many earlier frames a gateway has put into it.
    pub merged: u16,
    /// Sequence numbers of those, which are confirmed with it.
    pub covers: Vec<u32>,
    /// A copy that the network made of a frame.
    pub copy: bool,
    /// It tells how things are when its sender comes back from a time offline.
    pub snapshot: bool,
    /// It tells the past: it was kept while its sender was offline, and never overwrites what is believed now.
    pub historical: bool,
}

/// What a frame of the command path says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// A command on its way to the device, by its number in the run.
    Command(u32),
    /// The device's answer to it.
    Acknowledgement(u32),
    /// The twin's word that it has a report, by its sequence number.
    Receipt(u32),
    /// A field that was written at the device, by the number of its paper.
    Write {
        /// Number of the paper that holds it.
        paper: u32,
        /// Its size.
        bytes: u32,
    },
    /// The twin's document on its way to the device, by the number of its paper.
    Document {
        /// Number of the paper that holds it.
        paper: u32,
        /// Its size.
        bytes: u32,
    },
    /// The device asks for the document.
    Get,
}

impl Letter {
    fn bytes(self) -> u64 {
        match self {
            Self::Command(_) | Self::Acknowledgement(_) => LETTER_BYTES,
            // The header says it all.
            Self::Receipt(_) | Self::Get => 0,
            Self::Write { bytes, .. } | Self::Document { bytes, .. } => u64::from(bytes),
        }
    }
}

impl Frame {
    /// Size on the wire.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        HEADER_BYTES
            + READING_BYTES * self.readings.len() as u64
            + self.versions.map_or(0, |_| VERSION_BYTES)
            + self.letter.map_or(0, Letter::bytes)
    }
}
