//! From the lab and its stage to the model.

use std::sync::Arc;

use crate::core::action::Action;
use crate::core::time::SimTime;
use crate::lab::{Lab, Stage, steps};
use crate::scene::{Origin, shipped};
use crate::sim::{Snapshot, TwinState};

use super::curves::{Around, charts};
use super::{
    ActingFault, Dependencies, DeviceRow, LinkView, Mark, Model, Offer, TwinRow, ViewChoices, commands, document,
    faults, laboratory, noticed, settings, strength, trial, wire,
};

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
        let sizes = strength::sizes(stage, device);
        let acting = faults::acting(stage);
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
            fault_spans: faults::spans(stage),
            devices: devices(shown, &acting),
            twins: shown.twins.iter().map(|twin| twin_row(shown, twin)).collect(),
            device,
            twin,
            signal,
            link: shown.twins.get(twin).and_then(|twin| LinkView::of(shown, twin.link)),
            downlink: shown.twins.get(twin).and_then(|twin| LinkView::of(shown, twin.downlink?)),
            frames: wire::frames(stage, twin),
            sorts: wire::sorts(stage),
            frame: lab.frame,
            story: wire::chosen_story(lab, stage),
            steps: steps::steps(shown, simulation.frame_log(), twin, lab.playback.speed),
            offer: offer(stage, device),
            dependencies: Dependencies::of(shown, &acting),
            faults: acting,
            commands: commands::latest(stage, twin),
            on_their_way: trial::on_their_way(stage, twin),
            trial: trial::of(lab, stage, twin),
            document: document::of(lab, stage, twin),
            laboratory: laboratory::of(stage),
            live: None,
            noticed: noticed::of(stage, twin),
            pushes: shown.devices.get(device).map(|device| device.pushes.clone()).unwrap_or_default(),
            thresholds: shown
                .devices
                .get(device)
                .map(|state| strength::thresholds(&state.signals, &sizes))
                .unwrap_or_default(),
            sizes,
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

fn devices(shown: &Snapshot, faults: &[ActingFault]) -> Vec<DeviceRow> {
    let row = |(index, device): (usize, &crate::sim::DeviceState)| DeviceRow {
        name: Arc::clone(&device.name),
        kind: device.kind,
        signals: Arc::clone(&device.signals),
        versions: device.versions,
        struck: faults.iter().rfind(|fault| fault.strikes_device(index)).map(|fault| fault.label.clone()),
        upstream: if faults.is_empty() { None } else { shown.trouble_upstream(index) },
    };
    shown.devices.iter().enumerate().map(row).collect()
}

/// What a device offers, with what waits for the next step already set.
fn offer(stage: &Stage, device: usize) -> Offer {
    let (mut controls, faults) = stage.simulation.offer(device).unwrap_or_default();
    let name = stage.shown.devices.get(device).map(|device| &device.name);
    for action in faults::pending(stage) {
        if let Action::Operate { device, setting } = action
            && name.is_some_and(|name| **name == **device)
        {
            controls.iter_mut().for_each(|control| settings::anticipate(control, setting));
        }
    }
    Offer { controls, faults }
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
        versions: twin.versions,
        outdated: shown.is_outdated(twin),
        commands: twin.downlink.is_some(),
    }
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
