//! The heater that a twin runs for itself.

use super::law::{Law, Piece, strength};
use super::{ENERGY, POWER, TEMPERATURE, nominal_law};
use crate::core::device::{HeaterMode, HeaterSpec};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// How far outside the band a report must be before the twin gives up the target it knew, in kelvin: reports are
/// noisy.
const DOUBT_K: f64 = 0.25;

/// A guess follows the thermostat through so many switches and no further.
const MOST_SWITCHES: usize = 256;

/// Nominal losses and the thermostat's nominal band. Reported power says which mode works. A report outside the band
/// says that the target is another one: the twin then expects no switch until it has seen one.
#[derive(Clone)]
pub(super) struct HeaterTwin {
    spec: HeaterSpec,
    law: Law,
    piece: Option<Piece>,
    /// Middle of the thermostat's band, if it is known.
    target_c: Option<f64>,
    temperature: Option<(SimTime, f64)>,
    power: Option<(SimTime, f64)>,
}

impl HeaterTwin {
    /// A twin that knows the nominal parameters and has heard nothing yet.
    pub(super) fn new(spec: &HeaterSpec) -> Self {
        Self {
            law: nominal_law(spec),
            piece: None,
            target_c: Some(spec.target_c),
            temperature: None,
            power: None,
            spec: spec.clone(),
        }
    }

    /// The piece that holds at an instant, following the thermostat from the last report.
    fn piece_at(&self, at: SimTime) -> Option<Piece> {
        let mut piece = self.piece?;
        for _ in 0..MOST_SWITCHES {
            match self.law.switch_at(&piece) {
                Some(switch) if switch <= at => piece = self.law.switched(&piece, switch),
                _ => break,
            }
        }
        Some(piece)
    }

    /// Takes over which mode works and whether it heats.
    fn hear_power(&mut self, power_w: f64) {
        let between = 0.5 * (strength(HeaterMode::Eco).1 + strength(HeaterMode::Boost).1);
        let heats = power_w > 0.5 * strength(HeaterMode::Eco).1;
        if heats {
            let mode = if power_w > between { HeaterMode::Boost } else { HeaterMode::Eco };
            (self.law.warming_k_per_s, self.law.power_w) = strength(mode);
        }
        let Some(piece) = &mut self.piece else { return };
        let switched = piece.on != heats;
        piece.on = heats;
        if self.target_c.is_none() && switched {
            let half = 0.5 * self.spec.hysteresis_k;
            let edge_c = self.temperature.map_or(piece.temperature_c, |(_, value)| value);
            self.target_c = Some(if heats { edge_c + half } else { edge_c - half });
        }
    }

    /// Doubts the target when temperature and power of one instant do not fit it.
    fn doubt(&mut self) {
        let (Some((at, temperature_c)), Some((power_at, _)), Some(piece)) = (self.temperature, self.power, self.piece)
        else {
            return;
        };
        if at != power_at {
            return;
        }
        if let Some(target_c) = self.target_c {
            let half = 0.5 * self.spec.hysteresis_k + DOUBT_K;
            let fits = if piece.on { temperature_c < target_c + half } else { temperature_c > target_c - half };
            if !fits {
                self.target_c = None;
            }
        }
        let half = 0.5 * self.spec.hysteresis_k;
        self.law.band_c = match self.target_c {
            Some(target_c) => (target_c - half, target_c + half),
            None => (f64::NEG_INFINITY, f64::INFINITY),
        };
    }
}

impl TwinModel for HeaterTwin {
    fn ingest(&mut self, reading: &Reading) {
        let at = reading.at;
        let mut piece = match self.piece_at(at) {
            Some(piece) => Piece {
                from: at.max(piece.from),
                temperature_c: self.law.temperature_c(&piece, at.max(piece.from)),
                energy_wh: self.law.energy_wh(&piece, at.max(piece.from)),
                on: piece.on,
            },
            None => Piece { from: at, temperature_c: self.spec.ambient_c, energy_wh: 0.0, on: false },
        };
        match usize::from(reading.signal) {
            TEMPERATURE => {
                piece.temperature_c = reading.value;
                self.temperature = Some((at, reading.value));
                self.piece = Some(piece);
            }
            POWER => {
                self.piece = Some(piece);
                self.power = Some((at, reading.value));
                self.hear_power(reading.value);
            }
            ENERGY => {
                piece.energy_wh = reading.value;
                self.piece = Some(piece);
            }
            _ => {}
        }
        self.doubt();
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let piece = self.piece_at(at)?;
        match signal {
            TEMPERATURE => self.temperature.map(|_| self.law.temperature_c(&piece, at)),
            POWER => self.power.map(|_| self.law.power_w(&piece)),
            ENERGY => Some(self.law.energy_wh(&piece, at)),
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
