//! The patient that a twin runs for itself.

use super::{BEAT, DRUG, ECG, HEART_RATE, MAP, PLETH, PUMP, PatientSpec, RESP, RESP_RATE, SIGNALS};
use super::{ecg, heart, infusion, vitals};
use crate::core::math::{self, TAU};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Two reports of the breath that are further apart do not tell whether it goes in or out, in seconds.
const BREATH_BASELINE_S: f64 = 0.8;

/// Nominal waves of a heart at the reported rate and angle, and a drug that flows at the reported rate.
#[derive(Clone)]
pub(super) struct PatientTwin {
    resting_bpm: f64,
    values: [Option<(SimTime, f64)>; SIGNALS],
    /// Breaths drawn at the last report of the breath.
    breath: Option<f64>,
}

impl PatientTwin {
    /// A twin that knows the nominal parameters and has heard nothing yet.
    pub(super) fn new(nominal: &PatientSpec) -> Self {
        Self { resting_bpm: nominal.heart_rate_bpm, values: [None; SIGNALS], breath: None }
    }

    fn rr_s(&self) -> f64 {
        60.0 / self.values[HEART_RATE].map_or(self.resting_bpm, |(_, bpm)| bpm.clamp(20.0, 240.0))
    }

    /// Beats since the R wave, from 0 to 1.
    fn beat(&self, at: SimTime) -> Option<f64> {
        let (since, degrees) = self.values[BEAT]?;
        Some(math::wrap(degrees / 360.0 + (at - since).secs() / self.rr_s(), 1.0))
    }

    fn breath_wave(&self, at: SimTime) -> Option<f64> {
        let ((since, _), breaths_per_min) = (self.values[RESP]?, self.values[RESP_RATE]?.1);
        Some(math::sin(TAU * (self.breath? + breaths_per_min / 60.0 * (at - since).secs())))
    }

    /// A wave and where it goes tell how far a breath has come.
    fn learn_breath(&mut self, reading: &Reading) {
        let Some((at, before)) = self.values[RESP] else { return };
        let wave = reading.value.clamp(-1.0, 1.0);
        let rising = if (reading.at - at).secs() < BREATH_BASELINE_S {
            reading.value > before
        } else {
            match self.breath_wave(reading.at).zip(self.breath_wave(reading.at + SimTime::from_millis(50.0))) {
                Some((now, soon)) => soon > now,
                None => return,
            }
        };
        let rise = math::atan2(wave, (1.0 - wave * wave).sqrt()) / TAU;
        self.breath = Some(if rising { rise } else { 0.5 - rise });
    }

    /// Concentration that the drug has reached.
    fn concentration(&self, at: SimTime) -> Option<f64> {
        let ((since, known), (_, rate)) = (self.values[DRUG]?, self.values[PUMP]?);
        Some(infusion::relaxed_ng_per_ml(known, rate, (at - since).secs()))
    }

    /// The last pressure, and what the drug has changed since. The pressure's own lag is short beside the drug's.
    fn pressure(&self, at: SimTime) -> Option<f64> {
        let (since, known) = self.values[MAP]?;
        let (then, now) = (self.concentration(since)?, self.concentration(at)?);
        Some(known + vitals::settled_mmhg(now) - vitals::settled_mmhg(then))
    }
}

impl TwinModel for PatientTwin {
    fn ingest(&mut self, reading: &Reading) {
        let signal = usize::from(reading.signal);
        if signal == RESP {
            self.learn_breath(reading);
        }
        if let Some(value) = self.values.get_mut(signal) {
            *value = Some((reading.at, reading.value));
        }
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let rr_s = self.rr_s();
        match signal {
            ECG => {
                let waves = ecg::waves_mv(TAU * self.beat(at)?, rr_s, true) - ecg::mean_mv(rr_s);
                Some(waves + self.breath_wave(at).map_or(0.0, ecg::baseline_mv))
            }
            PLETH => {
                let since_r_s = self.beat(at)? * rr_s;
                Some((0..2).map(|beats| heart::pulse(since_r_s + f64::from(beats) * rr_s)).sum())
            }
            BEAT => Some(360.0 * self.beat(at)?),
            RESP => self.breath_wave(at),
            DRUG => self.concentration(at),
            MAP => self.pressure(at),
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
