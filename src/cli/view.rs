//! `twinsync view`: the 3D lab in a window.

use bevy::prelude::AppExit;
use clap::Args;

use crate::core::time::SimTime;
use crate::host::lab_app;
use crate::lab::{Lab, Listening, Stage, ThemeKind};

use super::args::default_scene;
use super::edits::Edits;
use super::view_board::BoardArgs;
use super::{Failure, darkroom};

/// Arguments of `view`.
#[derive(Clone, Debug, Default, Args)]
pub struct ViewArgs {
    /// A shipped scene, or the path of a scene file.
    scene: Option<String>,
    #[command(flatten)]
    edits: Edits,
    #[command(flatten)]
    board: BoardArgs,
    /// White ground, dark lines, large type.
    #[arg(long)]
    projector: bool,
    /// Seed of the run, instead of the scene's own.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Simulated seconds per second.
    #[arg(long, value_name = "X")]
    speed: Option<f64>,
    /// Where to start, in seconds.
    #[arg(long, value_name = "T")]
    at: Option<f64>,
}

impl ViewArgs {
    /// The arguments that open a scene as it is.
    #[must_use]
    pub fn of(scene: &str) -> Self {
        Self { scene: Some(scene.to_owned()), ..Self::default() }
    }
}

/// Whether a window can be opened here.
#[must_use]
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY")
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the scene is wrong, or there is no display or graphics adapter.
pub fn run(args: &ViewArgs) -> Result<(), Failure> {
    let name = args.scene.clone().unwrap_or_else(default_scene);
    let (stage, board) = match args.board.stage()? {
        Some((stage, board)) => (stage, Some(board)),
        None => {
            let stage = Stage::new(args.edits.load(&name)?, args.seed).map_err(Failure::run)?;
            (Stage { edits: args.edits.values()?, ..stage }, None)
        }
    };
    if !has_display() {
        return Err(Failure::missing("there is no display").with_hint(format!("twinsync run {name}")));
    }
    darkroom::adapter()?;
    let mut lab = Lab::default();
    lab.begin(&stage);
    if args.projector {
        lab.theme = ThemeKind::Projector;
    }
    if board.is_some() {
        lab.playback.set_speed(args.board.time_scale());
    }
    if let Some(speed) = args.speed {
        lab.playback.set_speed(speed);
    }
    if let Some(at) = args.at {
        lab.playback.seek(SimTime::from_secs(at));
    }
    open(lab, stage, board)
}

fn open(lab: Lab, stage: Stage, board: Option<Listening>) -> Result<(), Failure> {
    let mut app = lab_app(lab, stage);
    if let Some(board) = board {
        app.insert_resource(board);
    }
    match app.run() {
        AppExit::Success => Ok(()),
        AppExit::Error(code) => Err(Failure::run(format!("the window closed with error {code}"))),
    }
}
