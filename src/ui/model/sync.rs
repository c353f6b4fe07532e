//! Sensible parameters for a mode that a person switches to.

use std::collections::BTreeMap;

use crate::core::sync::{Schedule, SyncKind, SyncSpec, Threshold};

use super::TwinRow;

/// The parameters for a twin that changes to a mode: those of another twin of the same device in that
/// mode, so that they stay comparable, or else usual ones.
#[must_use]
pub fn same_kind_or_default(
    kind: SyncKind,
    twin: &TwinRow,
    twins: &[TwinRow],
    thresholds: &BTreeMap<String, f64>,
    critical: Option<&str>,
) -> SyncSpec {
    let sibling = twins.iter().find(|other| other.device == twin.device && other.kind() == kind);
    if let Some(sibling) = sibling {
        return sibling.sync.clone();
    }
    let threshold = || Threshold::BySignal(thresholds.clone());
    match kind {
        SyncKind::RealTime => SyncSpec::RealTime { rate_hz: 10.0, schedule: Schedule::Regular },
        SyncKind::Periodic => SyncSpec::Periodic { interval_s: 5.0 },
        SyncKind::EventDriven => {
            SyncSpec::EventDriven { threshold: threshold(), relative: false, pmin_s: 0.0, pmax_s: Some(5.0) }
        }
        SyncKind::Hybrid => SyncSpec::Hybrid {
            critical: critical.map(str::to_owned).into_iter().collect(),
            interval_s: 1.0,
            threshold: threshold(),
            relative: false,
            pmin_s: 0.0,
            pmax_s: Some(5.0),
        },
        SyncKind::Predictive => {
            SyncSpec::Predictive { threshold: threshold(), relative: false, heartbeat_s: Some(5.0) }
        }
    }
}
