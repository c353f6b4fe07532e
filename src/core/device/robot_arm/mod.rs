//! A robot arm with six joints that picks parts from a conveyor and places them in a tray.
//!
//! The arm is a published one ([`geometry`]); its moves are known in closed form, its motors pay for them in current and
//! heat, and the parts are rigid bodies that the physics engine moves and this model grips and lets go.

mod cell;
mod dynamics;
pub mod geometry;
mod health;
pub mod kinematics;
mod pose;
mod profile;
mod program;
mod signals;
mod spec;
mod twin;
mod worker;

pub use cell::{CellOrder, CellSight, Hold, PartPose};
pub use dynamics::{AMBIENT_C, STANDING_W, THERMAL_K_PER_W, THERMAL_TIME_S, TORQUE_NM_PER_A, WINDING_OHM};
pub use health::{COOL_C, TRIP_C};
pub use pose::{ArmPose, ArmStatus};
pub use profile::{ACCEL_DEG_S2, SPEED_DEG_S, STOP_DEG_S2};
pub use program::{belt_period_s, cycle_time_s};
pub use spec::RobotArmSpec;

use std::collections::VecDeque;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Knob, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use dynamics::currents_a;
use geometry::{FLOOR_M, JOINT_LIMITS_DEG, JOINTS};
use kinematics::frames;
use program::Script;
use signals::Quantity;
use twin::ArmTwin;
use worker::Worker;

/// Share of the programmed speed that may be set, in per cent.
const OVERRIDE_PERCENT: (f64, f64) = (5.0, 100.0);

/// No link may be told to go closer to the floor than this, in metres.
const GROUND_CLEARANCE_M: f64 = 0.1;

/// A pose out of the way of belt and tray, in degrees.
const PARKED_DEG: [f64; JOINTS] = [90.0, -110.0, 100.0, -80.0, -90.0, 0.0];

/// The device at an instant.
pub(super) struct RobotArm {
    spec: RobotArmSpec,
    signals: Vec<SignalInfo>,
    script: Script,
    worker: Worker,
    sights: VecDeque<(SimTime, CellSight)>,
}

impl RobotArm {
    pub(super) fn new(spec: &RobotArmSpec) -> Self {
        let script = Script::new();
        let share = spec.speed_override.clamp(OVERRIDE_PERCENT.0, OVERRIDE_PERCENT.1) / 100.0;
        Self {
            worker: Worker::new(&script, share, spec.payload_kg),
            spec: spec.clone(),
            signals: signals::all(),
            script,
            sights: VecDeque::new(),
        }
    }

    /// Where a part that the engine moves is between two of its ticks.
    fn part(&self, index: usize, now: SimTime) -> PartPose {
        let after = self.sights.iter().position(|(at, _)| *at > now).unwrap_or(self.sights.len());
        let before = after.checked_sub(1).and_then(|place| self.sights.get(place));
        match (before, self.sights.get(after)) {
            (Some((from_at, from)), Some((to_at, to))) => {
                let share = (now - *from_at).secs() / (*to_at - *from_at).secs();
                pose::between(&from[index], &to[index], share)
            }
            (Some((_, only)), None) | (None, Some((_, only))) => only[index],
            (None, None) => PartPose::default(),
        }
    }

    fn arm_pose(&self) -> ArmPose {
        let (worker, now) = (&self.worker, self.worker.now);
        let held = worker.parts.held();
        let part = |index: usize| match worker.parts.lives[index] {
            cell::Life::Away => None,
            cell::Life::Held => Some(worker.gripper(now).0),
            _ => Some(self.part(index, now)),
        };
        ArmPose {
            joints_deg: worker.true_deg(now),
            speeds_deg_s: worker.wanted(now).deg_s.map(|speed| speed as f32),
            opening_mm: worker.opening_mm(now) as f32,
            parts: std::array::from_fn(part),
            held: held.map(|index| index as u8),
            belt_m: worker.parts.belt_m(now),
            status: worker.status,
            ailing: worker.health.ailing().map(|joint| joint as u8 + 1),
        }
    }

    fn run(&mut self, on: bool) -> Result<(), String> {
        let now = self.worker.now;
        if !on {
            if matches!(self.worker.status, ArmStatus::Working | ArmStatus::AtPose) {
                self.worker.halt(now, ArmStatus::Paused);
            }
            return Ok(());
        }
        match self.worker.status {
            ArmStatus::EmergencyStop => return Err("the arm is in emergency stop: release it first".to_owned()),
            ArmStatus::Overheated(_) => {
                if let Some(joint) = self.worker.health.hotter_than(COOL_C, now) {
                    return Err(format!("motor {} has not cooled below {COOL_C} °C yet", joint + 1));
                }
            }
            _ => {}
        }
        self.worker.resume(&self.script, now);
        Ok(())
    }

    fn go_to(&mut self, joints_deg: &[f64; JOINTS]) -> Result<(), String> {
        for (joint, angle_deg) in joints_deg.iter().enumerate() {
            within(&format!("joint {}", joint + 1), *angle_deg, JOINT_LIMITS_DEG, "°")?;
        }
        let lowest_m = frames(joints_deg)[2..].iter().map(|frame| frame.origin[2]).fold(f64::INFINITY, f64::min);
        if lowest_m < FLOOR_M + GROUND_CLEARANCE_M {
            return Err("the pose would drive the arm into the floor".to_owned());
        }
        if self.worker.status.is_halted() {
            return Err(format!("the arm does not move: {}", self.worker.status.words()));
        }
        self.worker.go_to(&self.script, *joints_deg, self.worker.now);
        Ok(())
    }

    fn stop(&mut self, on: bool) {
        match (on, self.worker.status) {
            (true, _) => self.worker.halt(self.worker.now, ArmStatus::EmergencyStop),
            // A release alone starts nothing (ISO 13850): the arm waits for Run.
            (false, ArmStatus::EmergencyStop) => self.worker.status = ArmStatus::Paused,
            (false, _) => {}
        }
    }
}

fn sight_at(sights: &VecDeque<(SimTime, CellSight)>, at: SimTime) -> Option<&CellSight> {
    sights.iter().find(|(seen, _)| *seen == at).map(|(_, sight)| sight)
}

/// The index of a joint that a person counts from 1.
fn joint(number: u8) -> Result<usize, String> {
    let index = usize::from(number).wrapping_sub(1);
    if index < JOINTS { Ok(index) } else { Err(format!("a robot arm has no joint {number}")) }
}

impl DeviceModel for RobotArm {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        self.signals.iter().enumerate().map(|(index, info)| signals::sensor(Quantity::of(index), &info.name)).collect()
    }

    fn advance(&mut self, now: SimTime) {
        let sights = &self.sights;
        self.worker.advance(&self.script, now, |at| sight_at(sights, at));
        while self.sights.len() > 2 && self.sights[1].0 <= now {
            self.sights.pop_front();
        }
    }

    fn signal(&self, index: usize) -> f64 {
        let (worker, now) = (&self.worker, self.worker.now);
        match Quantity::of(index) {
            Quantity::Joint(joint) => worker.health.shown_deg(&worker.wanted(now).deg, now)[joint],
            Quantity::Tool(axis) => kinematics::tool(&worker.true_deg(now)).origin[axis],
            Quantity::Current(joint) => currents_a(&worker.torques_nm(now))[joint],
            Quantity::Temperature(joint) => worker.health.temperature_c(joint, now),
            Quantity::Cycles => f64::from(worker.cycles),
            Quantity::Throughput => worker.throughput_per_h(now),
            Quantity::Gripper => worker.opening_mm(now),
        }
    }

    fn body(&self) -> Body {
        Body::RobotArm(self.arm_pose())
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        let now = self.worker.now;
        match *kind {
            FaultKind::JointFriction { joint: number, nm_per_s } => {
                self.worker.health.set_friction(joint(number)?, Some(nm_per_s), now);
            }
            FaultKind::EncoderSlip { joint: number, deg } => self.worker.health.set_slip(joint(number)?, deg, now),
            FaultKind::OverheatedMotor { joint: number, watts } => {
                self.worker.health.set_added_w(joint(number)?, watts);
            }
            FaultKind::DroppedPart => {
                self.worker.drops_next = true;
                if self.worker.parts.held().is_some() {
                    self.worker.let_go(now);
                }
            }
            _ => return Err(kind.refused_by("a robot arm")),
        }
        Ok(())
    }

    fn mend(&mut self, kind: &FaultKind) {
        let now = self.worker.now;
        let health = &mut self.worker.health;
        match *kind {
            FaultKind::JointFriction { joint: number, .. } => {
                let _ = joint(number).map(|joint| health.set_friction(joint, None, now));
            }
            FaultKind::EncoderSlip { joint: number, .. } => {
                let _ = joint(number).map(|joint| health.set_slip(joint, 0.0, now));
            }
            FaultKind::OverheatedMotor { joint: number, .. } => {
                let _ = joint(number).map(|joint| health.set_added_w(joint, 0.0));
            }
            FaultKind::DroppedPart => self.worker.drops_next = false,
            _ => {}
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![
            FaultKind::JointFriction { joint: 2, nm_per_s: 1.0 },
            FaultKind::EncoderSlip { joint: 1, deg: 3.0 },
            FaultKind::OverheatedMotor { joint: 3, watts: 250.0 },
            FaultKind::DroppedPart,
        ]
    }

    fn controls(&self) -> Vec<Control> {
        let status = self.worker.status;
        let stopped = usize::from(status == ArmStatus::EmergencyStop);
        let run = match status {
            ArmStatus::Working => Some(0),
            ArmStatus::Paused => Some(1),
            _ => None,
        };
        let stop = |on| Setting::EmergencyStop { on };
        let park = vec![("Park", Setting::Pose { joints_deg: PARKED_DEG })];
        vec![
            Control::choice(
                "Programme",
                vec![("Run", Setting::Run { on: true }), ("Pause", Setting::Run { on: false })],
                run,
            ),
            Control::number("Speed override", "%", OVERRIDE_PERCENT, self.worker.share * 100.0, |percent| {
                Setting::SpeedOverride { percent }
            }),
            Control { label: "Pose", knob: Knob::Choice { options: park, now: None } },
            Control::choice("Emergency stop", vec![("Released", stop(false)), ("Stop", stop(true))], Some(stopped)),
        ]
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match setting {
            Setting::Run { on } => self.run(*on),
            Setting::SpeedOverride { percent } => {
                let percent = within("the speed override", *percent, OVERRIDE_PERCENT, "%")?;
                self.worker.set_share(percent / 100.0, self.worker.now);
                Ok(())
            }
            Setting::Pose { joints_deg } => self.go_to(joints_deg),
            Setting::EmergencyStop { on } => {
                self.stop(*on);
                Ok(())
            }
            _ => Err(setting.refused_by("a robot arm")),
        }
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(ArmTwin::new(&self.spec)))
    }

    fn order(&self, at: SimTime) -> Option<CellOrder> {
        let mut ahead = self.worker.clone();
        ahead.advance(&self.script, at, |tick| sight_at(&self.sights, tick));
        Some(ahead.parts.order(ahead.gripper(at)))
    }

    fn see(&mut self, at: SimTime, sight: &CellSight) {
        self.sights.push_back((at, *sight));
    }

    fn digest(&self, digest: &mut Digest) {
        for index in 0..self.signals.len() {
            digest.f64(self.signal(index));
        }
        self.worker.health.digest(digest, self.worker.now);
        self.worker.parts.digest(digest);
    }
}
