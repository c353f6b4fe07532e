//! A heater's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::HeaterSpec;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &HeaterSpec, report: &mut Report) {
    report.number(at.field("target_c"), spec.target_c, Bounds::at_least(-50.0).up_to(200.0));
    report.number(at.field("ambient_c"), spec.ambient_c, Bounds::at_least(-50.0).up_to(60.0));
}
