//! A real board: a device that shows what was heard from it, and nothing in between.

mod twin;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::clock_board::{BoardPose, WRAP_US};
use super::model::DeviceModel;
use super::{Body, ModelKind, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use twin::CounterTwin;

/// The signal whose presence makes a live device a clock board.
const MICROS: &str = "micros";

/// A real board, on a port or behind a broker. In a run it shows what the journal says was heard from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LiveSpec {
    /// What it sends.
    pub signals: Vec<LiveSignal>,
}

/// One quantity that a real board sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveSignal {
    /// Its name.
    pub name: String,
    /// Its unit, as the interface prints it.
    #[serde(default)]
    pub unit: String,
    /// The period of a quantity that starts again, such as 4294967296 of a counter of microseconds.
    #[serde(default)]
    pub period: Option<f64>,
}

impl Default for LiveSpec {
    fn default() -> Self {
        let signal = |name: &str, unit: &str, period| LiveSignal { name: name.into(), unit: unit.into(), period };
        let signals = vec![signal(MICROS, "µs", Some(WRAP_US)), signal("temperature", "°C", None)];
        Self { signals }
    }
}

impl LiveSpec {
    /// What it looks like: a board with a clock, or an instrument.
    #[must_use]
    pub fn kind(&self) -> ModelKind {
        let is_clock = self.signals.iter().any(|signal| signal.name == MICROS);
        if is_clock { ModelKind::ClockBoard } else { ModelKind::Recording }
    }
}

/// The device at an instant: a signal has a value at the instants at which one was heard, and is no number otherwise.
pub(super) struct Live {
    signals: Vec<SignalInfo>,
    kind: ModelKind,
    /// What was heard and has not been measured.
    heard: VecDeque<(SimTime, Vec<(usize, f64)>)>,
    fresh: Vec<f64>,
    /// For each signal, when it was heard last, and its value.
    latest: Vec<(SimTime, f64)>,
    now: SimTime,
}

impl Live {
    pub(super) fn new(spec: &LiveSpec) -> Self {
        let info =
            |signal: &LiveSignal| SignalInfo { period: signal.period, ..SignalInfo::new(&signal.name, &signal.unit) };
        let signals: Vec<SignalInfo> = spec.signals.iter().map(info).collect();
        let latest = vec![(SimTime::ZERO, f64::NAN); signals.len()];
        let fresh = vec![f64::NAN; signals.len()];
        Self { signals, kind: spec.kind(), heard: VecDeque::new(), fresh, latest, now: SimTime::ZERO }
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.signals.iter().position(|info| *info.name == *name)
    }

    fn known(&self, name: &str) -> f64 {
        self.index_of(name).map(|place| self.standing(place)).filter(|value| value.is_finite()).unwrap_or_default()
    }
}

impl DeviceModel for Live {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        self.signals.iter().map(|signal| SensorSpec::ideal(&signal.name, 1.0)).collect()
    }

    fn advance(&mut self, now: SimTime) {
        self.now = now;
        self.fresh.fill(f64::NAN);
        while let Some((at, values)) = self.heard.pop_front_if(|(at, _)| *at <= now) {
            for (place, value) in values {
                (self.fresh[place], self.latest[place]) = (value, (at, value));
            }
        }
    }

    fn signal(&self, index: usize) -> f64 {
        self.fresh.get(index).copied().unwrap_or(f64::NAN)
    }

    /// The latest value heard. A counter of microseconds goes on as if its clock ran right: nobody knows better before
    /// the next line.
    fn standing(&self, index: usize) -> f64 {
        let Some((at, value)) = self.latest.get(index).copied() else { return f64::NAN };
        match (&*self.signals[index].name, self.signals[index].period) {
            (MICROS, Some(period)) => math::wrap(value + (self.now - at).nanos() as f64 * 1e-3, period),
            _ => value,
        }
    }

    fn body(&self) -> Body {
        match self.kind {
            ModelKind::ClockBoard => Body::ClockBoard(BoardPose {
                micros: self.known(MICROS),
                gained_us: 0.0,
                temperature_c: self.known("temperature"),
            }),
            _ => Body::Still,
        }
    }

    fn fault(&mut self, _kind: &FaultKind) -> Result<(), String> {
        Err("a real board cannot be broken from here".to_owned())
    }

    fn operate(&mut self, _setting: &Setting) -> Result<(), String> {
        Err("a real board is told by its own commands".to_owned())
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        let place = self.index_of(MICROS)?;
        Some(Box::new(CounterTwin::new(place, self.signals[place].period.unwrap_or(WRAP_US))))
    }

    fn next_row(&self) -> Option<SimTime> {
        Some(self.heard.front().map_or(SimTime::MAX, |(at, _)| *at))
    }

    fn hear(&mut self, at: SimTime, values: &[(String, f64)]) -> Result<(), String> {
        let placed = values.iter().map(|(name, value)| {
            let place = self.index_of(name).ok_or_else(|| format!("this board sends no {name:?}"))?;
            Ok((place, *value))
        });
        let placed = placed.collect::<Result<Vec<_>, String>>()?;
        self.heard.push_back((at, placed));
        Ok(())
    }

    fn digest(&self, digest: &mut Digest) {
        for (at, value) in &self.latest {
            digest.i64(at.nanos());
            digest.f64(if value.is_nan() { f64::MAX } else { *value });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_heard_is_there_when_it_was_heard() {
        let mut board = Live::new(&LiveSpec::default());
        let at = SimTime::from_secs;
        assert_eq!(board.next_row(), Some(SimTime::MAX), "it is silent and may be heard at any time");
        board.hear(at(2.0), &[(MICROS.to_owned(), 7.0)]).unwrap();
        assert_eq!(board.next_row(), Some(at(2.0)));
        board.advance(at(2.0));
        assert!(board.signal(0) == 7.0 && board.signal(1).is_nan());
        board.advance(at(2.5));
        assert!(board.signal(0).is_nan() && board.standing(0) == 500_007.0, "drawn as if its clock ran right");
        board.hear(at(3.5), &[("temperature".to_owned(), 30.0)]).unwrap();
        board.advance(at(3.5));
        assert!(board.signal(0).is_nan() && board.signal(1) == 30.0);
        assert!(
            matches!(board.body(), Body::ClockBoard(pose) if pose.micros == 1_500_007.0 && pose.temperature_c == 30.0)
        );
        assert!(board.hear(at(4.0), &[("colour".to_owned(), 1.0)]).unwrap_err().contains("colour"));
    }
}
