//! A patient's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::PatientSpec;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &PatientSpec, report: &mut Report) {
    report.number(at.field("heart_rate_bpm"), spec.heart_rate_bpm, Bounds::at_least(30.0).up_to(200.0));
    report.number(at.field("weight_kg"), spec.weight_kg, Bounds::at_least(2.0).up_to(300.0));
}
