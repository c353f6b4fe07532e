//! Watches: the detectors that twins ask for, and the groups of equal devices that they compare.

use crate::core::detect::{Channel, DetectorKind, Fleet, Watch, WatchKit};
use crate::core::device::ModelSpec;
use crate::core::exchange::{PlainMachines, Plant};
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::scene::{LoadedScene, TwinSpec};

/// Fewest equal devices that are compared: with two nobody knows which is wrong.
const FLEET: usize = 3;

/// The detectors that a twin asks for; they know what the data sheets of its device's sensors say.
pub(super) fn build(spec: &TwinSpec, plant: &Plant, sensors: &[SensorSpec]) -> Option<Box<Watch>> {
    let detectors = spec.watch.detectors();
    if detectors.is_empty() {
        return None;
    }
    let follows = |name: &str| spec.signals.is_empty() || spec.signals.iter().any(|signal| signal == name);
    let channels = plant.model.signals().iter().map(|info| {
        let sensor = sensors.iter().find(|sensor| *sensor.signal == *info.name)?;
        follows(&info.name).then(|| Channel::new(info, Some(sensor)))
    });
    let kit = WatchKit {
        channels: channels.collect(),
        promised_gap_s: spec.sync.promised_gap_s(),
        by_events: spec.sync.is_by_events(),
        detectors,
    };
    Some(Box::new(Watch::new(kit, plant.model.twin_model())))
}

/// Twins of equal devices that compare them: the device and the twin, by their places in the scene.
type Group<'a> = (&'a ModelSpec, Vec<(u32, usize)>);

/// Puts watched twins of equal devices into groups; of several twins of one device, the first.
pub(super) fn fleets(scene: &LoadedScene, machines: &mut PlainMachines) -> Vec<Fleet> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (twin, spec) in scene.spec.twins.iter().enumerate() {
        let compares = spec.watch.detectors().contains(&DetectorKind::Fleet);
        let device = scene.spec.devices.iter().position(|device| device.name == spec.of);
        let (true, Some(device)) = (compares, device) else { continue };
        let model = &scene.spec.devices[device].model;
        match groups.iter_mut().find(|(equal, _)| *equal == model) {
            Some((_, members)) if members.iter().any(|(known, _)| *known == device as u32) => {}
            Some((_, members)) => members.push((device as u32, twin)),
            None => groups.push((model, vec![(device as u32, twin)])),
        }
    }
    let mut fleets = Vec::new();
    for (_, members) in groups.iter().filter(|(_, members)| members.len() >= FLEET) {
        let first = members.first().and_then(|(device, _)| machines.plants.get(*device as usize));
        let Some(plant) = first else { continue };
        let floors: Vec<f64> = plant.model.signals().iter().map(floor).collect();
        let fleet = Fleet::new(plant.model.signals(), &floors, members.len());
        for (place, (_, twin)) in members.iter().enumerate() {
            if let Some((_, belief, _)) = machines.twins.get_mut(*twin)
                && let Some(watch) = &mut belief.watch
            {
                watch.fleet = Some((fleets.len() as u32, place as u32));
            }
        }
        fleets.push(fleet);
    }
    fleets
}

/// Differences between equal devices that concern nobody: a thousandth of what the signal can plausibly show.
fn floor(info: &SignalInfo) -> f64 {
    info.plausible.map_or(1e-6, |(low, high)| 1e-3 * (high - low))
}
