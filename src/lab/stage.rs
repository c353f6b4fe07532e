//! The run on stage: the simulation, what of it is shown, and how it is loaded, rewound and branched.

use std::sync::Arc;

use bevy::prelude::Resource;

use crate::core::action::Action;
use crate::core::time::SimTime;
use crate::scene::{self, LoadedScene, Origin};
use crate::sim::{Simulation, Snapshot};

/// Most steps run in one frame of the window: a long way to go is gone in slices, so that the window answers.
const STEPS_PER_FRAME: i64 = 512;

/// The run and the snapshot that pictures and panels show.
#[derive(Resource)]
pub struct Stage {
    /// The run.
    pub simulation: Simulation,
    /// What is shown: the present, or a recorded moment when the person has stepped back.
    pub shown: Snapshot,
    /// Where the scene came from.
    pub source: Origin,
    /// The seed asked for instead of the scene's own.
    pub seed: Option<u64>,
    /// Values by path that were set over the scene's own; they hold when its file is read again.
    pub edits: Vec<(String, String)>,
    /// Whether a real board feeds the run: then whatever is done is done now, wherever the window looks.
    pub live: bool,
    /// Counts loads, so that mirrors know when to start anew.
    pub generation: u64,
}

impl Stage {
    /// A run of a loaded scene.
    ///
    /// # Errors
    /// A sentence, when a device cannot be built.
    pub fn new(scene: LoadedScene, seed: Option<u64>) -> Result<Self, String> {
        let source = scene.origin.clone();
        let simulation = Simulation::new(Arc::new(scene), seed).map_err(|error| error.to_string())?;
        Ok(Self::of(simulation, source, seed))
    }

    /// A run as it stands, on a stage of its own.
    pub(super) fn of(simulation: Simulation, source: Origin, seed: Option<u64>) -> Self {
        Self {
            shown: simulation.snapshot().clone(),
            simulation,
            source,
            seed,
            edits: Vec::new(),
            live: false,
            generation: 0,
        }
    }

    /// A run of the scene called `name`: a path or a shipped scene.
    ///
    /// # Errors
    /// Sentences, when the scene cannot be read.
    pub fn load(name: &str) -> Result<Self, String> {
        Self::new(scene::load(name).map_err(|errors| errors.to_string())?, None)
    }

    /// Shows an instant: recorded history at once, new ground by running there, a slice a frame.
    pub fn show(&mut self, at: SimTime) {
        let now = self.simulation.now();
        let at = if self.live { at.min(now) } else { at };
        if at >= now {
            let slice = SimTime::from_nanos(self.simulation.step().nanos() * STEPS_PER_FRAME);
            self.simulation.advance_to(at.min(now + slice));
            self.shown.clone_from(self.simulation.snapshot());
        } else if let Some(moment) = self.simulation.trace().and_then(|trace| trace.at(at)) {
            moment.restore(&mut self.shown);
        } else if let Ok(again) = self.simulation.rewound(SimTime::MAX) {
            // Without a history the way back is the way from the start, a slice a frame.
            self.simulation = again;
            self.shown.clone_from(self.simulation.snapshot());
            self.generation += 1;
        }
    }

    /// Whether the shown instant lies before the end of what has been run.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.shown.now < self.simulation.now()
    }

    /// Does something to the run at the shown instant. In the past this branches: the journal is cut there, and
    /// the run goes on from there.
    ///
    /// # Errors
    /// A sentence, when a device cannot be built again.
    pub fn act(&mut self, action: Action, at: SimTime) -> Result<(), String> {
        let at = if self.live { self.simulation.now() } else { at };
        self.show(at);
        if self.is_past() {
            let shown = self.shown.now;
            let mut again = self.simulation.rewound(shown).map_err(|error| error.to_string())?;
            again.advance_to(at.min(shown));
            self.simulation = again;
            self.generation += 1;
        }
        self.simulation.post(action);
        self.shown.clone_from(self.simulation.snapshot());
        Ok(())
    }

    /// Puts another run in place of this one.
    pub fn replace(&mut self, other: Self) {
        let generation = self.generation + 1;
        *self = Self { generation, ..other };
    }

    /// Starts the run again, with its journal or without.
    ///
    /// # Errors
    /// A sentence, when a device cannot be built again.
    pub fn restart(&mut self, forget: bool) -> Result<(), String> {
        let until = if forget { SimTime::ZERO } else { SimTime::MAX };
        self.simulation = self.simulation.rewound(until).map_err(|error| error.to_string())?;
        self.shown.clone_from(self.simulation.snapshot());
        self.generation += 1;
        Ok(())
    }
}
