//! Vehicles of the convoy. The physics engine moves them; this model reads their motion at its ticks.
//!
//! Between two ticks position and speed are interpolated linearly and headings the short way round. What depends
//! on the motion, the battery's energy and the warmth of the tyres, is carried from tick to tick, so that results do not
//! depend on the step length.

mod driver;
mod powertrain;
pub mod road;
mod spec;
mod twin;
mod tyre;

pub use driver::{Driver, STANDSTILL_GAP_M, pursuit_curvature};
pub use spec::VehicleSpec;

use std::collections::VecDeque;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math::{self, PI, TAU};
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use driver::{COMFORT_DECEL_MPS2, MAX_ACCEL_MPS2, MAX_DECEL_MPS2};
use powertrain::Powertrain;
use twin::VehicleTwin;
use tyre::Tyre;

/// Length of a vehicle, in metres.
pub const LENGTH_M: f64 = 4.4;
/// Width of a vehicle, in metres.
pub const WIDTH_M: f64 = 1.8;
/// Height of a vehicle, in metres.
pub const HEIGHT_M: f64 = 1.4;

/// Speeds that a driver may be asked for, in metres per second.
const SPEED_LIMITS_MPS: (f64, f64) = (0.0, 30.0);

/// Time gaps that a driver may be asked for, in seconds.
const GAP_LIMITS_S: (f64, f64) = (0.5, 5.0);

/// Error of the usual positioning, in metres: satellite navigation with a base station's carrier-phase corrections.
/// Without them it is a metre and more, and wanders; that hides what a way of syncing does.
const POSITION_NOISE_M: f64 = 0.05;

const X: usize = 0;
const Y: usize = 1;
const HEADING: usize = 2;
const SPEED: usize = 3;
const ACCEL: usize = 4;
const BATTERY: usize = 5;
const TYRE: usize = 6;
const POWER: usize = 7;
const COUNT: usize = 8;

/// What a vehicle shows to those around it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VehicleSigns {
    /// Its hazard lights blink: it has stalled.
    pub hazard: bool,
    /// How flat its rear right tyre is, from 0 (sound) to 1.
    pub flat: f64,
}

/// A vehicle at a tick of the engine, or between two.
#[derive(Clone, Copy, Debug, Default)]
struct Pose {
    x_m: f64,
    y_m: f64,
    z_m: f64,
    heading_rad: f64,
    speed_mps: f64,
    accel_mps2: f64,
    battery_j: f64,
    /// Mean power since the tick before.
    drawn_w: f64,
    /// How much warmer the tyres are than the air around.
    warmer_k: f64,
}

/// A vehicle at an instant.
pub(super) struct Vehicle {
    signals: [SignalInfo; COUNT],
    drive: Powertrain,
    tyre: Tyre,
    /// What the driver wants of a sound vehicle on a free road.
    wish: Driver,
    stop: bool,
    stalled: bool,
    emergency: Option<(f64, SimTime)>,
    brake_fade: f64,
    gps_jump_m: (f64, f64),
    track: VecDeque<(SimTime, Pose)>,
    pose: Pose,
    now: SimTime,
}

impl Vehicle {
    pub(super) fn new(spec: &VehicleSpec) -> Self {
        let drive = Powertrain::new(spec);
        let pose = Pose { battery_j: drive.charged_j(spec.charge_percent), ..Pose::default() };
        Self {
            signals: signals(spec, &drive),
            drive,
            tyre: Tyre::new(spec.tyre_kpa),
            wish: Driver::new(spec.target_speed_mps, spec.gap_s),
            stop: false,
            stalled: false,
            emergency: None,
            brake_fade: 0.0,
            gps_jump_m: (0.0, 0.0),
            track: VecDeque::new(),
            pose,
            now: SimTime::ZERO,
        }
    }

    /// Whether the drive gives power.
    fn drives(&self, pose: &Pose) -> bool {
        !self.stalled && pose.battery_j > 0.0
    }

    /// How much the vehicle slows down whatever the road is like: the strongest of several reasons.
    fn slowing_mps2(&self, now: SimTime, pose: &Pose, brakes_mps2: f64) -> Option<f64> {
        let emergency = self.emergency.filter(|(_, until)| now < *until).map(|(decel, _)| decel.min(brakes_mps2));
        let stop = self.stop.then(|| COMFORT_DECEL_MPS2.min(brakes_mps2));
        let stall = (!self.drives(pose)).then(|| self.drive.roll_out_mps2(pose.speed_mps));
        [emergency, stop, stall].into_iter().flatten().reduce(f64::max)
    }
}

/// What sound vehicles on this road show, and how fast it changes.
fn signals(spec: &VehicleSpec, drive: &Powertrain) -> [SignalInfo; COUNT] {
    let edge = road::RADIUS_M + road::WIDTH_M / 2.0 + 0.5;
    let fastest = SPEED_LIMITS_MPS.1;
    let (least_w, most_w) = drive.limits_w();
    [
        SignalInfo::new("x", "m")
            .within(-edge - road::STRAIGHT_M / 2.0, edge + road::STRAIGHT_M / 2.0)
            .changing_at_most(fastest + 0.5),
        SignalInfo::new("y", "m").within(-edge, edge).changing_at_most(fastest + 0.5),
        SignalInfo::angle("heading_deg").changing_at_most(150.0),
        SignalInfo::new("speed_mps", "m/s").within(-0.5, fastest + 0.5).changing_at_most(MAX_DECEL_MPS2 + 1.0),
        SignalInfo::new("accel_mps2", "m/s²").within(-MAX_DECEL_MPS2 - 0.5, MAX_ACCEL_MPS2 + 0.5),
        SignalInfo::new("battery", "%").within(0.0, 100.0).changing_at_most(drive.percent(most_w)),
        SignalInfo::new("tyre_kpa", "kPa")
            .within(tyre::WARNING * spec.tyre_kpa, 1.3 * spec.tyre_kpa)
            .changing_at_most(0.5),
        SignalInfo::new("power_kw", "kW").within(least_w / 1000.0, most_w / 1000.0),
    ]
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
        battery_j: mix(from.battery_j, to.battery_j),
        drawn_w: to.drawn_w,
        warmer_k: mix(from.warmer_k, to.warmer_k),
    }
}

impl DeviceModel for Vehicle {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        let position = |signal: &str| SensorSpec { noise_std: POSITION_NOISE_M, ..SensorSpec::ideal(signal, 50.0) };
        let motion = ["heading_deg", "speed_mps", "accel_mps2"].map(|signal| SensorSpec::ideal(signal, 50.0));
        let health = ["battery", "tyre_kpa", "power_kw"].map(|signal| SensorSpec::ideal(signal, 1.0));
        ["x", "y"].map(position).into_iter().chain(motion).chain(health).collect()
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
            X => self.pose.x_m + self.gps_jump_m.0,
            Y => self.pose.y_m + self.gps_jump_m.1,
            HEADING => math::wrap(self.pose.heading_rad * 180.0 / PI, 360.0),
            SPEED => self.pose.speed_mps,
            ACCEL => self.pose.accel_mps2,
            BATTERY => self.drive.percent(self.pose.battery_j),
            TYRE => self.tyre.kpa(self.now, self.pose.warmer_k),
            POWER => self.pose.drawn_w / 1000.0,
            _ => 0.0,
        }
    }

    fn body(&self) -> Body {
        let Pose { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2, .. } = self.pose;
        let signs = VehicleSigns { hazard: !self.drives(&self.pose), flat: self.tyre.flatness(self.now) };
        Body::Vehicle { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2, signs }
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match *kind {
            FaultKind::EmergencyBrake { decel_mps2, for_s } => {
                self.emergency = Some((decel_mps2, self.now + SimTime::from_secs(for_s)));
            }
            FaultKind::BrakeFade { share } => self.brake_fade = share,
            FaultKind::GpsJump { x_m, y_m } => self.gps_jump_m = (x_m, y_m),
            FaultKind::Puncture { kpa_per_s } => self.tyre.puncture(self.now, kpa_per_s),
            FaultKind::Stall => self.stalled = true,
            FaultKind::UnbalanceGrowth { .. } => return Err("a vehicle has no rotor to unbalance".to_owned()),
            _ => return Err(kind.refused_by("a vehicle")),
        }
        Ok(())
    }

    fn mend(&mut self, kind: &FaultKind) {
        match kind {
            FaultKind::EmergencyBrake { .. } => self.emergency = None,
            FaultKind::BrakeFade { .. } => self.brake_fade = 0.0,
            FaultKind::GpsJump { .. } => self.gps_jump_m = (0.0, 0.0),
            FaultKind::Puncture { .. } => self.tyre.mend(),
            FaultKind::Stall => self.stalled = false,
            _ => {}
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![
            FaultKind::EmergencyBrake { decel_mps2: 6.0, for_s: 2.0 },
            FaultKind::BrakeFade { share: 0.5 },
            FaultKind::GpsJump { x_m: 3.0, y_m: -2.0 },
            FaultKind::Puncture { kpa_per_s: 10.0 },
            FaultKind::Stall,
        ]
    }

    fn controls(&self) -> Vec<Control> {
        let speed = |mps| Setting::TargetSpeed { mps };
        let gap = |s| Setting::Gap { s };
        let ways = vec![("Drive", Setting::Stop { on: false }), ("Stop", Setting::Stop { on: true })];
        vec![
            Control::number("Target speed", "m/s", SPEED_LIMITS_MPS, self.wish.target_speed_mps, speed),
            Control::number("Time gap", "s", GAP_LIMITS_S, self.wish.gap_s, gap),
            Control::choice("Stop", ways, Some(usize::from(self.stop))),
        ]
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match *setting {
            Setting::TargetSpeed { mps } => {
                self.wish.target_speed_mps = within("the speed", mps, SPEED_LIMITS_MPS, "m/s")?;
            }
            Setting::Gap { s } => self.wish.gap_s = within("the time gap", s, GAP_LIMITS_S, "s")?,
            Setting::Stop { on } => self.stop = on,
            Setting::Speed { .. } => return Err("a vehicle's speed is set in m/s, with TargetSpeed".to_owned()),
            _ => return Err(setting.refused_by("a vehicle")),
        }
        Ok(())
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(VehicleTwin::new(self.drive.clone())))
    }

    fn driver(&mut self, now: SimTime) -> Option<Driver> {
        let pose = self.track.back().map_or(self.pose, |(_, pose)| *pose);
        let brakes_mps2 = MAX_DECEL_MPS2 * (1.0 - self.brake_fade);
        Some(Driver {
            target_speed_mps: self.tyre.dared_mps(now, self.wish.target_speed_mps),
            slowing_mps2: self.slowing_mps2(now, &pose, brakes_mps2),
            brakes_mps2,
            ..self.wish
        })
    }

    fn place(&mut self, at: SimTime, body: &Body) {
        let Body::Vehicle { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2, .. } = *body else { return };
        let mut pose = Pose { x_m, y_m, z_m, heading_rad, speed_mps, accel_mps2, ..self.pose };
        if let Some((before_at, before)) = self.track.back() {
            let (over_s, speeds) = ((at - *before_at).secs(), (before.speed_mps, speed_mps));
            (pose.battery_j, pose.drawn_w) = self.drive.after(before.battery_j, speeds, over_s, self.drives(before));
            pose.warmer_k = tyre::warmed_k(before.warmer_k, 0.5 * (speeds.0 + speeds.1), over_s);
        }
        self.track.push_back((at, pose));
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in 0..COUNT {
            digest.f64(self.signal(signal));
        }
    }
}
