//! Predictors: what a twin assumes between reports.

use serde::{Deserialize, Serialize};

use crate::core::math;
use crate::core::signal::{Reading, SignalInfo, difference};
use crate::core::time::SimTime;

/// Which predictor, as a scene writes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PredictorSpec {
    /// The last value holds until a newer one comes.
    #[default]
    Hold,
    /// The line through the last two values goes on.
    Linear,
    /// The twin runs its own model of the device, corrected by every report; signals that the model says
    /// nothing about are held.
    Model,
}

/// A model of its device that a twin runs for itself, from nominal parameters and reports alone.
pub trait TwinModel: Send + Sync {
    /// Corrects the model by a reported value.
    fn ingest(&mut self, reading: &Reading);

    /// What the model expects a signal to be, if it can say.
    fn predict(&self, signal: usize, at: SimTime) -> Option<f64>;

    /// A copy, for the device that second-guesses its twin.
    fn clone_box(&self) -> Box<dyn TwinModel>;
}

#[derive(Clone, Copy, Default)]
struct Track {
    period: Option<f64>,
    last: Option<(SimTime, f64)>,
    slope_per_s: f64,
}

/// A twin's belief about every signal, and how it carries on between reports.
pub struct Predictor {
    spec: PredictorSpec,
    tracks: Vec<Track>,
    model: Option<Box<dyn TwinModel>>,
}

impl Clone for Predictor {
    fn clone(&self) -> Self {
        Self { spec: self.spec, tracks: self.tracks.clone(), model: self.model.as_ref().map(|model| model.clone_box()) }
    }
}

impl Predictor {
    /// A predictor for a device with the given signals; `model` is used by [`PredictorSpec::Model`] only.
    #[must_use]
    pub fn new(spec: PredictorSpec, signals: &[SignalInfo], model: Option<Box<dyn TwinModel>>) -> Self {
        let tracks = signals.iter().map(|signal| Track { period: signal.period, ..Track::default() }).collect();
        Self { spec, tracks, model: model.filter(|_| spec == PredictorSpec::Model) }
    }

    /// When the newest value of a signal was measured.
    #[must_use]
    pub fn measured_at(&self, signal: usize) -> Option<SimTime> {
        self.tracks[signal].last.map(|(at, _)| at)
    }

    /// `value - reference` for a signal, the short way round where it lives on a circle.
    #[must_use]
    pub fn difference(&self, signal: usize, value: f64, reference: f64) -> f64 {
        difference(self.tracks[signal].period, value, reference)
    }

    /// Takes a reported value; one that is not newer than what is known is ignored.
    pub fn ingest(&mut self, reading: &Reading) {
        let track = &mut self.tracks[usize::from(reading.signal)];
        if let Some((at, value)) = track.last {
            if reading.at <= at {
                return;
            }
            track.slope_per_s = difference(track.period, reading.value, value) / (reading.at - at).secs();
        }
        track.last = Some((reading.at, reading.value));
        if let Some(model) = &mut self.model {
            model.ingest(reading);
        }
    }

    /// What the twin believes a signal to be at an instant; none before the first report.
    #[must_use]
    pub fn value(&self, signal: usize, at: SimTime) -> Option<f64> {
        let track = &self.tracks[signal];
        let (last_at, last) = track.last?;
        match self.spec {
            PredictorSpec::Hold => Some(last),
            PredictorSpec::Linear => {
                let value = last + track.slope_per_s * (at - last_at).secs();
                Some(track.period.map_or(value, |period| math::wrap(value, period)))
            }
            PredictorSpec::Model => {
                let expected = self.model.as_ref().and_then(|model| model.predict(signal, at));
                Some(expected.unwrap_or(last))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(at_s: f64, value: f64) -> Reading {
        Reading { signal: 0, at: SimTime::from_secs(at_s), value }
    }

    #[test]
    fn hold_holds_and_linear_goes_on() {
        let signals = [SignalInfo::new("x", "m")];
        for (spec, expected) in [(PredictorSpec::Hold, 3.0), (PredictorSpec::Linear, 5.0)] {
            let mut predictor = Predictor::new(spec, &signals, None);
            assert_eq!(predictor.value(0, SimTime::ZERO), None);
            predictor.ingest(&reading(0.0, 1.0));
            predictor.ingest(&reading(1.0, 3.0));
            predictor.ingest(&reading(0.5, 99.0));
            assert_eq!(predictor.value(0, SimTime::from_secs(2.0)), Some(expected));
        }
    }

    #[test]
    fn angles_go_on_the_short_way_round() {
        let mut predictor = Predictor::new(PredictorSpec::Linear, &[SignalInfo::angle("heading_deg")], None);
        predictor.ingest(&reading(0.0, 350.0));
        predictor.ingest(&reading(1.0, 0.0));
        assert_eq!(predictor.value(0, SimTime::from_secs(2.0)), Some(10.0));
    }
}
