//! A patient on a monitor, with an infusion pump, as a scene writes it.

use serde::{Deserialize, Serialize};

/// A patient on a monitor, with an infusion pump.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PatientSpec {
    /// Resting heart rate, in beats per minute.
    pub heart_rate_bpm: f64,
    /// Body weight, in kilograms: it limits the pump's rate.
    pub weight_kg: f64,
    /// Standard deviation of the time between two beats, in milliseconds.
    pub sdnn_ms: f64,
    /// Rate of the infusion at the start, in millilitres per hour; none gives 0.2 µg of norepinephrine per
    /// kilogram and minute.
    pub pump_ml_per_h: Option<f64>,
}

impl Default for PatientSpec {
    fn default() -> Self {
        Self { heart_rate_bpm: 72.0, weight_kg: 70.0, sdnn_ms: 50.0, pump_ml_per_h: None }
    }
}
