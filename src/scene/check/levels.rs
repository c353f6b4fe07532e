//! Service levels: limits that can be kept, about signals that the twin gets.

use super::super::path::Path;
use super::super::spec::TwinSpec;
use super::bounds::{Bounds, POSITIVE};
use super::report::Report;
use super::sync::check_signal;
use crate::core::link::LinkSpec;
use crate::core::metric::ServiceLevel;

/// A share that can be promised.
const PROMISED: Bounds = Bounds::above(0.0).up_to(1.0);

/// Checks what is promised about a twin that follows the given signals, where they are known.
pub(super) fn check(
    at: Path<'_>,
    twin: &TwinSpec,
    uplink: Option<&LinkSpec>,
    signals: Option<&[String]>,
    report: &mut Report,
) {
    for (index, level) in twin.service_levels.iter().enumerate() {
        let at = at.item(index);
        match level {
            ServiceLevel::AgeBelow { s, share } | ServiceLevel::LatencyBelow { s, share } => {
                report.number(at.field("s"), *s, POSITIVE);
                report.number(at.field("share"), *share, PROMISED);
            }
            ServiceLevel::ErrorBelow { signal, value } => {
                check_signal(at.field("signal"), signal, signals, report);
                report.number(at.field("value"), *value, POSITIVE);
            }
            ServiceLevel::DeliveryAbove { share } => report.number(at.field("share"), *share, PROMISED),
            ServiceLevel::AlignmentAbove { ratio } => report.number(at.field("ratio"), *ratio, PROMISED),
            ServiceLevel::BytesBelow { per_s } => report.number(at.field("per_s"), *per_s, POSITIVE),
            ServiceLevel::PowerBelow { w } => {
                report.number(at.field("w"), *w, POSITIVE);
                if let Some(link) = uplink.filter(|link| link.radio.is_none()) {
                    report.refuse(at, format!("PowerBelow needs a link with a radio, and {:?} names none", link.name));
                }
            }
        }
    }
}
