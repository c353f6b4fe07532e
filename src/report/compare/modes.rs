//! The twin of each mode: the scene's own where it has one, otherwise one derived from what the pilot found.

use super::pilot::{Found, three_digits};
use super::plan::Template;
use crate::core::sync::{Schedule, SyncKind, SyncSpec, Threshold};
use crate::core::twin::PredictorSpec;
use crate::scene::SceneSpec;

/// Heartbeats of derived event modes come after this many periods of the template.
const HEARTBEAT: f64 = 10.0;

/// How a device keeps up under a mode: the mode with its parameters, the predictor, and whether both are derived.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) sync: SyncSpec,
    pub(super) predictor: PredictorSpec,
    pub(super) derived: bool,
}

/// The way of a mode for a template.
pub(super) fn way(scene: &SceneSpec, template: &Template, kind: SyncKind, found: &Found) -> Way {
    let device = &scene.devices[template.device].name;
    let first = &scene.twins[template.twin];
    let own = std::iter::once(first).chain(scene.twins.iter().filter(|twin| twin.of == *device));
    let fitting = own
        .filter(|twin| twin.sync.kind() == kind)
        .find_map(|twin| Some((fitted(&twin.sync, &found.followed)?, twin.predictor)));
    match fitting {
        Some((sync, predictor)) => Way { sync, predictor, derived: false },
        None => {
            let predictor = match kind {
                SyncKind::Predictive => found.predictor(),
                _ => PredictorSpec::Hold,
            };
            Way { sync: derived(kind, found), predictor, derived: true }
        }
    }
}

/// A mode about the signals that the template follows; none where nothing is left of it.
fn fitted(sync: &SyncSpec, followed: &[String]) -> Option<SyncSpec> {
    let known = |name: &String| followed.contains(name);
    let mut sync = sync.clone();
    match &mut sync {
        SyncSpec::RealTime { .. } | SyncSpec::Periodic { .. } => {}
        SyncSpec::EventDriven { threshold, .. } | SyncSpec::Predictive { threshold, .. } => fit(threshold, known)?,
        SyncSpec::Hybrid { critical, threshold, .. } => {
            critical.retain(known);
            (!critical.is_empty()).then_some(())?;
            fit(threshold, known)?;
        }
    }
    Some(sync)
}

fn fit(threshold: &mut Threshold, known: impl Fn(&String) -> bool) -> Option<()> {
    if let Threshold::BySignal(map) = threshold {
        map.retain(|name, _| known(name));
        return (!map.is_empty()).then_some(());
    }
    Some(())
}

/// A mode that plans about as many frames as the template.
fn derived(kind: SyncKind, found: &Found) -> SyncSpec {
    let period_s = three_digits(1.0 / found.rate_hz);
    let heartbeat_s = Some(three_digits(HEARTBEAT * period_s));
    match kind {
        SyncKind::RealTime => SyncSpec::RealTime { rate_hz: found.rate_hz, schedule: Schedule::Regular },
        SyncKind::Periodic => SyncSpec::Periodic { interval_s: period_s },
        SyncKind::EventDriven => SyncSpec::EventDriven {
            threshold: found.threshold(found.event_share),
            relative: false,
            pmin_s: 0.0,
            pmax_s: heartbeat_s,
        },
        SyncKind::Hybrid => SyncSpec::Hybrid {
            critical: found.followed.first().cloned().into_iter().collect(),
            interval_s: three_digits(2.0 * period_s),
            threshold: found.threshold(found.event_share),
            relative: false,
            pmin_s: three_digits(2.0 * period_s),
            pmax_s: heartbeat_s,
        },
        SyncKind::Predictive => {
            SyncSpec::Predictive { threshold: found.threshold(found.predictive_share), relative: false, heartbeat_s }
        }
    }
}
