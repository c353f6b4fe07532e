//! The run on stage: the simulation, what of it is shown, and how it is loaded and rewound.

use std::path::PathBuf;

use bevy::prelude::Resource;

use crate::core::action::Action;
use crate::core::time::SimTime;
use crate::scene;
use crate::sim::{Simulation, Snapshot};

/// The run and the snapshot that pictures and panels show.
#[derive(Resource)]
pub struct Stage {
    /// The run.
    pub simulation: Simulation,
    /// What is shown: the present, or a recorded moment when the person has stepped back.
    pub shown: Snapshot,
    /// Where the scene came from.
    pub source: Loaded,
    /// Counts loads, so that mirrors know when to start anew.
    pub generation: u64,
}

/// Where a scene came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// A shipped scene, by name.
    Shipped(String),
    /// A file on disk.
    File(PathBuf),
}
