//! What is written about a run: the report, and tables for other tools.

mod anomalies;
pub mod compare;
pub mod detection;
#[cfg(not(target_arch = "wasm32"))]
pub mod export;
mod figures;
pub mod html;
mod json;
pub mod radar;
pub mod sweep;
mod telemetry;

pub use anomalies::{Anomalies, AnomalyReport, Delay, ScoreReport};
pub use figures::{FIGURES, Figure};
pub use json::{Report, SignalReport, TwinReport};
pub use radar::Radar;
pub use telemetry::telemetry_csv;
