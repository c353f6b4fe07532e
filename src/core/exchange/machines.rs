//! What the event loop works on, and the view through which it reaches it.

use std::sync::Arc;

use crate::core::delivery::{Courier, DeliverySpec};
use crate::core::device::{DeviceModel, Setting};
use crate::core::digest::Digest;
use crate::core::fault::Trouble;
use crate::core::link::Link;
use crate::core::metric::Books;
use crate::core::rng::Stream;
use crate::core::signal::{Sensor, SensorSpec, SignalInfo};
use crate::core::sync::{SyncMode, SyncSpec};
use crate::core::time::{DeviceClock, SimTime};
use crate::core::twin::Belief;
use crate::core::twin::shadow::Replica;
use crate::core::versions::Versions;

/// A device: its model, its clock and its sensors.
pub struct Plant {
    /// The physical state.
    pub model: Box<dyn DeviceModel>,
    /// The clock that its sensors and timers run on.
    pub clock: DeviceClock,
    /// Sensors, grouped by rate: a group samples at one instant.
    pub groups: Vec<SensorGroup>,
    /// Its twins: indices in scene order.
    pub twins: Vec<u32>,
    /// What faults and hands do to it; none while it is left alone.
    pub trouble: Option<Box<Trouble>>,
    /// What it runs.
    pub versions: Versions,
    /// Whether that has changed since it was paired with its twins.
    pub updated: bool,
}

/// Sensors that sample together.
pub struct SensorGroup {
    /// Nanoseconds of the device's clock between samples; none where the device dictates its rows.
    pub period_nanos: Option<f64>,
    /// Samples taken so far.
    pub taken: u64,
    /// Each sensor with the signal it measures.
    pub sensors: Vec<(u16, Sensor)>,
}

impl Plant {
    /// A device with the given sensors; `streams` makes the noise stream for a sensor's signal.
    #[must_use]
    pub fn new(
        model: Box<dyn DeviceModel>,
        clock: DeviceClock,
        sensors: &[SensorSpec],
        streams: impl Fn(&str) -> Stream,
    ) -> Self {
        let mut groups: Vec<SensorGroup> = Vec::new();
        let own_rows = model.next_row().is_some();
        for spec in sensors {
            let Some(signal) = model.signals().iter().position(|info| *info.name == *spec.signal) else { continue };
            let period_nanos = (!own_rows).then(|| 1e9 / spec.rate_hz);
            let sensor = (signal as u16, Sensor::new(spec, streams(&spec.signal)));
            match groups.iter_mut().find(|group| group.period_nanos == period_nanos) {
                Some(group) => group.sensors.push(sensor),
                None => groups.push(SensorGroup { period_nanos, taken: 0, sensors: vec![sensor] }),
            }
        }
        Self { model, clock, groups, twins: Vec::new(), trouble: None, versions: Versions::default(), updated: false }
    }
}

impl Plant {
    /// What a signal stands at, at the instant of the model's last advance, hands that push it included; NaN where nothing
    /// is known.
    #[must_use]
    pub fn truth(&self, signal: usize) -> f64 {
        let push = self.trouble.as_ref().map_or(0.0, |trouble| trouble.push(signal as u16));
        self.model.standing(signal) + push
    }

    /// The index of a signal, by its name.
    #[must_use]
    pub fn signal_named(&self, name: &str) -> Option<u16> {
        self.model.signals().iter().position(|info| *info.name == *name).map(|index| index as u16)
    }

    /// Works a control; what is applied makes a new version of the configuration.
    ///
    /// # Errors
    /// The sentence of the device's safety gate.
    pub fn operate(&mut self, now: SimTime, setting: &Setting) -> Result<(), String> {
        self.model.advance(now);
        self.model.operate(setting)?;
        self.versions.config += 1;
        self.updated = true;
        Ok(())
    }

    /// Whether it has power.
    #[must_use]
    pub fn powered(&self) -> bool {
        self.trouble.as_ref().is_none_or(|trouble| !trouble.unpowered())
    }

    /// Writes the state to a digest.
    pub fn digest(&self, digest: &mut Digest) {
        self.model.digest(digest);
        if let Some(trouble) = &self.trouble {
            trouble.digest(digest);
        }
        if self.updated {
            self.versions.digest(digest);
        }
    }
}

/// The device's half of a pair: the sync mode that reports to one twin.
pub struct Reporter {
    /// The device.
    pub device: u32,
    /// The link that carries the reports.
    pub uplink: u32,
    /// The link that carries commands, if there is one.
    pub downlink: Option<u32>,
    /// What is needed only when the mode is exchanged.
    pub spare: Box<SpareMode>,
    /// The mode at work.
    pub mode: Box<dyn SyncMode>,
    /// The device's clock, for the mode's timers.
    pub clock: DeviceClock,
    /// For each of the device's signals, whether the twin follows it.
    pub follows: Box<[bool]>,
    /// Whether it follows all of them.
    pub follows_all: bool,
    /// Frames handed over so far.
    pub sequence: u32,
    /// When the mode's timer is armed for; [`SimTime::MAX`] while it is not.
    pub armed: SimTime,
    /// Instant since which the mode counts its time.
    pub since: SimTime,
    /// How hard frames and commands are tried.
    pub delivery: DeliverySpec,
    /// What it does about its frames beyond sending each once; none where that is all.
    pub courier: Option<Box<Courier>>,
    /// The device's copy of the twin's document; none where there is no shadow.
    pub replica: Option<Box<Replica>>,
}

/// What a new mode is built from.
pub struct SpareMode {
    /// The mode at work, as specified.
    pub spec: Arc<SyncSpec>,
    /// The random stream of modes that draw.
    pub stream: Stream,
}

impl Reporter {
    /// Starts a sync mode afresh. The switch is a handshake: device and twin agree on what the twin believes.
    pub fn restart(&mut self, signals: &[SignalInfo], belief: &Belief, spec: &Arc<SyncSpec>, now: SimTime) {
        self.mode = spec.build(signals, belief.predictor().clone(), self.spare.stream.clone());
        self.spare.spec = Arc::clone(spec);
        self.since = now;
        self.armed = SimTime::MAX;
    }

    /// The mode's own time at a reference instant.
    #[must_use]
    pub fn local(&self, at: SimTime) -> SimTime {
        self.clock.elapsed(at) - self.clock.elapsed(self.since)
    }

    /// The reference instant at which the mode's own time shows `local`.
    #[must_use]
    pub fn reference(&self, local: SimTime) -> SimTime {
        self.clock.reference_after((self.clock.elapsed(self.since) + local).nanos())
    }
}

/// The parts of a pair, reached together.
pub struct TwinParts<'a> {
    /// The device's half.
    pub reporter: &'a mut Reporter,
    /// The far half.
    pub belief: &'a mut Belief,
    /// What is measured about both.
    pub books: &'a mut Books,
}

/// A view of all machines of a run, by their indices in scene order.
pub trait Machines {
    /// How many devices there are.
    fn devices(&self) -> u32;
    /// How many twins there are.
    fn twins(&self) -> u32;
    /// A device.
    fn plant(&mut self, device: u32) -> &mut Plant;
    /// A pair.
    fn twin(&mut self, twin: u32) -> TwinParts<'_>;
    /// A link instance.
    fn link(&mut self, link: u32) -> &mut Link;
    /// The device called `name`.
    fn device_named(&self, name: &str) -> Option<u32>;
    /// The twin called `name`.
    fn twin_named(&self, name: &str) -> Option<u32>;
    /// The link instances that a name means: one instance `link@twin`, or all of a link.
    fn links_named(&self, name: &str) -> Vec<u32>;
}
