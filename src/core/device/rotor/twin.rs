//! The rotor that a twin runs for itself.

use super::support::Support;
use super::{ACCEL_X, ACCEL_Y, GRAVITY, PHASE, RotorSpec, SPEED};
use crate::core::math::{self, PI, TAU};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Nominal mass and support, reported speed and phase, and an unbalance that every report with both
/// accelerations corrects.
#[derive(Clone)]
pub(super) struct RotorTwin {
    nominal: RotorSpec,
    speed_rad_s: Option<f64>,
    angle: Option<(SimTime, f64)>,
    accelerations: [Option<(SimTime, f64)>; 2],
    /// Unbalance as a multiple of the nominal one.
    unbalance: f64,
}

impl RotorTwin {
    /// A twin that knows the nominal parameters and has heard nothing yet.
    pub(super) fn new(nominal: RotorSpec) -> Self {
        Self { nominal, speed_rad_s: None, angle: None, accelerations: [None; 2], unbalance: 1.0 }
    }

    /// Accelerations of the disc along x and y that the nominal unbalance would cause.
    fn nominal_accelerations(&self, at: SimTime) -> Option<[f64; 2]> {
        let (speed, (since, angle)) = (self.speed_rad_s?, self.angle?);
        let angle = angle + speed * (at - since).secs();
        let eccentricity = self.nominal.unbalance_g_mm * 1e-6 / self.nominal.mass_kg;
        let (gain, lag) = match Support::of(&self.nominal) {
            Some(support) => {
                let (gain, lag) = support.response(speed);
                (-gain, lag)
            }
            None => (1.0, 0.0),
        };
        let amplitude = eccentricity * gain * speed * speed;
        Some([0.0, PI / 2.0].map(|turn| amplitude * math::cos(angle - turn - lag)))
    }

    /// Projects the reported accelerations on the expected ones.
    fn correct_unbalance(&mut self, at: SimTime) {
        let (Some((x_at, x)), Some((y_at, y))) = (self.accelerations[0], self.accelerations[1]) else { return };
        let Some([nominal_x, nominal_y]) = self.nominal_accelerations(at) else { return };
        let power = nominal_x * nominal_x + nominal_y * nominal_y;
        if x_at == at && y_at == at && power > 0.0 {
            self.unbalance = ((x * nominal_x + (y - GRAVITY) * nominal_y) / power).max(0.0);
        }
    }
}

impl TwinModel for RotorTwin {
    fn ingest(&mut self, reading: &Reading) {
        match usize::from(reading.signal) {
            ACCEL_X => self.accelerations[0] = Some((reading.at, reading.value)),
            ACCEL_Y => self.accelerations[1] = Some((reading.at, reading.value)),
            SPEED => self.speed_rad_s = Some(reading.value * TAU / 60.0),
            PHASE => self.angle = Some((reading.at, reading.value * PI / 180.0)),
            _ => return,
        }
        // Whichever of the four comes last completes the picture of that instant.
        if self.angle.is_some_and(|(at, _)| at == reading.at) {
            self.correct_unbalance(reading.at);
        }
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        match signal {
            ACCEL_X => self.nominal_accelerations(at).map(|[x, _]| self.unbalance * x),
            ACCEL_Y => self.nominal_accelerations(at).map(|[_, y]| self.unbalance * y + GRAVITY),
            PHASE => {
                let (speed, (since, angle)) = (self.speed_rad_s?, self.angle?);
                Some(math::wrap((angle + speed * (at - since).secs()) * 180.0 / PI, 360.0))
            }
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
