//! A patient's parameters.

use super::super::super::path::Path;
use super::super::bounds::Bounds;
use super::super::report::Report;
use crate::core::device::PatientSpec;
use crate::core::device::patient::rate_limits_ml_per_h;

/// Checks the numbers.
pub(super) fn check(at: Path<'_>, spec: &PatientSpec, report: &mut Report) {
    report.number(at.field("heart_rate_bpm"), spec.heart_rate_bpm, Bounds::at_least(30.0).up_to(200.0));
    report.number(at.field("weight_kg"), spec.weight_kg, Bounds::at_least(2.0).up_to(300.0));
    report.number(at.field("sdnn_ms"), spec.sdnn_ms, Bounds::at_least(0.0).up_to(300.0));
    if let Some(rate) = spec.pump_ml_per_h {
        let (low, high) = rate_limits_ml_per_h(spec.weight_kg);
        report.number(at.field("pump_ml_per_h"), rate, Bounds::at_least(low).up_to(high));
    }
}
