//! Drivers: a driver accelerates by the Intelligent Driver Model and follows the road by pure pursuit.
//!
//! Treiber, Hennecke, Helbing: Congested traffic states in empirical observations and microscopic
//! simulations, Physical Review E 62 (2000), equations 3 and 4. Above the wanted speed the improved model of
//! Treiber, Kesting: Traffic Flow Dynamics (2013), section 11.3.7, slows down comfortably. Coulter:
//! Implementation of the pure pursuit path tracking algorithm, CMU-RI-TR-92-01 (1992).

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

/// What a driver wants, and what the vehicle lets it have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driver {
    /// Speed on a free road, in metres per second.
    pub target_speed_mps: f64,
    /// Time gap to the vehicle in front, in seconds.
    pub gap_s: f64,
    /// The vehicle slows down at least this much, whatever the road is like, in m/s^2.
    pub slowing_mps2: Option<f64>,
    /// The most that its brakes still give, in m/s^2.
    pub brakes_mps2: f64,
}

impl Driver {
    /// A driver of a sound vehicle, from a speed on a free road in m/s and a time gap in s.
    #[must_use]
    pub fn new(target_speed_mps: f64, gap_s: f64) -> Self {
        Self { target_speed_mps, gap_s, slowing_mps2: None, brakes_mps2: MAX_DECEL_MPS2 }
    }

    /// Acceleration along the road, in m/s^2, at speed `v` with a free gap `gap_m` to a vehicle that is
    /// `closing` m/s slower.
    #[must_use]
    pub fn acceleration(&self, v: f64, gap_m: f64, closing: f64) -> f64 {
        let interaction = v * closing / (2.0 * (MAX_ACCEL_MPS2 * COMFORT_DECEL_MPS2).sqrt());
        let desired_gap = STANDSTILL_GAP_M + (v * self.gap_s + interaction).max(0.0);
        let crowd = desired_gap / gap_m.max(0.1);
        let wanted = self.on_a_free_road(v.max(0.0)) - MAX_ACCEL_MPS2 * crowd * crowd;
        let driven = wanted.clamp(-self.brakes_mps2, MAX_ACCEL_MPS2);
        match self.slowing_mps2 {
            Some(slowing) if v > 0.0 => driven.min(-slowing),
            Some(_) => driven.min(0.0),
            None => driven,
        }
    }

    fn on_a_free_road(&self, v: f64) -> f64 {
        let target = self.target_speed_mps.max(0.1);
        if v <= target {
            MAX_ACCEL_MPS2 * (1.0 - math::pow(v / target, ACCEL_EXPONENT))
        } else {
            let exponent = MAX_ACCEL_MPS2 * ACCEL_EXPONENT / COMFORT_DECEL_MPS2;
            -COMFORT_DECEL_MPS2 * (1.0 - math::pow(target / v, exponent))
        }
    }

    /// The gap at which the driver follows at a steady speed `v` (first paper, equation 5), in metres.
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
        let driver = Driver::new(9.0, 1.2);
        for v in [0.0, 2.0, 6.0, 8.5] {
            assert!(driver.acceleration(v, driver.equilibrium_gap_m(v), 0.0).abs() < 1e-9, "{v}");
        }
        assert!(driver.acceleration(9.0, 1e9, 0.0).abs() < 1e-9);
    }

    #[test]
    fn a_lower_target_is_reached_comfortably() {
        for v in [3.1, 5.0, 9.0, 30.0] {
            let slowing = Driver::new(3.0, 1.2).acceleration(v, 1e9, 0.0);
            assert!((-COMFORT_DECEL_MPS2..0.0).contains(&slowing), "{slowing} at {v}");
        }
    }

    #[test]
    fn worn_brakes_give_less_and_slowing_is_a_floor() {
        let worn = Driver { brakes_mps2: 3.0, ..Driver::new(9.0, 1.2) };
        assert_eq!(worn.acceleration(9.0, 3.0, 9.0), -3.0);
        let slowing = Driver { slowing_mps2: Some(2.0), ..Driver::new(9.0, 1.2) };
        assert_eq!(slowing.acceleration(5.0, 1e9, 0.0), -2.0);
        assert_eq!(slowing.acceleration(9.0, 3.0, 9.0), -MAX_DECEL_MPS2, "whoever is in front counts too");
        assert_eq!(slowing.acceleration(0.0, 1e9, 0.0), 0.0);
    }
}
