//! The infusion: a pump, a line that can be blocked, and norepinephrine in one compartment.
//!
//! Beloeil, Mazoit, Benhamou, Duranteau: Norepinephrine kinetics and dynamics in septic shock and trauma
//! patients, British Journal of Anaesthesia 95(6), 2005: one compartment, clearance 3 l/min and half-life 2 min
//! at a severity score (SAPS II) of 20, whatever the body weight.

use crate::core::math;
use crate::core::time::SimTime;

/// Norepinephrine in the syringe, in micrograms per millilitre.
pub const SYRINGE_UG_PER_ML: f64 = 80.0;
/// Plasma cleared of the drug, in litres per minute.
pub const CLEARANCE_L_PER_MIN: f64 = 3.0;
/// Time in which half of the drug is gone, in seconds.
pub const HALF_LIFE_S: f64 = 120.0;
/// Largest dose that the pump is allowed, in micrograms per kilogram and minute.
pub const MAX_DOSE_UG_PER_KG_MIN: f64 = 1.0;
/// Dose at the start, in micrograms per kilogram and minute.
const USUAL_DOSE_UG_PER_KG_MIN: f64 = 0.2;

/// Largest rate of any syringe pump, in millilitres per hour.
const MAX_RATE_ML_PER_H: f64 = 200.0;
/// Pressure in the line that a millilitre held back builds up, in mmHg.
const STIFFNESS_MMHG_PER_ML: f64 = 3000.0;
/// Pressure in a line that is free, in mmHg: the vein's.
const FREE_MMHG: f64 = 12.0;
/// Pressure at which the pump stops and calls, in mmHg.
pub const ALARM_MMHG: f64 = 300.0;

/// Rates that the pump accepts for a patient of this weight, in millilitres per hour.
#[must_use]
pub fn rate_limits_ml_per_h(weight_kg: f64) -> (f64, f64) {
    let highest = MAX_DOSE_UG_PER_KG_MIN * weight_kg * 60.0 / SYRINGE_UG_PER_ML;
    (0.0, highest.min(MAX_RATE_ML_PER_H))
}

/// Rate of the usual dose for a patient of this weight, in millilitres per hour.
pub(super) fn usual_rate_ml_per_h(weight_kg: f64) -> f64 {
    USUAL_DOSE_UG_PER_KG_MIN * weight_kg * 60.0 / SYRINGE_UG_PER_ML
}

/// Concentration that an infusion settles at, in nanograms per millilitre.
pub(super) fn settled_ng_per_ml(rate_ml_per_h: f64) -> f64 {
    rate_ml_per_h * SYRINGE_UG_PER_ML / 60.0 / CLEARANCE_L_PER_MIN
}

/// A concentration `span_s` later, while the drug flows in at a rate.
pub(super) fn relaxed_ng_per_ml(from: f64, rate_ml_per_h: f64, span_s: f64) -> f64 {
    let settled = settled_ng_per_ml(rate_ml_per_h);
    settled + (from - settled) * math::exp(-span_s * std::f64::consts::LN_2 / HALF_LIFE_S)
}

/// Volume in which the drug is spread, in litres.
fn volume_l() -> f64 {
    CLEARANCE_L_PER_MIN * HALF_LIFE_S / 60.0 / std::f64::consts::LN_2
}

/// The pump and the drug, as they were at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Infusion {
    at: SimTime,
    set_ml_per_h: f64,
    /// The pump has stopped by itself and waits for somebody.
    pub(super) halted: bool,
    blocked: bool,
    held_back_ml: f64,
    pumped_ml: f64,
    concentration_ng_per_ml: f64,
}

impl Infusion {
    /// An infusion that has run at its rate for long.
    pub(super) fn settled(rate_ml_per_h: f64) -> Self {
        Self {
            at: SimTime::ZERO,
            set_ml_per_h: rate_ml_per_h,
            halted: false,
            blocked: false,
            held_back_ml: 0.0,
            pumped_ml: 0.0,
            concentration_ng_per_ml: settled_ng_per_ml(rate_ml_per_h),
        }
    }

    /// Rate at which the pump pushes, in millilitres per hour.
    pub(super) fn rate_ml_per_h(&self) -> f64 {
        if self.halted { 0.0 } else { self.set_ml_per_h }
    }

    fn pushed_ml(&self, now: SimTime) -> f64 {
        self.rate_ml_per_h() * (now - self.at).secs() / 3600.0
    }

    /// Volume pumped since the start, in millilitres.
    pub(super) fn pumped_ml(&self, now: SimTime) -> f64 {
        self.pumped_ml + self.pushed_ml(now)
    }

    /// Pressure in the line, in mmHg.
    pub(super) fn pressure_mmhg(&self, now: SimTime) -> f64 {
        let held = self.held_back_ml + if self.blocked { self.pushed_ml(now) } else { 0.0 };
        FREE_MMHG + STIFFNESS_MMHG_PER_ML * held
    }

    /// Concentration in the plasma, in nanograms per millilitre.
    pub(super) fn concentration_ng_per_ml(&self, now: SimTime) -> f64 {
        let flow = if self.blocked { 0.0 } else { self.rate_ml_per_h() };
        relaxed_ng_per_ml(self.concentration_ng_per_ml, flow, (now - self.at).secs())
    }

    /// Brings the books up to `now`; a pump that feels too much pressure stops.
    pub(super) fn settle(&mut self, now: SimTime) {
        self.concentration_ng_per_ml = self.concentration_ng_per_ml(now);
        let pushed = self.pushed_ml(now);
        self.pumped_ml += pushed;
        if self.blocked {
            self.held_back_ml += pushed;
        }
        self.at = now;
        if FREE_MMHG + STIFFNESS_MMHG_PER_ML * self.held_back_ml >= ALARM_MMHG {
            self.halted = true;
        }
    }

    /// Sets the rate, and starts a pump that had stopped.
    pub(super) fn set_rate(&mut self, now: SimTime, ml_per_h: f64) {
        self.settle(now);
        self.set_ml_per_h = ml_per_h;
        self.resume();
    }

    /// Starts a pump that had stopped, if its line is free.
    pub(super) fn resume(&mut self) {
        if !self.blocked {
            self.halted = false;
        }
    }

    /// Blocks or clears the line. What a blocked line held back reaches the patient at once when it is cleared.
    pub(super) fn block(&mut self, now: SimTime, blocked: bool) {
        self.settle(now);
        if self.blocked && !blocked {
            self.concentration_ng_per_ml += self.held_back_ml * SYRINGE_UG_PER_ML / volume_l();
            self.held_back_ml = 0.0;
        }
        self.blocked = blocked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: SimTime = SimTime::from_nanos(1_000_000_000);

    #[test]
    fn what_an_occlusion_held_back_arrives_as_a_bolus() {
        let mut infusion = Infusion::settled(6.0);
        let before = infusion.concentration_ng_per_ml(SimTime::ZERO);
        infusion.block(SimTime::ZERO, true);
        infusion.block(SECOND, false);
        // 6 ml/h for 1 s is 1/600 ml: 0.1333 ug in 8.66 l, beside what one second has cleared.
        let bolus = 80.0 / 600.0 / volume_l();
        let expected = before * math::exp(-std::f64::consts::LN_2 / HALF_LIFE_S) + bolus;
        assert!((infusion.concentration_ng_per_ml(SECOND) - expected).abs() < 1e-12);
    }
}
