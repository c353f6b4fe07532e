//! What is written about a run: the report, and tables for other tools.

mod anomalies;
pub mod detection;
mod json;
mod telemetry;

pub use anomalies::{Anomalies, AnomalyReport, Delay, ScoreReport};
pub use json::{Report, TwinReport};
pub use telemetry::telemetry_csv;
