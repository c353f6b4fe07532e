//! The driver: keeps distance by the Intelligent Driver Model and follows the road by pure pursuit.
//!
//! Treiber, Hennecke, Helbing: Congested traffic states in empirical observations and microscopic
//! simulations, Physical Review E 62 (2000), equations 3 and 4. Coulter: Implementation of the pure pursuit
//! path tracking algorithm, CMU-RI-TR-92-01 (1992).

use crate::core::math;

/// Gap kept at a standstill, in metres.
pub const STANDSTILL_GAP_M: f64 = 2.0;
/// Strongest acceleration a driver asks for, in m/s^2.
pub const MAX_ACCEL_MPS2: f64 = 1.5;
/// Deceleration a driver finds comfortable, in m/s^2.
pub const COMFORT_DECEL_MPS2: f64 = 2.0;
/// Strongest braking, in m/s^2.
pub const MAX_DECEL_MPS2: f64 = 8.0;
/// How sharply acceleration falls off near the target speed.
pub const ACCEL_EXPONENT: f64 = 4.0;

/// What a driver wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driver {
    /// Speed on a free road, in metres per second.
    pub target_speed_mps: f64,
    /// Time gap to the vehicle in front, in seconds.
    pub gap_s: f64,
    /// A deceleration that overrides all else, in m/s^2.
    pub braking_mps2: Option<f64>,
}

impl Driver {
    /// Acceleration along the road, in m/s^2, at speed `v` with a free gap `gap_m` to a vehicle that is
    /// `closing` m/s slower.
    #[must_use]
    pub fn acceleration(&self, v: f64, gap_m: f64, closing: f64) -> f64 {
        if let Some(braking) = self.braking_mps2 {
            return if v > 0.0 { -braking } else { 0.0 };
        }
        let interaction = v * closing / (2.0 * (MAX_ACCEL_MPS2 * COMFORT_DECEL_MPS2).sqrt());
        let desired_gap = STANDSTILL_GAP_M + (v * self.gap_s + interaction).max(0.0);
        let free = math::pow(v.max(0.0) / self.target_speed_mps.max(0.1), ACCEL_EXPONENT);
        let crowd = desired_gap / gap_m.max(0.1);
        (MAX_ACCEL_MPS2 * (1.0 - free - crowd * crowd)).clamp(-MAX_DECEL_MPS2, MAX_ACCEL_MPS2)
    }

    /// The gap at which the driver follows at a steady speed `v` (same paper, equation 5), in metres.
    #[must_use]
    pub fn equilibrium_gap_m(&self, v: f64) -> f64 {
        let free = math::pow(v / self.target_speed_mps, ACCEL_EXPONENT);
        (STANDSTILL_GAP_M + v * self.gap_s) / (1.0 - free).sqrt()
    }
}

/// Curvature of the arc that leads from here to a point `(ahead_m, left_m)` in the vehicle's own frame, in 1/m.
#[must_use]
pub fn pursuit_curvature(ahead_m: f64, left_m: f64) -> f64 {
    2.0 * left_m / (ahead_m * ahead_m + left_m * left_m).max(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_equilibrium_gap_nothing_accelerates() {
        let driver = Driver { target_speed_mps: 9.0, gap_s: 1.2, braking_mps2: None };
        for v in [0.0, 2.0, 6.0, 8.5] {
            assert!(driver.acceleration(v, driver.equilibrium_gap_m(v), 0.0).abs() < 1e-9, "{v}");
        }
        assert!(driver.acceleration(9.0, 1e9, 0.0).abs() < 1e-9);
    }
}
