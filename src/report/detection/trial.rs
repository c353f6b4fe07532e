//! Trials: one case run to its end, or a device left in peace.

use std::sync::Arc;

use super::bench::Bench;
use super::cases::Strike;
use crate::core::detect::{Anomaly, DetectorKind, Score, Truth};
use crate::core::fault::FaultClass;
use crate::core::time::SimTime;
use crate::scene::LoadedScene;
use crate::sim::{SimError, Simulation};

/// What came of a strike.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How each detector did, in the order of [`DetectorKind::ALL`].
    pub by: Vec<Score>,
    /// How all did together, the plain threshold left out.
    pub together: Score,
    /// The kind of trouble that the first anomaly was said to be; none where nothing was noticed.
    pub class: Option<FaultClass>,
    /// The first anomaly.
    pub first: Option<Anomaly>,
}

/// What came of a time without faults.
#[derive(Clone, Debug)]
pub struct Quiet {
    /// How long it was, in seconds.
    pub seconds: f64,
    /// False alarms of each detector, in the order of [`DetectorKind::ALL`].
    pub by: Vec<u64>,
    /// The most anomalies that any signal had, the plain threshold left out, and which signal that was.
    pub worst: (u64, Option<u16>),
    /// All that was raised, the plain threshold left out.
    pub raised: Vec<Anomaly>,
}

/// Strikes a device, and looks at what was noticed by the end of the strike.
///
/// # Errors
/// When the device cannot be built.
pub fn run(bench: &Bench, strike: &Strike, seed: u64) -> Result<Outcome, SimError> {
    let scene = bench.with(|spec| {
        spec.timeline = vec![bench.at_once(strike.action.clone())];
        spec.duration_s = bench.from_s + bench.for_s;
    });
    let simulation = advance(scene, seed)?;
    let from = SimTime::from_secs(bench.from_s);
    let signal = strike
        .signal
        .as_ref()
        .and_then(|name| bench.signals.iter().position(|info| *info.name == **name).map(|signal| signal as u16));
    let truth = Truth { signal, class: strike.class, from, until: SimTime::MAX };
    let (anomalies, plain) = (noticed(&simulation, 0), noticed(&simulation, 1));
    let now = simulation.now();
    let score = |by: Option<DetectorKind>| {
        let of = if by == Some(DetectorKind::Threshold) { &plain } else { &anomalies };
        Score::of(of.iter(), &[truth], &[], by, now)
    };
    let first = first(&anomalies, &truth).cloned();
    Ok(Outcome {
        by: DetectorKind::ALL.into_iter().map(|kind| score(Some(kind))).collect(),
        together: score(None),
        class: first.as_ref().map(|anomaly| anomaly.class),
        first,
    })
}

/// The first anomaly that may be a fault's doing; of several at once, the surest.
fn first<'a>(anomalies: &'a [Anomaly], truth: &Truth) -> Option<&'a Anomaly> {
    let raised = anomalies.iter().filter(|anomaly| anomaly.raised_at >= truth.from);
    let earliest = raised.clone().map(|anomaly| anomaly.raised_at).min()?;
    raised.filter(|anomaly| anomaly.raised_at == earliest).max_by(|a, b| {
        let sureness = |anomaly: &Anomaly| anomaly.confidence * anomaly.class_confidence;
        sureness(a).total_cmp(&sureness(b))
    })
}

/// What a twin has noticed.
fn noticed(simulation: &Simulation, twin: usize) -> Arc<[Anomaly]> {
    simulation.snapshot().twins.get(twin).and_then(|twin| twin.anomalies.clone()).unwrap_or_default()
}

/// Leaves a device in peace for a time in seconds, from when faults would begin: the warm-up is over.
///
/// # Errors
/// When the device cannot be built.
pub fn rest(bench: &Bench, seconds: f64, seed: u64) -> Result<Quiet, SimError> {
    let simulation = advance(bench.with(|spec| spec.duration_s = bench.from_s + seconds), seed)?;
    let from = SimTime::from_secs(bench.from_s);
    let known = |twin| {
        let all = noticed(&simulation, twin);
        all.iter().filter(|anomaly| anomaly.raised_at >= from).cloned().collect::<Vec<Anomaly>>()
    };
    let (raised, plain) = (known(0), known(1));
    let by = DetectorKind::ALL.into_iter().map(|kind| {
        let all = raised.iter().chain(&plain);
        all.filter(|anomaly| anomaly.raised_by[kind.index()].is_some()).count() as u64
    });
    let count = |signal: Option<u16>| raised.iter().filter(|anomaly| anomaly.signal == signal).count() as u64;
    let signals = (0..bench.signals.len()).map(|signal| Some(signal as u16));
    let worst = signals.chain([None]).map(|signal| (count(signal), signal)).max().unwrap_or_default();
    Ok(Quiet { seconds, by: by.collect(), worst, raised })
}

fn advance(scene: Arc<LoadedScene>, seed: u64) -> Result<Simulation, SimError> {
    let mut simulation = Simulation::new(scene, Some(seed))?;
    let end = simulation.end();
    simulation.advance_to(end);
    Ok(simulation)
}
