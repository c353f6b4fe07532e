//! Dependencies: every device leans on things of the scene, and none on itself by any way.

use std::collections::BTreeSet;

use super::super::path::Path;
use super::super::spec::SceneSpec;
use super::names::Names;
use super::report::Report;

/// More than anybody can draw.
const MOST: usize = 1000;

/// Checks all of them.
pub(super) fn check(spec: &SceneSpec, names: &Names<'_>, report: &mut Report) {
    let root = Path::ROOT;
    let list = root.field("devices");
    let total = spec.devices.iter().map(|device| device.depends_on.len()).sum();
    report.at_most(list, total, MOST, "dependencies");
    if total > MOST {
        return;
    }
    for (order, device) in spec.devices.iter().enumerate().filter(|(_, device)| !device.depends_on.is_empty()) {
        let item = list.item(order);
        let at = item.field("depends_on");
        report.distinct(at, &device.depends_on);
        for (place, name) in device.depends_on.iter().enumerate() {
            if !names.devices.contains_key(name.as_str()) && !names.links.contains_key(name.as_str()) {
                let things = names.devices.keys().chain(names.links.keys()).copied();
                report.refuse_name(at.item(place), name, "a device or a link of this scene", things);
            }
        }
        if leads_back(spec, names, order) {
            report.refuse(at, format!("{:?} depends on itself", device.name));
        }
    }
}

fn leads_back(spec: &SceneSpec, names: &Names<'_>, start: usize) -> bool {
    let (mut reached, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(at) = open.pop() {
        for next in spec.devices[at].depends_on.iter().filter_map(|name| names.devices.get(name.as_str())) {
            if reached.insert(*next) {
                open.push(*next);
            }
        }
    }
    reached.contains(&start)
}
