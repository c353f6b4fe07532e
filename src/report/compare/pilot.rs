//! The pilot: a short run of the template twins, from which modes that a scene does not have get parameters that
//! can be compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::CompareError;
use super::plan::{Template, scene_with};
use crate::core::sync::{SyncKind, SyncSpec, Threshold};
use crate::core::time::SimTime;
use crate::core::twin::PredictorSpec;
use crate::scene::{LoadedScene, SceneSpec, TwinSpec};
use crate::sim::Simulation;

/// Share of the run that the pilot sees.
const SHARE: f64 = 0.25;

/// Thresholds that are tried, as multiples of each signal's standard deviation.
const LADDER: [f64; 12] = [0.0625, 0.09, 0.125, 0.18, 0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0];

/// What a pilot found out about one template.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Frames a second that the template plans.
    pub(super) rate_hz: f64,
    /// Signals that it follows, in the device's order.
    pub(super) followed: Vec<String>,
    /// Standard deviation of those that move, each in its unit.
    pub(super) spreads: BTreeMap<String, f64>,
    /// Whether the device brings a model that a twin can run.
    pub(super) has_model: bool,
    /// Multiple of the standard deviation at which an event-driven device plans no more frames.
    pub(super) event_share: f64,
    /// The same for a device that second-guesses its twin.
    pub(super) predictive_share: f64,
}

impl Found {
    /// Thresholds at a multiple of the standard deviations, to three digits.
    pub(super) fn threshold(&self, share: f64) -> Threshold {
        if self.spreads.is_empty() {
            // Nothing moves: whatever does is news.
            return Threshold::Same(0.0);
        }
        let scaled = self.spreads.iter().map(|(signal, spread)| (signal.clone(), three_digits(share * spread)));
        Threshold::BySignal(scaled.collect())
    }

    /// What a twin that runs ahead of its reports assumes.
    pub(super) fn predictor(&self) -> PredictorSpec {
        if self.has_model { PredictorSpec::Model } else { PredictorSpec::Linear }
    }
}

/// A number to three significant digits, so that a derived scene reads well.
pub(super) fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Runs the pilots of all templates: one run for rates and deviations, one for the ladder of thresholds.
pub(super) fn fly(scene: &LoadedScene, templates: &[Template], seed: u64) -> Result<Vec<Found>, CompareError> {
    let spec = &scene.spec;
    let alone: Vec<(Template, TwinSpec)> =
        templates.iter().map(|template| (*template, spec.twins[template.twin].clone())).collect();
    let run = run(scene, scene_with(spec, alone), seed)?;
    let mut found: Vec<Found> =
        templates.iter().enumerate().map(|(twin, template)| observed(&run, spec, twin, template)).collect();
    let mut rungs = Vec::new();
    for (found, template) in found.iter().zip(templates) {
        for kind in [SyncKind::EventDriven, SyncKind::Predictive] {
            for share in LADDER {
                rungs.push((*template, rung(found, &spec.twins[template.twin], kind, share, rungs.len())));
            }
        }
    }
    let run = self::run(scene, scene_with(spec, rungs), seed)?;
    let planned = |twin: usize| run.books(twin).map_or(0, |books| books.frames.planned) as f64;
    for (index, found) in found.iter_mut().enumerate() {
        let first = 2 * LADDER.len() * index;
        // A hair more than the template's own rate is the same rate.
        let budget = found.rate_hz * run.now().secs() * 1.001 + 1.0;
        let fits = |from: usize| {
            let rung = (0..LADDER.len()).find(|rung| planned(from + rung) <= budget);
            LADDER[rung.unwrap_or(LADDER.len() - 1)]
        };
        (found.event_share, found.predictive_share) = (fits(first), fits(first + LADDER.len()));
    }
    Ok(found)
}

fn run(scene: &LoadedScene, spec: SceneSpec, seed: u64) -> Result<Simulation, CompareError> {
    let end = SimTime::from_secs(SHARE * spec.duration_s);
    let mut simulation = Simulation::unrecorded(Arc::new(LoadedScene { spec, ..scene.clone() }), Some(seed))?;
    simulation.set_end(end);
    simulation.advance_to(end);
    Ok(simulation)
}

fn observed(run: &Simulation, spec: &SceneSpec, twin: usize, template: &Template) -> Found {
    let planned = run.books(twin).map_or(0, |books| books.frames.planned);
    let signals = &run.snapshot().devices[template.device].signals;
    let only = &spec.twins[template.twin].signals;
    let follows = |name: &str| only.is_empty() || only.iter().any(|signal| signal == name);
    let rate_hz = match &spec.twins[template.twin].sync {
        SyncSpec::RealTime { rate_hz, .. } => *rate_hz,
        SyncSpec::Periodic { interval_s } => 1.0 / interval_s,
        _ => three_digits(planned.max(1) as f64 / run.now().secs()),
    };
    let mut found = Found { rate_hz, has_model: run.has_twin_model(template.device), ..Found::default() };
    for (index, info) in signals.iter().enumerate().filter(|(_, info)| follows(&info.name)) {
        if let Some(spread) = run.scope().spread(template.device, index) {
            found.followed.push(info.name.to_string());
            if spread > 0.0 {
                found.spreads.insert(info.name.to_string(), spread);
            }
        }
    }
    found
}

fn rung(found: &Found, template: &TwinSpec, kind: SyncKind, share: f64, number: usize) -> TwinSpec {
    let threshold = found.threshold(share);
    let (sync, predictor) = match kind {
        SyncKind::Predictive => {
            (SyncSpec::Predictive { threshold, relative: false, heartbeat_s: None }, found.predictor())
        }
        _ => (SyncSpec::EventDriven { threshold, relative: false, pmin_s: 0.0, pmax_s: None }, PredictorSpec::Hold),
    };
    TwinSpec { name: format!("rung {number}"), sync, predictor, ..template.clone() }
}
