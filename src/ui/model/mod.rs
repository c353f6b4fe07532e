//! What panels read: plain data, built once a frame from the lab and its stage.

mod build;
mod catalogue;
mod charts;
mod commands;
mod curves;
mod depends;
mod document;
mod faults;
mod laboratory;
mod live;
mod marks;
mod noticed;
mod series;
mod settings;
mod strength;
mod sync;
mod trial;
mod wire;

pub use catalogue::{FaultOffer, FaultPlace};
pub use charts::{Bin, Charts, Curve, Latency, Look, Span, Traffic};
pub use commands::CommandView;
pub use depends::{Dependencies, Health, Node};
pub use document::{ChangeRow, ConflictRow, DocumentView, FieldRow, LIMIT_BYTES, Question};
pub use faults::ActingFault;
pub use laboratory::{Fate, Laboratory, RuleRow, WriteMark};
pub use live::{LineRow, LiveView, VibrationView};
pub use marks::{Mark, MarkKind};
pub use noticed::{Noticed, NoticedRow};
pub use strength::{BOARD_FAULTS, LINK_FAULTS, SignalSize, sensor_faults};
pub use sync::same_kind_or_default;
pub use trial::{Forecast, OnItsWay, TrialView};
pub use wire::{FrameRow, FrameSort, LinkView, StoryView};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::device::{Control, ModelKind};
use crate::core::fault::FaultKind;
use crate::core::metric::FrameCounts;
use crate::core::signal::SignalInfo;
use crate::core::sync::{SyncKind, SyncSpec};
use crate::core::time::SimTime;
use crate::core::twin::PredictorSpec;
use crate::core::versions::Versions;
use crate::lab::steps::StepState;
use crate::lab::{FrameKey, GhostLayout, Notice, Playback, ThemeKind};

/// Everything that panels show.
#[derive(Clone, Debug)]
pub struct Model {
    /// The scene's title.
    pub title: Arc<str>,
    /// One sentence about the scene.
    pub description: Arc<str>,
    /// The shipped scene that runs; none when it came from a file.
    pub scene: Option<String>,
    /// Names of the shipped scenes.
    pub scenes: Vec<&'static str>,
    /// Seed of the run.
    pub seed: u64,
    /// Digest of the results so far; none while time passes, when it would only flicker.
    pub digest: Option<String>,
    /// Play, pause, speed.
    pub playback: Playback,
    /// The instant shown.
    pub now: SimTime,
    /// How far the run has been computed.
    pub computed: SimTime,
    /// What happens when, for the timeline.
    pub marks: Vec<Mark>,
    /// From when to when faults have acted so far, in seconds of the run.
    pub fault_spans: Vec<(f64, f64)>,
    /// Devices, in scene order.
    pub devices: Vec<DeviceRow>,
    /// Twins, in scene order.
    pub twins: Vec<TwinRow>,
    /// The chosen device.
    pub device: usize,
    /// The chosen twin.
    pub twin: usize,
    /// The chosen signal of the chosen device.
    pub signal: usize,
    /// The link that feeds the chosen twin.
    pub link: Option<LinkView>,
    /// The link that carries its commands and receipts.
    pub downlink: Option<LinkView>,
    /// The latest frames of the chosen twin, newest first.
    pub frames: Vec<FrameRow>,
    /// The sorts of frames that have occurred in the run.
    pub sorts: Vec<FrameSort>,
    /// The frame whose story is told.
    pub frame: Option<FrameKey>,
    /// That story.
    pub story: Option<StoryView>,
    /// The six steps of keeping the chosen twin in step, and when each last happened.
    pub steps: [StepState; 6],
    /// What the chosen device offers to whoever works it or breaks it.
    pub offer: Offer,
    /// Faults that act now, in the order of their beginning.
    pub faults: Vec<ActingFault>,
    /// The latest commands of the chosen twin, newest first.
    pub commands: Vec<CommandView>,
    /// Wishes of the chosen twin that its device has not answered.
    pub on_their_way: Vec<OnItsWay>,
    /// The command that is tried on a copy of the chosen twin.
    pub trial: Option<TrialView>,
    /// The chosen twin's document; none where it has no shadow.
    pub document: Option<DocumentView>,
    /// The scene's conflict rules side by side; none where there are too few to compare.
    pub laboratory: Option<Laboratory>,
    /// The session with a real board; none where all devices are simulated.
    pub live: Option<LiveView>,
    /// How far each signal of the chosen device is pushed by hand, in its unit.
    pub pushes: Vec<f64>,
    /// How large each signal of the chosen device is.
    pub sizes: Vec<SignalSize>,
    /// Who needs whom.
    pub dependencies: Dependencies,
    /// For each signal of the chosen device, a threshold worth trying.
    pub thresholds: BTreeMap<String, f64>,
    /// The chosen device's true values, one for each signal.
    pub values: Vec<f64>,
    /// What the chosen twin has noticed.
    pub noticed: Noticed,
    /// What the charts show.
    pub charts: Charts,
    /// How things are shown.
    pub view: ViewChoices,
}

/// A person's choices about looking.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewChoices {
    /// Colours and type size.
    pub theme: ThemeKind,
    /// Where ghosts stand.
    pub ghosts: GhostLayout,
    /// Factor by which vibration is drawn too large; none means automatic.
    pub exaggeration: Option<f64>,
    /// Factor by which rotation is drawn too slow.
    pub strobe: f64,
    /// Panels folded away: left, right, bottom.
    pub folded: [bool; 3],
    /// Whether the help overlay is open.
    pub help: bool,
    /// What the person must know now.
    pub notice: Option<Notice>,
    /// Switches fades off.
    pub reduced_motion: bool,
}

/// What a device offers to whoever works it or breaks it.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// Its controls as they stand.
    pub controls: Vec<Control>,
    /// The ways in which this kind of device fails.
    pub faults: Vec<FaultKind>,
}

/// A device in the list.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// Its name.
    pub name: Arc<str>,
    /// What it is.
    pub kind: ModelKind,
    /// Its signals.
    pub signals: Arc<[SignalInfo]>,
    /// What it runs.
    pub versions: Versions,
    /// The latest fault that acts on it.
    pub struck: Option<String>,
    /// Something that it needs and that is in trouble.
    pub upstream: Option<Arc<str>>,
}

/// A twin in the list.
#[derive(Clone, Debug)]
pub struct TwinRow {
    /// Its name.
    pub name: Arc<str>,
    /// Its device.
    pub device: usize,
    /// How its device reports to it.
    pub sync: SyncSpec,
    /// What it assumes between reports.
    pub predictor: PredictorSpec,
    /// Age of information, in seconds; none before the first accepted update.
    pub age_s: Option<f64>,
    /// Whether at least one promised report is missing.
    pub stale: bool,
    /// What happened to its frames.
    pub frames: FrameCounts,
    /// What it has on record about what its device runs.
    pub versions: Versions,
    /// Whether that record is out of date.
    pub outdated: bool,
    /// Whether it can send commands.
    pub commands: bool,
}

impl TwinRow {
    /// Which of the five modes it is in.
    #[must_use]
    pub fn kind(&self) -> SyncKind {
        self.sync.kind()
    }
}

impl Model {
    /// The chosen device.
    #[must_use]
    pub fn chosen_device(&self) -> Option<&DeviceRow> {
        self.devices.get(self.device)
    }

    /// The chosen twin.
    #[must_use]
    pub fn chosen_twin(&self) -> Option<&TwinRow> {
        self.twins.get(self.twin)
    }

    /// What can go wrong with what is chosen.
    #[must_use]
    pub fn catalogue(&self) -> Vec<FaultOffer> {
        catalogue::of(self)
    }

    /// The size of the chosen signal.
    #[must_use]
    pub fn chosen_size(&self) -> Option<&SignalSize> {
        self.sizes.get(self.signal)
    }

    /// The chosen signal.
    #[must_use]
    pub fn chosen_signal(&self) -> Option<&SignalInfo> {
        self.chosen_device()?.signals.get(self.signal)
    }

    /// The chosen device's true value of a signal, by the signal's name.
    #[must_use]
    pub fn true_value(&self, signal: &str) -> Option<f64> {
        let index = self.chosen_device()?.signals.iter().position(|info| &*info.name == signal)?;
        self.values.get(index).copied()
    }
}
