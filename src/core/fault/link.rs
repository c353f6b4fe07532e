//! Faults of the network, on top of what a link's own properties say.

use serde::{Deserialize, Serialize};

/// What can go wrong with a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum LinkFaultKind {
    /// Every frame takes longer.
    LatencySpike {
        /// By this much, in milliseconds.
        add_ms: f64,
    },
    /// Frames are lost in bursts.
    BurstLoss {
        /// Share of the frames that are lost.
        loss: f64,
        /// Mean length of a burst, in frames.
        mean_burst: f64,
    },
    /// Every frame arrives several times.
    DuplicateStorm {
        /// Copies beyond the first.
        copies: u8,
    },
    /// Some frames stall on their way.
    Stalls {
        /// Share of the frames that stall.
        share: f64,
        /// Longest stall, in milliseconds; each is uniform below it.
        up_to_ms: f64,
    },
}

impl LinkFaultKind {
    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::LatencySpike { .. } => "Latency spike",
            Self::BurstLoss { .. } => "Burst loss",
            Self::DuplicateStorm { .. } => "Duplicate storm",
            Self::Stalls { .. } => "Stalls",
        }
    }
}
