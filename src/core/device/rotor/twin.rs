//! The rotor that a twin runs for itself.

use crate::core::math::{self, PI, TAU};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use super::support::Support;
use super::{ACCEL_X, ACCEL_Y, GRAVITY, PHASE, RotorSpec, SPEED};

/// The rotor that a twin runs for itself: nominal unbalance, reported speed and phase.
#[derive(Clone)]
pub(super) struct RotorTwin {
    nominal: RotorSpec,
    speed_rad_s: Option<f64>,
    angle: Option<(SimTime, f64)>,
}

impl RotorTwin {
    /// A twin that knows the nominal parameters and has heard nothing yet.
    pub(super) fn new(nominal: RotorSpec) -> Self {
        Self { nominal, speed_rad_s: None, angle: None }
    }
}

impl TwinModel for RotorTwin {
    fn ingest(&mut self, reading: &Reading) {
        match usize::from(reading.signal) {
            SPEED => self.speed_rad_s = Some(reading.value * TAU / 60.0),
            PHASE => self.angle = Some((reading.at, reading.value * PI / 180.0)),
            _ => {}
        }
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let (speed, (since, angle)) = (self.speed_rad_s?, self.angle?);
        let angle = angle + speed * (at - since).secs();
        let eccentricity = self.nominal.unbalance_g_mm * 1e-6 / self.nominal.mass_kg;
        let acceleration = |turn: f64| {
            let (gain, phase) = match Support::of(&self.nominal) {
                Some(support) => {
                    let (gain, lag) = support.response(speed);
                    (-gain, angle - turn - lag)
                }
                None => (1.0, angle - turn),
            };
            eccentricity * gain * speed * speed * math::cos(phase)
        };
        match signal {
            ACCEL_X => Some(acceleration(0.0)),
            ACCEL_Y => Some(acceleration(PI / 2.0) + GRAVITY),
            PHASE => Some(math::wrap(angle * 180.0 / PI, 360.0)),
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
