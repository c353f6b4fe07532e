//! A heater's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::HeaterSpec;
use crate::core::device::heater::COOLEST_TARGET_C;

/// Checks the numbers, and that the heater can do what it is asked.
pub(super) fn check(at: Path<'_>, spec: &HeaterSpec, report: &mut Report) {
    report.number(at.field("target_c"), spec.target_c, Bounds::at_least(COOLEST_TARGET_C).up_to(200.0));
    report.number(at.field("ambient_c"), spec.ambient_c, Bounds::at_least(-50.0).up_to(60.0));
    report.number(at.field("hysteresis_k"), spec.hysteresis_k, Bounds::at_least(0.1).up_to(20.0));
    if let Err(reason) = spec.reachable(spec.target_c, spec.mode) {
        report.refuse(at.field("target_c"), reason);
    }
}
