//! What pictures and panels may see of a run: plain data, refreshed after every advance.

use std::sync::Arc;

use super::shadow::ShadowView;
use crate::core::action::Action;
use crate::core::detect::Anomaly;
use crate::core::device::{Body, ModelKind};
use crate::core::exchange::{CommandRecord, ConflictRecord};
use crate::core::fault::{FaultRecord, FaultTarget};
use crate::core::link::{LineSpec, Measured, Tier};
use crate::core::metric::FrameCounts;
use crate::core::signal::SignalInfo;
use crate::core::sync::SyncSpec;
use crate::core::time::SimTime;
use crate::core::twin::PredictorSpec;
use crate::core::versions::Versions;

/// The state of a run at one instant.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The instant.
    pub now: SimTime,
    /// Devices, in scene order.
    pub devices: Vec<DeviceState>,
    /// Twins, in scene order.
    pub twins: Vec<TwinState>,
    /// Link instances: for each twin its own, or the one it shares.
    pub links: Vec<LinkState>,
    /// What was injected so far, in the order of its beginning: a fault's number is its place here.
    pub faults: Arc<[FaultRecord]>,
    /// What twins have told their devices so far.
    pub commands: Arc<[CommandRecord]>,
    /// Conflicts between devices and their twins so far, the latest of them.
    pub conflicts: Arc<[ConflictRecord]>,
}

/// A device as it truly is.
#[derive(Clone, Debug)]
pub struct DeviceState {
    /// Its name.
    pub name: Arc<str>,
    /// What it is.
    pub kind: ModelKind,
    /// Its signals.
    pub signals: Arc<[SignalInfo]>,
    /// True values, one for each signal.
    pub values: Vec<f64>,
    /// The pose of its body.
    pub body: Body,
    /// How far each signal is pushed by hand, in its unit.
    pub pushes: Vec<f64>,
    /// What it runs.
    pub versions: Versions,
    /// Devices that it needs: indices into [`Snapshot::devices`].
    pub needs_devices: Arc<[usize]>,
    /// Links that it needs, by name.
    pub needs_links: Arc<[Arc<str>]>,
}

/// A twin as it believes its device to be.
#[derive(Clone, Debug)]
pub struct TwinState {
    /// Its name.
    pub name: Arc<str>,
    /// Its device: an index into [`Snapshot::devices`].
    pub device: usize,
    /// How its device reports to it.
    pub sync: Arc<SyncSpec>,
    /// What it assumes between reports.
    pub predictor: PredictorSpec,
    /// The link that feeds it: an index into [`Snapshot::links`].
    pub link: usize,
    /// The link that carries its commands: an index into [`Snapshot::links`].
    pub downlink: Option<usize>,
    /// What it has on record about what its device runs.
    pub versions: Versions,
    /// Believed values, one for each of the device's signals; none before the first report, and for
    /// signals it does not follow.
    pub values: Vec<Option<f64>>,
    /// When the freshest accepted update was measured.
    pub generated_at: Option<SimTime>,
    /// What happened to its frames so far.
    pub frames: FrameCounts,
    /// Frames that its device keeps while it is offline.
    pub kept: usize,
    /// Bytes sent towards it so far.
    pub bytes_up: u64,
    /// What it has noticed, those that stand last; none where it watches for nothing.
    pub anomalies: Option<Arc<[Anomaly]>>,
    /// Counts the changes to that.
    pub anomalies_revision: u64,
    /// Its document; none where it has no shadow.
    pub shadow: Option<Arc<ShadowView>>,
}

impl Snapshot {
    /// Whether a twin is older than its own sync mode promises: two whole gaps and a mean delay have passed.
    #[must_use]
    pub fn is_late(&self, twin: &TwinState) -> bool {
        let delay_s = self.links.get(twin.link).map_or(0.0, LinkState::usual_delay_s);
        let promised = twin.sync.promised_gap_s().map(|gap_s| 2.0 * gap_s + delay_s);
        twin.age_s(self.now).zip(promised).is_some_and(|(age_s, most_s)| age_s > most_s)
    }

    /// Whether the twin's record of what its device runs is out of date.
    #[must_use]
    pub fn is_outdated(&self, twin: &TwinState) -> bool {
        self.devices.get(twin.device).is_some_and(|device| device.versions != twin.versions)
    }

    /// The faults that act now, with their numbers.
    pub fn acting_faults(&self) -> impl Iterator<Item = (usize, &FaultRecord)> {
        self.faults.iter().enumerate().filter(|(_, fault)| fault.acts(self.now))
    }

    /// What a device needs that is in trouble now: the name of the nearest such device or link, if there is one.
    #[must_use]
    pub fn trouble_upstream(&self, device: usize) -> Option<Arc<str>> {
        let mut open = vec![device];
        let mut next = 0;
        while let Some(state) = open.get(next).and_then(|at| self.devices.get(*at)) {
            next += 1;
            if let Some(link) = state.needs_links.iter().find(|link| self.link_in_trouble(link)) {
                return Some(Arc::clone(link));
            }
            for upstream in state.needs_devices.iter() {
                if open.contains(upstream) {
                    continue;
                }
                if self.acting_faults().any(|(_, fault)| fault.target.is_on(*upstream)) {
                    return self.devices.get(*upstream).map(|device| Arc::clone(&device.name));
                }
                open.push(*upstream);
            }
        }
        None
    }

    fn link_in_trouble(&self, name: &str) -> bool {
        self.acting_faults().any(|(_, fault)| match &fault.target {
            FaultTarget::Links { links, .. } => {
                links.iter().any(|link| self.links.get(*link as usize).is_some_and(|state| *state.link == *name))
            }
            _ => false,
        })
    }

    /// Shows an action that has been posted and acts with the next step, so that the next wish builds on it.
    pub(super) fn anticipate(&mut self, action: &Action) {
        match action {
            Action::SetSync { twin, sync } => {
                for state in self.twins.iter_mut().filter(|state| *state.name == **twin) {
                    state.sync = Arc::new(sync.clone());
                }
            }
            Action::SetLink { link, hop, change } => {
                let named = |state: &&mut LinkState| *state.name == **link || *state.link == **link;
                for state in self.links.iter_mut().filter(named) {
                    let place = hop
                        .as_ref()
                        .map_or(Some(0), |name| state.hops.iter().position(|state| state.spec.name == *name));
                    if let Some(state) = place.and_then(|place| Arc::make_mut(&mut state.hops).get_mut(place)) {
                        Arc::make_mut(&mut state.spec).apply(change);
                    }
                }
            }
            Action::Push { device, signal, by } => {
                for state in self.devices.iter_mut().filter(|state| *state.name == **device) {
                    if let Some(index) = state.signals.iter().position(|info| *info.name == **signal) {
                        state.pushes[index] = *by;
                    }
                }
            }
            Action::Partition { .. }
            | Action::Fault { .. }
            | Action::LinkFault { .. }
            | Action::EndFault { .. }
            | Action::Operate { .. }
            | Action::Command { .. }
            | Action::Answer { .. }
            | Action::Update { .. }
            | Action::Hear { .. } => {}
        }
    }
}

impl TwinState {
    /// Age of information at `now`, in seconds; none before the first accepted update.
    #[must_use]
    pub fn age_s(&self, now: SimTime) -> Option<f64> {
        self.generated_at.map(|generated| (now - generated).secs())
    }
}

/// A link instance.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkState {
    /// Instance name: `link@twin`, or the link's own name where it is shared.
    pub name: Arc<str>,
    /// The link's name in the scene.
    pub link: Arc<str>,
    /// Its hops, in the order in which frames pass them; at least one.
    pub hops: Arc<[HopState]>,
    /// Whether any of them is cut now.
    pub cut: bool,
    /// Frames waiting to be sent before any of them.
    pub queued: usize,
    /// Frames under way on any of them.
    pub in_flight: usize,
    /// Frames lost on the way so far.
    pub lost: u64,
    /// Frames put on the first line so far.
    pub sent: u64,
}

/// One hop of a link instance.
#[derive(Clone, Debug, PartialEq)]
pub struct HopState {
    /// Its properties as they are now (changes by timeline or hand included).
    pub spec: Arc<LineSpec>,
    /// Whether it is cut now.
    pub cut: bool,
    /// Frames waiting to be sent, those in its store included.
    pub queued: usize,
    /// Frames on its line.
    pub in_flight: usize,
    /// What it has done so far, beside what it was asked to.
    pub measured: Measured,
}

impl LinkState {
    /// The properties of its first hop: those of the link where it has one hop.
    #[must_use]
    pub fn spec(&self) -> &LineSpec {
        &self.hops[0].spec
    }

    /// Mean delay of the whole way, queues not counted, in seconds.
    #[must_use]
    pub fn usual_delay_s(&self) -> f64 {
        self.hops.iter().map(|hop| (hop.spec.delay.mean_ms() + hop.spec.processing_ms) / 1e3).sum()
    }

    /// The tiers that frames pass, where they set out and where they arrive included.
    pub fn tiers(&self) -> impl Iterator<Item = Tier> {
        self.hops.iter().take(1).map(|hop| hop.spec.tiers.0).chain(self.hops.iter().map(|hop| hop.spec.tiers.1))
    }
}
