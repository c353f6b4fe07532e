//! What a scene's timeline or a person can do to a run: the vocabulary of the journal.

use serde::{Deserialize, Serialize};

use super::device::Setting;
use super::fault::{FaultKind, LinkFaultKind};
use super::link::{DelaySpec, LossSpec, OrderSpec, Preset, QueueSpec};
use super::sync::SyncSpec;
use super::twin::shadow::Writer;

/// One deed, as scenes and the journal write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Action {
    /// Cuts every instance of a link for a while.
    Partition {
        /// The link, by its name in the scene (all its instances) or an instance name `link@twin`.
        link: String,
        /// The hop that is cut, by its name; none means the link's first.
        #[serde(default)]
        hop: Option<String>,
        /// Length of the cut, in seconds.
        for_s: f64,
    },
    /// Changes one property of a link from now on; frames already under way keep their fate.
    SetLink {
        /// The link, by its name in the scene or an instance name `link@twin`.
        link: String,
        /// The hop that changes, by its name; none means the link's first.
        #[serde(default)]
        hop: Option<String>,
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
        /// The signal whose sensor is struck, for faults of one sensor.
        #[serde(default)]
        signal: Option<String>,
        /// What goes wrong.
        kind: FaultKind,
        /// For how long, in seconds; none means until it is ended.
        #[serde(default)]
        for_s: Option<f64>,
    },
    /// Makes something go wrong on a link.
    LinkFault {
        /// The link, by its name in the scene or an instance name `link@twin`.
        link: String,
        /// The hop that is struck, by its name; none means the link's first.
        #[serde(default)]
        hop: Option<String>,
        /// What goes wrong.
        kind: LinkFaultKind,
        /// For how long, in seconds; none means until it is ended.
        #[serde(default)]
        for_s: Option<f64>,
    },
    /// Ends a fault or a partition.
    EndFault {
        /// Its number: faults of a run are counted from 0, in the order in which they begin.
        number: u32,
    },
    /// Pushes a physical signal by hand: the truth itself moves, and every sensor of it with it.
    Push {
        /// The device's name.
        device: String,
        /// The signal.
        signal: String,
        /// By how much, in the signal's unit; 0 lets go.
        by: f64,
    },
    /// Sends a command from a twin to its device, over the twin's downlink. The device checks it against its safety
    /// limits and answers over the uplink.
    Command {
        /// The twin's name.
        twin: String,
        /// The control and its new value.
        setting: Setting,
        /// Time after which the device refuses to act on it, in seconds; none means never.
        #[serde(default)]
        expires_s: Option<f64>,
    },
    /// A person answers the question that a conflict has raised: whose write of a field stands.
    Answer {
        /// The twin's name.
        twin: String,
        /// The field, such as `/target_c`.
        field: String,
        /// Whose write stands.
        stands: Writer,
    },
    /// Gives a device other firmware or another configuration.
    Update {
        /// The device's name.
        device: String,
        /// The new firmware, such as `1.4.2`.
        #[serde(default)]
        firmware: Option<String>,
        /// The new configuration's version.
        #[serde(default)]
        config: Option<u32>,
    },
    /// Something was heard from a real board.
    Hear {
        /// The device's name.
        device: String,
        /// Signals with their values, such as `[("micros", 1000000)]`.
        values: Vec<(String, f64)>,
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
    /// What waits before the line.
    Queue(QueueSpec),
    /// Whether frames overtake one another.
    Order(OrderSpec),
    /// Share of frames that arrive twice, 0 to 1.
    Duplicate(f64),
    /// Delay, loss, rate, queue, order and duplication of a kind of network.
    Preset(Preset),
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
