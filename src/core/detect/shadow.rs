//! Shadow runs: the twin's own model once more, without what a suspect reports.
//!
//! A broken sensor misleads the model about everything that hangs together with it; leave its reports out, and whatever
//! else is shown fits the model as well as ever. If it fits no better without any one of them, no single sensor is to
//! blame: the world has changed. (Structured residuals: Gertler, Fault Detection and Diagnosis in Engineering Systems,
//! 1998, chapter 6.)

use std::collections::VecDeque;

use super::gauge::{Gauge, Moment};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Most readings kept for a run that has yet to begin; beyond them none begins.
const MOST_READINGS: usize = 8192;

/// Most runs at a time.
const MOST_RUNS: usize = 8;

/// Models are saved this often in calm times, in seconds and in readings of a signal.
const SAVED_S: f64 = 10.0;
const SAVED_READINGS: f64 = 20.0;

/// A residual after a gap of so many usual ones says nothing.
const GAP: f64 = 1.6;

/// What is known of a signal's residuals against the model in calm times.
#[derive(Clone)]
pub(super) struct Fit {
    pub(super) gauge: Gauge,
    /// The period of an angle.
    pub(super) period: Option<f64>,
    pub(super) spacing_s: f64,
}

/// The model once more.
struct Pass {
    /// The signals that are left out.
    suspects: Vec<u16>,
    from: SimTime,
    model: Box<dyn TwinModel>,
    fits: Vec<Option<Fit>>,
    latest: Vec<Option<(SimTime, f64)>>,
    odd: Vec<bool>,
}

/// The model with and without the suspects.
struct Run {
    suspects: Vec<u16>,
    with: Pass,
    without: Pass,
}

impl Pass {
    fn new(suspects: &[u16], from: SimTime, model: &dyn TwinModel, fits: Vec<Option<Fit>>) -> Self {
        Self {
            suspects: suspects.to_vec(),
            from,
            model: model.clone_box(),
            latest: vec![None; fits.len()],
            odd: vec![false; fits.len()],
            fits,
        }
    }

    fn judge(&mut self, group: &[Reading]) {
        let expected: Vec<Option<f64>> =
            group.iter().map(|reading| self.model.predict(usize::from(reading.signal), reading.at)).collect();
        for (reading, expected) in group.iter().zip(expected) {
            let signal = usize::from(reading.signal);
            let before = self.latest[signal];
            if before.is_some_and(|(at, _)| reading.at <= at) || !reading.value.is_finite() {
                continue;
            }
            let blamed = reading.at >= self.from;
            if let (Some(fit), Some(expected), true) = (&mut self.fits[signal], expected, blamed) {
                let residual = crate::core::signal::difference(fit.period, reading.value, expected);
                let moment = Moment { at: reading.at, spacing_s: fit.spacing_s, calm: false };
                if before.is_some_and(|(at, _)| (reading.at - at).secs() < GAP * fit.spacing_s) {
                    self.odd[signal] |= fit.gauge.judge(moment, residual).alarms();
                }
            }
            let left_out = blamed && self.suspects.contains(&reading.signal);
            let value = match (left_out, expected, before) {
                (true, Some(expected), _) => expected,
                (true, None, Some((_, held))) => held,
                _ => reading.value,
            };
            self.latest[signal] = Some((reading.at, value));
            self.model.ingest(&Reading { value, ..*reading });
        }
    }
}

/// What the runs say of the standing anomalies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing that tells one from the other.
    Nothing,
    /// All that is odd fits again without one sensor.
    OneSensor,
    /// Whichever sensor is left out, something else does not fit.
    NoSensor,
}

/// The model as it was in calm times, what was read since, and the runs.
#[derive(Default)]
pub(super) struct Shadows {
    saved: VecDeque<(SimTime, Box<dyn TwinModel>)>,
    log: VecDeque<Reading>,
    overflown: bool,
    runs: Vec<Run>,
}

impl Shadows {
    /// Takes in a group of readings of one instant, after the twin's own `model` has.
    pub(super) fn take(&mut self, group: &[Reading], spacing_s: f64, calm: bool, model: &dyn TwinModel) {
        let Some(at) = group.first().map(|first| first.at) else { return };
        for run in &mut self.runs {
            run.with.judge(group);
            run.without.judge(group);
        }
        if calm {
            self.runs.clear();
        }
        let age_s = SAVED_S.max(SAVED_READINGS * spacing_s);
        if calm && self.saved.back().is_none_or(|(saved, _)| (at - *saved).secs() >= age_s) {
            if self.saved.len() == 2 {
                self.saved.pop_front();
            }
            self.saved.push_back((at, model.clone_box()));
            let oldest = self.saved.front().map_or(at, |(oldest, _)| *oldest);
            while self.log.front().is_some_and(|reading| reading.at <= oldest) {
                self.log.pop_front();
            }
            self.overflown = false;
            return;
        }
        self.overflown |= self.log.len() + group.len() > MOST_READINGS;
        if !self.overflown {
            self.log.extend(group);
        }
    }

    /// Begins the run without `suspects`, who are blamed since `from`, unless it goes on already.
    pub(super) fn suspect(&mut self, suspects: &[u16], from: SimTime, fits: impl FnOnce() -> Vec<Option<Fit>>) {
        let known = self.runs.iter().any(|run| run.suspects == suspects);
        if known || self.overflown || self.runs.len() == MOST_RUNS {
            return;
        }
        let before = self.saved.iter().rev().find(|(saved, _)| *saved < from).or(self.saved.front());
        let Some((saved, model)) = before else { return };
        let fits = fits();
        if fits.iter().all(Option::is_none) {
            return;
        }
        let mut run = Run {
            suspects: suspects.to_vec(),
            with: Pass::new(&[], from, &**model, fits.clone()),
            without: Pass::new(suspects, from, &**model, fits),
        };
        let mut rest: Vec<Reading> = self.log.iter().filter(|reading| reading.at > *saved).copied().collect();
        while let Some(first) = rest.first() {
            let together = rest.iter().take_while(|reading| reading.at == first.at).count();
            let later = rest.split_off(together);
            run.with.judge(&rest);
            run.without.judge(&rest);
            rest = later;
        }
        self.runs.push(run);
    }

    /// Whether a signal does not fit the model although nothing that `suspect` reports went into it; none where the
    /// model says nothing about the signal.
    pub(super) fn misfits(&self, suspect: u16, signal: usize) -> Option<bool> {
        let run = self.runs.iter().find(|run| run.suspects == [suspect])?;
        run.without.fits[signal].as_ref().map(|_| run.without.odd[signal])
    }

    /// What the runs say together; `moved` are the signals that depart from their own past, which is odd where the model
    /// knows nothing of them.
    pub(super) fn word(&self, moved: &[bool]) -> Word {
        let mut all = !self.runs.is_empty();
        for Run { suspects, with, without } in &self.runs {
            let others = |pass: &Pass| {
                let odd = |signal: &usize| pass.odd[*signal] || pass.fits[*signal].is_none() && moved[*signal];
                (0..moved.len()).filter(|signal| !suspects.contains(&(*signal as u16))).filter(odd).count()
            };
            let guilty = |suspect: &u16| {
                let suspect = usize::from(*suspect);
                without.odd[suspect] || without.fits[suspect].is_none()
            };
            let left = others(without);
            if left == 0 && others(with) > 0 && suspects.iter().any(guilty) {
                return Word::OneSensor;
            }
            all &= left > 0;
        }
        if all { Word::NoSensor } else { Word::Nothing }
    }
}
