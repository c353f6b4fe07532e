//! A patient on a monitor, with an infusion pump, as a scene writes it.

use serde::{Deserialize, Serialize};

/// A patient on a monitor, with an infusion pump.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PatientSpec {
    /// Resting heart rate, in beats per minute.
    pub heart_rate_bpm: f64,
    /// Body weight, in kilograms.
    pub weight_kg: f64,
}

impl Default for PatientSpec {
    fn default() -> Self {
        Self { heart_rate_bpm: 72.0, weight_kg: 70.0 }
    }
}
