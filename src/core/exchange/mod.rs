//! The exchange: one event loop in (time, id) order, from sample to ingest.

mod log;

pub use log::{Fate, FrameLog, FrameRecord};
