//! The elastic support of a rotor and its answer to unbalance.

use super::RotorSpec;
use crate::core::math;

/// The elastic support of a rotor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Support {
    pub(super) natural_rad_s: f64,
    pub(super) damping_ratio: f64,
}

impl Support {
    pub(super) fn of(spec: &RotorSpec) -> Option<Self> {
        let natural_rad_s = (spec.stiffness_n_per_m? / spec.mass_kg).sqrt();
        Some(Self { natural_rad_s, damping_ratio: spec.damping_ratio })
    }

    /// Amplitude for unit `U / M`, and lag in radians (synchronous response to unbalance, ISO 21940-1
    /// vocabulary; Den Hartog, Mechanical Vibrations, section 2.11).
    pub(super) fn response(&self, speed_rad_s: f64) -> (f64, f64) {
        let q = speed_rad_s / self.natural_rad_s;
        let (stiff, damped) = (1.0 - q * q, 2.0 * self.damping_ratio * q);
        (q * q / math::hypot(stiff, damped), math::atan2(damped, stiff))
    }
}
