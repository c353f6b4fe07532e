//! What wears and warms: motor temperatures, and the faults of joints, encoders and motors.

use super::dynamics::{AMBIENT_C, heat_w, warmed_c};
use super::geometry::JOINTS;
use crate::core::digest::Digest;
use crate::core::time::SimTime;

/// A motor this hot stops the arm, in degrees Celsius.
pub const TRIP_C: f64 = 80.0;
/// It may run again below this, in degrees Celsius.
pub const COOL_C: f64 = 65.0;

/// How fast the controller drives a joint to where a slipped encoder says it should be, in degrees per second.
const CORRECTION_DEG_S: f64 = 30.0;

/// An encoder that shows its joint turned too far: the controller believes it and turns the joint back.
#[derive(Clone, Copy, Debug, Default)]
struct Slip {
    /// What the encoder shows too much, in degrees.
    shown_deg: f64,
    /// How far the controller had turned the joint back at `since`, in degrees.
    from_deg: f64,
    since: SimTime,
}

impl Slip {
    /// How far the controller has turned the joint back, in degrees.
    fn corrected_deg(&self, at: SimTime) -> f64 {
        let way = self.shown_deg - self.from_deg;
        let most = CORRECTION_DEG_S * (at - self.since).secs();
        self.from_deg + way.clamp(-most, most)
    }
}

/// The health of all joints.
#[derive(Clone, Debug)]
pub(super) struct Health {
    temperature_c: [f64; JOINTS],
    heat_w: [f64; JOINTS],
    heated_at: SimTime,
    friction: [Option<(SimTime, f64)>; JOINTS],
    added_w: [f64; JOINTS],
    slips: [Slip; JOINTS],
}

impl Health {
    /// Sound, and as warm as the drives' own standing heat makes it.
    pub(super) fn sound() -> Self {
        let standing_w = heat_w(0, 0.0);
        Self {
            temperature_c: [warmed_c(AMBIENT_C, standing_w, f64::INFINITY); JOINTS],
            heat_w: [standing_w; JOINTS],
            heated_at: SimTime::ZERO,
            friction: [None; JOINTS],
            added_w: [0.0; JOINTS],
            slips: [Slip::default(); JOINTS],
        }
    }

    /// A tick: the heat of the last one has acted, and that of the currents now begins.
    pub(super) fn tick(&mut self, at: SimTime, currents_a: &[f64; JOINTS]) {
        for (joint, current_a) in currents_a.iter().enumerate() {
            self.temperature_c[joint] = self.temperature_c(joint, at);
            self.heat_w[joint] = heat_w(joint, *current_a) + self.added_w[joint];
        }
        self.heated_at = at;
    }

    /// Temperature of a motor, in degrees Celsius.
    pub(super) fn temperature_c(&self, joint: usize, at: SimTime) -> f64 {
        warmed_c(self.temperature_c[joint], self.heat_w[joint], (at - self.heated_at).secs())
    }

    /// The first motor that is at least this hot.
    pub(super) fn hotter_than(&self, limit_c: f64, at: SimTime) -> Option<usize> {
        (0..JOINTS).find(|joint| self.temperature_c(*joint, at) >= limit_c)
    }

    /// Friction beyond the usual, in newton metres.
    pub(super) fn extra_friction_nm(&self, at: SimTime) -> [f64; JOINTS] {
        self.friction.map(|grows| grows.map_or(0.0, |(since, nm_per_s)| nm_per_s * (at - since).secs()))
    }

    /// What the encoders show when the controller has the joints where it wants them.
    pub(super) fn shown_deg(&self, wanted_deg: &[f64; JOINTS], at: SimTime) -> [f64; JOINTS] {
        std::array::from_fn(|joint| {
            let slip = &self.slips[joint];
            wanted_deg[joint] + slip.shown_deg - slip.corrected_deg(at)
        })
    }

    /// Where the joints truly are.
    pub(super) fn true_deg(&self, wanted_deg: &[f64; JOINTS], at: SimTime) -> [f64; JOINTS] {
        std::array::from_fn(|joint| wanted_deg[joint] - self.slips[joint].corrected_deg(at))
    }

    /// Friction grows in a joint, or no longer.
    pub(super) fn set_friction(&mut self, joint: usize, nm_per_s: Option<f64>, at: SimTime) {
        self.friction[joint] = nm_per_s.map(|growth| (at, growth));
    }

    /// An encoder shows so much too much.
    pub(super) fn set_slip(&mut self, joint: usize, deg: f64, at: SimTime) {
        let from_deg = self.slips[joint].corrected_deg(at);
        self.slips[joint] = Slip { shown_deg: deg, from_deg, since: at };
    }

    /// A motor is heated from outside from the next tick on.
    pub(super) fn set_added_w(&mut self, joint: usize, watts: f64) {
        self.added_w[joint] = watts;
    }

    /// The first joint with a fault of its own.
    pub(super) fn ailing(&self) -> Option<usize> {
        let ails = |joint: &usize| {
            self.friction[*joint].is_some() || self.added_w[*joint] > 0.0 || self.slips[*joint].shown_deg != 0.0
        };
        (0..JOINTS).find(ails)
    }

    pub(super) fn digest(&self, digest: &mut Digest, at: SimTime) {
        for joint in 0..JOINTS {
            digest.f64(self.temperature_c(joint, at));
            digest.f64(self.slips[joint].corrected_deg(at));
        }
    }
}
