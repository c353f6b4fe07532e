//! What the charts show.

use std::sync::Arc;

use crate::core::metric::LevelState;
use crate::core::sync::SyncKind;
use crate::report::Radar;

/// Seconds of the run, from and to.
pub type Span = (f64, f64);

/// Everything the charts show of the chosen device and its twins.
#[derive(Clone, Debug, Default)]
pub struct Charts {
    /// Seconds of the run that age shows.
    pub span: Span,
    /// Seconds of the run that the signal's history and its error show: a few turns of a fast signal.
    pub history_span: Span,
    /// The chosen signal: the device first, then its twins.
    pub history: Vec<Curve>,
    /// Age of each twin, in seconds.
    pub age: Vec<Curve>,
    /// Error of each twin about the chosen signal, in the signal's unit.
    pub error: Vec<Curve>,
    /// Root mean square error of each twin in `error`, over the run so far.
    pub rmse: Vec<Option<f64>>,
    /// Latency of the chosen twin's frames.
    pub latency: Option<Latency>,
    /// What each twin sends.
    pub traffic: Vec<Traffic>,
    /// The twins of the chosen device on one scale, over the run so far.
    pub radar: Radar,
    /// What the scene promises about the chosen twin, and how it stands.
    pub levels: Vec<LevelState>,
}

/// A line of a chart.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Whose line it is.
    pub name: Arc<str>,
    /// How it is drawn.
    pub look: Look,
    /// Second of the run, value.
    pub points: Vec<[f64; 2]>,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The truth.
    Device,
    /// A twin in a mode.
    Twin(SyncKind),
}

/// A latency distribution.
#[derive(Clone, Debug, Default)]
pub struct Latency {
    /// Bars, from the shortest latency to the longest.
    pub bins: Vec<Bin>,
    /// Half of the frames arrived within this, in seconds.
    pub p50_s: f64,
    /// 95 of 100 frames did.
    pub p95_s: f64,
    /// 99 of 100 frames did.
    pub p99_s: f64,
    /// Frames counted.
    pub count: u64,
}

/// A bar of a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// From, in seconds.
    pub low_s: f64,
    /// To, in seconds.
    pub high_s: f64,
    /// Share of all frames, 0 to 1.
    pub share: f64,
}

/// What a twin's device sends to it.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// The twin.
    pub name: Arc<str>,
    /// Its mode.
    pub kind: SyncKind,
    /// Bytes per second over the span of the charts.
    pub bytes_per_s: f64,
    /// Bytes since the start.
    pub bytes: u64,
}
