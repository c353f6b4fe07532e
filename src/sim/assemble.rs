//! From a scene to machines: who is made, in which order, from which random streams.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::watch;
use crate::core::delivery::{Courier, DeliverySpec, Receiver};
use crate::core::detect::Fleet;
use crate::core::device::BuildError;
use crate::core::exchange::{Names, PlainMachines, Plant, Reporter, SpareMode};
use crate::core::link::{LineSpec, Link};
use crate::core::metric::{Books, RadioMeter, RadioSpec};
use crate::core::rng::Stream;
use crate::core::signal::SensorSpec;
use crate::core::time::{DeviceClock, SimTime};
use crate::core::twin::shadow::Replica;
use crate::core::twin::{Belief, Predictor, Session};
use crate::core::versions::{Firmware, Versions};
use crate::scene::{DeviceSpec, LoadedScene, TwinSpec};

/// Machines of a scene, and what the instances of links are called.
pub struct Assembly {
    /// The machines, in scene order.
    pub machines: PlainMachines,
    /// Instance names, by link index.
    pub link_names: Vec<String>,
    /// Groups of equal devices whose twins compare them.
    pub fleets: Vec<Fleet>,
}

/// Makes the machines of a scene under a seed.
///
/// # Errors
/// When a device cannot be built; scenes that passed their check can.
pub fn assemble(scene: &LoadedScene, seed: u64) -> Result<Assembly, BuildError> {
    let mut machines = PlainMachines::default();
    let mut sensors = Vec::new();
    for spec in &scene.spec.devices {
        machines.names.devices.insert(spec.name.clone(), machines.plants.len() as u32);
        let (plant, measuring) = plant(scene, spec, seed)?;
        machines.plants.push(plant);
        sensors.push(measuring);
    }
    let (mut link_names, mut ways) = (Vec::new(), Ways::new());
    for spec in &scene.spec.twins {
        let index = machines.twins.len() as u32;
        let kept = (&mut link_names, &mut ways);
        let Some(uplink) = instance(scene, spec, &spec.uplink, "", seed, &mut machines, kept) else {
            continue;
        };
        let downlink = spec
            .downlink
            .as_ref()
            .and_then(|name| instance(scene, spec, name, DOWN, seed, &mut machines, (&mut link_names, &mut ways)));
        let Some(device) = machines.names.devices.get(&spec.of).copied() else { continue };
        let plant = &mut machines.plants[device as usize];
        plant.twins.push(index);
        let radio = scene.spec.links.iter().find(|link| link.name == spec.uplink).and_then(|link| link.radio);
        machines.twins.push(pair(spec, plant, &sensors[device as usize], device, (uplink, downlink), radio, seed));
        machines.names.twins.insert(spec.name.clone(), index);
    }
    let fleets = watch::fleets(scene, &mut machines);
    Ok(Assembly { machines, link_names, fleets })
}

fn plant(scene: &LoadedScene, spec: &DeviceSpec, seed: u64) -> Result<(Plant, Vec<SensorSpec>), BuildError> {
    let model = spec.model.build(scene.tables.get(&spec.name), Stream::new(seed, &spec.name, "model"))?;
    let sensors = if spec.sensors.is_empty() { model.default_sensors() } else { spec.sensors.clone() };
    let stream = |signal: &str| Stream::new(seed, &format!("{}.{signal}", spec.name), "noise");
    let mut plant = Plant::new(model, DeviceClock::new(spec.clock), &sensors, stream);
    plant.versions = Versions { firmware: Firmware::parse(&spec.firmware).unwrap_or_default(), config: spec.config };
    Ok((plant, sensors))
}

/// Most writes that a device keeps for a twin that it cannot reach.
const KEPT_WRITES: usize = 1000;

/// What instance names of downlinks end in.
const DOWN: &str = ".down";

/// The lines of links, up and down: instances share their properties until one of them is changed.
type Ways = BTreeMap<(String, bool), Vec<Arc<LineSpec>>>;

/// The link instance that serves a twin in one direction: its own, or the shared one, made when first named.
fn instance(
    scene: &LoadedScene,
    twin: &TwinSpec,
    link: &str,
    direction: &str,
    seed: u64,
    machines: &mut PlainMachines,
    (link_names, ways): (&mut Vec<String>, &mut Ways),
) -> Option<u32> {
    let spec = scene.spec.links.iter().find(|spec| spec.name == link)?;
    let known = machines.names.links.get(&spec.name);
    if let (true, Some(index)) = (spec.shared, known.and_then(|instances| instances.first())) {
        return Some(*index);
    }
    let index = machines.links.len() as u32;
    let instance = if spec.shared { spec.name.clone() } else { format!("{}@{}{direction}", spec.name, twin.name) };
    let lines = &ways.entry((link.to_owned(), !direction.is_empty())).or_insert_with(|| {
        let lines = spec.lines(!direction.is_empty()).unwrap_or_default();
        lines.into_iter().map(Arc::new).collect()
    })[..];
    let (first, rest) = lines.split_first()?;
    machines.links.push(Link::new(Arc::clone(first), rest, seed, &instance));
    machines.names.links.entry(spec.name.clone()).or_default().push(index);
    if !spec.shared {
        machines.names.links.insert(instance.clone(), vec![index]);
    }
    link_names.push(instance);
    Some(index)
}

fn pair(
    spec: &TwinSpec,
    plant: &Plant,
    sensors: &[SensorSpec],
    device: u32,
    (uplink, downlink): (u32, Option<u32>),
    radio: Option<RadioSpec>,
    seed: u64,
) -> (Reporter, Belief, Books) {
    let signals = plant.model.signals();
    let predictor = Predictor::new(spec.predictor, signals, plant.model.twin_model());
    let stream = Stream::new(seed, &spec.name, "schedule");
    let follows = |name: &str| spec.signals.is_empty() || spec.signals.iter().any(|signal| signal == name);
    let reporter = Reporter {
        device,
        uplink,
        downlink,
        spare: Box::new(SpareMode { spec: Arc::new(spec.sync.clone()), stream: stream.clone() }),
        mode: spec.sync.build(signals, predictor.clone(), stream),
        clock: plant.clock,
        follows: signals.iter().map(|signal| follows(&signal.name)).collect(),
        follows_all: signals.iter().all(|signal| follows(&signal.name)),
        sequence: 0,
        armed: SimTime::MAX,
        since: SimTime::ZERO,
        delivery: spec.delivery,
        courier: Courier::build(&spec.delivery, spec.offline, spec.resync, spec.conflict.is_some()),
        replica: spec.conflict.as_ref().map(|_| Box::new(Replica::new(KEPT_WRITES))),
    };
    let mut belief = Belief::new(predictor, plant.versions);
    belief.watch = watch::build(spec, plant, sensors);
    if let DeliverySpec::AtLeastOnce { in_order: true, .. } = spec.delivery {
        belief.receiver = Some(Box::new(Receiver::new(spec.delivery.patience_s())));
    }
    belief.session = spec.conflict.as_ref().map(|rule| Box::new(Session::new(rule.clone(), signals)));
    let books = Books { radio: radio.map(|radio| Box::new(RadioMeter::new(radio))), ..Books::new(signals.len()) };
    (reporter, belief, books)
}

impl Assembly {
    /// Who is called what.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.machines.names
    }
}
