//! The numbers of controls. The device's own safety limits come on top of these.

use super::super::super::path::Path;
use super::super::bounds::{ANY, Bounds, NOT_NEGATIVE};
use super::super::report::Report;
use super::{RAMP_S, SPEED_MPS, SPEED_RPM};
use crate::core::device::Setting;

/// Checks the numbers of a control.
pub fn check(at: Path<'_>, setting: &Setting, report: &mut Report) {
    let mut number = |field: &str, value: f64, bounds: Bounds| report.number(at.field(field), value, bounds);
    match *setting {
        Setting::Speed { rpm, over_s } => {
            number("rpm", rpm, SPEED_RPM);
            number("over_s", over_s, RAMP_S);
        }
        Setting::TargetSpeed { mps } => number("mps", mps, SPEED_MPS),
        Setting::Gap { s } => number("s", s, NOT_NEGATIVE.up_to(1e3)),
        Setting::SpeedOverride { percent } | Setting::FanSpeed { percent } => number("percent", percent, ANY),
        Setting::Pose { joints_deg } => {
            let list = at.field("joints_deg");
            for (index, joint) in joints_deg.into_iter().enumerate() {
                report.number(list.item(index), joint, ANY);
            }
        }
        Setting::Setpoint { c } | Setting::Target { c } => number("c", c, ANY),
        Setting::PumpRate { ml_per_h } => number("ml_per_h", ml_per_h, ANY),
        Setting::AlarmLimits { low, high, .. } => {
            number("low", low, ANY);
            number("high", high, ANY);
        }
        Setting::Phase { s } => number("s", s, ANY),
        Setting::Multiplier { factor } => number("factor", factor, ANY),
        Setting::Stop { .. }
        | Setting::Run { .. }
        | Setting::EmergencyStop { .. }
        | Setting::ZoneMode { .. }
        | Setting::AcknowledgeAlarm
        | Setting::HeaterMode { .. } => {}
    }
}
