//! Exports that are written while a run goes on, so that a long run takes no more memory than a short one.

mod events;
mod events_csv;
mod mcap_file;

use std::io::{Seek, Write};

use crate::sim::Simulation;
use events::Feed;
pub use events::{Event, What};
use events_csv::EventsCsv;
use mcap_file::McapFile;

/// Why an export cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The table of events.
    #[error("events.csv cannot be written: {0}")]
    Events(#[from] csv::Error),
    /// The recording.
    #[error("run.mcap cannot be written: {0}")]
    Mcap(#[from] mcap::McapError),
}

/// The files that grow with a run.
pub struct Exports<E: Write, M: Write + Seek> {
    feed: Feed,
    events: EventsCsv<E>,
    mcap: McapFile<M>,
}

impl<E: Write, M: Write + Seek> Exports<E, M> {
    /// Begins both files of a run that has not begun.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn new(simulation: &Simulation, events: E, mcap: M) -> Result<Self, ExportError> {
        let mut exports =
            Self { feed: Feed::default(), events: EventsCsv::new(events)?, mcap: McapFile::new(mcap, simulation)? };
        exports.observe(simulation)?;
        Ok(exports)
    }

    /// Writes what has happened since the last call: to be called after every step, as the frame log is bounded.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn observe(&mut self, simulation: &Simulation) -> Result<(), ExportError> {
        let events = self.feed.since_last(simulation);
        for event in &events {
            self.events.write(event)?;
        }
        self.mcap.write(simulation, &events)?;
        Ok(())
    }

    /// Ends both files.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self) -> Result<(), ExportError> {
        self.events.finish()?;
        self.mcap.finish()?;
        Ok(())
    }
}
