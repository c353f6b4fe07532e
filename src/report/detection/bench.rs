//! Benches: one watched device each, over an everyday network, without a timeline.

use std::sync::Arc;

use crate::core::action::{Action, TimelineEntry};
use crate::core::delivery::{DeliverySpec, ResyncSpec};
use crate::core::detect::{DetectorKind, WatchSpec};
use crate::core::device::{DeviceModel, ModelSpec};
use crate::core::link::{DelaySpec, LinkSpec, LossSpec};
use crate::core::rng::Stream;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::sync::{Schedule, SyncSpec};
use crate::core::time::SimTime;
use crate::core::twin::PredictorSpec;
use crate::scene::{DeviceSpec, LoadedScene, Origin, SceneSpec, Tables, TwinSpec, load, shipped};

/// Reports a second, where the sensors are that fast.
const RATE_HZ: f64 = 10.0;

/// Fewest readings a second of devices that rigid bodies move.
const BODY_RATE_HZ: f64 = 2.0;

/// Energy of a vehicle's battery, in kilowatt hours: the usual one is empty within the hour, which is no false alarm.
const BATTERY_KWH: f64 = 10.0;

/// Readings that a fault is given to be noticed.
const READINGS: f64 = 300.0;

/// One watched device.
#[derive(Clone)]
pub struct Bench {
    /// What the device is, for tables.
    pub name: String,
    /// A scene with this device, a twin that watches with all detectors, one with the plain threshold, and a link.
    pub scene: Arc<LoadedScene>,
    /// The device's signals.
    pub signals: Vec<SignalInfo>,
    /// What measures them.
    pub sensors: Vec<SensorSpec>,
    /// Time between two reports, in seconds.
    pub spacing_s: f64,
    /// When faults begin, in seconds: the warm-ups are over.
    pub from_s: f64,
    /// How long they last, in seconds.
    pub for_s: f64,
}

/// A bench for every kind of device in the shipped scenes, in the order of their first appearance, and for the signal
/// generator. Recordings are left out: what happened in them cannot be told from what is injected.
#[must_use]
pub fn benches() -> Vec<Bench> {
    let mut benches: Vec<Bench> = Vec::new();
    for name in shipped().iter().map(|scene| scene.name) {
        let Ok(scene) = load(name) else { continue };
        for device in &scene.spec.devices {
            let label = label(&device.model);
            if !matches!(device.model, ModelSpec::Recording(_))
                && benches.iter().all(|bench| bench.name != label)
                && let Some(bench) = bench(device, &scene.tables, label)
            {
                benches.push(bench);
            }
        }
    }
    let generator = DeviceSpec { name: "generator".into(), model: ModelSpec::Generator(Default::default()), ..blank() };
    if benches.iter().all(|bench| bench.name != label(&generator.model)) {
        benches.extend(bench(&generator, &Tables::default(), label(&generator.model)));
    }
    benches
}

fn label(model: &ModelSpec) -> String {
    format!("{:?}", model.kind())
}

fn blank() -> DeviceSpec {
    DeviceSpec {
        name: String::new(),
        model: ModelSpec::Generator(Default::default()),
        clock: Default::default(),
        sensors: Vec::new(),
        firmware: "1.0.0".to_owned(),
        config: 1,
        depends_on: Vec::new(),
    }
}

/// The device as its model stands at the start; none where it cannot be built.
pub(super) fn build(device: &DeviceSpec, tables: &Tables) -> Option<Box<dyn DeviceModel>> {
    device.model.build(tables.get(&device.name), Stream::new(1, &device.name, "model")).ok()
}

fn bench(device: &DeviceSpec, tables: &Tables, label: String) -> Option<Bench> {
    let model = build(device, tables)?;
    let mut sensors = if device.sensors.is_empty() { model.default_sensors() } else { device.sensors.clone() };
    // A stream sends only the newest readings: what is sampled more often never travels.
    for sensor in &mut sensors {
        sensor.rate_hz = sensor.rate_hz.min(2.0 * RATE_HZ);
        // Rigid bodies take time to move: their slow sensors are read more often, so that trials can be shorter.
        if device.model.has_bodies() {
            sensor.rate_hz = sensor.rate_hz.max(BODY_RATE_HZ);
        }
    }
    let fastest_hz = sensors.iter().map(|sensor| sensor.rate_hz).fold(0.0, f64::max);
    let slowest_hz = sensors.iter().map(|sensor| sensor.rate_hz).fold(f64::INFINITY, f64::min);
    if fastest_hz <= 0.0 {
        return None;
    }
    let rate_hz = fastest_hz.min(RATE_HZ);
    // Detectors know a signal after some three hundred of its readings.
    let slowest_s = 1.0 / slowest_hz.min(rate_hz);
    let from_s = (300.0 * slowest_s).max(if device.model.has_bodies() { 200.0 } else { 600.0 });
    let for_s = (0.2 * READINGS * slowest_s).max(READINGS / rate_hz).max(30.0);
    let twin = TwinSpec {
        name: "twin".to_owned(),
        of: device.name.clone(),
        sync: SyncSpec::RealTime { rate_hz, schedule: Schedule::Regular },
        uplink: "wifi".to_owned(),
        downlink: None,
        predictor: PredictorSpec::Hold,
        watch: WatchSpec::All,
        delivery: DeliverySpec::AtMostOnce,
        offline: None,
        conflict: None,
        resync: ResyncSpec::default(),
        signals: Vec::new(),
        service_levels: Vec::new(),
    };
    // The baseline has a twin of its own: it must not lend its alarms to the others.
    let plain =
        TwinSpec { name: "plain".to_owned(), watch: WatchSpec::Only(vec![DetectorKind::Threshold]), ..twin.clone() };
    let link = LinkSpec {
        name: "wifi".to_owned(),
        delay: Some(DelaySpec::Uniform { mean_ms: 20.0, half_width_ms: 10.0 }),
        loss: Some(LossSpec::Bernoulli(0.01)),
        ..LinkSpec::default()
    };
    let mut spec = SceneSpec {
        title: label.clone(),
        description: String::new(),
        seed: 1,
        duration_s: from_s + for_s,
        step_ms: 250.0,
        devices: vec![DeviceSpec { depends_on: Vec::new(), sensors: sensors.clone(), ..device.clone() }],
        twins: vec![twin, plain],
        links: vec![link],
        timeline: Vec::new(),
    };
    if let ModelSpec::Vehicle(vehicle) = &mut spec.devices[0].model {
        vehicle.battery_kwh = BATTERY_KWH;
    }
    let tables: Tables = tables
        .iter()
        .filter(|(name, _)| **name == device.name)
        .map(|(name, table)| (name.clone(), table.clone()))
        .collect();
    let signals = model.signals().to_vec();
    let scene = Arc::new(LoadedScene { spec, tables, origin: Origin::Text(label.clone()), text: "".into() });
    Some(Bench { name: label, scene, signals, sensors, spacing_s: 1.0 / rate_hz, from_s, for_s })
}

impl Bench {
    /// The same device with something on its timeline, for a time in seconds.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut SceneSpec)) -> Arc<LoadedScene> {
        let mut scene = (*self.scene).clone();
        change(&mut scene.spec);
        Arc::new(scene)
    }

    /// An entry for its timeline: something done when faults begin.
    #[must_use]
    pub fn at_once(&self, action: Action) -> TimelineEntry {
        TimelineEntry { at_s: self.from_s, action }
    }

    /// How far each signal wanders when nothing is wrong, in its unit: measured along the way to the first fault, but
    /// no less than what its sensor's noise makes of it; none for signals that nothing measures. Signals that rest
    /// wander by 0.
    #[must_use]
    pub fn wanders(&self) -> Vec<Option<(f64, f64)>> {
        let Some(mut device) = build(&self.scene.spec.devices[0], &self.scene.tables) else { return Vec::new() };
        let mut extents = vec![(f64::INFINITY, f64::NEG_INFINITY); self.signals.len()];
        let samples = 2000;
        for sample in 0..samples {
            device.advance(SimTime::from_secs(self.from_s * f64::from(sample) / f64::from(samples)));
            for (signal, extent) in extents.iter_mut().enumerate() {
                let value = device.signal(signal);
                if value.is_finite() {
                    *extent = (extent.0.min(value), extent.1.max(value));
                }
            }
        }
        let measured = |signal: usize| self.sensors.iter().any(|sensor| *sensor.signal == *self.signals[signal].name);
        let known =
            |(signal, extent): (usize, (f64, f64))| (measured(signal) && extent.0 <= extent.1).then_some(extent);
        extents.into_iter().enumerate().map(known).collect()
    }
}
