//! Detection: how a twin notices that something is wrong, from what it receives alone, and of what kind it is.
//!
//! A [`Watch`] holds the detectors of one twin. Adding a detector: a file with a [`Detector`], a variant of
//! [`DetectorKind`] and its line in `watch.rs`. Limits come from theory (`theory.rs`) and are lifted by what calm
//! times show (`chart.rs`).

mod anomaly;
mod chart;
mod detector;
mod fleet;
mod frozen;
mod gauge;
mod learned;
mod memory;
mod network;
mod patience;
mod range;
mod rate;
mod residual;
mod rls;
mod scale;
mod score;
mod shadow;
mod spec;
pub mod theory;
mod threshold;
mod track;
mod verdict;
mod watch;

pub use anomaly::Anomaly;
pub use chart::Chart;
pub use detector::{Channel, Detector, DetectorKind, Judgement, Look};
pub use fleet::Fleet;
pub use gauge::{Gauge, Moment};
pub use network::{Envelope, Finding, Network};
pub use rls::{MOST as MOST_REGRESSORS, Rls};
pub use score::{AFTERMATH_S, Score, Truth};
pub use spec::WatchSpec;
pub use verdict::{Circumstances, Opinion, weigh};
pub use watch::{Watch, WatchKit};
