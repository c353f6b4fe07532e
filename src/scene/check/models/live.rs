//! What a real board sends.

use super::super::super::path::Path;
use super::super::bounds::POSITIVE;
use super::super::report::Report;
use crate::core::device::LiveSpec;

/// Checks names and numbers.
pub(super) fn check(at: Path<'_>, spec: &LiveSpec, report: &mut Report) {
    let list = at.field("signals");
    for (index, signal) in spec.signals.iter().enumerate() {
        let item = list.item(index);
        if signal.name.trim().is_empty() {
            report.refuse(item.field("name"), format!("{:?} is not a name", signal.name));
        }
        if spec.signals[..index].iter().any(|other| other.name == signal.name) {
            report.refuse(item.field("name"), format!("{:?} is there twice", signal.name));
        }
        if let Some(period) = signal.period {
            report.number(item.field("period"), period, POSITIVE);
        }
    }
}
