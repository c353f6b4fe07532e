//! `twinsync compare`: one device and one network under several sync modes, in one table and one radar.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::columns::{aligned, dash, short};
use super::edits::{Edits, seconds};
use super::{Failure, save, write_out};
use crate::core::sync::SyncKind;
use crate::host::palette;
use crate::report::compare::{CompareError, Comparison, Estimate, Question, Row, compare};
use crate::report::{FIGURES, Figure, Radar, html};

/// Compares sync modes on the same device and the same network.
#[derive(Args, Clone, Debug)]
pub struct CompareArgs {
    /// The scene: a file, or the name of a shipped one.
    scene: String,
    /// The modes, with commas between them.
    #[arg(long, value_name = "A,B,..", value_delimiter = ',', value_parser = mode)]
    modes: Vec<SyncKind>,
    /// Runs with as many seeds, and says how sure the means are.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    seeds: u32,
    /// The first seed, instead of the scene's own.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Only this device.
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Take link, signals and rate from this twin, instead of each device's first.
    #[arg(long, value_name = "NAME")]
    twin: Option<String>,
    /// Simulated seconds to run, instead of the scene's own.
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    for_s: Option<f64>,
    #[command(flatten)]
    edits: Edits,
    /// Folder for compare.json, compare.csv and compare.html.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the comparison as JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Print no progress.
    #[arg(long)]
    quiet: bool,
}

fn mode(text: &str) -> Result<SyncKind, String> {
    let named = |kind: &SyncKind| kind.name().eq_ignore_ascii_case(text.trim());
    let names = || SyncKind::ALL.map(SyncKind::name).join(", ");
    SyncKind::ALL.into_iter().find(named).ok_or_else(|| format!("it is not one of {}", names()))
}

/// Compares, prints, and writes files where asked.
///
/// # Errors
/// With exit code 2 for a scene or a name that cannot be used, 1 for runs that fail.
pub fn run(args: &CompareArgs) -> Result<(), Failure> {
    let scene = args.edits.load(&args.scene)?;
    let mut question = Question {
        seeds: args.seeds,
        seed: args.seed,
        for_s: args.for_s,
        device: args.device.clone(),
        twin: args.twin.clone(),
        ..Question::default()
    };
    if !args.modes.is_empty() {
        question.modes.clone_from(&args.modes);
    }
    if let Some(twice) = question.modes.iter().enumerate().find(|(at, mode)| question.modes[..*at].contains(mode)) {
        return Err(Failure::input(format!("--modes: {} is named twice", twice.1.name())));
    }
    let bar = if args.quiet { ProgressBar::hidden() } else { ProgressBar::new(1) };
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} run {pos} of {len} · {eta} left") {
        bar.set_style(style);
    }
    bar.set_prefix(scene.origin.name());
    let comparison = compare(&scene, &question, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let comparison = comparison.map_err(|error| match error {
        CompareError::Run(_) => Failure::run(error),
        _ => Failure::input(format!("{}: {error}", scene.origin.file())),
    })?;
    if let Some(folder) = &args.out {
        save::folder(folder)?;
        save::text(folder, "compare.json", &(save::json(&comparison)? + "\n"))?;
        save::text(folder, "compare.csv", &csv(&comparison)?)?;
        save::text(folder, "compare.html", &html::comparison(&comparison, &palette()))?;
    }
    if args.json { write_out(&(save::json(&comparison)? + "\n")) } else { write_out(&table(&comparison)) }
}

/// The figures of the table.
const COLUMNS: [&str; 8] =
    ["age_mean_s", "age_p95_s", "nrmse", "frames_per_s", "bytes_per_s", "latency_p95_s", "alignment_ratio", "energy_j"];

/// Lines of derived parameters below the table.
const MOST_DERIVED: usize = 8;

fn table(comparison: &Comparison) -> String {
    let measured = |figure: &&Figure| comparison.rows.iter().any(|row| row.figures.contains_key(figure.key));
    let columns: Vec<&Figure> = COLUMNS.into_iter().filter_map(Figure::named).filter(measured).collect();
    let words = ["device", "mode"].map(str::to_owned);
    let headings: Vec<String> = words.into_iter().chain(columns.iter().map(|figure| figure.heading())).collect();
    let rows = comparison.rows.iter().map(|row| {
        // A star where the scene has no twin of this mode.
        let mode = if row.derived { format!("{}*", row.mode) } else { row.mode.to_owned() };
        let cells = columns.iter().map(|figure| cell(row.figures.get(figure.key)));
        [row.device.clone(), mode].into_iter().chain(cells).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let seeds = match comparison.seeds.as_slice() {
        [seed] => format!("seed {seed}"),
        seeds => format!("{} seeds from {}, ± 95 % interval of the mean", seeds.len(), seeds[0]),
    };
    let mut text = format!("{} · {:.0} s · {seeds}\n\n", comparison.scene, comparison.duration_s);
    text += &aligned(&headings, &rows, 2);
    if comparison.rows.iter().any(|row| row.derived) {
        text += "\n* not in the scene: parameters from a pilot run, see docs/measures.md\n";
        let derived: Vec<&Row> = comparison.rows.iter().filter(|row| row.derived).collect();
        for row in derived.iter().take(MOST_DERIVED) {
            text += &format!("  {} {:?}: {}\n", row.device, row.predictor, row.sync);
        }
        if let Some(more @ 1..) = derived.len().checked_sub(MOST_DERIVED) {
            text += &format!("  and {more} more, in --json and --out\n");
        }
    }
    text + "\n" + &radar(&comparison.radar)
}

fn cell(estimate: Option<&Estimate>) -> String {
    let Some(estimate) = estimate else { return dash() };
    match estimate.half_width {
        None => short(estimate.mean),
        Some(half_width) => format!("{} ± {}", short(estimate.mean), short(half_width)),
    }
}

/// Characters of a full bar.
const BAR: usize = 10;

/// The radar as bars: a row for each shape, a column for each axis, and every axis' formula.
fn radar(radar: &Radar) -> String {
    let bar = |value: Option<f64>| {
        let Some(value) = value else { return dash() };
        let full = (value * BAR as f64).round() as usize;
        format!("{}{} {value:.2}", "█".repeat(full), "·".repeat(BAR - full.min(BAR)))
    };
    let headings: Vec<String> = std::iter::once("radar (1 is best)")
        .chain(radar.axes.iter().map(|axis| axis.title))
        .map(str::to_owned)
        .collect();
    let rows: Vec<Vec<String>> = radar
        .shapes
        .iter()
        .map(|shape| std::iter::once(shape.name.clone()).chain(shape.values.iter().map(|value| bar(*value))).collect())
        .collect();
    let mut text = aligned(&headings, &rows, headings.len());
    text.push('\n');
    for axis in &radar.axes {
        text += &format!("{}: {}\n", axis.title, axis.formula);
    }
    text
}

/// A row for each device and mode, with mean and half of the interval of every figure.
fn csv(comparison: &Comparison) -> Result<String, Failure> {
    let failed = |error: csv::Error| Failure::run(format!("compare.csv cannot be written: {error}"));
    let mut table = csv::Writer::from_writer(Vec::new());
    let figures = FIGURES.iter().flat_map(|figure| [figure.key.to_owned(), format!("{}.half_width", figure.key)]);
    let words = ["device", "mode", "derived", "sync"].map(str::to_owned);
    table.write_record(words.into_iter().chain(figures)).map_err(failed)?;
    for row in &comparison.rows {
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let cells = FIGURES.iter().flat_map(|figure| {
            let estimate = row.figures.get(figure.key);
            [number(estimate.map(|estimate| estimate.mean)), number(estimate.and_then(|estimate| estimate.half_width))]
        });
        let words = [row.device.clone(), row.mode.to_owned(), row.derived.to_string(), row.sync.clone()];
        table.write_record(words.into_iter().chain(cells)).map_err(failed)?;
    }
    let bytes = table.into_inner().map_err(|error| Failure::run(format!("compare.csv cannot be written: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
