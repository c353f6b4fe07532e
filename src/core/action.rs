//! What a scene's timeline or a person can do to a run: the vocabulary of the journal.

use serde::{Deserialize, Serialize};

use super::device::Setting;
use super::fault::FaultKind;
use super::link::{DelaySpec, LossSpec};
use super::sync::SyncSpec;

/// One deed, as scenes and the journal write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Action {
    /// Cuts every instance of a link for a while.
    Partition {
        /// The link, by its name in the scene (all its instances) or an instance name `link@twin`.
        link: String,
        /// Length of the cut, in seconds.
        for_s: f64,
    },
    /// Changes one property of a link from now on; frames already under way keep their fate.
    SetLink {
        /// The link, by its name in the scene or an instance name `link@twin`.
        link: String,
        /// The new value of one property.
        change: LinkChange,
    },
    /// Gives a twin another sync mode from now on.
    SetSync {
        /// The twin's name.
        twin: String,
        /// The new mode.
        sync: SyncSpec,
    },
    /// Makes something go wrong on a device.
    Fault {
        /// The device's name.
        device: String,
        /// What goes wrong.
        kind: FaultKind,
    },
    /// Works a control on the device itself, as somebody standing beside it would.
    Operate {
        /// The device's name.
        device: String,
        /// The control and its new value.
        setting: Setting,
    },
}

/// One property of a link, with its new value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum LinkChange {
    /// The delay distribution.
    Delay(DelaySpec),
    /// The loss process.
    Loss(LossSpec),
    /// The rate in bits per second; `None` removes the limit.
    RateBps(Option<f64>),
}

/// An action and when it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineEntry {
    /// When, in seconds from the start of the run.
    pub at_s: f64,
    /// What happens.
    #[serde(rename = "do")]
    pub action: Action,
}
