//! The controller: a proportional-integral rule with anti-windup, and the actuator that it moves.

use crate::core::device::ZoneMode;

/// Opening for each kelvin of error.
const GAIN_PER_K: f64 = 0.25;
/// Time in which the integral part repeats the proportional one, in seconds.
const INTEGRAL_S: f64 = 900.0;
/// Time in which an integral part that has nothing left to open is let go, in seconds.
const TRACKING_S: f64 = 300.0;
/// Time that the actuator takes from shut to open, in seconds.
pub(super) const TRAVEL_S: f64 = 120.0;
/// Change of the fan's speed in a second, as a share of full speed.
pub(super) const FAN_RAMP_PER_S: f64 = 0.05;

/// Controller and actuator.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Controller {
    /// The integral part, as an opening.
    integral: f64,
    /// Position of the valve, from 0 to 1.
    pub valve: f64,
}

impl Controller {
    /// Lets `dt_s` seconds pass with a felt temperature; a stuck valve stays where it is, and the controller does not
    /// know.
    pub fn step(&mut self, mode: ZoneMode, setpoint_c: f64, felt_c: f64, stuck: bool, dt_s: f64) {
        let wanted = self.wanted(mode, setpoint_c, felt_c, dt_s);
        if !stuck {
            let most = dt_s / TRAVEL_S;
            self.valve = (self.valve + (wanted - self.valve).clamp(-most, most)).clamp(0.0, 1.0);
        }
    }

    fn wanted(&mut self, mode: ZoneMode, setpoint_c: f64, felt_c: f64, dt_s: f64) -> f64 {
        let error_k = match mode {
            ZoneMode::Heat => setpoint_c - felt_c,
            ZoneMode::Cool => felt_c - setpoint_c,
            ZoneMode::Off | ZoneMode::Ventilate => {
                self.integral = 0.0;
                return 0.0;
            }
        };
        let asked = GAIN_PER_K * error_k + self.integral;
        let wanted = asked.clamp(0.0, 1.0);
        // Back-calculation: what the valve cannot follow is taken out of the integral part.
        self.integral += dt_s * (GAIN_PER_K * error_k / INTEGRAL_S + (wanted - asked) / TRACKING_S);
        wanted
    }

    /// Forgets what another mode has gathered.
    pub fn begin(&mut self) {
        self.integral = 0.0;
    }

    /// Believes that the valve stands at a position, and that the controller wants it there.
    pub fn believe(&mut self, valve: f64, mode: ZoneMode, setpoint_c: f64, felt_c: f64) {
        self.valve = valve.clamp(0.0, 1.0);
        let error_k = if mode == ZoneMode::Cool { felt_c - setpoint_c } else { setpoint_c - felt_c };
        if valve > 0.0 && valve < 1.0 {
            self.integral = valve - GAIN_PER_K * error_k;
        }
    }
}

/// A fan's speed after `dt_s` seconds on its way to another, both from 0 to 1.
#[must_use]
pub(super) fn ramped(speed: f64, wanted: f64, dt_s: f64) -> f64 {
    let most = FAN_RAMP_PER_S * dt_s;
    speed + (wanted - speed).clamp(-most, most)
}
