//! What can be told at all: what a strike changes in the readings of noise-free sensors, against the same run without it.
//!
//! A broken sensor is known by its being alone: other instruments contradict it. A change in the world is known by what
//! moves together. So a sensor's fault counts as a case if exactly one instrument shows anything of it and the device has
//! another, and a change in the world if at least two signals do. Whatever else is left out: nobody who sees only
//! readings can name its kind, and most of it leaves no trace at all.

use super::bench::Bench;
use super::cases::Strike;
use crate::core::action::Action;
use crate::core::detect::Channel;
use crate::core::fault::{FaultClass, FaultScope, build_sensor_fault};
use crate::core::rng::Stream;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;
use crate::sim::{SimError, Simulation};

/// A signal has moved if this many of its readings did.
const READINGS: usize = 3;

/// By more than so many standard deviations of its sensor: a step shows in one residual of its full size only, and that
/// must lift an EWMA of weight 0.2 over its limit of 4.8 times 1/3 of them.
const SIGMAS: f64 = 8.0;

/// It must get there within so many readings: what moves slower is followed like any wander, by predictors that know
/// the last eight.
const MEMORY: usize = 10;

/// By more than this share of what it does by itself.
const SHARE: f64 = 0.02;

/// The readings of noise-free sensors while a strike would last: for each instant the true values of all signals.
type Record = Vec<(SimTime, Box<[f64]>)>;

/// A bench with what its sensors show when nothing is wrong.
pub struct Sight<'a> {
    bench: &'a Bench,
    sound: Record,
    /// For each signal that is measured, its channel and how far it moves before anybody can tell, in its unit.
    limits: Vec<Option<(Channel, f64)>>,
}

impl<'a> Sight<'a> {
    /// Looks at a bench in peace.
    ///
    /// # Errors
    /// When the device cannot be built.
    pub fn new(bench: &'a Bench) -> Result<Self, SimError> {
        let wanders = bench.wanders();
        let limit = |(signal, info): (usize, &SignalInfo)| {
            let sensor = bench.sensors.iter().find(|sensor| *sensor.signal == *bench.signals[signal].name)?;
            let channel = Channel::new(info, Some(sensor));
            let (low, high) = wanders.get(signal).copied().flatten()?;
            let limit = (SIGMAS * channel.sensor_sigma()).max(SHARE * (high - low)).max(1e-9);
            Some((channel, limit))
        };
        let limits = bench.signals.iter().enumerate().map(limit).collect();
        Ok(Self { bench, sound: record(bench, None)?, limits })
    }

    /// Whether a strike counts as a case.
    ///
    /// # Errors
    /// When the device cannot be built.
    pub fn tells(&self, strike: &Strike) -> Result<bool, SimError> {
        let Action::Fault { kind, .. } = &strike.action else {
            // Links are struck, or a control is worked.
            return Ok(strike.class == FaultClass::Network || self.moved(strike)?.len() >= 2);
        };
        Ok(match (kind.scope(), strike.class) {
            // What strikes all frames alike is seen in how they come.
            (FaultScope::Board, _) => true,
            (_, FaultClass::Real) => self.moved(strike)?.len() >= 2,
            _ => {
                let all: Vec<usize> = (0..self.limits.len()).filter(|signal| self.limits[*signal].is_some()).collect();
                self.instruments(&self.moved(strike)?) == 1 && self.instruments(&all) >= 2
            }
        })
    }

    /// The signals that a strike moves.
    fn moved(&self, strike: &Strike) -> Result<Vec<usize>, SimError> {
        let struck = match self.struck_sensor(strike) {
            Some(struck) => struck,
            None => record(self.bench, Some(&strike.action))?,
        };
        let moves = |signal: &usize| {
            let Some((channel, limit)) = &self.limits[*signal] else { return false };
            let rows = self.rows(*signal);
            let pairs = self.sound.iter().zip(&struck).step_by(rows);
            let offs: Vec<f64> =
                pairs.map(|((_, a), (_, b))| channel.info.difference(b[*signal], a[*signal])).collect();
            let soon = |place: &usize| {
                let off = offs[*place];
                let before = place.checked_sub(MEMORY).map_or(0.0, |before| offs[before]);
                off.abs() > *limit && (off - before).abs() > *limit || !off.is_finite()
            };
            (0..offs.len()).filter(soon).count() >= READINGS
        };
        Ok((0..self.limits.len()).filter(moves).collect())
    }

    /// Rows of the record from one reading of a signal to the next.
    fn rows(&self, signal: usize) -> usize {
        let name = &self.bench.signals[signal].name;
        let sensor = self.bench.sensors.iter().find(|sensor| *sensor.signal == **name);
        sensor.map_or(1, |sensor| (1.0 / (sensor.rate_hz * self.bench.spacing_s)).round().max(1.0) as usize)
    }

    /// What is shown when one sensor is struck; none where the strike is another. What is not measured is no number.
    fn struck_sensor(&self, strike: &Strike) -> Option<Record> {
        let Action::Fault { kind, signal: Some(name), .. } = &strike.action else { return None };
        let signal = self.bench.signals.iter().position(|info| *info.name == **name)?;
        let since = SimTime::from_secs(self.bench.from_s);
        let mut fault = build_sensor_fault(kind, since, Stream::new(1, name, "sight"))?;
        let mut record = self.sound.clone();
        let rows = self.rows(signal);
        for (at, values) in record.iter_mut().step_by(rows) {
            let shown = fault.distort(*at, values[signal]);
            values[signal] = fault.replace(*at, shown).unwrap_or(f64::NAN);
        }
        Some(record)
    }

    /// How many instruments measure these signals.
    fn instruments(&self, signals: &[usize]) -> usize {
        let mut instruments: Vec<&Channel> = Vec::new();
        for (channel, _) in signals.iter().filter_map(|signal| self.limits[*signal].as_ref()) {
            if !instruments.iter().any(|known| known.shares_instrument(channel)) {
                instruments.push(channel);
            }
        }
        instruments.len()
    }
}

/// A run without twins, read at the bench's rate, with or without a strike.
fn record(bench: &Bench, action: Option<&Action>) -> Result<Record, SimError> {
    let scene = bench.with(|spec| {
        spec.twins.clear();
        spec.links.clear();
        spec.step_ms = 1e3 * bench.spacing_s;
        spec.timeline = action.map(|action| bench.at_once(action.clone())).into_iter().collect();
        spec.duration_s = bench.from_s + bench.for_s;
    });
    let mut simulation = Simulation::new(scene, Some(1))?;
    let end = simulation.end();
    simulation.advance_to(end);
    let from = SimTime::from_secs(bench.from_s);
    let Some(trace) = simulation.trace() else { return Ok(Record::new()) };
    let moments = trace.moments().iter();
    Ok(moments.filter(|moment| moment.at > from).map(|moment| (moment.at, moment.device_values.clone())).collect())
}
