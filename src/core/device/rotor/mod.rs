//! Rotor rig: a disc with a heavy spot on a spring-supported shaft.
//!
//! The disc turns about the z axis; x is horizontal, y is up, and angles count counter-clockwise from x. On
//! springs the total moving mass M obeys `M x'' + c x' + k x = U w^2 cos(angle)` in both directions (static
//! unbalance, Jeffcott rotor), solved piece by piece in closed form: at constant speed one piece holds for
//! ever, while the speed changes a piece lasts [`PIECE`] of absolute time, so that results do not depend on
//! the step length. Without springs the mass floats and the centre of gravity stays where it is.

mod spec;
mod support;
mod twin;

pub use spec::RotorSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math::{self, PI, TAU};
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use support::Support;
use twin::RotorTwin;

/// Standard gravity, in m/s^2: an accelerometer reads specific force, so a resting one shows +g upwards.
pub const GRAVITY: f64 = 9.806_65;

/// Length of a piece while the speed changes.
const PIECE: SimTime = SimTime::from_nanos(3_906_250);

const ACCEL_X: usize = 0;
const ACCEL_Y: usize = 1;
const SPEED: usize = 3;
const PHASE: usize = 4;
const TEMPERATURE: usize = 5;

/// The rig is safe at any speed in this range, in turns per minute.
const SPEED_LIMITS_RPM: (f64, f64) = (0.0, 6000.0);

/// Time that a change of speed from a panel takes, in seconds.
const RAMP_S: f64 = 2.0;

/// Bearing temperature settles at `AMBIENT_C + HEATING_C * (rpm / 3000)^2`.
const AMBIENT_C: f64 = 22.0;
const HEATING_C: f64 = 18.0;
const THERMAL_TIME_S: f64 = 300.0;

/// One stretch of constant speed (on springs) or constant acceleration (free).
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: SimTime,
    angle: f64,
    speed: f64,
    spin: f64,
    /// Free vibration at the start, for x and y: displacement and velocity beyond the forced response.
    free: [(f64, f64); 2],
}

/// A ramp of speed.
#[derive(Clone, Copy, Debug)]
struct Ramp {
    until: SimTime,
    target_rad_s: f64,
    spin: f64,
}

/// Motion of the disc's centre along one axis.
#[derive(Clone, Copy, Debug, Default)]
struct Motion {
    x: f64,
    v: f64,
    a: f64,
}

/// A rotor at an instant.
pub(super) struct Rotor {
    signals: [SignalInfo; 6],
    spec: RotorSpec,
    support: Option<Support>,
    unbalance_kg_m: f64,
    growth_kg_m_per_s: f64,
    growth_from: SimTime,
    piece: Piece,
    ramp: Option<Ramp>,
    temperature_c: f64,
    now: SimTime,
}

impl Rotor {
    pub(super) fn new(spec: &RotorSpec) -> Self {
        let speed = spec.speed_rpm * TAU / 60.0;
        let spins_up = spec.spin_up_s > 0.0;
        let piece = Piece {
            from: SimTime::ZERO,
            angle: spec.phase_deg * PI / 180.0,
            speed: if spins_up { 0.0 } else { speed },
            spin: 0.0,
            free: [(0.0, 0.0); 2],
        };
        let mut rotor = Self {
            signals: [
                SignalInfo::new("accel_x", "m/s²"),
                SignalInfo::new("accel_y", "m/s²"),
                SignalInfo::new("accel_z", "m/s²"),
                SignalInfo::new("speed_rpm", "1/min"),
                SignalInfo::angle("phase_deg"),
                SignalInfo::new("temperature", "°C"),
            ],
            support: Support::of(spec),
            unbalance_kg_m: spec.unbalance_g_mm * 1e-6,
            growth_kg_m_per_s: 0.0,
            growth_from: SimTime::ZERO,
            piece,
            ramp: None,
            temperature_c: AMBIENT_C,
            now: SimTime::ZERO,
            spec: spec.clone(),
        };
        if spins_up {
            rotor.change_speed(spec.speed_rpm, spec.spin_up_s);
        } else {
            rotor.temperature_c = settled_temperature(speed);
        }
        rotor
    }

    fn unbalance(&self, at: SimTime) -> f64 {
        (self.unbalance_kg_m + self.growth_kg_m_per_s * (at - self.growth_from).secs()).max(0.0)
    }

    fn angle(&self, at: SimTime) -> f64 {
        let t = (at - self.piece.from).secs();
        self.piece.angle + (self.piece.speed + 0.5 * self.piece.spin * t) * t
    }

    fn speed(&self, at: SimTime) -> f64 {
        self.piece.speed + self.piece.spin * (at - self.piece.from).secs()
    }

    /// Forced response along x (`quarter_turns` 0) or y (1).
    fn forced(&self, at: SimTime, axis: usize) -> Motion {
        let eccentricity = self.unbalance(at) / self.spec.mass_kg;
        let (angle, speed) = (self.angle(at), self.speed(at));
        let turn = if axis == 0 { 0.0 } else { PI / 2.0 };
        match &self.support {
            Some(support) => {
                let (gain, lag) = support.response(speed);
                let (amplitude, phase) = (eccentricity * gain, angle - turn - lag);
                let x = amplitude * math::cos(phase);
                Motion { x, v: -amplitude * speed * math::sin(phase), a: -speed * speed * x }
            }
            None => {
                let (sin, cos) = (math::sin(angle - turn), math::cos(angle - turn));
                Motion {
                    x: -eccentricity * cos,
                    v: eccentricity * speed * sin,
                    a: eccentricity * (speed * speed * cos + self.piece.spin * sin),
                }
            }
        }
    }

    fn motion(&self, at: SimTime, axis: usize) -> Motion {
        let forced = self.forced(at, axis);
        let (Some(support), (x0, v0)) = (&self.support, self.piece.free[axis]) else { return forced };
        if x0 == 0.0 && v0 == 0.0 {
            return forced;
        }
        let t = (at - self.piece.from).secs();
        let (wn, zeta) = (support.natural_rad_s, support.damping_ratio);
        let decay = math::exp(-zeta * wn * t);
        let wd = wn * (1.0 - zeta * zeta).max(1e-12).sqrt();
        let (sin, cos) = (math::sin(wd * t), math::cos(wd * t));
        let b = (v0 + zeta * wn * x0) / wd;
        let x = decay * (x0 * cos + b * sin);
        let v = decay * (v0 * cos - (wn * wn * x0 + zeta * wn * v0) / wd * sin);
        let a = -2.0 * zeta * wn * v - wn * wn * x;
        Motion { x: forced.x + x, v: forced.v + v, a: forced.a + a }
    }

    /// Starts a new piece at `at`, with the disc where it is and moving as it does.
    fn start_piece(&mut self, at: SimTime, speed: f64, spin: f64) {
        let before = [self.motion(at, 0), self.motion(at, 1)];
        self.piece = Piece { from: at, angle: self.angle(at), speed, spin, free: [(0.0, 0.0); 2] };
        if self.support.is_some() {
            for (axis, before) in before.into_iter().enumerate() {
                let forced = self.forced(at, axis);
                self.piece.free[axis] = (before.x - forced.x, before.v - forced.v);
            }
        }
    }

    fn change_speed(&mut self, rpm: f64, over_s: f64) {
        let target = rpm * TAU / 60.0;
        if over_s <= 0.0 {
            self.ramp = None;
            self.start_piece(self.now, target, 0.0);
            return;
        }
        let spin = (target - self.speed(self.now)) / over_s;
        self.ramp = Some(Ramp { until: self.now + SimTime::from_secs(over_s), target_rad_s: target, spin });
        self.next_ramp_piece(self.now, self.speed(self.now));
    }

    fn next_ramp_piece(&mut self, at: SimTime, speed: f64) {
        let Some(ramp) = self.ramp else { return };
        if self.support.is_some() {
            // A piece of constant speed in the middle of the climb turns exactly as far as the climb does.
            self.start_piece(at, speed + 0.5 * ramp.spin * (ramp.until - at).min(PIECE).secs(), 0.0);
        } else {
            self.start_piece(at, speed, ramp.spin);
        }
    }

    fn run_ramp(&mut self, now: SimTime) {
        while let Some(ramp) = self.ramp {
            let piece_end = if self.support.is_some() { self.piece.from + PIECE } else { ramp.until };
            let end = piece_end.min(ramp.until);
            if now < end {
                return;
            }
            self.warm_up(end);
            if end == ramp.until {
                self.ramp = None;
                self.start_piece(end, ramp.target_rad_s, 0.0);
            } else {
                let speed = ramp.target_rad_s - ramp.spin * (ramp.until - end).secs();
                self.next_ramp_piece(end, speed);
            }
        }
    }

    fn warm_up(&mut self, now: SimTime) {
        let settled = settled_temperature(self.speed(now));
        let share = math::exp(-(now - self.now).secs() / THERMAL_TIME_S);
        self.temperature_c = settled + (self.temperature_c - settled) * share;
        self.now = now;
    }
}

fn settled_temperature(speed_rad_s: f64) -> f64 {
    let share = speed_rad_s * 60.0 / TAU / 3000.0;
    AMBIENT_C + HEATING_C * share * share
}

impl DeviceModel for Rotor {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        let accelerometer = |signal: &str| SensorSpec {
            noise_std: 0.05,
            range: Some((-78.45, 78.45)),
            bits: Some(16),
            ..SensorSpec::ideal(signal, 1000.0)
        };
        vec![
            accelerometer("accel_x"),
            accelerometer("accel_y"),
            SensorSpec::ideal("speed_rpm", 1000.0),
            SensorSpec::ideal("phase_deg", 1000.0),
        ]
    }

    fn advance(&mut self, now: SimTime) {
        self.run_ramp(now);
        self.warm_up(now);
    }

    fn signal(&self, index: usize) -> f64 {
        match index {
            ACCEL_X => self.motion(self.now, 0).a,
            ACCEL_Y => self.motion(self.now, 1).a + GRAVITY,
            SPEED => self.speed(self.now) * 60.0 / TAU,
            PHASE => math::wrap(self.angle(self.now) * 180.0 / PI, 360.0),
            TEMPERATURE => self.temperature_c,
            _ => 0.0,
        }
    }

    fn body(&self) -> Body {
        Body::Rotor {
            angle_rad: self.angle(self.now),
            speed_rpm: self.speed(self.now) * 60.0 / TAU,
            x_m: self.motion(self.now, 0).x,
            y_m: self.motion(self.now, 1).x,
        }
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match kind {
            FaultKind::UnbalanceGrowth { g_mm_per_s } => {
                self.unbalance_kg_m = self.unbalance(self.now);
                self.growth_from = self.now;
                self.growth_kg_m_per_s = g_mm_per_s * 1e-6;
                Ok(())
            }
            FaultKind::EmergencyBrake { .. } => Err("a rotor has no emergency brake".to_owned()),
            _ => Err(kind.refused_by("a rotor")),
        }
    }

    fn mend(&mut self, kind: &FaultKind) {
        if matches!(kind, FaultKind::UnbalanceGrowth { .. }) {
            self.unbalance_kg_m = self.unbalance(self.now);
            self.growth_from = self.now;
            self.growth_kg_m_per_s = 0.0;
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![FaultKind::UnbalanceGrowth { g_mm_per_s: 2.0 }]
    }

    fn controls(&self) -> Vec<Control> {
        let now = self.speed(self.now) * 60.0 / TAU;
        let make = |rpm| Setting::Speed { rpm, over_s: RAMP_S };
        vec![Control::number("Speed", "rpm", SPEED_LIMITS_RPM, now, make)]
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match setting {
            Setting::Speed { rpm, over_s } => {
                self.change_speed(within("the speed", *rpm, SPEED_LIMITS_RPM, "rpm")?, *over_s);
                Ok(())
            }
            Setting::TargetSpeed { .. } => Err("a rotor's speed is set in rpm, with Speed".to_owned()),
            _ => Err(setting.refused_by("a rotor")),
        }
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        let nominal = RotorSpec { spin_up_s: 0.0, ..self.spec.clone() };
        Some(Box::new(RotorTwin::new(nominal)))
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in [ACCEL_X, ACCEL_Y, SPEED, PHASE, TEMPERATURE] {
            digest.f64(self.signal(signal));
        }
    }
}
