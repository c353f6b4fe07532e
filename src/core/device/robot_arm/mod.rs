//! A robot arm with six joints that picks and places parts beside a conveyor.

mod spec;

pub use spec::RobotArmSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ArmPose {
    /// Joint angles, in degrees.
    pub joints_deg: [f64; 6],
}

/// The device at an instant.
pub(super) struct RobotArm {
    signals: [SignalInfo; 22],
    now: SimTime,
}

impl RobotArm {
    pub(super) fn new(_spec: &RobotArmSpec) -> Self {
        Self {
            signals: [
                SignalInfo::new("joint_1", "°"),
                SignalInfo::new("joint_2", "°"),
                SignalInfo::new("joint_3", "°"),
                SignalInfo::new("joint_4", "°"),
                SignalInfo::new("joint_5", "°"),
                SignalInfo::new("joint_6", "°"),
                SignalInfo::new("tool_x", "m"),
                SignalInfo::new("tool_y", "m"),
                SignalInfo::new("tool_z", "m"),
                SignalInfo::new("motor_1_current", "A"),
                SignalInfo::new("motor_2_current", "A"),
                SignalInfo::new("motor_3_current", "A"),
                SignalInfo::new("motor_4_current", "A"),
                SignalInfo::new("motor_5_current", "A"),
                SignalInfo::new("motor_6_current", "A"),
                SignalInfo::new("motor_1_temperature", "°C"),
                SignalInfo::new("motor_2_temperature", "°C"),
                SignalInfo::new("motor_3_temperature", "°C"),
                SignalInfo::new("motor_4_temperature", "°C"),
                SignalInfo::new("motor_5_temperature", "°C"),
                SignalInfo::new("motor_6_temperature", "°C"),
                SignalInfo::new("cycles", ""),
            ],
            now: SimTime::ZERO,
        }
    }
}

impl DeviceModel for RobotArm {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        self.signals.iter().map(|signal| SensorSpec::ideal(&signal.name, 1.0)).collect()
    }

    fn advance(&mut self, now: SimTime) {
        self.now = now;
    }

    fn signal(&self, _index: usize) -> f64 {
        0.0
    }

    fn body(&self) -> Body {
        Body::RobotArm(ArmPose::default())
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        Err(kind.refused_by("a RobotArm"))
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        Err(setting.refused_by("a RobotArm"))
    }

    fn digest(&self, digest: &mut Digest) {
        digest.i64(self.now.nanos());
    }
}
