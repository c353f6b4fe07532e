//! The crystal: how fast it runs at which temperature, and what that adds up to, in closed form.

use super::ClockBoardSpec;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Temperature at which a tuning fork's curve turns, in degrees Celsius.
pub const TURNOVER_C: f64 = 25.0;
/// Temperatures that a board survives, in degrees Celsius: an ESP32 is rated for them.
pub const SURVIVAL_C: (f64, f64) = (-40.0, 85.0);
/// Grid of the random walk of the rate.
const WALK: SimTime = SimTime::from_nanos(1_000_000_000);

/// A stretch of steadily changing temperature and steady wander.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: SimTime,
    temperature_c: f64,
    ramp_k_per_s: f64,
    /// When the ramp meets what a board survives, and stays there.
    ramp_until: SimTime,
    wander_ppm: f64,
    /// Microseconds by which the crystal is ahead of the reference at the start of the stretch.
    gained_us: f64,
}

/// Microseconds gained in `span_s` by `beta (T - turnover)^2` alone, from a temperature on, while it ramps.
pub(super) fn bent_us(beta_ppm_per_k2: f64, from_c: f64, ramp_k_per_s: f64, span_s: f64) -> f64 {
    let (off, ramped) = (from_c - TURNOVER_C, ramp_k_per_s * span_s);
    beta_ppm_per_k2 * (off * off + off * ramped + ramped * ramped / 3.0) * span_s
}

/// A crystal at an instant.
pub(super) struct Crystal {
    drift_ppm: f64,
    beta_ppm_per_k2: f64,
    walk_ppm: f64,
    stream: Stream,
    stretch: Stretch,
}

impl Crystal {
    pub(super) fn new(spec: &ClockBoardSpec, stream: Stream) -> Self {
        let stretch = Stretch {
            from: SimTime::ZERO,
            temperature_c: spec.temperature_c,
            ramp_k_per_s: 0.0,
            ramp_until: SimTime::MAX,
            wander_ppm: 0.0,
            gained_us: 0.0,
        };
        Self {
            drift_ppm: spec.drift_ppm,
            beta_ppm_per_k2: spec.beta_ppm_per_k2,
            walk_ppm: spec.wander_ppm,
            stream,
            stretch,
        }
    }

    /// Temperature, in degrees Celsius.
    pub(super) fn temperature_c(&self, at: SimTime) -> f64 {
        let Stretch { from, temperature_c, ramp_k_per_s, .. } = self.stretch;
        temperature_c + ramp_k_per_s * (at - from).secs()
    }

    /// Rate error, in parts per million.
    pub(super) fn rate_error_ppm(&self, at: SimTime) -> f64 {
        let off = self.temperature_c(at) - TURNOVER_C;
        self.drift_ppm + self.stretch.wander_ppm + self.beta_ppm_per_k2 * off * off
    }

    /// Microseconds by which it is ahead of the reference.
    pub(super) fn gained_us(&self, at: SimTime) -> f64 {
        let Stretch { from, temperature_c, ramp_k_per_s, wander_ppm, gained_us, .. } = self.stretch;
        let span_s = (at - from).secs();
        let straight = (self.drift_ppm + wander_ppm) * span_s;
        gained_us + straight + bent_us(self.beta_ppm_per_k2, temperature_c, ramp_k_per_s, span_s)
    }

    fn start_stretch(&mut self, at: SimTime) {
        self.stretch =
            Stretch { from: at, temperature_c: self.temperature_c(at), gained_us: self.gained_us(at), ..self.stretch };
    }

    /// Moves on to `now`.
    pub(super) fn advance(&mut self, now: SimTime) {
        loop {
            let step = self.next_walk();
            let next = step.min(self.stretch.ramp_until);
            if next > now {
                return;
            }
            self.start_stretch(next);
            if next == self.stretch.ramp_until {
                self.stretch.ramp_k_per_s = 0.0;
                self.stretch.ramp_until = SimTime::MAX;
            }
            if next == step {
                self.stretch.wander_ppm += self.walk_ppm * WALK.secs().sqrt() * self.stream.gaussian();
            }
        }
    }

    /// The next instant of the walk's grid; none if the rate does not wander.
    fn next_walk(&self) -> SimTime {
        if self.walk_ppm == 0.0 {
            return SimTime::MAX;
        }
        let walked = self.stretch.from.nanos() / WALK.nanos();
        SimTime::from_nanos((walked + 1) * WALK.nanos())
    }

    /// Warms up or cools down from `at` on, as far as a board survives.
    pub(super) fn ramp(&mut self, at: SimTime, k_per_s: f64) {
        self.start_stretch(at);
        let (low, high) = SURVIVAL_C;
        let end_c = if k_per_s > 0.0 { high } else { low };
        let span_s = (end_c - self.stretch.temperature_c) / k_per_s;
        let moves = k_per_s != 0.0 && span_s > 0.0;
        self.stretch.ramp_k_per_s = if moves { k_per_s } else { 0.0 };
        self.stretch.ramp_until = if moves { at.saturating_add(SimTime::from_secs(span_s)) } else { SimTime::MAX };
    }
}
