//! From the lab and its stage to the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::time::SimTime;
use crate::lab::{Lab, Stage};
use crate::scene::{Origin, shipped};
use crate::sim::{Snapshot, Trace, TwinState};

use super::curves::{Around, charts};
use super::{DeviceRow, LinkView, Mark, Model, TwinRow, ViewChoices};

/// Moments looked at to find out how far signals move.
const MOMENTS_LOOKED_AT: usize = 200;
/// A threshold worth trying, as a share of a signal's range.
const THRESHOLD_SHARE: f64 = 0.05;

impl Model {
    /// What panels show of a stage under a lab's choices.
    #[must_use]
    pub fn build(lab: &Lab, stage: &Stage) -> Self {
        let (simulation, shown) = (&stage.simulation, &stage.shown);
        let scene = simulation.scene();
        let device = lab.device.min(shown.devices.len().saturating_sub(1));
        let twin = lab.twin.min(shown.twins.len().saturating_sub(1));
        let signals = shown.devices.get(device).map_or(0, |device| device.signals.len());
        let signal = lab.signal.min(signals.saturating_sub(1));
        let around = Around { stage, device, twin, signal };
        Self {
            title: scene.title.as_str().into(),
            description: scene.description.as_str().into(),
            scene: match &stage.source {
                Origin::Shipped(name) => Some(name.clone()),
                _ => None,
            },
            scenes: shipped().iter().map(|scene| scene.name).collect(),
            seed: simulation.seed(),
            digest: (!lab.playback.playing).then(|| simulation.digest().to_string()),
            playback: lab.playback,
            now: shown.now,
            computed: simulation.now(),
            marks: marks(stage),
            devices: devices(shown),
            twins: shown.twins.iter().map(|twin| twin_row(shown, twin)).collect(),
            device,
            twin,
            signal,
            link: shown.twins.get(twin).and_then(|twin| link_view(shown, twin)),
            thresholds: thresholds(stage, device),
            values: shown.devices.get(device).map(|device| device.values.clone()).unwrap_or_default(),
            charts: charts(&around),
            view: view_choices(lab),
        }
    }
}

fn view_choices(lab: &Lab) -> ViewChoices {
    ViewChoices {
        theme: lab.theme,
        ghosts: lab.ghosts,
        exaggeration: lab.exaggeration,
        strobe: lab.strobe,
        folded: lab.folded,
        help: lab.help,
        notice: lab.notice.clone(),
        reduced_motion: lab.reduced_motion,
    }
}

fn devices(shown: &Snapshot) -> Vec<DeviceRow> {
    let row = |device: &crate::sim::DeviceState| DeviceRow {
        name: Arc::clone(&device.name),
        kind: device.kind,
        signals: Arc::clone(&device.signals),
    };
    shown.devices.iter().map(row).collect()
}

fn twin_row(shown: &Snapshot, twin: &TwinState) -> TwinRow {
    TwinRow {
        name: Arc::clone(&twin.name),
        device: twin.device,
        sync: (*twin.sync).clone(),
        predictor: twin.predictor,
        age_s: twin.age_s(shown.now),
        stale: shown.is_late(twin),
        frames: twin.frames,
    }
}

fn link_view(shown: &Snapshot, twin: &TwinState) -> Option<LinkView> {
    let link = shown.links.get(twin.link)?;
    Some(LinkView {
        name: Arc::clone(&link.name),
        spec: (*link.spec).clone(),
        cut: link.cut,
        queued: link.queued,
        in_flight: link.in_flight,
        sent: link.sent,
        lost: link.lost,
    })
}

/// What the scene plans and what was done by hand, in the order of time.
fn marks(stage: &Stage) -> Vec<Mark> {
    let planned = &stage.simulation.scene().timeline;
    let done = stage.simulation.journal();
    let entries = planned.iter().chain(done);
    let mut marks: Vec<_> = entries.map(|entry| Mark::of(SimTime::from_secs(entry.at_s), &entry.action)).collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

/// For each signal of a device, a round number near a twentieth of how far it has moved so far.
fn thresholds(stage: &Stage, device: usize) -> BTreeMap<String, f64> {
    let Some(state) = stage.shown.devices.get(device) else { return BTreeMap::new() };
    let first: usize = stage.shown.devices[..device].iter().map(|device| device.values.len()).sum();
    let moments = stage.simulation.trace().map(Trace::moments).unwrap_or_default();
    let stride = moments.len().div_ceil(MOMENTS_LOOKED_AT).max(1);
    let range_of = |signal: usize| {
        let values = moments.iter().step_by(stride).filter_map(|moment| moment.device_values.get(first + signal));
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
        (high - low).max(0.0)
    };
    let round = |range: f64| {
        let wish = range * THRESHOLD_SHARE;
        if wish < 1e-9 {
            return 1.0;
        }
        let decade = 10_f64.powf(wish.log10().floor());
        (wish / decade).round() * decade
    };
    let named = state.signals.iter().enumerate();
    named.map(|(signal, info)| (info.name.to_string(), round(range_of(signal)))).collect()
}
