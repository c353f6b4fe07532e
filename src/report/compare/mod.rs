//! `compare`: the same device and the same network under several sync modes, side by side on the same truth.
//! `docs/measures.md` states the rules.

mod estimate;
mod modes;
mod pilot;
mod plan;

pub use estimate::Estimate;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use thiserror::Error;

use super::radar::Values;
use super::{FIGURES, Radar, Report};
use crate::core::sync::{SyncKind, SyncSpec};
use crate::core::time::SimTime;
use crate::core::twin::PredictorSpec;
use crate::scene::{LoadedScene, TwinSpec};
use crate::sim::{SimError, Simulation};
use modes::Way;
use plan::Template;

/// What to compare.
#[derive(Clone, Debug)]
pub struct Question {
    /// The modes, in the order of rows.
    pub modes: Vec<SyncKind>,
    /// Runs with seeds one after another; at least 1.
    pub seeds: u32,
    /// The first seed, instead of the scene's.
    pub seed: Option<u64>,
    /// Simulated seconds to run, instead of the scene's own; the pilot keeps to the scene's.
    pub for_s: Option<f64>,
    /// Only this device.
    pub device: Option<String>,
    /// This twin as the template, and so only its device.
    pub twin: Option<String>,
}

impl Default for Question {
    fn default() -> Self {
        Self { modes: SyncKind::ALL.to_vec(), seeds: 1, seed: None, for_s: None, device: None, twin: None }
    }
}

/// Why a comparison cannot be made.
#[derive(Debug, Error)]
pub enum CompareError {
    /// No such device.
    #[error("{name:?} is not a device of this scene: there are {known}")]
    NoDevice {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// No such twin.
    #[error("{name:?} is not a twin of this scene: there are {known}")]
    NoTwin {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// No device with a twin.
    #[error("there is no twin to take device and link from")]
    Nothing,
    /// A run cannot be made.
    #[error(transparent)]
    Run(#[from] SimError),
}

/// Modes measured side by side.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The scene's title.
    pub scene: String,
    /// Length of each run, in simulated seconds.
    pub duration_s: f64,
    /// The seeds that were run.
    pub seeds: Vec<u64>,
    /// One row for each device and mode.
    pub rows: Vec<Row>,
    /// All modes on one radar; of several devices, the mean.
    pub radar: Radar,
}

/// One mode of one device.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The device.
    pub device: String,
    /// The mode.
    pub mode: &'static str,
    /// Its parameters, in the words of a scene.
    pub sync: String,
    /// What the twin assumes between reports.
    pub predictor: PredictorSpec,
    /// Whether the scene had no such twin, so that the parameters come from the pilot.
    pub derived: bool,
    /// Mean and interval of each figure; one that was not measured is not in it.
    pub figures: BTreeMap<&'static str, Estimate>,
}

/// Compares sync modes on a scene. `progress` hears how many runs of how many are done.
///
/// # Errors
/// When there is no such twin or device, or a run cannot be made.
pub fn compare(
    scene: &LoadedScene,
    question: &Question,
    mut progress: impl FnMut(usize, usize),
) -> Result<Comparison, CompareError> {
    let templates = plan::templates(&scene.spec, question.device.as_deref(), question.twin.as_deref())?;
    let first_seed = question.seed.unwrap_or(scene.spec.seed);
    let found = pilot::fly(scene, &templates, first_seed)?;
    let mut field: Vec<(Template, SyncKind, Way)> = Vec::new();
    for (template, found) in templates.iter().zip(&found) {
        let way = |kind: SyncKind| modes::way(&scene.spec, template, kind, found);
        field.extend(question.modes.iter().map(|kind| (*template, *kind, way(*kind))));
    }
    let twins = field.iter().map(|(template, kind, way)| {
        let device = &scene.spec.devices[template.device].name;
        let name = if templates.len() > 1 { format!("{device} {}", kind.name()) } else { kind.name().to_owned() };
        let (sync, predictor) = (way.sync.clone(), way.predictor);
        (*template, TwinSpec { name, sync, predictor, ..scene.spec.twins[template.twin].clone() })
    });
    let planned = plan::scene_with(&scene.spec, twins.collect());
    let planned = Arc::new(LoadedScene { spec: planned, ..scene.clone() });
    let seeds: Vec<u64> = (0..u64::from(question.seeds.max(1))).map(|run| first_seed.wrapping_add(run)).collect();
    let mut figures: Vec<BTreeMap<&'static str, Vec<f64>>> = vec![BTreeMap::new(); field.len()];
    let mut duration_s = 0.0;
    for (run, seed) in seeds.iter().enumerate() {
        progress(run, seeds.len());
        let mut simulation = Simulation::unrecorded(Arc::clone(&planned), Some(*seed))?;
        let end = question.for_s.map_or(simulation.end(), SimTime::from_secs);
        simulation.set_end(end);
        simulation.advance_to(end);
        let report = Report::of(&simulation, 0.0);
        duration_s = report.duration_s;
        for (twin, measured) in report.twins.iter().zip(&mut figures) {
            for figure in FIGURES {
                measured.entry(figure.key).or_default().extend(figure.of(twin, report.duration_s));
            }
        }
    }
    progress(seeds.len(), seeds.len());
    let rows: Vec<Row> = field
        .into_iter()
        .zip(figures)
        .map(|((template, kind, way), measured)| Row {
            device: scene.spec.devices[template.device].name.clone(),
            mode: kind.name(),
            sync: words(&way.sync),
            predictor: way.predictor,
            derived: way.derived,
            figures: measured.into_iter().filter_map(|(key, values)| Some((key, Estimate::of(&values)?))).collect(),
        })
        .collect();
    let radar = radar(&rows);
    Ok(Comparison { scene: scene.spec.title.clone(), duration_s, seeds, rows, radar })
}

/// One radar a device, and the mean of all.
fn radar(rows: &[Row]) -> Radar {
    let mut devices: Vec<&str> = rows.iter().map(|row| row.device.as_str()).collect();
    devices.dedup();
    let of_device = |device: &&str| {
        let rows = rows.iter().filter(|row| row.device == *device);
        let values = |row: &Row| row.figures.iter().map(|(key, estimate)| (*key, estimate.mean)).collect::<Values>();
        Radar::of(&rows.map(|row| (row.mode.to_owned(), row.mode, values(row))).collect::<Vec<_>>())
    };
    let radars: Vec<Radar> = devices.iter().map(of_device).collect();
    Radar::averaged(&radars)
}

/// A mode in the words of a scene.
fn words(sync: &SyncSpec) -> String {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.to_string(sync).unwrap_or_else(|_| sync.kind().name().to_owned())
}
