//! The exchange: one event loop in (time, id) order, from sample to ingest.
//!
//! The loop owns no machine. It is handed a view of them ([`Machines`]), so that the same loop runs on plain
//! vectors and on ECS components. Each event kind has a file of its own.

mod command;
mod deliver;
mod fault;
mod hop;
mod input;
mod log;
mod machines;
mod papers;
mod plain;
mod queue;
mod report;
mod sample;
mod shadow;
mod watch;

pub use command::{CommandRecord, Standing, Verdict};
pub use log::{Errand, Fate, FrameLog, FrameRecord, Reception, ReceptionRecord};
pub use machines::{Machines, Plant, Reporter, SensorGroup, SpareMode, TwinParts};
pub use plain::{Names, PlainMachines};
pub use queue::{Event, EventKind, EventQueue};
pub use sample::Tap;
pub use shadow::ConflictRecord;
pub use watch::{Touch, truths};

use super::action::{Action, TimelineEntry};
use super::detect::Fleet;
use super::fault::FaultRecord;
use super::signal::Reading;
use super::time::SimTime;
use super::twin::shadow::Writer;
use papers::Papers;
use std::collections::BTreeMap;

/// The event loop's own state: wake-ups, pending actions and recycled buffers.
#[derive(Default)]
pub struct Exchange {
    queue: EventQueue,
    /// What is due by name, to come and gone, by the index that its wake-up carries.
    due: Vec<Due>,
    seed: u64,
    /// What recent frames went through.
    pub log: FrameLog,
    /// What actions could not be done, and why.
    pub refusals: Vec<String>,
    /// What was injected, in the order of its beginning: a fault's number is its place here.
    pub faults: Vec<FaultRecord>,
    /// What twins have told their devices, in the order of sending.
    pub commands: Vec<CommandRecord>,
    /// Conflicts between devices and their twins, the latest of them.
    pub conflicts: Vec<ConflictRecord>,
    papers: Papers,
    /// For each twin, the command that its device has not decided about.
    undecided: BTreeMap<u32, u32>,
    written: BTreeMap<(u32, Writer, u64), SimTime>,
    /// What was done on purpose, in order.
    pub touches: Vec<Touch>,
    /// Groups of equal devices whose twins compare them.
    pub fleets: Vec<Fleet>,
    events: u64,
    spare: Vec<Vec<Reading>>,
    fresh: Vec<Reading>,
    truths: Vec<(u16, f64)>,
}

/// What an `Input` wake-up is for.
enum Due {
    /// An action of the timeline or the journal.
    Action(Box<Action>),
    /// It has come: nothing.
    Over,
    /// A fault's time is over, by its number.
    EndOfFault(u32),
    /// A command may have to be sent again, by its number.
    CommandAgain(u32),
}

impl Exchange {
    /// A loop with an empty queue; `seed` makes the draws of faults, `log` keeps the stories of frames.
    #[must_use]
    pub fn new(seed: u64, log: FrameLog) -> Self {
        Self { seed, log, ..Self::default() }
    }

    /// How many wake-ups have been handled.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Adds an action at its own instant, or at `now` if that has passed.
    pub fn schedule(&mut self, now: SimTime, entry: TimelineEntry) {
        let at = SimTime::from_secs(entry.at_s).max(now);
        let index = self.due(Due::Action(Box::new(entry.action)));
        self.queue.push(Event { at, kind: EventKind::Input, index });
    }

    fn due(&mut self, due: Due) -> u32 {
        let index = u32::try_from(self.due.len()).unwrap_or(u32::MAX);
        self.due.push(due);
        index
    }

    /// Asks for the first samples and timers of every machine. Called once, at the start.
    pub fn start(&mut self, machines: &mut impl Machines) {
        for device in 0..machines.devices() {
            sample::start(self, machines, device);
        }
        for twin in 0..machines.twins() {
            report::arm(self, machines.twin(twin).reporter, twin);
            shadow::pair(self, machines, twin);
        }
    }

    /// Handles everything due before `end`, in order.
    pub fn run_until(&mut self, end: SimTime, machines: &mut impl Machines, tap: &mut impl Tap) {
        while let Some(event) = self.queue.pop_before(end) {
            self.events += 1;
            match event.kind {
                EventKind::Input => input::handle(self, machines, event),
                EventKind::Sample => sample::handle(self, machines, tap, event),
                EventKind::Report => report::handle(self, machines, event),
                EventKind::Hop => hop::handle(self, machines, event),
                EventKind::Deliver => deliver::handle(self, machines, event),
                EventKind::Watch => watch::handle(self, machines, event),
            }
        }
    }

    fn take_buffer(&mut self) -> Vec<Reading> {
        self.spare.pop().unwrap_or_default()
    }

    fn give_buffer(&mut self, mut buffer: Vec<Reading>) {
        buffer.clear();
        self.spare.push(buffer);
    }
}
