//! The mirror: the state of the run as plain values, from which the page builds what a screen reader or a test reads.

use serde::Serialize;

use super::board::BoardWords;
use super::deeds::Deeds;
use crate::core::link::LineSpec;
use crate::lab::{GhostLayout, Lab, Listening, Stage, ThemeKind};
use crate::scene::Origin;
use crate::sim::{DeviceState, Snapshot, TwinState};
use crate::ui::model::Model;

/// What the page shows in words.
#[derive(Clone, Debug, Serialize)]
pub struct Mirror {
    title: String,
    description: String,
    /// The shipped scene that runs; none when its text came from elsewhere.
    scene: Option<String>,
    seed: u64,
    playing: bool,
    t_s: f64,
    computed_s: f64,
    end_s: f64,
    speed: f64,
    /// Of all results so far; none while time passes, when it would only flicker.
    digest: Option<String>,
    projector: bool,
    beside: bool,
    /// Panels folded away: left, right, bottom.
    folded: [bool; 3],
    help: bool,
    notice: Option<Sentence>,
    /// Counts loads, so that the page knows when another run is on stage.
    generation: u64,
    /// Entries of the journal.
    journal: usize,
    device: usize,
    twin: usize,
    link: Option<LinkWords>,
    devices: Vec<DeviceWords>,
    twins: Vec<TwinWords>,
    /// What can be done to the chosen device and its twin.
    deeds: Deeds,
    /// The real board on stage; none where all devices are simulated.
    board: Option<BoardWords>,
}

#[derive(Clone, Debug, Serialize)]
struct Sentence {
    text: String,
    failure: bool,
}

/// The first hop of the chosen twin's uplink.
#[derive(Clone, Debug, Serialize)]
struct LinkWords {
    name: String,
    delay_ms: f64,
    /// Share of frames; none where the scene lists the frames that are lost.
    loss: Option<f64>,
    cut: bool,
    queued: usize,
}

#[derive(Clone, Debug, Serialize)]
struct DeviceWords {
    name: String,
    kind: String,
    signals: Vec<SignalWords>,
}

#[derive(Clone, Debug, Serialize)]
struct SignalWords {
    name: String,
    unit: String,
    value: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
struct TwinWords {
    name: String,
    device: String,
    mode: &'static str,
    age_s: Option<f64>,
    late: bool,
    delivered: u64,
    lost: u64,
    /// Twin minus device about the first signal that it has heard of.
    error: Option<ErrorWords>,
}

#[derive(Clone, Debug, Serialize)]
struct ErrorWords {
    signal: String,
    unit: String,
    value: f64,
}

/// More devices and twins than this are not read out.
const MOST_ROWS: usize = 200;

impl Mirror {
    /// The words for what is shown now.
    #[must_use]
    pub fn of(lab: &Lab, stage: &Stage, listening: Option<&Listening>) -> Self {
        let (shown, simulation) = (&stage.shown, &stage.simulation);
        let spec = simulation.scene();
        let resting =
            !lab.playback.playing && !stage.is_past() && lab.playback.at <= simulation.now() + simulation.step();
        Self {
            title: spec.title.clone(),
            description: spec.description.clone(),
            scene: if let Origin::Shipped(name) = &stage.source { Some(name.clone()) } else { None },
            seed: simulation.seed(),
            playing: lab.playback.playing,
            t_s: shown.now.secs(),
            computed_s: simulation.now().secs(),
            end_s: lab.playback.end.secs(),
            speed: lab.playback.speed,
            digest: resting.then(|| simulation.digest().to_string()),
            projector: lab.theme == ThemeKind::Projector,
            beside: lab.ghosts == GhostLayout::Beside,
            folded: lab.folded,
            help: lab.help,
            notice: lab.notice.as_ref().map(|notice| Sentence { text: notice.text.clone(), failure: notice.failure }),
            generation: stage.generation,
            journal: simulation.journal().len(),
            device: lab.device,
            twin: lab.twin,
            link: link(shown, lab.twin),
            devices: shown.devices.iter().take(MOST_ROWS).map(device).collect(),
            twins: shown.twins.iter().take(MOST_ROWS).map(|state| twin(shown, state)).collect(),
            deeds: Deeds::of(&Model::build(lab, stage)),
            board: listening.map(BoardWords::of),
        }
    }

    /// The same as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        // Numbers, texts and lists of them can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn link(shown: &Snapshot, twin: usize) -> Option<LinkWords> {
    let state = shown.links.get(shown.twins.get(twin)?.link)?;
    let line: &LineSpec = state.spec();
    Some(LinkWords {
        name: state.name.to_string(),
        delay_ms: line.delay.mean_ms(),
        loss: line.loss.asked(),
        cut: state.cut,
        queued: state.queued,
    })
}

fn device(state: &DeviceState) -> DeviceWords {
    let signals = state.signals.iter().zip(&state.values).map(|(info, value)| SignalWords {
        name: info.name.to_string(),
        unit: info.unit.to_string(),
        value: finite(*value),
    });
    DeviceWords { name: state.name.to_string(), kind: format!("{:?}", state.kind), signals: signals.collect() }
}

fn twin(shown: &Snapshot, state: &TwinState) -> TwinWords {
    let device = shown.devices.get(state.device);
    let heard = state.values.iter().position(Option::is_some);
    let error = heard.zip(device).and_then(|(index, device)| {
        let (info, truth, belief) =
            (device.signals.get(index)?, *device.values.get(index)?, (*state.values.get(index)?)?);
        let value = finite(info.difference(belief, truth))?;
        Some(ErrorWords { signal: info.name.to_string(), unit: info.unit.to_string(), value })
    });
    TwinWords {
        name: state.name.to_string(),
        device: device.map_or_else(String::new, |device| device.name.to_string()),
        mode: state.sync.kind().name(),
        age_s: state.age_s(shown.now),
        late: shown.is_late(state),
        delivered: state.frames.delivered,
        lost: state.frames.lost,
        error,
    }
}

/// JSON has no word for what is not a finite number.
fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::SimTime;

    #[test]
    fn every_shipped_scene_is_put_into_words() {
        for shipped in crate::scene::shipped() {
            let mut stage = Stage::load(shipped.name).expect("it ships");
            let mut lab = Lab::default();
            lab.begin(&stage);
            lab.playback.playing = false;
            lab.playback.seek(SimTime::from_secs(1.0));
            stage.show(lab.playback.at);
            let words: serde_json::Value = serde_json::from_str(&Mirror::of(&lab, &stage, None).json()).expect("JSON");
            assert_eq!(words["scene"], shipped.name);
            assert_eq!(words["digest"], stage.simulation.digest().to_string());
            assert_eq!(words["twins"].as_array().map(Vec::len), Some(stage.shown.twins.len().min(MOST_ROWS)));
            assert!(words["link"]["delay_ms"].is_number(), "{}", shipped.name);
        }
    }

    #[test]
    fn there_is_no_digest_while_time_passes() {
        let stage = Stage::load("heater").expect("it ships");
        assert_eq!(Mirror::of(&Lab::default(), &stage, None).digest, None);
    }
}
