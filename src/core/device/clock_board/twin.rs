//! The clock that a twin runs for itself: holdover between reports.

use super::crystal::{TURNOVER_C, bent_us};
use super::track::Track;
use super::{CORRECTED, MICROS, RATE, TEMPERATURE, WRAP_US};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// The trend of the temperature is taken from reports at least this far apart: noise would rule it.
const TREND_BASELINE: SimTime = SimTime::from_nanos(10_000_000_000);
/// A temperature is not extrapolated further than this, in seconds.
const TREND_HORIZON_S: f64 = 60.0;

/// What the twin knows of the temperature, and what it has made the crystal gain so far.
#[derive(Clone, Copy, Debug, Default)]
struct Warmth {
    newest: Option<(SimTime, f64)>,
    /// The report from which the next trend is taken.
    baseline: Option<(SimTime, f64)>,
    trend_k_per_s: f64,
    bent_us: f64,
}

impl Warmth {
    fn temperature_c(&self, at: SimTime) -> Option<f64> {
        let (since, known_c) = self.newest?;
        Some(known_c + self.trend_k_per_s * (at - since).secs().clamp(0.0, TREND_HORIZON_S))
    }

    /// Microseconds gained from the temperature alone since the first report.
    fn bent_us(&self, beta_ppm_per_k2: f64, at: SimTime) -> f64 {
        let Some((since, known_c)) = self.newest else { return 0.0 };
        let span_s = (at - since).secs();
        let trend_s = span_s.min(TREND_HORIZON_S);
        let end_c = known_c + self.trend_k_per_s * trend_s;
        self.bent_us
            + bent_us(beta_ppm_per_k2, known_c, self.trend_k_per_s, trend_s)
            + bent_us(beta_ppm_per_k2, end_c, 0.0, span_s - trend_s)
    }

    fn ingest(&mut self, beta_ppm_per_k2: f64, at: SimTime, value_c: f64) {
        if let Some((since, known_c)) = self.newest {
            let span_s = (at - since).secs();
            self.bent_us += bent_us(beta_ppm_per_k2, known_c, (value_c - known_c) / span_s, span_s);
        }
        match self.baseline {
            Some((since, _)) if at - since < TREND_BASELINE => {}
            Some((since, known_c)) => {
                self.trend_k_per_s = (value_c - known_c) / (at - since).secs();
                self.baseline = Some((at, value_c));
            }
            None => self.baseline = Some((at, value_c)),
        }
        self.newest = Some((at, value_c));
    }
}

/// A crystal of unknown drift and known curve. Reports of the counter give the drift by least squares; a
/// difference of two reports is taken modulo the counter's period, and a jump starts the line anew.
#[derive(Clone)]
pub(super) struct ClockTwin {
    beta_ppm_per_k2: f64,
    warmth: Warmth,
    micros: Track,
    corrected: Track,
    rate: Option<(SimTime, f64)>,
}

impl ClockTwin {
    /// A twin that knows the crystal's curve and has heard nothing yet.
    pub(super) fn new(beta_ppm_per_k2: f64) -> Self {
        Self {
            beta_ppm_per_k2,
            warmth: Warmth::default(),
            micros: Track::new(Some(WRAP_US)),
            corrected: Track::new(None),
            rate: None,
        }
    }

    fn bend_ppm(&self, at: SimTime) -> f64 {
        let off = self.warmth.temperature_c(at).unwrap_or(TURNOVER_C) - TURNOVER_C;
        self.beta_ppm_per_k2 * off * off
    }
}

impl TwinModel for ClockTwin {
    fn ingest(&mut self, reading: &Reading) {
        let bent_us = self.warmth.bent_us(self.beta_ppm_per_k2, reading.at);
        match usize::from(reading.signal) {
            MICROS => self.micros.ingest(reading.at, reading.value, bent_us),
            CORRECTED => self.corrected.ingest(reading.at, reading.value * 1e6, bent_us),
            TEMPERATURE => self.warmth.ingest(self.beta_ppm_per_k2, reading.at, reading.value),
            RATE => self.rate = Some((reading.at, reading.value)),
            _ => {}
        }
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let bent_us = self.warmth.bent_us(self.beta_ppm_per_k2, at);
        match signal {
            MICROS => self.micros.predict(at, bent_us),
            CORRECTED => Some(self.corrected.predict(at, bent_us)? * 1e-6),
            TEMPERATURE => self.warmth.temperature_c(at),
            RATE => {
                let (since, known_ppm) = self.rate?;
                Some(known_ppm + self.bend_ppm(at) - self.bend_ppm(since))
            }
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
