//! Heat in the zone: air and furniture as one capacity, walls and slabs as a second one (2R2C, the model `TiTe` of Bacher
//! and Madsen, Energy and Buildings 43, 2011), solved exactly over a step in which nothing else changes.
//!
//! `Ca dT/dt = (Tm - T) Gi + (To - T) Gl + S (Ts - T) + P` and `Cm dTm/dt = (T - Tm) Gi + (To - Tm) Ge`.

use crate::core::math;

/// Capacities in J/K and conductances in W/K.
#[derive(Clone, Copy, Debug)]
pub(super) struct Building {
    /// Air and furniture.
    pub air_j_k: f64,
    /// Walls and slabs.
    pub mass_j_k: f64,
    /// Between air and mass.
    pub inside_w_k: f64,
    /// Between mass and outdoors.
    pub envelope_w_k: f64,
}

/// Temperatures of air and mass, in degrees Celsius.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Warmth {
    /// The air.
    pub air_c: f64,
    /// Walls and slabs.
    pub mass_c: f64,
}

/// What acts on the air during a step: a heat of `gain_w - slope_w_k * T`, and the outdoor temperature on the mass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// Heat that the air would get at 0 °C, in watts.
    pub gain_w: f64,
    /// How much less it gets for each kelvin that it is warmer, in W/K.
    pub slope_w_k: f64,
    /// Outdoor temperature, in degrees Celsius.
    pub outdoor_c: f64,
}

impl Building {
    /// Where the temperatures settle under a load that stays.
    #[must_use]
    pub fn settled(&self, load: &Load) -> Warmth {
        let (inside, envelope) = (self.inside_w_k, self.envelope_w_k);
        // The mass passes on what reaches it: outdoors through envelope and inside in series.
        let series = inside * envelope / (inside + envelope);
        let air_c = (load.gain_w + series * load.outdoor_c) / (load.slope_w_k + series);
        Warmth { air_c, mass_c: (inside * air_c + envelope * load.outdoor_c) / (inside + envelope) }
    }

    /// The temperatures after a step of `dt_s` seconds, and their averages over it.
    #[must_use]
    pub fn step(&self, from: Warmth, load: &Load, dt_s: f64) -> (Warmth, Warmth) {
        let goal = self.settled(load);
        let (x, y) = (from.air_c - goal.air_c, from.mass_c - goal.mass_c);
        // d/dt (x, y) = -(a x - b y, -c x + d y), whose rates are real because b c > 0.
        let a = (self.inside_w_k + load.slope_w_k) / self.air_j_k;
        let b = self.inside_w_k / self.air_j_k;
        let c = self.inside_w_k / self.mass_j_k;
        let d = (self.inside_w_k + self.envelope_w_k) / self.mass_j_k;
        let half_sum = 0.5 * (a + d);
        let half_gap = (0.25 * (a - d) * (a - d) + b * c).sqrt();
        let (fast, slow) = (half_sum + half_gap, (a * d - b * c) / (half_sum + half_gap));
        let (fast_decay, slow_decay) = (math::exp(-fast * dt_s), math::exp(-slow * dt_s));
        // The matrix exponential of a 2x2 matrix with two real rates (Sylvester's formula).
        let spread = (slow_decay - fast_decay) / (fast - slow);
        let keep = slow_decay + slow * spread;
        let to = Warmth {
            air_c: goal.air_c + keep * x + spread * (b * y - a * x),
            mass_c: goal.mass_c + keep * y + spread * (c * x - d * y),
        };
        // The integral is the inverse of the rate matrix times what has decayed.
        let (gone_x, gone_y) = (from.air_c - to.air_c, from.mass_c - to.mass_c);
        let scale = 1.0 / ((a * d - b * c) * dt_s);
        let mean = Warmth {
            air_c: goal.air_c + scale * (d * gone_x + b * gone_y),
            mass_c: goal.mass_c + scale * (c * gone_x + a * gone_y),
        };
        (to, mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: Building = Building { air_j_k: 2e6, mass_j_k: 1.5e7, inside_w_k: 1500.0, envelope_w_k: 150.0 };
    const LOAD: Load = Load { gain_w: 9000.0, slope_w_k: 300.0, outdoor_c: 3.0 };

    #[test]
    fn one_long_step_is_many_short_ones() {
        let start = Warmth { air_c: 15.0, mass_c: 18.0 };
        let (whole, mean) = HOUSE.step(start, &LOAD, 3600.0);
        let (mut at, mut sum) = (start, 0.0);
        for _ in 0..3600 {
            let (next, part) = HOUSE.step(at, &LOAD, 1.0);
            at = next;
            sum += part.air_c;
        }
        assert!((whole.air_c - at.air_c).abs() < 1e-10 && (whole.mass_c - at.mass_c).abs() < 1e-10);
        assert!((mean.air_c - sum / 3600.0).abs() < 1e-9);
        let (late, _) = HOUSE.step(start, &LOAD, 1e7);
        assert!((late.air_c - HOUSE.settled(&LOAD).air_c).abs() < 1e-9);
    }

    #[test]
    fn a_step_obeys_its_differential_equation() {
        // Against classical Runge-Kutta with 0.1 s.
        let rate = |w: Warmth| {
            let air = 1500.0 * (w.mass_c - w.air_c) + 9000.0 - 300.0 * w.air_c;
            let mass = 1500.0 * (w.air_c - w.mass_c) + 150.0 * (3.0 - w.mass_c);
            (air / 2e6, mass / 1.5e7)
        };
        let add = |w: Warmth, k: (f64, f64), h: f64| Warmth { air_c: w.air_c + h * k.0, mass_c: w.mass_c + h * k.1 };
        let start = Warmth { air_c: 15.0, mass_c: 18.0 };
        let mut at = start;
        let h = 0.1;
        for _ in 0..12_000 {
            let k1 = rate(at);
            let k2 = rate(add(at, k1, h / 2.0));
            let k3 = rate(add(at, k2, h / 2.0));
            let k4 = rate(add(at, k3, h));
            at = add(at, k1, h / 6.0);
            at = add(at, k2, h / 3.0);
            at = add(at, k3, h / 3.0);
            at = add(at, k4, h / 6.0);
        }
        let (exact, _) = HOUSE.step(start, &LOAD, 1200.0);
        assert!((exact.air_c - at.air_c).abs() < 1e-9 && (exact.mass_c - at.mass_c).abs() < 1e-9);
    }

    #[test]
    fn no_heat_comes_from_nowhere() {
        let start = Warmth { air_c: 15.0, mass_c: 18.0 };
        for dt_s in [1.0, 60.0, 7200.0] {
            let (to, mean) = HOUSE.step(start, &LOAD, dt_s);
            let came = (LOAD.gain_w - LOAD.slope_w_k * mean.air_c) * dt_s;
            let left = HOUSE.envelope_w_k * (mean.mass_c - LOAD.outdoor_c) * dt_s;
            let stored = HOUSE.air_j_k * (to.air_c - start.air_c) + HOUSE.mass_j_k * (to.mass_c - start.mass_c);
            assert!((came - left - stored).abs() < 1e-9 * (came.abs() + left.abs()), "{dt_s}: {came} {left} {stored}");
        }
    }
}
