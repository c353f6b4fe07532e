//! The report of a run, as `--json` prints it and `report.json` keeps it. Missing is `null`, never 0.

use serde::Serialize;

use super::anomalies::Anomalies;
use crate::core::exchange::{Standing, Verdict};
use crate::core::metric::{AgeSummary, ErrorMeter, FrameCounts, LevelState, Quantiles};
use crate::sim::{Simulation, Snapshot};

/// A run's results.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The scene's title.
    pub scene: String,
    /// Seed of the random streams.
    pub seed: u64,
    /// Simulated seconds that were run.
    pub duration_s: f64,
    /// Digest of all results.
    pub digest: String,
    /// The program's version.
    pub version: &'static str,
    /// Seconds of the wall that the run took.
    pub wall_s: f64,
    /// Simulated seconds per second of the wall.
    pub real_time_factor: f64,
    /// Events handled.
    pub events: u64,
    /// One entry for each twin.
    pub twins: Vec<TwinReport>,
    /// Actions that could not be done, with reasons.
    pub refusals: Vec<String>,
}

/// One twin's results.
#[derive(Clone, Debug, Serialize)]
pub struct TwinReport {
    /// Its name.
    pub name: String,
    /// Its device.
    pub device: String,
    /// Its sync mode.
    pub mode: &'static str,
    /// Frames by fate.
    pub frames: FrameCounts,
    /// Bytes sent.
    pub bytes: Bytes,
    /// Seconds that the device's radio was not asleep; none where the uplink names no radio.
    pub radio_on_s: Option<f64>,
    /// Joules that the radio took meanwhile; none where the uplink names no radio.
    pub energy_j: Option<f64>,
    /// Age of Information; none before the first accepted update.
    pub age_s: Option<AgeSummary>,
    /// Arrival minus generation of delivered frames; none before the first.
    pub latency_s: Option<Distribution>,
    /// Arrival minus measurement, averaged over delivered readings.
    pub sample_latency_mean_s: Option<f64>,
    /// Distinct accepted updates / updates planned.
    pub alignment_ratio: Option<f64>,
    /// Error over the standard deviation of the true signal, mean of the followed signals that move; none before the
    /// first report.
    pub nrmse: Option<f64>,
    /// Error about each signal that it follows.
    pub signals: Vec<SignalReport>,
    /// The queue of its uplink.
    pub queue: Queue,
    /// What the scene promises about it, and whether that was kept.
    pub service_levels: Vec<LevelState>,
    /// Conflicts about fields of its shadow; none where it has no shadow.
    pub conflicts: Option<Conflicts>,
    /// How it came back from outages of its link.
    pub resync: ResyncReport,
    /// Its commands.
    pub commands: Commands,
    /// What it noticed of what was injected; none where it watches for nothing.
    pub anomalies: Option<Anomalies>,
}

/// How conflicts about fields of a shadow ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Conflicts {
    /// Writes that met another one.
    pub seen: u64,
    /// The device's write stood.
    pub device_won: u64,
    /// The twin's write stood.
    pub twin_won: u64,
    /// The one who came second was refused.
    pub rejected: u64,
    /// Each section kept its own.
    pub kept_both: u64,
    /// A person was asked.
    pub asked: u64,
    /// The one who truly wrote later lost, among the latest that are remembered.
    pub wrong_writer: u64,
}

impl Conflicts {
    fn of(snapshot: &Snapshot, twin: usize) -> Option<Self> {
        let counts = snapshot.twins.get(twin)?.shadow.as_ref()?.counts;
        let own = snapshot.conflicts.iter().filter(|record| record.twin as usize == twin);
        Some(Self {
            seen: counts.seen,
            device_won: counts.device_won,
            twin_won: counts.twin_won,
            rejected: counts.rejected,
            kept_both: counts.kept_both,
            asked: counts.asked,
            wrong_writer: own.filter(|record| record.wrong() == Some(true)).count() as u64,
        })
    }
}

/// How a twin came back from outages.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ResyncReport {
    /// Outages of its uplink that it has come back from.
    pub outages: u32,
    /// From the end of an outage to the first update accepted that was measured after it; none before the first.
    pub reconverge_s: Option<Distribution>,
}

/// What became of a twin's commands.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Commands {
    /// Sent.
    pub sent: u64,
    /// Answered: done.
    pub applied: u64,
    /// Answered: refused by the device's safety gate.
    pub refused: u64,
    /// Without an answer in time, or answered that they came too late.
    pub expired: u64,
    /// Repeats that the device knew and only confirmed.
    pub duplicates_ignored: u64,
    /// Times that the device acted on one.
    pub executions: u64,
    /// From sending to the answer; none before the first.
    pub ack_latency_s: Option<Distribution>,
    /// What was refused, and why.
    pub refusals: Vec<String>,
}

impl Commands {
    fn of(snapshot: &Snapshot, twin: usize) -> Self {
        let mut commands = Self::default();
        let mut latency = Quantiles::default();
        for record in snapshot.commands.iter().filter(|record| record.twin as usize == twin) {
            commands.sent += 1;
            commands.duplicates_ignored += u64::from(record.repeats_ignored);
            commands.executions += u64::from(record.executions);
            match record.standing(snapshot.now) {
                Standing::Answered(Verdict::Applied) => commands.applied += 1,
                Standing::Answered(Verdict::Refused(reason)) => {
                    commands.refused += 1;
                    commands.refusals.push(reason.to_string());
                }
                Standing::TimedOut | Standing::Answered(Verdict::Expired) => commands.expired += 1,
                Standing::Waiting => {}
            }
            if let Some(answered) = record.answered_at {
                latency.add(answered - record.sent_at);
            }
        }
        commands.ack_latency_s = Distribution::of(&latency);
        commands
    }
}

/// Bytes in each direction.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Bytes {
    /// From the device.
    pub up: u64,
    /// To the device.
    pub down: u64,
}

/// The queue of a link.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Queue {
    /// Most frames that waited at once.
    pub max: usize,
}

/// A distribution of durations, in seconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Distribution {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Largest.
    pub max: f64,
}

/// Error about one signal: twin value minus device value.
#[derive(Clone, Debug, Serialize)]
pub struct SignalReport {
    /// The signal.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Root of the mean square error.
    pub rmse: Option<f64>,
    /// Mean of the absolute error.
    pub mean_abs: Option<f64>,
    /// Largest absolute error.
    pub max_abs: Option<f64>,
    /// Mean error: the bias.
    pub mean: Option<f64>,
    /// Standard deviation of the true signal, to judge the error by.
    pub spread: Option<f64>,
}

impl Distribution {
    fn of(quantiles: &Quantiles) -> Option<Self> {
        Some(Self {
            mean: quantiles.mean()?,
            p50: quantiles.quantile(0.5)?,
            p95: quantiles.quantile(0.95)?,
            p99: quantiles.quantile(0.99)?,
            max: quantiles.max()?,
        })
    }
}

impl Report {
    /// The results of a run so far; `wall_s` is what the caller measured.
    #[must_use]
    pub fn of(simulation: &Simulation, wall_s: f64) -> Self {
        let duration_s = simulation.now().secs();
        Self {
            scene: simulation.scene().title.clone(),
            seed: simulation.seed(),
            duration_s,
            digest: simulation.digest().to_string(),
            version: env!("CARGO_PKG_VERSION"),
            wall_s,
            real_time_factor: if wall_s > 0.0 { duration_s / wall_s } else { 0.0 },
            events: simulation.events(),
            twins: (0..simulation.snapshot().twins.len()).filter_map(|twin| twin_report(simulation, twin)).collect(),
            refusals: simulation.refusals().to_vec(),
        }
    }
}

impl TwinReport {
    /// The results of one twin so far, by its place in the scene.
    #[must_use]
    pub fn of(simulation: &Simulation, twin: usize) -> Option<Self> {
        twin_report(simulation, twin)
    }
}

fn twin_report(simulation: &Simulation, twin: usize) -> Option<TwinReport> {
    let state = &simulation.snapshot().twins[twin];
    let device = &simulation.snapshot().devices[state.device];
    let books = simulation.books(twin)?;
    let followed = |signal: usize| state.values[signal].is_some() || books.errors[signal].count() > 0;
    let signals = (0..device.signals.len()).filter(|signal| followed(*signal)).map(|signal| {
        let (info, error): (_, &ErrorMeter) = (&device.signals[signal], &books.errors[signal]);
        SignalReport {
            name: info.name.to_string(),
            unit: info.unit.to_string(),
            rmse: error.rmse(),
            mean_abs: error.mean_abs(),
            max_abs: error.max_abs(),
            mean: error.mean(),
            spread: simulation.scope().spread(state.device, signal),
        }
    });
    let signals: Vec<SignalReport> = signals.collect();
    let radio = books.radio.as_ref().map(|radio| radio.total(simulation.now()));
    Some(TwinReport {
        name: state.name.to_string(),
        device: device.name.to_string(),
        mode: state.sync.kind().name(),
        frames: books.frames,
        bytes: Bytes { up: books.bytes_up, down: books.bytes_down },
        radio_on_s: radio.map(|(on_s, _)| on_s),
        energy_j: radio.map(|(_, energy_j)| energy_j),
        age_s: books.age.summary(simulation.now()),
        latency_s: Distribution::of(&books.latency()),
        sample_latency_mean_s: (books.samples > 0).then(|| books.sample_latency_sum_s / books.samples as f64),
        alignment_ratio: books.alignment_ratio(),
        nrmse: nrmse(&signals),
        signals,
        queue: Queue { max: simulation.longest_queue(twin).unwrap_or(0) },
        service_levels: simulation.service_levels(twin),
        conflicts: Conflicts::of(simulation.snapshot(), twin),
        resync: ResyncReport {
            outages: books.resync.as_ref().map_or(0, |resync| resync.outages),
            reconverge_s: books.resync.as_ref().and_then(|resync| Distribution::of(&resync.reconverge)),
        },
        commands: Commands::of(simulation.snapshot(), twin),
        anomalies: Anomalies::of(simulation, twin),
    })
}

/// Mean of error over spread, of the signals that move.
fn nrmse(signals: &[SignalReport]) -> Option<f64> {
    let shares = signals.iter().filter_map(|signal| Some(signal.rmse? / signal.spread.filter(|spread| *spread > 0.0)?));
    let shares: Vec<f64> = shares.collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}
