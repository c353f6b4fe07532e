//! Arguments, and which subcommand they mean.

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use super::{Failure, check, compare, detectors, device, live, run, scenes, schema, sweep};
#[cfg(feature = "view")]
use super::{shot, view};

/// The scene that opens when none is named.
const DEFAULT_SCENE: &str = "campus";

/// The default scene: its file where the program runs in a checkout, so that edits are seen, else the shipped one.
pub(super) fn default_scene() -> String {
    let file = format!("scenes/{DEFAULT_SCENE}.ron");
    if Path::new(&file).is_file() { file } else { DEFAULT_SCENE.to_owned() }
}

/// A laboratory for digital twins: see a device and its twin drift apart and come back together.
#[derive(Debug, Parser)]
#[command(name = "twinsync", version)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a scene in the 3D lab.
    #[cfg(feature = "view")]
    View(view::ViewArgs),
    /// Run scenes without a window and report the figures.
    Run(run::RunArgs),
    /// Compare sync modes on the same device and the same network.
    Compare(compare::CompareArgs),
    /// Run a scene with varied values and seeds, one row of a table a run.
    Sweep(sweep::SweepArgs),
    /// Say whether scenes are right, and what is wrong with them.
    Check(check::CheckArgs),
    /// Measure the detectors: delays, misses, false alarms, and kinds of trouble.
    Detectors(detectors::DetectorsArgs),
    /// Twin a board on a serial port, or a recording of one, without a window.
    Live(live::LiveArgs),
    /// Emulate a board.
    Device(device::DeviceArgs),
    /// List the scenes that ship with the program.
    Scenes(scenes::ScenesArgs),
    /// Print the scene schema.
    Schema(schema::SchemaArgs),
    /// Render pictures of a scene without a window.
    #[cfg(feature = "view")]
    Shot(shot::ShotArgs),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    // clap prints its own sentences and exits with 2 on bad arguments.
    let args = Args::parse();
    let done = match args.command {
        None => open_default(),
        #[cfg(feature = "view")]
        Some(Command::View(args)) => view::run(&args),
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::Compare(args)) => compare::run(&args),
        Some(Command::Sweep(args)) => sweep::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Detectors(args)) => detectors::run(&args),
        Some(Command::Live(args)) => live::run(&args),
        Some(Command::Device(args)) => device::run(&args),
        Some(Command::Scenes(args)) => scenes::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        #[cfg(feature = "view")]
        Some(Command::Shot(args)) => shot::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(),
    }
}

/// The default scene: in a window, or headless with a line of notice where there is no display.
fn open_default() -> Result<(), Failure> {
    #[cfg(feature = "view")]
    if view::has_display() {
        return view::run(&view::ViewArgs::of(&default_scene()));
    }
    let reason = if cfg!(feature = "view") { "there is no display" } else { "this build has no window" };
    super::write_out(&format!("{reason}: running {DEFAULT_SCENE} headless\n"))?;
    run::run(&run::RunArgs::of(&default_scene()))
}
