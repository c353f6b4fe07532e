//! A zone's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::HvacSpec;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &HvacSpec, report: &mut Report) {
    report.number(at.field("setpoint_c"), spec.setpoint_c, Bounds::at_least(16.0).up_to(28.0));
    report.number(at.field("zone_volume_m3"), spec.zone_volume_m3, Bounds::at_least(10.0).up_to(1e5));
    report.number(at.field("outdoor_c"), spec.outdoor_c, Bounds::at_least(-50.0).up_to(60.0));
    report.number(at.field("outdoor_swing_k"), spec.outdoor_swing_k, Bounds::at_least(0.0).up_to(30.0));
    report.number(at.field("start_hour"), spec.start_hour, Bounds::at_least(0.0).up_to(24.0));
    report.number(at.field("start_c"), spec.start_c, Bounds::at_least(0.0).up_to(50.0));
    report.number(at.field("persons"), f64::from(spec.persons), Bounds::at_least(0.0).up_to(1e4));
    report.number(at.field("fan_percent"), spec.fan_percent, Bounds::at_least(20.0).up_to(100.0));
}
