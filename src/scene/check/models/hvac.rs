//! A zone's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::HvacSpec;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &HvacSpec, report: &mut Report) {
    report.number(at.field("setpoint_c"), spec.setpoint_c, Bounds::at_least(5.0).up_to(40.0));
    report.number(at.field("zone_volume_m3"), spec.zone_volume_m3, Bounds::at_least(10.0).up_to(1e5));
    report.number(at.field("outdoor_c"), spec.outdoor_c, Bounds::at_least(-50.0).up_to(60.0));
}
