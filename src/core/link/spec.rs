//! A link as a scene writes it.

use serde::{Deserialize, Serialize};

use crate::core::action::LinkChange;
use crate::core::metric::RadioSpec;

/// One direction of the network between a device and a twin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSpec {
    /// The link's name; twins refer to it.
    pub name: String,
    /// How long a frame travels.
    pub delay: DelaySpec,
    /// Which frames never arrive.
    #[serde(default)]
    pub loss: LossSpec,
    /// Bits per second that the sender can put on the line; none means no limit and no queue.
    #[serde(default)]
    pub rate_bps: Option<f64>,
    /// Frames per second that the sender can put on the line, whatever their size.
    #[serde(default)]
    pub rate_fps: Option<f64>,
    /// Whether service times of `rate_fps` are constant or exponential.
    #[serde(default)]
    pub service: ServiceSpec,
    /// What waits when frames come faster than the rate.
    #[serde(default)]
    pub queue: QueueSpec,
    /// The radio that a device sends with over this link, to count what it takes from a battery.
    #[serde(default)]
    pub radio: Option<RadioSpec>,
    /// One pipe for all who name it, instead of an instance for each twin.
    #[serde(default)]
    pub shared: bool,
}

impl LinkSpec {
    /// Changes one property.
    pub fn apply(&mut self, change: &LinkChange) {
        match change {
            LinkChange::Delay(delay) => self.delay = *delay,
            LinkChange::Loss(loss) => self.loss = loss.clone(),
            LinkChange::RateBps(rate) => {
                self.rate_bps = *rate;
                self.rate_fps = None;
            }
        }
    }
}

/// A delay distribution, in milliseconds. A delay is never negative: draws below 0 count as 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DelaySpec {
    /// Always the same.
    Fixed {
        /// The delay.
        ms: f64,
    },
    /// Evenly spread over `mean_ms - half_width_ms ..= mean_ms + half_width_ms`.
    Uniform {
        /// Centre of the interval.
        mean_ms: f64,
        /// Half the width of the interval.
        half_width_ms: f64,
    },
    /// Gaussian.
    Normal {
        /// Mean before draws below 0 are cut off.
        mean_ms: f64,
        /// Standard deviation.
        std_ms: f64,
    },
    /// Log-normal: never negative, with a long tail.
    LogNormal {
        /// Mean of the delay itself (not of its logarithm).
        mean_ms: f64,
        /// Standard deviation of the delay itself.
        std_ms: f64,
    },
}

impl DelaySpec {
    /// Mean delay in milliseconds (of the distribution before draws below 0 are cut off).
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        match *self {
            Self::Fixed { ms } => ms,
            Self::Uniform { mean_ms, .. } | Self::Normal { mean_ms, .. } | Self::LogNormal { mean_ms, .. } => mean_ms,
        }
    }
}

/// A loss process.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum LossSpec {
    /// Nothing is lost.
    #[default]
    None,
    /// Each frame is lost with this probability, independently.
    Bernoulli(f64),
    /// Losses come in bursts: a two-state chain that loses everything in its bad state (Gilbert 1960,
    /// Elliott 1963), asked for by what it shows.
    GilbertElliott {
        /// Long-run share of frames lost, 0 to 1.
        loss: f64,
        /// Mean number of frames lost in a row, at least 1.
        mean_burst: f64,
    },
    /// Exactly these frames are lost, counted from 1.
    List(Vec<u64>),
}

impl LossSpec {
    /// Long-run share of frames lost that this process asks for; an exact list has none.
    #[must_use]
    pub fn asked(&self) -> Option<f64> {
        match *self {
            Self::None => Some(0.0),
            Self::Bernoulli(p) => Some(p),
            Self::GilbertElliott { loss, .. } => Some(loss),
            Self::List(_) => None,
        }
    }
}

/// How long the sender takes for a frame on a link with `rate_fps`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceSpec {
    /// Always `1 / rate_fps`.
    #[default]
    Fixed,
    /// Exponential with mean `1 / rate_fps`, as M/M/1 assumes.
    Exponential,
}

/// What waits when frames come faster than a link's rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum QueueSpec {
    /// First in, first out; a frame that finds the queue full is dropped.
    Fifo {
        /// Most frames that wait, the one in service not counted.
        limit: usize,
    },
}

impl Default for QueueSpec {
    fn default() -> Self {
        Self::Fifo { limit: 1000 }
    }
}
