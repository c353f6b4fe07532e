//! Sync modes: the rules that decide when a device reports.
//!
//! A mode lives on the device and runs on the device's clock. It is offered every sample and may ask
//! for timer wake-ups; it answers with what to send. Adding one: a file beside this one, a variant of
//! [`SyncSpec`], and its line in [`SyncSpec::build`] and [`SyncKind::ALL`].

mod event_driven;
mod hybrid;
mod mode;
mod periodic;
mod predictive;
mod realtime;
mod threshold;

pub use mode::SyncMode;
pub use threshold::Threshold;

use serde::{Deserialize, Serialize};

use super::rng::Stream;
use super::signal::SignalInfo;
use super::twin::Predictor;

/// A sync mode and its parameters, as a scene writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum SyncSpec {
    /// The newest values at a constant rate.
    RealTime {
        /// Frames per second, on the device's clock.
        rate_hz: f64,
        /// Equal gaps (default) or Poisson sends of the same mean rate.
        #[serde(default)]
        schedule: Schedule,
    },
    /// Everything measured since the last report, in one batch.
    Periodic {
        /// Seconds between batches, on the device's clock.
        interval_s: f64,
    },
    /// A signal is sent when it has moved by more than a threshold since it was last sent.
    EventDriven {
        /// How far a signal may move unreported: in its unit, or a map by signal.
        threshold: Threshold,
        /// Reads the threshold as a share of the last sent value.
        #[serde(default)]
        relative: bool,
        /// Shortest time between two frames, in seconds.
        #[serde(default)]
        pmin_s: f64,
        /// Longest silence before everything is sent anyway (heartbeat), in seconds.
        #[serde(default)]
        pmax_s: Option<f64>,
    },
    /// Critical signals streamed, the others event-driven.
    Hybrid {
        /// The signals that are streamed.
        critical: Vec<String>,
        /// Seconds between two frames of the critical signals.
        interval_s: f64,
        /// How far any other signal may move unreported.
        threshold: Threshold,
        /// Reads the threshold as a share of the last sent value.
        #[serde(default)]
        relative: bool,
        /// Shortest time between two event frames, in seconds.
        #[serde(default)]
        pmin_s: f64,
        /// Longest silence of the event-driven signals, in seconds.
        #[serde(default)]
        pmax_s: Option<f64>,
    },
    /// A signal is sent when the twin's own predictor would be wrong about it by more than a threshold.
    Predictive {
        /// How wrong the twin may be: in the signal's unit, or a map by signal.
        threshold: Threshold,
        /// Reads the threshold as a share of the measured value.
        #[serde(default)]
        relative: bool,
        /// Longest silence before everything is sent anyway, in seconds.
        #[serde(default)]
        heartbeat_s: Option<f64>,
    },
}

/// How the sends of a stream are spaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Schedule {
    /// Equal gaps.
    #[default]
    Regular,
    /// Exponential gaps: a Poisson process, as queueing theory assumes.
    Poisson,
}

/// Which of the five modes: the key to a hue, a line style and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SyncKind {
    /// See [`SyncSpec::RealTime`].
    RealTime,
    /// See [`SyncSpec::Periodic`].
    Periodic,
    /// See [`SyncSpec::EventDriven`].
    EventDriven,
    /// See [`SyncSpec::Hybrid`].
    Hybrid,
    /// See [`SyncSpec::Predictive`].
    Predictive,
}

impl SyncKind {
    /// All modes, in the order of the keys 1 to 5.
    pub const ALL: [Self; 5] = [Self::RealTime, Self::Periodic, Self::EventDriven, Self::Hybrid, Self::Predictive];

    /// The mode's name, as scenes and reports write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RealTime => "RealTime",
            Self::Periodic => "Periodic",
            Self::EventDriven => "EventDriven",
            Self::Hybrid => "Hybrid",
            Self::Predictive => "Predictive",
        }
    }
}

impl SyncSpec {
    /// Which of the five modes this is.
    #[must_use]
    pub fn kind(&self) -> SyncKind {
        match self {
            Self::RealTime { .. } => SyncKind::RealTime,
            Self::Periodic { .. } => SyncKind::Periodic,
            Self::EventDriven { .. } => SyncKind::EventDriven,
            Self::Hybrid { .. } => SyncKind::Hybrid,
            Self::Predictive { .. } => SyncKind::Predictive,
        }
    }

    /// Whether it sends a signal only when there is something to say about it.
    #[must_use]
    pub fn is_by_events(&self) -> bool {
        matches!(self, Self::EventDriven { .. } | Self::Hybrid { .. } | Self::Predictive { .. })
    }

    /// The longest silence that the mode promises, in seconds; none if it promises nothing.
    #[must_use]
    pub fn promised_gap_s(&self) -> Option<f64> {
        match self {
            Self::RealTime { rate_hz, schedule: Schedule::Regular } => Some(1.0 / rate_hz),
            Self::RealTime { schedule: Schedule::Poisson, .. } => None,
            Self::Periodic { interval_s } | Self::Hybrid { interval_s, .. } => Some(*interval_s),
            Self::EventDriven { pmax_s, .. } => *pmax_s,
            Self::Predictive { heartbeat_s, .. } => *heartbeat_s,
        }
    }

    /// The state machine of this mode for a device with the given signals.
    ///
    /// `predictor` is a copy of the twin's own, for the mode that second-guesses it; `stream` serves
    /// schedules that draw their gaps.
    #[must_use]
    pub fn build(&self, signals: &[SignalInfo], predictor: Predictor, stream: Stream) -> Box<dyn SyncMode> {
        match self {
            Self::RealTime { rate_hz, schedule } => Box::new(realtime::RealTime::new(*rate_hz, *schedule, stream)),
            Self::Periodic { interval_s } => Box::new(periodic::Periodic::new(*interval_s)),
            Self::EventDriven { threshold, relative, pmin_s, pmax_s } => {
                let limits = threshold.limits(signals, *relative);
                Box::new(event_driven::EventDriven::new(limits, *pmin_s, *pmax_s))
            }
            Self::Hybrid { critical, interval_s, threshold, relative, pmin_s, pmax_s } => {
                let limits = threshold.limits(signals, *relative);
                let critical =
                    signals.iter().map(|signal| critical.iter().any(|name| **name == *signal.name)).collect();
                Box::new(hybrid::Hybrid::new(critical, *interval_s, limits, *pmin_s, *pmax_s))
            }
            Self::Predictive { threshold, relative, heartbeat_s } => {
                let limits = threshold.limits(signals, *relative);
                Box::new(predictive::Predictive::new(limits, *heartbeat_s, predictor))
            }
        }
    }
}
