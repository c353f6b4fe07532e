//! A robot arm's parameters.

use super::super::super::path::Path;
use super::super::bounds::{NOT_NEGATIVE, POSITIVE};
use super::super::report::Report;
use crate::core::device::RobotArmSpec;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &RobotArmSpec, report: &mut Report) {
    report.number(at.field("speed_override"), spec.speed_override, POSITIVE.up_to(100.0));
    report.number(at.field("payload_kg"), spec.payload_kg, NOT_NEGATIVE.up_to(5.0));
}
