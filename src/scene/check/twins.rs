//! Twins: what they are twins of, the link they hang on, and how they are kept in step.

use super::super::path::Path;
use super::super::spec::{SceneSpec, TwinSpec};
use super::devices::Known;
use super::names::Names;
use super::report::Report;
use super::sync;
use crate::core::twin::PredictorSpec;

/// The signals that each twin follows, where they are known.
pub(super) type Followed = Vec<Option<Vec<String>>>;

/// Checks all twins.
pub(super) fn check(spec: &SceneSpec, names: &Names<'_>, devices: &[Known], report: &mut Report) -> Followed {
    let root = Path::ROOT;
    let list = root.field("twins");
    let one = |(index, twin): (usize, &TwinSpec)| check_one(list.item(index), twin, names, devices, report);
    spec.twins.iter().enumerate().map(one).collect()
}

fn check_one(at: Path<'_>, twin: &TwinSpec, names: &Names<'_>, devices: &[Known], report: &mut Report) -> Option<Vec<String>> {
    let device = names.devices.get(twin.of.as_str()).and_then(|index| devices.get(*index));
    if !names.devices.contains_key(twin.of.as_str()) {
        report.refuse_name(at.field("of"), &twin.of, "a device of this scene", names.devices.keys().copied());
    }
    if !names.links.contains_key(twin.uplink.as_str()) {
        report.refuse_name(at.field("uplink"), &twin.uplink, "a link of this scene", names.links.keys().copied());
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
    let followed = if twin.signals.is_empty() { measured.map(<[String]>::to_vec) } else { Some(twin.signals.clone()) };
    sync::check(at.field("sync"), &twin.sync, followed.as_deref(), report);
    if twin.predictor == PredictorSpec::Model && device.is_some_and(Known::has_no_twin_model) {
        let message = format!("Model needs a device with a model of its own, and {:?} has none", twin.of);
        report.refuse(at.field("predictor"), message);
    }
    followed
}
