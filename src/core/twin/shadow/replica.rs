//! The device's side: its copy of the document, what it has not been heard on, and how it comes back.
//!
//! After an outage: connect, subscribe, get the whole document, ignore what is older, and only then drain
//! the queue, marked historical ("Understand and use device twins", section "Device reconnection flow",
//! learn.microsoft.com/azure/iot-hub/iot-hub-devguide-device-twins).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::stamp::{HybridClock, Stamp};
use super::tree::{self, Tree};
use super::update::Update;
use super::version::is_current;
use super::write::{Intent, Write, Writer};
use crate::core::time::SimTime;

/// How far a device has got with coming back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing gets through.
    Offline,
    /// The link stands, but messages that nobody subscribed to are gone.
    Connected,
    /// Messages come; which of them are old is not known yet.
    Subscribed,
    /// The document has been fetched: go on from there.
    InStep,
}

/// What a device is sent: the document with what concerns the device alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Version of the document.
    pub version: u64,
    /// What the device is thought to be.
    pub reported: Tree,
    /// What is wished for.
    pub desired: Tree,
    /// Fields on which both sides stand: the wish is not to be followed.
    pub held: BTreeSet<String>,
    /// The latest of the device's writes that was heard, by field.
    pub heard: BTreeMap<String, u64>,
    /// The twin's latest stamp, if it has made one.
    pub stamp: Option<Stamp>,
}

/// What came of a snapshot.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    /// It came before the device had subscribed: not seen.
    TooEarly,
    /// It is older than what the device knows: ignored.
    Older,
    /// Taken; these fields were set as wished or are as before, and are to be reported.
    Followed(Vec<Write>),
}

/// A device's copy.
#[derive(Clone, Debug)]
pub struct Replica {
    phase: Phase,
    version: Option<u64>,
    reported: Tree,
    desired: Tree,
    held: BTreeSet<String>,
    unheard: BTreeMap<String, Write>,
    queue: VecDeque<(SimTime, String, Value)>,
    queue_limit: usize,
    clock: HybridClock,
    sequence: u64,
}

impl Replica {
    /// An empty copy, offline, that keeps at most `queue_limit` readings for later.
    #[must_use]
    pub fn new(queue_limit: usize) -> Self {
        Self {
            phase: Phase::Offline,
            version: None,
            reported: Tree::new(),
            desired: Tree::new(),
            held: BTreeSet::new(),
            unheard: BTreeMap::new(),
            queue: VecDeque::new(),
            queue_limit,
            clock: HybridClock::new(Writer::Device),
            sequence: 0,
        }
    }

    /// How far it has got with coming back.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The version it knows; none before the first document.
    #[must_use]
    pub fn version(&self) -> Option<u64> {
        self.version
    }

    /// What the device is.
    #[must_use]
    pub fn reported(&self) -> &Tree {
        &self.reported
    }

    /// What it knows to be wished.
    #[must_use]
    pub fn desired(&self) -> &Tree {
        &self.desired
    }

    /// The link is gone.
    pub fn disconnect(&mut self) {
        self.phase = Phase::Offline;
    }

    /// The link is back.
    pub fn connect(&mut self) {
        self.phase = self.phase.max(Phase::Connected);
    }

    /// Asks for messages; does nothing without a link.
    pub fn subscribe(&mut self) {
        if self.phase == Phase::Connected {
            self.phase = Phase::Subscribed;
        }
    }

    /// Writes one field of the device; `local` is what its clock shows. While the device is not in step,
    /// a value that is replaced before anybody heard of it is kept for history.
    pub fn write(&mut self, local: SimTime, intent: Intent, path: &str, value: Value) -> Write {
        self.sequence += 1;
        let write = Write {
            writer: Writer::Device,
            intent,
            path: path.to_owned(),
            value: value.clone(),
            claimed_at: local,
            stamp: self.clock.stamp(local),
            base_version: self.version.unwrap_or(0),
            sequence: self.sequence,
        };
        tree::merge(&mut self.reported, &tree::patch(path, value));
        let replaced = self.unheard.insert(path.to_owned(), write.clone());
        if let Some(replaced) = replaced.filter(|_| self.phase < Phase::InStep) {
            self.queue.push_back((replaced.claimed_at, replaced.path, replaced.value));
            while self.queue.len() > self.queue_limit {
                self.queue.pop_front();
            }
        }
        write
    }

    /// What the device has written and nobody has confirmed: to be sent, and sent again.
    pub fn unheard(&self) -> impl Iterator<Item = &Write> {
        self.unheard.values()
    }

    /// Takes a document, fetched or pushed, while the device's clock shows `local`. It follows every wish
    /// that is not held and on which it has nothing unheard to say, and reports what the document has wrong
    /// ("Using shadows in devices", section "Processing messages when the device reconnects",
    /// docs.aws.amazon.com/iot/latest/developerguide/device-shadow-comms-device.html).
    pub fn take(&mut self, local: SimTime, snapshot: &Snapshot) -> Taken {
        if self.phase < Phase::Subscribed {
            return Taken::TooEarly;
        }
        if !is_current(self.version, snapshot.version) {
            return Taken::Older;
        }
        self.phase = Phase::InStep;
        self.version = Some(snapshot.version);
        self.desired = snapshot.desired.clone();
        self.held = snapshot.held.clone();
        if let Some(stamp) = snapshot.stamp {
            self.clock.notice(stamp);
        }
        self.unheard.retain(|path, write| snapshot.heard.get(path).is_none_or(|heard| *heard < write.sequence));
        let mut wishes = tree::delta(&self.desired, &self.reported);
        for path in &self.held {
            tree::merge(&mut wishes, &tree::patch(path, Value::Null));
        }
        let mut writes = self.rewrite(local, &wishes);
        writes.extend(self.rewrite(local, &tree::delta(&self.reported, &snapshot.reported)));
        Taken::Followed(writes)
    }

    /// Sets those of the fields that are not held and not unheard, and says so to the twin.
    fn rewrite(&mut self, local: SimTime, fields: &Tree) -> Vec<Write> {
        let fields = tree::fields(fields).into_iter();
        let free: Vec<_> = fields.filter(|(path, _)| !self.unheard.contains_key(path)).collect();
        free.into_iter().map(|(path, value)| self.write(local, Intent::Followed, &path, value.clone())).collect()
    }

    /// Takes the queue as historical updates; nothing comes before the device is in step.
    pub fn drain(&mut self) -> Vec<Update> {
        if self.phase < Phase::InStep {
            return Vec::new();
        }
        let queued = self.queue.drain(..);
        queued
            .map(|(at, path, value)| Update { historical: Some(at), ..Update::report(tree::patch(&path, value)) })
            .collect()
    }
}
