//! Vehicles of the convoy. The physics engine moves them; this model reads their motion between its steps.
//!
//! Between two physics steps position and speed are interpolated linearly and headings the short way round.

mod driver;
pub mod road;

pub use driver::{Driver, STANDSTILL_GAP_M, pursuit_curvature};

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math::{self, PI, TAU};
use crate::core::signal::{Reading, SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Length of a vehicle, in metres.
pub const LENGTH_M: f64 = 4.4;
/// Width of a vehicle, in metres.
pub const WIDTH_M: f64 = 1.8;
/// Height of a vehicle, in metres.
pub const HEIGHT_M: f64 = 1.4;

/// Speeds that a driver may be asked for, in metres per second.
const SPEED_LIMITS_MPS: (f64, f64) = (0.0, 30.0);

const X: usize = 0;
const Y: usize = 1;
const HEADING: usize = 2;
const SPEED: usize = 3;
const ACCEL: usize = 4;

/// A vehicle of the convoy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VehicleSpec {
    /// Speed that its driver wants on a free road, in metres per second.
    pub target_speed_mps: f64,
    /// Time gap that its driver keeps, in seconds.
    pub gap_s: f64,
    /// Mass, in kilograms.
    pub mass_kg: f64,
}

impl Default for VehicleSpec {
    fn default() -> Self {
        Self { target_speed_mps: 8.0, gap_s: 1.2, mass_kg: 1200.0 }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Pose {
    x_m: f64,
    y_m: f64,
    z_m: f64,
    heading_rad: f64,
    speed_mps: f64,
    accel_mps2: f64,
}

/// A vehicle at an instant.
pub(super) struct Vehicle {
    signals: [SignalInfo; 5],
    driver: Driver,
    braking_until: SimTime,
    track: VecDeque<(SimTime, Pose)>,
    pose: Pose,
    now: SimTime,
}

impl Vehicle {
    pub(super) fn new(spec: &VehicleSpec) -> Self {
        Self {
            signals: [
                SignalInfo::new("x", "m"),
                SignalInfo::new("y", "m"),
                SignalInfo::angle("heading_deg"),
                SignalInfo::new("speed_mps", "m/s"),
                SignalInfo::new("accel_mps2", "m/s²"),
            ],
            driver: Driver { target_speed_mps: spec.target_speed_mps, gap_s: spec.gap_s, braking_mps2: None },
            braking_until: SimTime::ZERO,
            track: VecDeque::new(),
            pose: Pose::default(),
            now: SimTime::ZERO,
        }
    }
}

fn between(from: &Pose, to: &Pose, share: f64) -> Pose {
    let mix = |a: f64, b: f64| a + (b - a) * share;
    Pose {
        x_m: mix(from.x_m, to.x_m),
        y_m: mix(from.y_m, to.y_m),
        z_m: mix(from.z_m, to.z_m),
        heading_rad: from.heading_rad + share * math::wrap_difference(to.heading_rad - from.heading_rad, TAU),
        speed_mps: mix(from.speed_mps, to.speed_mps),
        accel_mps2: mix(from.accel_mps2, to.accel_mps2),
    }
}

impl DeviceModel for Vehicle {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        ["x", "y", "heading_deg", "speed_mps", "accel_mps2"].map(|signal| SensorSpec::ideal(signal, 50.0)).into()
    }

    fn advance(&mut self, now: SimTime) {
        self.now = now;
        while self.track.len() > 2 && self.track[1].0 <= now {
            self.track.pop_front();
        }
        let Some((from_at, from)) = self.track.front() else { return };
        self.pose = match self.track.get(1) {
            Some((to_at, to)) if now > *from_at => {
                let share = (now - *from_at).secs() / (*to_at - *from_at).secs();
                between(from, to, share.min(1.0))
            }
            _ => *from,
        };
    }

    fn signal(&self, index: usize) -> f64 {
        match index {
            X => self.pose.x_m,
            Y => self.pose.y_m,
            HEADING => math::wrap(self.pose.heading_rad * 180.0 / PI, 360.0),
            SPEED => self.pose.speed_mps,
            ACCEL => self.pose.accel_mps2,
            _ => 0.0,
        }
    }

    fn body(&self) -> Body {
        let Pose { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2 } = self.pose;
        Body::Vehicle { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2 }
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match kind {
            FaultKind::EmergencyBrake { decel_mps2, for_s } => {
                self.driver.braking_mps2 = Some(*decel_mps2);
                self.braking_until = self.now + SimTime::from_secs(*for_s);
                Ok(())
            }
            FaultKind::UnbalanceGrowth { .. } => Err("a vehicle has no rotor to unbalance".to_owned()),
            _ => Err(kind.refused_by("a vehicle")),
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![FaultKind::EmergencyBrake { decel_mps2: 6.0, for_s: 2.0 }]
    }

    fn controls(&self) -> Vec<Control> {
        let make = |mps| Setting::TargetSpeed { mps };
        vec![Control::number("Target speed", "m/s", SPEED_LIMITS_MPS, self.driver.target_speed_mps, make)]
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match setting {
            Setting::TargetSpeed { mps } => {
                self.driver.target_speed_mps = within("the speed", *mps, SPEED_LIMITS_MPS, "m/s")?;
                Ok(())
            }
            Setting::Speed { .. } => Err("a vehicle's speed is set in m/s, with TargetSpeed".to_owned()),
            _ => Err(setting.refused_by("a vehicle")),
        }
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(VehicleTwin::default()))
    }

    fn driver(&mut self, now: SimTime) -> Option<Driver> {
        if now >= self.braking_until {
            self.driver.braking_mps2 = None;
        }
        Some(self.driver)
    }

    fn place(&mut self, at: SimTime, body: &Body) {
        if let Body::Vehicle { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2 } = *body {
            self.track.push_back((at, Pose { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2 }));
        }
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in [X, Y, HEADING, SPEED, ACCEL] {
            digest.f64(self.signal(signal));
        }
    }
}

/// Reports closer together than this say nothing about the turn rate: jitter would rule it.
const TURN_BASELINE: SimTime = SimTime::from_nanos(250_000_000);

/// No vehicle turns more tightly than this.
const MIN_TURN_RADIUS_M: f64 = 6.0;

/// Dead reckoning stops here and waits for a report, in seconds: beyond it a lost report would send the twin off
/// the road.
const HORIZON_S: f64 = 3.0;

/// Dead reckoning on a plane: constant speed and constant turn rate.
#[derive(Clone, Default)]
struct VehicleTwin {
    values: [Option<(SimTime, f64)>; 5],
    /// The heading from which the next turn rate is taken.
    baseline: Option<(SimTime, f64)>,
    turn_rad_s: f64,
}

impl TwinModel for VehicleTwin {
    fn ingest(&mut self, reading: &Reading) {
        let signal = usize::from(reading.signal);
        if signal == HEADING {
            match self.baseline {
                Some((at, _)) if reading.at - at < TURN_BASELINE => {}
                Some((at, heading)) => {
                    let turned = math::wrap_difference(reading.value - heading, 360.0) * PI / 180.0;
                    self.turn_rad_s = turned / (reading.at - at).secs();
                    self.baseline = Some((reading.at, reading.value));
                }
                None => self.baseline = Some((reading.at, reading.value)),
            }
        }
        self.values[signal] = Some((reading.at, reading.value));
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let (turning_since, heading_deg) = self.values[HEADING]?;
        let (_, speed) = self.values[SPEED]?;
        let (since, reported) = self.values[signal]?;
        let t = (at - since).secs().min(HORIZON_S);
        let sharpest = speed.abs() / MIN_TURN_RADIUS_M;
        let rate = self.turn_rad_s.clamp(-sharpest, sharpest);
        // The heading when this signal was measured, which may be later than the last report of the heading.
        let start_rad = heading_deg * PI / 180.0 + rate * (since - turning_since).secs().clamp(0.0, HORIZON_S);
        let turned = rate * t;
        let middle = start_rad + turned / 2.0;
        // The chord of an arc points along its middle heading.
        let half = turned / 2.0;
        let chord = speed * t * if half.abs() < 1e-6 { 1.0 } else { math::sin(half) / half };
        match signal {
            X => Some(reported + chord * math::cos(middle)),
            Y => Some(reported + chord * math::sin(middle)),
            HEADING => Some(math::wrap(heading_deg + turned * 180.0 / PI, 360.0)),
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
