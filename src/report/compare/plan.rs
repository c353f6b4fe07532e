//! The plan of a comparison: which twin of which device is the template, and the scene in which every mode runs
//! beside the others on the same truth.

use super::CompareError;
use crate::core::action::{Action, TimelineEntry};
use crate::core::detect::WatchSpec;
use crate::scene::{SceneSpec, TwinSpec};

/// A device and the twin that stands for its network and its signals: their places in the scene.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) device: usize,
    pub(super) twin: usize,
}

/// The first twin of every device, or what was asked for.
pub(super) fn templates(
    scene: &SceneSpec,
    device: Option<&str>,
    twin: Option<&str>,
) -> Result<Vec<Template>, CompareError> {
    let devices = || scene.devices.iter().enumerate();
    let named = |names: Vec<&str>| names.join(", ");
    if let Some(name) = device.filter(|name| !devices().any(|(_, device)| device.name == *name)) {
        let known = named(scene.devices.iter().map(|device| device.name.as_str()).collect());
        return Err(CompareError::NoDevice { name: name.to_owned(), known });
    }
    if let Some(name) = twin.filter(|name| !scene.twins.iter().any(|twin| twin.name == *name)) {
        let known = named(scene.twins.iter().map(|twin| twin.name.as_str()).collect());
        return Err(CompareError::NoTwin { name: name.to_owned(), known });
    }
    let wanted = |spec: &TwinSpec| twin.is_none_or(|name| spec.name == name);
    let templates: Vec<Template> = devices()
        .filter(|(_, spec)| device.is_none_or(|name| spec.name == name))
        .filter_map(|(device, spec)| {
            let twin = scene.twins.iter().position(|twin| twin.of == spec.name && wanted(twin))?;
            Some(Template { device, twin })
        })
        .collect();
    if templates.is_empty() { Err(CompareError::Nothing) } else { Ok(templates) }
}

/// The scene with other twins: each on a link instance of its own, with the same devices and the same events.
///
/// What a twin of the scene commanded is done at its device itself, so that the truth is the same and no mode pays
/// for it. What happens to one twin's link happens to the link of every twin that takes its place.
pub(super) fn scene_with(scene: &SceneSpec, twins: Vec<(Template, TwinSpec)>) -> SceneSpec {
    let mut planned = scene.clone();
    for link in &mut planned.links {
        link.shared = false;
    }
    planned.timeline = scene.timeline.iter().flat_map(|entry| entries(scene, &twins, entry)).collect();
    planned.twins =
        twins.into_iter().map(|(_, twin)| TwinSpec { watch: WatchSpec::Off, conflict: None, ..twin }).collect();
    planned
}

fn entries(scene: &SceneSpec, twins: &[(Template, TwinSpec)], entry: &TimelineEntry) -> Vec<TimelineEntry> {
    let with = |action: Action| TimelineEntry { at_s: entry.at_s, action };
    let heirs = |link: &str| heirs(scene, twins, link);
    match &entry.action {
        Action::SetSync { .. } | Action::Answer { .. } => Vec::new(),
        Action::Command { twin, setting, .. } => {
            let device = scene.twins.iter().find(|spec| spec.name == *twin).map(|spec| spec.of.clone());
            device.map(|device| with(Action::Operate { device, setting: setting.clone() })).into_iter().collect()
        }
        Action::Partition { link, hop, for_s } => {
            let cut = |link| with(Action::Partition { link, hop: hop.clone(), for_s: *for_s });
            heirs(link).into_iter().map(cut).collect()
        }
        Action::SetLink { link, hop, change } => {
            let set = |link| with(Action::SetLink { link, hop: hop.clone(), change: change.clone() });
            heirs(link).into_iter().map(set).collect()
        }
        Action::LinkFault { link, hop, kind, for_s } => {
            let fault = |link| with(Action::LinkFault { link, hop: hop.clone(), kind: kind.clone(), for_s: *for_s });
            heirs(link).into_iter().map(fault).collect()
        }
        other => vec![with(other.clone())],
    }
}

/// What takes the place of a link or of a link's instance.
fn heirs(scene: &SceneSpec, twins: &[(Template, TwinSpec)], link: &str) -> Vec<String> {
    let Some((name, twin)) = link.split_once('@') else {
        let used = twins.iter().any(|(_, spec)| spec.uplink == link || spec.downlink.as_deref() == Some(link));
        return if used { vec![link.to_owned()] } else { Vec::new() };
    };
    let (twin, direction) = twin.strip_suffix(".down").map_or((twin, ""), |twin| (twin, ".down"));
    let replaced = twins.iter().filter(|(template, _)| scene.twins[template.twin].name == twin);
    replaced.map(|(_, spec)| format!("{name}@{}{direction}", spec.name)).collect()
}
