//! A clock board's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::ClockBoardSpec;
use crate::core::device::clock_board::SURVIVAL_C;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &ClockBoardSpec, report: &mut Report) {
    report.number(at.field("drift_ppm"), spec.drift_ppm, Bounds::at_least(-3e4).up_to(3e4));
    report.number(at.field("offset_s"), spec.offset_s, Bounds::at_least(0.0).up_to(4294.0));
    report.number(at.field("temperature_c"), spec.temperature_c, Bounds::at_least(SURVIVAL_C.0).up_to(SURVIVAL_C.1));
    report.number(at.field("beta_ppm_per_k2"), spec.beta_ppm_per_k2, Bounds::at_least(-10.0).up_to(10.0));
    report.number(at.field("wander_ppm"), spec.wander_ppm, Bounds::at_least(0.0).up_to(100.0));
}
