//! A tyre: a fixed volume of air that warms as it rolls, and may leak.
//!
//! Absolute pressure is proportional to the amount of air and to its temperature (ideal gas). A rolling tyre
//! warms in proportion to its speed, because rolling resistance turns a constant force into heat; how far and how
//! fast is plausible, after Gent, Walter (editors): The Pneumatic Tire, NHTSA DOT HS 810 561 (2006), chapter 12,
//! and not measured.

use crate::core::math;
use crate::core::time::SimTime;

/// Pressure of the air around, in kilopascals.
const ATMOSPHERE_KPA: f64 = 101.325;
/// Temperature of the air around, in kelvin.
const AMBIENT_K: f64 = 293.15;
/// Settled warming for each m/s of speed, in kelvin.
const WARMING_K_PER_MPS: f64 = 0.8;
/// Time constant of warming, in seconds.
const WARMING_S: f64 = 600.0;
/// Share of the nominal pressure at which a monitoring system must warn (UN Regulation No. 141,
/// section 5.2: 20 % below).
pub(super) const WARNING: f64 = 0.8;
/// Share at which a tyre is flat.
const FLAT: f64 = 0.25;
/// What drivers dare on a flat tyre, in m/s.
const CRAWL_MPS: f64 = 2.5;

/// A hole: the pressure above the atmosphere falls exponentially, as air flows out ever more slowly.
#[derive(Clone, Copy, Debug)]
struct Hole {
    since: SimTime,
    per_s: f64,
}

/// The amount of air in a tyre, as the pressure above the atmosphere that it would have cold.
#[derive(Clone, Debug)]
pub(super) struct Tyre {
    nominal_kpa: f64,
    cold_kpa: f64,
    hole: Option<Hole>,
}

impl Tyre {
    /// A sound tyre.
    pub(super) fn new(nominal_kpa: f64) -> Self {
        Self { nominal_kpa, cold_kpa: nominal_kpa, hole: None }
    }

    fn cold_kpa(&self, at: SimTime) -> f64 {
        match self.hole {
            Some(hole) => self.cold_kpa * math::exp(-hole.per_s * (at - hole.since).secs()),
            None => self.cold_kpa,
        }
    }

    /// Begins to lose `kpa_per_s` of a full tyre's pressure.
    pub(super) fn puncture(&mut self, now: SimTime, kpa_per_s: f64) {
        self.cold_kpa = self.cold_kpa(now);
        self.hole = Some(Hole { since: now, per_s: kpa_per_s / self.nominal_kpa });
    }

    /// Mended and filled.
    pub(super) fn mend(&mut self) {
        *self = Self::new(self.nominal_kpa);
    }

    /// Pressure above the atmosphere at an instant and so many kelvin above the air around, in kilopascals.
    pub(super) fn kpa(&self, at: SimTime, warmer_k: f64) -> f64 {
        (self.cold_kpa(at) + ATMOSPHERE_KPA) * (1.0 + warmer_k / AMBIENT_K) - ATMOSPHERE_KPA
    }

    /// How flat it is: 0 above the warning, 1 where it carries nothing.
    pub(super) fn flatness(&self, at: SimTime) -> f64 {
        let filled = self.cold_kpa(at) / self.nominal_kpa;
        ((WARNING - filled) / (WARNING - FLAT)).clamp(0.0, 1.0)
    }

    /// The speed that a driver dares who would like to drive at `wanted` m/s.
    pub(super) fn dared_mps(&self, at: SimTime, wanted: f64) -> f64 {
        wanted + self.flatness(at) * (wanted.min(CRAWL_MPS) - wanted)
    }
}

/// How much warmer than the air around a tyre is that was `before_k` warmer, after so many seconds at a speed.
pub(super) fn warmed_k(before_k: f64, speed_mps: f64, over_s: f64) -> f64 {
    let settled = WARMING_K_PER_MPS * speed_mps.abs();
    settled + (before_k - settled) * math::exp(-over_s / WARMING_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warm_air_presses_harder_and_an_empty_tyre_does_not_press() {
        let mut tyre = Tyre::new(250.0);
        assert_eq!(tyre.kpa(SimTime::ZERO, 0.0), 250.0);
        // Gay-Lussac: 10 K in 293.15 K of 351.325 kPa absolute.
        let warm = tyre.kpa(SimTime::ZERO, 10.0);
        assert!((warm - (250.0 + 351.325 * 10.0 / 293.15)).abs() < 1e-9, "{warm}");
        tyre.puncture(SimTime::ZERO, 50.0);
        assert!(tyre.kpa(SimTime::from_secs(200.0), 0.0).abs() < 1e-9);
    }

    #[test]
    fn a_hole_empties_it_exponentially_from_the_stated_rate() {
        let mut tyre = Tyre::new(250.0);
        let start = SimTime::from_secs(3.0);
        tyre.puncture(start, 5.0);
        let at = |s: f64| tyre.kpa(start + SimTime::from_secs(s), 0.0);
        assert!(((at(0.0) - at(0.01)) / 0.01 - 5.0).abs() < 0.01);
        assert!((at(50.0) - 250.0 / std::f64::consts::E).abs() < 1e-9, "one time constant of 250 / 5 s");
    }

    #[test]
    fn warming_does_not_depend_on_how_it_is_sliced() {
        let sliced = (0..640).fold(0.0, |warm, _| warmed_k(warm, 8.0, 1.0 / 64.0));
        assert!((sliced - warmed_k(0.0, 8.0, 10.0)).abs() < 1e-9);
    }

    #[test]
    fn nobody_speeds_up_because_a_tyre_is_flat() {
        let mut tyre = Tyre::new(250.0);
        assert_eq!(tyre.dared_mps(SimTime::ZERO, 9.0), 9.0);
        tyre.puncture(SimTime::ZERO, 20.0);
        let later = SimTime::from_secs(60.0);
        assert_eq!((tyre.dared_mps(later, 9.0), tyre.dared_mps(later, 1.0)), (CRAWL_MPS, 1.0));
    }
}
