//! The scene schema: what a `.ron` file may say. The doc comments here are the schema's documentation.

use serde::{Deserialize, Serialize};

use crate::core::action::TimelineEntry;
use crate::core::delivery::{DeliverySpec, ResyncSpec};
use crate::core::detect::WatchSpec;
use crate::core::device::ModelSpec;
use crate::core::link::{LinkSpec, OfflineSpec};
use crate::core::metric::ServiceLevel;
use crate::core::signal::SensorSpec;
use crate::core::sync::SyncSpec;
use crate::core::time::ClockSpec;
use crate::core::twin::PredictorSpec;
use crate::core::twin::conflict::ConflictSpec;

/// A scene: devices, their twins, the network between them, and what happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SceneSpec {
    /// The scene's title.
    pub title: String,
    /// One sentence for the scene list and the window.
    #[serde(default)]
    pub description: String,
    /// Seed of every random stream.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Length of the run, in seconds.
    #[serde(default = "default_duration_s")]
    pub duration_s: f64,
    /// Length of a simulation step, in milliseconds. Age and latency do not depend on it.
    #[serde(default = "default_step_ms")]
    pub step_ms: f64,
    /// The physical things.
    pub devices: Vec<DeviceSpec>,
    /// What the far side believes about them.
    pub twins: Vec<TwinSpec>,
    /// The network.
    pub links: Vec<LinkSpec>,
    /// What happens when.
    #[serde(default)]
    pub timeline: Vec<TimelineEntry>,
}

/// A physical device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceSpec {
    /// The device's name; twins and the timeline refer to it.
    pub name: String,
    /// What it is.
    pub model: ModelSpec,
    /// How its clock departs from the reference.
    #[serde(default)]
    pub clock: ClockSpec,
    /// What measures it. None given: the model's usual sensors.
    #[serde(default)]
    pub sensors: Vec<SensorSpec>,
    /// The firmware it runs: major, minor and patch.
    #[serde(default = "default_firmware")]
    pub firmware: String,
    /// The version of its configuration. Every setting that it applies counts it up.
    #[serde(default = "default_config")]
    pub config: u32,
    /// Devices and links that it needs: trouble there is marked here too.
    #[serde(default)]
    pub depends_on: Vec<String>,
}

/// A twin of a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwinSpec {
    /// The twin's name.
    pub name: String,
    /// The device it is a twin of.
    pub of: String,
    /// When the device reports to it.
    pub sync: SyncSpec,
    /// The link that carries those reports.
    pub uplink: String,
    /// The link that carries commands to the device. None given: this twin only listens.
    #[serde(default)]
    pub downlink: Option<String>,
    /// What the twin assumes between reports.
    #[serde(default)]
    pub predictor: PredictorSpec,
    /// What it watches for in what arrives.
    #[serde(default)]
    pub watch: WatchSpec,
    /// How hard reports and commands are tried.
    #[serde(default)]
    pub delivery: DeliverySpec,
    /// Gives the twin a shadow document that both sides may write, and says who is right when they wrote the same field
    /// without having seen each other. None given: no shadow.
    #[serde(default)]
    pub conflict: Option<ConflictSpec>,
    /// What the device keeps for this twin while the first hop of its uplink is cut. None given: what the link's queue
    /// holds.
    #[serde(default)]
    pub offline: Option<OfflineSpec>,
    /// In which order the device tells of now and of what it kept when the link is back.
    #[serde(default)]
    pub resync: ResyncSpec,
    /// The signals it follows. None given: everything the device's sensors measure.
    #[serde(default)]
    pub signals: Vec<String>,
    /// What is promised about it; the report says whether it is kept.
    #[serde(default)]
    pub service_levels: Vec<ServiceLevel>,
}

fn default_seed() -> u64 {
    1
}

fn default_firmware() -> String {
    "1.0.0".to_owned()
}

fn default_config() -> u32 {
    1
}

fn default_duration_s() -> f64 {
    60.0
}

fn default_step_ms() -> f64 {
    1000.0 / 64.0
}
