//! `twinsync detectors`: every fault against every detector, quiet hours, and the kinds that are named.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, write_out};
use crate::core::detect::Anomaly;
use crate::report::detection::{self, Bench, Case, Outcome, Quiet, benches, in_parallel, mixed, strikes};

/// Arguments of `detectors`.
#[derive(Args, Clone, Debug)]
pub struct DetectorsArgs {
    /// Runs of every fault, each under a seed of its own; the devices take turns.
    #[arg(long, value_name = "N", default_value_t = 20)]
    seeds: u64,
    /// Only this kind of device, such as Rotor; may be given several times.
    #[arg(long, value_name = "KIND")]
    device: Vec<String>,
    /// Name the kind of trouble in mixed cases instead, and print what was taken for what.
    #[arg(long)]
    verdicts: bool,
    /// How many mixed cases.
    #[arg(long, value_name = "N", default_value_t = 300)]
    number: usize,
    /// Seed that the mixed cases are drawn from.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Leave every device in peace for an hour instead, and count the alarms.
    #[arg(long)]
    quiet_hours: bool,
    /// Print every single case.
    #[arg(long)]
    cases: bool,
}

/// Runs the trials and prints their tables.
///
/// # Errors
/// With exit code 2 for an unknown device, 1 for runs that fail.
pub fn run(args: &DetectorsArgs) -> Result<(), Failure> {
    let wanted = |bench: &Bench| args.device.is_empty() || args.device.contains(&bench.name);
    let benches: Vec<Bench> = benches().into_iter().filter(wanted).collect();
    if benches.is_empty() {
        return Err(Failure::input("--device: no shipped scene has such a device").with_hint("Rotor, Vehicle"));
    }
    if args.verdicts {
        return verdicts(&benches, args);
    }
    if args.quiet_hours {
        return quiet_hours(&benches, args);
    }
    faults(&benches, args)
}

fn faults(benches: &[Bench], args: &DetectorsArgs) -> Result<(), Failure> {
    let mut cases: Vec<(String, Case)> = Vec::new();
    for (number, seed) in (0..args.seeds).enumerate() {
        let mut seen: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for (bench, of) in benches.iter().enumerate() {
            for strike in strikes(of, seed) {
                seen.entry(strike.name.clone()).or_default().push(Case { bench, strike, seed: seed + 1 });
            }
        }
        // A fault that several devices know strikes another of them each time.
        for (name, choices) in seen {
            cases.push((name, choices[number % choices.len()].clone()));
        }
    }
    let mut outcomes: BTreeMap<String, Vec<Outcome>> = BTreeMap::new();
    let all: Vec<Case> = cases.iter().map(|(_, case)| case.clone()).collect();
    for ((name, _), outcome) in cases.into_iter().zip(trials(benches, &all, args)?) {
        outcomes.entry(name).or_default().push(outcome);
    }
    write_out(&detection::faults(&outcomes))
}

fn verdicts(benches: &[Bench], args: &DetectorsArgs) -> Result<(), Failure> {
    let (cases, left_out) = mixed(benches, args.number, args.seed).map_err(Failure::run)?;
    let outcomes = trials(benches, &cases, args)?;
    let said: Vec<_> = cases.iter().zip(outcomes).map(|(case, outcome)| (case.strike.class, outcome.class)).collect();
    let (table, right) = detection::confusion(&said);
    write_out(&format!("{table}\n{:.1} % of {} cases are right.\n", 100.0 * right, said.len()))?;
    write_out(&format!("\nLeft out, because readings cannot tell them apart: {}.\n", left_out.join(", ")))
}

fn quiet_hours(benches: &[Bench], args: &DetectorsArgs) -> Result<(), Failure> {
    let runs: Vec<(&Bench, u64)> =
        benches.iter().flat_map(|bench| (1..=args.seeds).map(move |seed| (bench, seed))).collect();
    let bar = progress(runs.len());
    let rested = in_parallel(&runs, |(bench, seed)| {
        let quiet = detection::rest(bench, 3600.0, *seed);
        bar.inc(1);
        quiet
    });
    bar.finish_and_clear();
    let mut devices: BTreeMap<String, Vec<Quiet>> = BTreeMap::new();
    for ((bench, seed), quiet) in runs.into_iter().zip(rested) {
        let quiet = quiet.map_err(Failure::run)?;
        if args.cases {
            let mut text = format!("{} seed {seed}\n", bench.name);
            for anomaly in &quiet.raised {
                let _ = writeln!(text, "  {}", line(anomaly, bench));
            }
            write_out(&text)?;
        }
        devices.entry(bench.name.clone()).or_default().push(quiet);
    }
    write_out(&detection::quiet(&devices))
}

/// Runs all cases, and prints each if that was asked for.
fn trials(benches: &[Bench], cases: &[Case], args: &DetectorsArgs) -> Result<Vec<Outcome>, Failure> {
    let bar = progress(cases.len());
    let outcomes = in_parallel(cases, |case| {
        let outcome = detection::run(&benches[case.bench], &case.strike, case.seed);
        bar.inc(1);
        outcome
    });
    bar.finish_and_clear();
    let outcomes: Vec<Outcome> = outcomes.into_iter().collect::<Result<_, _>>().map_err(Failure::run)?;
    if args.cases {
        for (case, outcome) in cases.iter().zip(&outcomes) {
            write_out(&told(&benches[case.bench], case, outcome))?;
        }
    }
    Ok(outcomes)
}

/// A case in a line: what was done, and what was made of it.
fn told(bench: &Bench, case: &Case, outcome: &Outcome) -> String {
    let said = match &outcome.first {
        None => "nothing noticed".to_owned(),
        Some(first) => {
            let signal = first.signal.and_then(|signal| bench.signals.get(usize::from(signal)));
            let signal = signal.map_or("the way", |info| &*info.name);
            let after_s = first.raised_at.secs() - bench.from_s;
            let (detector, class) = (first.detector.name(), first.class.name());
            format!("{signal} after {after_s:.1} s by {detector}: {class} ({}); {}", first.reason, first.evidence)
        }
    };
    let (strike, right) = (&case.strike, outcome.class == Some(case.strike.class));
    let mark = if right { " " } else { "!" };
    let struck = strike.signal.as_deref().unwrap_or("");
    format!(
        "{mark} {} · {} {struck} · {} · seed {} · {said}\n",
        bench.name,
        strike.name,
        strike.class.name(),
        case.seed
    )
}

fn line(anomaly: &Anomaly, bench: &Bench) -> String {
    let signal = anomaly.signal.and_then(|signal| bench.signals.get(usize::from(signal)));
    let signal = signal.map_or("the way", |info| &*info.name);
    let lasted_s = anomaly.ended.map_or(f64::INFINITY, |ended| (ended - anomaly.since).secs());
    let (at, by, class) = (anomaly.raised_at, anomaly.detector.name(), anomaly.class.name());
    format!("{at} {signal} by {by} for {lasted_s:.1} s: {class}; {}", anomaly.evidence)
}

/// A bar on standard error, where that is a terminal.
fn progress(count: usize) -> ProgressBar {
    let bar = ProgressBar::new(count as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} runs · {eta} left") {
        bar.set_style(style);
    }
    bar
}
