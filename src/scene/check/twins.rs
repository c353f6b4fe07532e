//! Twins: what they are twins of, the link they hang on, and how they are kept in step.

use super::super::path::Path;
use super::super::spec::{SceneSpec, TwinSpec};
use super::bounds::{Bounds, INTERVAL_S};
use super::devices::Known;
use super::levels;
use super::names::Names;
use super::report::Report;
use super::{links, sync};
use crate::core::delivery::DeliverySpec;
use crate::core::detect::WatchSpec;
use crate::core::twin::PredictorSpec;

/// Checks all twins.
pub(super) fn check(spec: &SceneSpec, names: &Names<'_>, devices: &[Known], report: &mut Report) {
    let root = Path::ROOT;
    let list = root.field("twins");
    for (index, twin) in spec.twins.iter().enumerate() {
        check_one(list.item(index), twin, names, devices, report);
        let uplink = names.links.get(twin.uplink.as_str()).and_then(|link| spec.links.get(*link));
        let at = list.item(index);
        levels::check(at.field("service_levels"), twin, uplink, followed(twin, names, devices), report);
    }
}

/// The signals that a twin follows, where they are known.
pub(super) fn followed<'a>(twin: &'a TwinSpec, names: &Names<'_>, devices: &'a [Known]) -> Option<&'a [String]> {
    if twin.signals.is_empty() { device(twin, names, devices)?.measured() } else { Some(&twin.signals) }
}

fn device<'a>(twin: &TwinSpec, names: &Names<'_>, devices: &'a [Known]) -> Option<&'a Known> {
    devices.get(*names.devices.get(twin.of.as_str())?)
}

fn check_one(at: Path<'_>, twin: &TwinSpec, names: &Names<'_>, devices: &[Known], report: &mut Report) {
    let device = device(twin, names, devices);
    if !names.devices.contains_key(twin.of.as_str()) {
        report.refuse_name(at.field("of"), &twin.of, "a device of this scene", names.devices.keys().copied());
    }
    if !names.links.contains_key(twin.uplink.as_str()) {
        report.refuse_name(at.field("uplink"), &twin.uplink, "a link of this scene", names.links.keys().copied());
    }
    if let Some(downlink) = twin.downlink.as_ref().filter(|name| !names.links.contains_key(name.as_str())) {
        report.refuse_name(at.field("downlink"), downlink, "a link of this scene", names.links.keys().copied());
    }
    if let WatchSpec::Only(kinds) = &twin.watch {
        if kinds.is_empty() {
            report.refuse(at.field("watch"), "Only([]) names no detector; Off watches for nothing");
        }
        for (index, kind) in kinds.iter().enumerate().filter(|(index, kind)| kinds[..*index].contains(kind)) {
            report.refuse(at.field("watch").item(index), format!("{} is named twice", kind.name()));
        }
    }
    delivery(at, twin, report);
    let measured = device.and_then(Known::measured);
    let list = at.field("signals");
    report.distinct(list, &twin.signals);
    for (index, name) in twin.signals.iter().enumerate() {
        if let Some(measured) = measured.filter(|measured| !measured.contains(name)) {
            let what = format!("a signal that the sensors of {:?} measure", twin.of);
            report.refuse_name(list.item(index), name, &what, measured.iter().map(String::as_str));
        }
    }
    sync::check(at.field("sync"), &twin.sync, followed(twin, names, devices), report);
    if twin.predictor == PredictorSpec::Model && device.is_some_and(Known::has_no_twin_model) {
        let message = format!("Model needs a device with a model of its own, and {:?} has none", twin.of);
        report.refuse(at.field("predictor"), message);
    }
}

/// Growth of a timeout from one try to the next.
const BACKOFF: Bounds = Bounds::at_least(1.0).up_to(100.0);
/// Most frames that may be unconfirmed at a time.
const MOST_UNCONFIRMED: usize = 10_000;

fn delivery(at: Path<'_>, twin: &TwinSpec, report: &mut Report) {
    if let Some(kept) = &twin.offline {
        links::offline(at.field("offline"), kept, report);
    }
    if twin.conflict.is_some() && twin.downlink.is_none() {
        report.refuse(at.field("conflict"), "a shadow needs a downlink for its document");
    }
    let DeliverySpec::AtLeastOnce { timeout_s, backoff, window, .. } = twin.delivery else { return };
    let at = at.field("delivery");
    report.number(at.field("timeout_s"), timeout_s, INTERVAL_S);
    report.number(at.field("backoff"), backoff, BACKOFF);
    report.at_most(at.field("window"), window, MOST_UNCONFIRMED, "unconfirmed frames");
    if window == 0 {
        report.refuse(at.field("window"), "0 frames cannot be under way");
    }
    if twin.downlink.is_none() {
        report.refuse(at, "AtLeastOnce needs a downlink for confirmations");
    }
}
