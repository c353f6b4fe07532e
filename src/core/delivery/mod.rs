//! Delivery: what a sender does so that frames arrive, and what happens to those of a time offline.

mod courier;
mod receiver;
mod sender;

pub use courier::{Courier, ResyncSpec};
pub use receiver::{Receiver, Seen};
pub use sender::{Due, Sender};

use serde::{Deserialize, Serialize};

/// How hard a sender tries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DeliverySpec {
    /// Each frame is sent once.
    #[default]
    AtMostOnce,
    /// Each frame is sent until the other side confirms it, over the twin's downlink.
    AtLeastOnce {
        /// Time without a confirmation after which a frame is sent again, in seconds.
        timeout_s: f64,
        /// Most times that it is sent again.
        #[serde(default = "default_retries")]
        retries: u8,
        /// Sends the newest readings of the same signals instead of the old ones.
        #[serde(default)]
        fresh: bool,
        /// What the timeout grows by from one try to the next.
        #[serde(default = "default_backoff")]
        backoff: f64,
        /// Most frames that are unconfirmed at a time: 1 is stop-and-wait. Others wait.
        #[serde(default = "default_window")]
        window: usize,
        /// The twin holds back what comes after a gap until the gap is filled, or nobody tries to fill it any more.
        #[serde(default)]
        in_order: bool,
        /// The device knows a command that it has done already, and only confirms it again.
        #[serde(default = "default_idempotent")]
        idempotent: bool,
    },
}

fn default_retries() -> u8 {
    5
}

fn default_backoff() -> f64 {
    1.0
}

fn default_window() -> usize {
    32
}

fn default_idempotent() -> bool {
    true
}

impl DeliverySpec {
    /// The longest that a sender keeps trying with one frame, in seconds.
    #[must_use]
    pub fn patience_s(&self) -> f64 {
        match *self {
            Self::AtMostOnce => 0.0,
            Self::AtLeastOnce { timeout_s, retries, backoff, .. } => {
                let mut wait_s = timeout_s;
                let mut sum_s = 0.0;
                for _ in 0..=retries {
                    sum_s += wait_s;
                    wait_s *= backoff;
                }
                sum_s
            }
        }
    }
}
