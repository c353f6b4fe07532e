//! `twinsync run`: scenes without a window, to a table or the report.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::edits::{Edits, seconds};
use super::{Failure, save, table, write_out};
use crate::core::time::SimTime;
use crate::host::palette;
use crate::report::export::Exports;
use crate::report::{Report, html, telemetry_csv};
use crate::scene::LoadedScene;
use crate::sim::Simulation;

/// Arguments of `run`.
#[derive(Args, Clone, Debug, Default)]
pub struct RunArgs {
    /// Scenes: files, or names of shipped ones.
    #[arg(required = true)]
    scenes: Vec<String>,
    /// Simulated seconds to run, instead of the scene's own.
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    for_s: Option<f64>,
    /// Seed of the random streams, instead of the scene's own.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[command(flatten)]
    edits: Edits,
    /// Folder for report.json, report.html, telemetry.csv, events.csv and run.mcap.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the report as JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Print no table and no progress.
    #[arg(long)]
    quiet: bool,
}

impl RunArgs {
    /// A plain run of one scene.
    #[must_use]
    pub fn of(scene: &str) -> Self {
        Self { scenes: vec![scene.to_owned()], ..Self::default() }
    }
}

/// Runs every scene in turn.
///
/// # Errors
/// With exit code 2 for scenes that cannot be read, 1 for runs that fail.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let scenes: Vec<LoadedScene> = args.scenes.iter().map(|scene| args.edits.load(scene)).collect::<Result<_, _>>()?;
    let several = scenes.len() > 1;
    let mut reports = Vec::new();
    for scene in scenes {
        let folder = args.out.as_ref().map(|out| if several { out.join(scene.origin.name()) } else { out.clone() });
        let (simulation, report) = run_one(scene, args, folder.as_deref())?;
        if let Some(folder) = folder {
            keep(&folder, &simulation, &report)?;
        }
        if !args.json && !args.quiet {
            write_out(&table::of(&report))?;
        }
        reports.push(report);
    }
    match reports.as_slice() {
        _ if !args.json => Ok(()),
        [report] => write_out(&format!("{}\n", save::json(report)?)),
        reports => write_out(&format!("{}\n", save::json(reports)?)),
    }
}

#[expect(clippy::disallowed_methods, reason = "the report says how long the run took")]
fn run_one(scene: LoadedScene, args: &RunArgs, folder: Option<&Path>) -> Result<(Simulation, Report), Failure> {
    let name = scene.origin.name();
    let started = Instant::now();
    let mut simulation = Simulation::new(Arc::new(scene), args.seed).map_err(Failure::run)?;
    if let Some(for_s) = args.for_s {
        simulation.set_end(SimTime::from_secs(for_s));
    }
    let bar = progress(&name, &simulation, args.quiet);
    let mut exports = folder.map(|folder| begin(folder, &simulation)).transpose()?;
    // The frame log is bounded, so what is exported is fetched after every step.
    let slice = match exports {
        Some(_) => simulation.step(),
        None => SimTime::from_nanos((simulation.end().nanos() / 200).max(simulation.step().nanos())),
    };
    while simulation.now() < simulation.end() {
        let until = simulation.now() + slice;
        simulation.advance_to(until.min(simulation.end()));
        if let Some(exports) = &mut exports {
            exports.observe(&simulation).map_err(Failure::run)?;
        }
        bar.set_position(simulation.now().nanos().unsigned_abs() / 1_000_000);
    }
    exports.map_or(Ok(()), Exports::finish).map_err(Failure::run)?;
    bar.finish_and_clear();
    let report = Report::of(&simulation, started.elapsed().as_secs_f64());
    Ok((simulation, report))
}

/// A bar on standard error, where that is a terminal.
fn progress(name: &str, simulation: &Simulation, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(simulation.end().nanos().unsigned_abs() / 1_000_000);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {percent:>3} % · {eta} left") {
        bar.set_style(style);
    }
    bar.set_prefix(name.to_owned());
    bar
}

/// Begins the files that grow with a run.
fn begin(folder: &Path, simulation: &Simulation) -> Result<Exports<File, BufWriter<File>>, Failure> {
    save::folder(folder)?;
    let (events, mcap) = (save::file(folder, "events.csv")?, save::file(folder, "run.mcap")?);
    Exports::new(simulation, events, BufWriter::new(mcap)).map_err(Failure::run)
}

/// Writes the files that need the whole run.
fn keep(folder: &Path, simulation: &Simulation, report: &Report) -> Result<(), Failure> {
    save::text(folder, "report.json", &(save::json(report)? + "\n"))?;
    save::text(folder, "report.html", &html::run(simulation, report, &palette()))?;
    let file = save::file(folder, "telemetry.csv")?;
    telemetry_csv(simulation, file).map_err(|error| save::failed(&folder.join("telemetry.csv"), error))
}
