//! `twinsync sweep`: many runs of one scene into one table, on all cores, resumable, in shards.

mod ledger;
mod pool;

use std::path::PathBuf;
use std::thread::available_parallelism;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::edits::{Edits, seconds};
use super::{Failure, write_out};
use crate::report::sweep::{Grid, Vary};
use ledger::Ledger;

/// Runs a scene with varied values and seeds, one row a run.
#[derive(Args, Clone, Debug)]
pub struct SweepArgs {
    /// The scene: a file, or the name of a shipped one.
    scene: String,
    /// Values that a path takes in turn: `links.wifi.loss=None,Bernoulli(0.1)`
    #[arg(long, value_name = "PATH=V1,V2,..", value_parser = Vary::parse)]
    vary: Vec<Vary>,
    /// Runs of each combination, with seeds one after another.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    seeds: u64,
    /// Threads; all cores if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Only the rows whose number leaves I when divided by N: 0/4, 1/4, 2/4 and 3/4 are the whole.
    #[arg(long, value_name = "I/N", value_parser = shard, default_value = "0/1")]
    shard: (u64, u64),
    /// The table. A table that is there already is gone on with.
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
    /// Simulated seconds to run, instead of the scene's own.
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    for_s: Option<f64>,
    #[command(flatten)]
    edits: Edits,
    /// Print no progress and no summary.
    #[arg(long)]
    quiet: bool,
}

fn shard(text: &str) -> Result<(u64, u64), String> {
    let parts = text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
    parts.filter(|(index, count)| index < count).ok_or_else(|| "it is not I/N with I from 0 to N - 1".to_owned())
}

/// Runs what is missing of the table.
///
/// # Errors
/// With exit code 2 for a scene, a value or a table that cannot be used, 1 for runs that fail.
pub fn run(args: &SweepArgs) -> Result<(), Failure> {
    let grid = Grid::new(args.vary.clone(), args.seeds);
    for (at, vary) in args.vary.iter().enumerate() {
        if args.vary[..at].iter().any(|other| other.path == vary.path) {
            return Err(Failure::input(format!("--vary: {} is varied twice", vary.path)));
        }
    }
    let all = grid.rows().ok_or_else(|| Failure::input("--vary: the combinations cannot be counted"))?;
    for probe in grid.probes() {
        args.edits.load_with(&args.scene, &probe)?;
    }
    let first = args.edits.load_with(&args.scene, &grid.point(0).values)?;
    let header = grid.header(&first.spec);
    let (index, count) = args.shard;
    let rows = all.saturating_sub(index).div_ceil(count);
    // The seed is the scene's own, which may be one of the varied values.
    let seed = |place: u64| {
        let point = grid.point(index + place * count);
        let varied =
            point.values.iter().rev().find(|(path, _)| path == "seed").and_then(|(_, value)| value.parse().ok());
        varied.unwrap_or(first.spec.seed).wrapping_add(point.seed_offset)
    };
    let key = |place: u64| (place < rows).then(|| grid.point(index + place * count).key(seed(place)));
    let mut ledger = Ledger::open(&args.out, &header, key)?;
    let there = ledger.rows;
    let jobs = args.jobs.map_or_else(|| available_parallelism().map_or(1, usize::from), usize::from);
    let bar = progress(args.quiet, there, rows);
    let work = |item: u64| {
        let place = there + item;
        let point = grid.point(index + place * count);
        let scene = args.edits.load_with(&args.scene, &point.values)?;
        if grid.header(&scene.spec) != header {
            return Err(Failure::input(format!("--vary: row {} has other twins than row 0", point.row)));
        }
        let failed = |error| Failure::run(format!("row {}: {error}", point.row));
        point.run(scene, seed(place), args.for_s).map_err(failed)
    };
    pool::in_order(jobs, rows - there, work, |_, cells: Result<Vec<String>, Failure>| {
        let cells = cells?;
        ledger.add(&cells)?;
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    if args.quiet {
        return Ok(());
    }
    write_out(&format!("{}: {rows} rows, {there} of them were there already\n", args.out.display()))
}

/// A bar on standard error, where that is a terminal.
fn progress(quiet: bool, there: u64, rows: u64) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(rows).with_position(there);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} runs · {per_sec} · {eta} left") {
        bar.set_style(style);
    }
    bar
}
