//! A robot arm's parameters.

use super::super::super::path::Path;
use super::super::bounds::{Bounds, NOT_NEGATIVE};
use super::super::report::Report;
use crate::core::device::RobotArmSpec;
use crate::core::device::robot_arm::geometry::PAYLOAD_KG;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &RobotArmSpec, report: &mut Report) {
    report.number(at.field("speed_override"), spec.speed_override, Bounds::at_least(5.0).up_to(100.0));
    report.number(at.field("payload_kg"), spec.payload_kg, NOT_NEGATIVE.up_to(PAYLOAD_KG));
}
