//! Twins: what they are twins of, the link they hang on, and how they are kept in step.

use super::super::path::Path;
use super::super::spec::{SceneSpec, TwinSpec};
use super::devices::Known;
use super::levels;
use super::names::Names;
use super::report::Report;
use super::sync;
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
