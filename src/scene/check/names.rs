//! Names: what devices, twins and links are called, once each.

use std::collections::BTreeMap;

use super::super::path::Path;
use super::super::spec::SceneSpec;
use super::report::Report;

const MOST_DEVICES: usize = 100_000;
const MOST_TWINS: usize = 1_000_000;
const MOST_LINKS: usize = 100_000;

/// Where every named thing stands in its list.
pub(super) struct Names<'s> {
    pub(super) devices: BTreeMap<&'s str, usize>,
    pub(super) twins: BTreeMap<&'s str, usize>,
    pub(super) links: BTreeMap<&'s str, usize>,
}

impl<'s> Names<'s> {
    /// Reads all names, refusing those that are empty, taken or would confuse a reference.
    pub(super) fn gather(spec: &'s SceneSpec, report: &mut Report) -> Self {
        report.at_most(Path::ROOT.field("devices"), spec.devices.len(), MOST_DEVICES, "devices");
        report.at_most(Path::ROOT.field("twins"), spec.twins.len(), MOST_TWINS, "twins");
        report.at_most(Path::ROOT.field("links"), spec.links.len(), MOST_LINKS, "links");
        Self {
            devices: index("devices", spec.devices.iter().map(|device| device.name.as_str()), report),
            twins: index("twins", spec.twins.iter().map(|twin| twin.name.as_str()), report),
            links: index("links", spec.links.iter().map(|link| link.name.as_str()), report),
        }
    }
}

fn index<'s>(list: &str, names: impl Iterator<Item = &'s str>, report: &mut Report) -> BTreeMap<&'s str, usize> {
    let mut known = BTreeMap::new();
    let root = Path::ROOT;
    let list = root.field(list);
    for (index, name) in names.enumerate() {
        let item = list.item(index);
        let at = item.field("name");
        if name.trim().is_empty() {
            report.refuse(at, format!("{name:?} is an empty name"));
        } else if name.contains('@') || name.chars().any(char::is_control) {
            // `link@twin` names one twin's instance of a link.
            report.refuse(at, format!("{name:?} has a character that names cannot have: @ or a control character"));
        } else if let Some(first) = known.get(name) {
            report.refuse(at, format!("{name:?} is taken by {list}[{first}]"));
        } else {
            known.insert(name, index);
        }
    }
    known
}
