//! The simulation: a run that is made, advanced, looked at and asked for its results.

use std::collections::VecDeque;
use std::sync::Arc;

use bevy::prelude::*;
use thiserror::Error;

use super::assemble::assemble;
use super::machines::Index;
use super::observe;
use super::pair::{Device, Twin, Wire};
use super::physics;
use super::populate::{populate, step_length};
use super::scope::Scope;
use super::snapshot::Snapshot;
use super::step::{self, EventLoop, Inbox, Oscilloscope, SimClock};
use super::trace::Trace;
use crate::core::action::{Action, TimelineEntry};
use crate::core::detect::{DetectorKind, Score, Truth};
use crate::core::device::{BuildError, Control};
use crate::core::digest::Digest;
use crate::core::exchange::{Exchange, FrameLog, Touch, truths};
use crate::core::fault::FaultKind;
use crate::core::metric::Books;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;
use crate::core::twin::shadow::Writer;
use crate::scene::{LoadedScene, SceneSpec};

/// Why a run cannot be made.
#[derive(Debug, Error)]
pub enum SimError {
    /// A device cannot be built.
    #[error("a device cannot be built: {0}")]
    Device(#[from] BuildError),
}

/// More twins than this keep no history: nobody looks at ten thousand charts.
const MOST_TRACED: usize = 64;

/// Most entries kept of what was heard from real boards; beyond it the oldest go, and a rewound run begins after them.
const MOST_HEARD: usize = 131_072;

/// A run: scene, seed and journal in a world of its own.
pub struct Simulation {
    world: World,
    schedule: Schedule,
    scene: Arc<LoadedScene>,
    seed: u64,
    step: SimTime,
    end: SimTime,
    journal: Vec<TimelineEntry>,
    heard: VecDeque<TimelineEntry>,
    snapshot: Snapshot,
    trace: Option<Trace>,
}

impl Simulation {
    /// A run of a scene from its beginning; `seed` replaces the scene's own.
    ///
    /// # Errors
    /// When a device cannot be built.
    pub fn new(scene: Arc<LoadedScene>, seed: Option<u64>) -> Result<Self, SimError> {
        Self::make(scene, seed, true)
    }

    /// The same run without a history: no trace, no frame log, no raw samples; the results are the same.
    ///
    /// # Errors
    /// When a device cannot be built.
    pub fn unrecorded(scene: Arc<LoadedScene>, seed: Option<u64>) -> Result<Self, SimError> {
        Self::make(scene, seed, false)
    }

    fn make(scene: Arc<LoadedScene>, seed: Option<u64>, recorded: bool) -> Result<Self, SimError> {
        let seed = seed.unwrap_or(scene.spec.seed);
        let assembly = assemble(&scene, seed)?;
        let bodies = scene.spec.devices.iter().any(|device| device.model.has_bodies());
        let mut world = if bodies { physics::world() } else { World::new() };
        let traced = recorded && scene.spec.twins.len() <= MOST_TRACED && scene.spec.devices.len() <= MOST_TRACED;
        let mut exchange = Exchange::new(seed, FrameLog::new(traced));
        for entry in &scene.spec.timeline {
            exchange.schedule(SimTime::ZERO, entry.clone());
        }
        let signals: Vec<&[SignalInfo]> = assembly.machines.plants.iter().map(|plant| plant.model.signals()).collect();
        let twins: Vec<usize> = assembly.machines.twins.iter().map(|(reporter, ..)| reporter.device as usize).collect();
        let scope = Scope::new(&signals, &twins, recorded);
        let snapshot = observe::blank(&scene.spec, &assembly);
        exchange.fleets = assembly.fleets.clone();
        populate(&mut world, &scene.spec, assembly);
        world.insert_resource(EventLoop(exchange));
        world.insert_resource(Oscilloscope(scope));
        world.insert_resource(Inbox::default());
        let end = SimTime::from_secs(scene.spec.duration_s);
        world.insert_resource(SimClock { now: SimTime::ZERO, step_end: SimTime::ZERO, run_end: end, observed: traced });
        if bodies {
            physics::place_all(&mut world);
        }
        let mut first = Schedule::default();
        first.add_systems(step::start);
        first.run(&mut world);
        let mut simulation = Self {
            world,
            schedule: step::schedule(bodies),
            step: step_length(&scene.spec, bodies),
            end,
            seed,
            scene,
            journal: Vec::new(),
            heard: VecDeque::new(),
            snapshot,
            trace: traced.then(Trace::default),
        };
        simulation.observe();
        Ok(simulation)
    }

    /// Runs whole steps as far as `to`, and the last one, however short, to the end of the run.
    pub fn advance_to(&mut self, to: SimTime) {
        let mut stepped = false;
        while let Some(next) = self.next_step_end(to) {
            self.world.resource_mut::<SimClock>().step_end = next;
            self.schedule.run(&mut self.world);
            stepped = true;
            // Without a history only the last step is looked at.
            if self.trace.is_some() {
                self.observe();
            }
        }
        if stepped && self.trace.is_none() {
            self.observe();
        }
    }

    /// Posts an action: it acts at the beginning of the next step and is kept in the journal.
    pub fn post(&mut self, action: Action) {
        self.snapshot.anticipate(&action);
        let entry = TimelineEntry { at_s: self.now().secs(), action };
        self.journal.push(entry.clone());
        self.world.resource_mut::<Inbox>().0.push(entry);
    }

    /// Posts what was heard from a real board at an instant, or now if that has passed. It is kept as the journal is.
    pub fn hear(&mut self, action: Action, at: SimTime) {
        let entry = TimelineEntry { at_s: at.max(self.now()).secs(), action };
        if self.heard.len() == MOST_HEARD {
            self.heard.pop_front();
        }
        self.heard.push_back(entry.clone());
        self.world.resource_mut::<Inbox>().0.push(entry);
    }

    /// The same run again from its beginning, with the journal's entries before `until` to come.
    ///
    /// # Errors
    /// When a device cannot be built.
    pub fn rewound(&self, until: SimTime) -> Result<Self, SimError> {
        let before = |entry: &&TimelineEntry| SimTime::from_secs(entry.at_s) < until;
        let journal = self.journal.iter().filter(before).cloned().collect();
        let mut again = Self::replay(Arc::clone(&self.scene), Some(self.seed), journal)?;
        again.set_end(self.end);
        again.heard.extend(self.heard.iter().filter(before).cloned());
        let heard: Vec<TimelineEntry> = again.heard.iter().cloned().collect();
        again.world.resource_mut::<Inbox>().0.extend(heard);
        Ok(again)
    }

    /// A run from its beginning, with the entries of a journal to come.
    ///
    /// # Errors
    /// When a device cannot be built.
    pub fn replay(scene: Arc<LoadedScene>, seed: Option<u64>, journal: Vec<TimelineEntry>) -> Result<Self, SimError> {
        let mut again = Self::new(scene, seed)?;
        again.world.resource_mut::<Inbox>().0.extend(journal.iter().cloned());
        again.journal = journal;
        Ok(again)
    }

    /// Makes the run end somewhere else than its scene says.
    pub fn set_end(&mut self, end: SimTime) {
        self.end = end;
        self.world.resource_mut::<SimClock>().run_end = end;
    }

    /// Where the run is.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.world.resource::<SimClock>().now
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> SimTime {
        self.end
    }

    /// Length of a step.
    #[must_use]
    pub fn step(&self) -> SimTime {
        self.step
    }

    /// The seed of its random streams.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The scene it runs.
    #[must_use]
    pub fn scene(&self) -> &SceneSpec {
        &self.scene.spec
    }

    /// The scene with its recordings.
    #[must_use]
    pub fn loaded(&self) -> &Arc<LoadedScene> {
        &self.scene
    }

    /// What was done to it by hand, in order.
    #[must_use]
    pub fn journal(&self) -> &[TimelineEntry] {
        &self.journal
    }

    /// The present, for pictures and panels.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The past, for charts and stepping back; none where a scene has more twins than anybody looks at.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// The latest raw samples.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.world.resource::<Oscilloscope>().0
    }

    /// What recent frames went through.
    #[must_use]
    pub fn frame_log(&self) -> &FrameLog {
        &self.world.resource::<EventLoop>().0.log
    }

    /// Actions that could not be done, with reasons.
    #[must_use]
    pub fn refusals(&self) -> &[String] {
        &self.world.resource::<EventLoop>().0.refusals
    }

    /// Events handled so far.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.world.resource::<EventLoop>().0.events()
    }

    /// The controls of a device as they stand, and the faults that its model knows.
    #[must_use]
    pub fn offer(&self, device: usize) -> Option<(Vec<Control>, Vec<FaultKind>)> {
        let entity = self.world.resource::<Index>().devices.get(device)?;
        self.world.get::<Device>(*entity).map(|device| (device.0.model.controls(), device.0.model.own_faults()))
    }

    /// Whether a device brings a model that a twin of it can run.
    #[must_use]
    pub fn has_twin_model(&self, device: usize) -> bool {
        let entity = self.world.resource::<Index>().devices.get(device);
        let device = entity.and_then(|entity| self.world.get::<Device>(*entity));
        device.is_some_and(|device| device.0.model.twin_model().is_some())
    }

    /// The books of a twin, by its place in the scene.
    #[must_use]
    pub fn books(&self, twin: usize) -> Option<&Books> {
        let entity = self.world.resource::<Index>().twins.get(twin)?;
        self.world.get::<Twin>(*entity).map(|twin| &twin.books)
    }

    /// Who wrote into a twin's document by choice, the writer's count of it, and when that truly was, the device's first;
    /// what follows a wish or is measured does not count.
    pub fn written(&self, twin: usize) -> impl Iterator<Item = (Writer, u64, SimTime)> {
        self.world.resource::<EventLoop>().0.written(twin as u32)
    }

    /// Whether a twin's document is the one that its events build; none where it has no shadow.
    #[must_use]
    pub fn rebuilds(&self, twin: usize) -> Option<bool> {
        let entity = self.world.resource::<Index>().twins.get(twin)?;
        let session = self.world.get::<Twin>(*entity)?.belief.session.as_ref()?;
        let shadow = session.mediator.shadow();
        Some(shadow.log().rebuild() == *shadow.document())
    }

    /// How well a twin noticed what was injected, by all its detectors or by one; none where it watches for nothing.
    #[must_use]
    pub fn score(&self, twin: usize, by: Option<DetectorKind>) -> Option<Score> {
        let state = self.snapshot.twins.get(twin)?;
        let anomalies = state.anomalies.as_ref()?;
        let exchange = &self.world.resource::<EventLoop>().0;
        let truths: Vec<Truth> = truths(&exchange.faults, state.device, state.link).map(|(_, truth)| truth).collect();
        let concerns = |touch: &&Touch| touch.device.is_none_or(|device| device as usize == state.device);
        let excused: Vec<SimTime> = exchange.touches.iter().filter(concerns).map(|touch| touch.at).collect();
        Some(Score::of(anomalies.iter(), &truths, &excused, by, self.now()))
    }

    /// Most frames that ever waited in the queue of a twin's link.
    #[must_use]
    pub fn longest_queue(&self, twin: usize) -> Option<usize> {
        let index = self.world.resource::<Index>();
        let twin = self.world.get::<Twin>(*index.twins.get(twin)?)?;
        let link = index.links.get(twin.reporter.uplink as usize)?;
        self.world.get::<Wire>(*link).map(|wire| wire.0.longest_queue())
    }

    /// The digest of all results so far: devices, beliefs and books.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut digest = self.device_digest();
        let now = self.now();
        for (state, twin) in self.snapshot.twins.iter().zip(&self.world.resource::<Index>().twins) {
            digest.text(&state.name);
            for value in &state.values {
                digest.f64(value.unwrap_or(f64::MAX));
            }
            if let Some(twin) = self.world.get::<Twin>(*twin) {
                twin.books.digest(now, &mut digest);
                if let Some(session) = &twin.belief.session {
                    session.mediator.shadow().document().digest(&mut digest);
                }
                if let Some(watch) = &twin.belief.watch {
                    digest.u64(watch.ended_count());
                    for anomaly in watch.anomalies() {
                        digest.i64(anomaly.raised_at.nanos());
                        digest.u64(anomaly.class as u64);
                    }
                }
            }
        }
        digest
    }

    /// The digest of the devices alone.
    #[must_use]
    pub fn device_digest(&self) -> Digest {
        let mut digest = Digest::default();
        digest.i64(self.now().nanos());
        let devices = &self.world.resource::<Index>().devices;
        for (spec, device) in self.scene.spec.devices.iter().zip(devices) {
            digest.text(&spec.name);
            if let Some(device) = self.world.get::<Device>(*device) {
                device.0.digest(&mut digest);
            }
        }
        digest
    }

    fn next_step_end(&self, to: SimTime) -> Option<SimTime> {
        let now = self.now();
        // From the count of steps, so that a rewound run keeps the same grid.
        let on_grid = SimTime::from_nanos((now.nanos() / self.step.nanos() + 1) * self.step.nanos());
        let next = on_grid.min(self.end);
        (now < self.end && next <= to).then_some(next)
    }

    /// Brings the snapshot to now and offers it to the history.
    fn observe(&mut self) {
        let now = self.now();
        observe::bring_to_now(&mut self.snapshot, &self.world, now);
        if let Some(trace) = &mut self.trace {
            trace.record(&self.snapshot);
        }
    }
}
