//! What is written about a run: the report, and tables for other tools.

pub mod detection;
mod json;
mod telemetry;

pub use json::{Report, TwinReport};
pub use telemetry::telemetry_csv;
