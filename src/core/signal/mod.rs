//! Signals, and the sensors that measure them.

mod sensor;

pub use sensor::{Sensor, SensorSpec};

use std::sync::Arc;

use super::math;
use super::time::SimTime;

/// What a signal is called and measured in.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalInfo {
    /// Name, as scenes and reports write it.
    pub name: Arc<str>,
    /// Unit, as the interface prints it; empty for a pure number.
    pub unit: Arc<str>,
    /// The period of a quantity that lives on a circle, such as 360 for an angle in degrees.
    pub period: Option<f64>,
    /// The values that a sound device in a sound world can show; none where any value can be.
    pub plausible: Option<(f64, f64)>,
    /// The fastest that it can change, in its unit per second; none where it can jump.
    pub fastest_per_s: Option<f64>,
}

impl SignalInfo {
    /// A signal on a line.
    #[must_use]
    pub fn new(name: &str, unit: &str) -> Self {
        Self { name: name.into(), unit: unit.into(), period: None, plausible: None, fastest_per_s: None }
    }

    /// An angle in degrees, which wraps at 360.
    #[must_use]
    pub fn angle(name: &str) -> Self {
        Self { period: Some(360.0), ..Self::new(name, "deg") }
    }

    /// The same signal with the values that it can plausibly show.
    #[must_use]
    pub fn within(self, low: f64, high: f64) -> Self {
        Self { plausible: Some((low, high)), ..self }
    }

    /// The same signal with the fastest change that is plausible, in its unit per second.
    #[must_use]
    pub fn changing_at_most(self, per_s: f64) -> Self {
        Self { fastest_per_s: Some(per_s), ..self }
    }

    /// `value - reference`, the short way round where the signal lives on a circle.
    #[must_use]
    pub fn difference(&self, value: f64, reference: f64) -> f64 {
        difference(self.period, value, reference)
    }
}

/// `value - reference`, the short way round a circle of the given period if there is one.
#[must_use]
pub fn difference(period: Option<f64>, value: f64, reference: f64) -> f64 {
    match period {
        Some(period) => math::wrap_difference(value - reference, period),
        None => value - reference,
    }
}

/// One measured value of one signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Which of the device's signals.
    pub signal: u16,
    /// When it was measured, on the reference time scale.
    pub at: SimTime,
    /// The measured value, in the signal's unit.
    pub value: f64,
}
