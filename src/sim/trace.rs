//! The recorded history of a run, bounded in memory: charts and stepping back read it.
//!
//! A moment is kept for every step; when the store is full every second one is dropped and the stride
//! doubles, so that any run fits and its whole length stays visible.

use std::sync::Arc;

use crate::core::device::Body;
use crate::core::metric::FrameCounts;
use crate::core::sync::SyncSpec;
use crate::core::time::SimTime;
use crate::core::versions::Versions;

use super::snapshot::{LinkState, Snapshot};

/// Most moments kept.
pub const CAPACITY: usize = 8192;

/// Moments of a run, oldest first.
#[derive(Clone, Debug)]
pub struct Trace {
    moments: Vec<Moment>,
    stride: u64,
    seen: u64,
}

/// The state of a run at the end of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The instant.
    pub at: SimTime,
    /// What devices run, and after them what twins have on record about it.
    pub versions: Box<[Versions]>,
    /// How far signals are pushed by hand: for each device its signals, one after another; empty where none is.
    pub pushes: Box<[f64]>,
    /// Poses of the devices.
    pub bodies: Box<[Body]>,
    /// True values: for each device its signals, one after another.
    pub device_values: Box<[f64]>,
    /// Believed values: for each twin its device's signals, one after another; NaN where there is none.
    pub twin_values: Box<[f64]>,
    /// For each twin, when its freshest accepted update was measured.
    pub generated_at: Box<[Option<SimTime>]>,
    /// For each twin, bytes sent towards it so far.
    pub bytes_up: Box<[u64]>,
    /// For each twin, its sync mode, what happened to its frames so far, and how many its device keeps while offline.
    pub modes: Box<[(Arc<SyncSpec>, FrameCounts, usize)]>,
    /// The links as they were.
    pub links: Box<[LinkState]>,
}

impl Default for Trace {
    fn default() -> Self {
        Self { moments: Vec::new(), stride: 1, seen: 0 }
    }
}

impl Moment {
    /// The moment a snapshot shows.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            at: snapshot.now,
            versions: versions(snapshot),
            pushes: pushes(snapshot),
            bodies: snapshot.devices.iter().map(|device| device.body).collect(),
            device_values: snapshot.devices.iter().flat_map(|device| device.values.iter().copied()).collect(),
            twin_values: snapshot
                .twins
                .iter()
                .flat_map(|twin| twin.values.iter().map(|value| value.unwrap_or(f64::NAN)))
                .collect(),
            generated_at: snapshot.twins.iter().map(|twin| twin.generated_at).collect(),
            bytes_up: snapshot.twins.iter().map(|twin| twin.bytes_up).collect(),
            modes: snapshot.twins.iter().map(|twin| (Arc::clone(&twin.sync), twin.frames, twin.kept)).collect(),
            links: snapshot.links.iter().cloned().collect(),
        }
    }

    /// Puts this moment back into a snapshot of the same run.
    pub fn restore(&self, snapshot: &mut Snapshot) {
        snapshot.now = self.at;
        snapshot.links.clone_from_slice(&self.links);
        let mut values = self.device_values.iter();
        let mut pushes = self.pushes.iter();
        for (device, body) in snapshot.devices.iter_mut().zip(&self.bodies) {
            for push in &mut device.pushes {
                *push = pushes.next().copied().unwrap_or(0.0);
            }
            device.body = *body;
            for (slot, value) in device.values.iter_mut().zip(&mut values) {
                *slot = *value;
            }
        }
        let known = snapshot.devices.iter_mut().map(|device| &mut device.versions);
        let recorded = snapshot.twins.iter_mut().map(|twin| &mut twin.versions);
        for (slot, versions) in known.chain(recorded).zip(&self.versions) {
            *slot = *versions;
        }
        let mut values = self.twin_values.iter();
        for (index, twin) in snapshot.twins.iter_mut().enumerate() {
            twin.generated_at = self.generated_at[index];
            twin.bytes_up = self.bytes_up[index];
            twin.sync = Arc::clone(&self.modes[index].0);
            (twin.frames, twin.kept) = (self.modes[index].1, self.modes[index].2);
            for (slot, value) in twin.values.iter_mut().zip(&mut values) {
                *slot = (!value.is_nan()).then_some(*value);
            }
        }
    }
}

fn versions(snapshot: &Snapshot) -> Box<[Versions]> {
    let devices = snapshot.devices.iter().map(|device| device.versions);
    devices.chain(snapshot.twins.iter().map(|twin| twin.versions)).collect()
}

fn pushes(snapshot: &Snapshot) -> Box<[f64]> {
    let all = || snapshot.devices.iter().flat_map(|device| device.pushes.iter().copied());
    if all().any(|push| push != 0.0) { all().collect() } else { Box::default() }
}

impl Trace {
    /// Offers the state at the end of a step; it is kept if the stride says so.
    pub fn record(&mut self, snapshot: &Snapshot) {
        if self.seen.is_multiple_of(self.stride) {
            if self.moments.len() == CAPACITY {
                let mut keep = false;
                self.moments.retain(|_| {
                    keep = !keep;
                    keep
                });
                self.stride *= 2;
            }
            if self.seen.is_multiple_of(self.stride) {
                self.moments.push(Moment::of(snapshot));
            }
        }
        self.seen += 1;
    }

    /// All moments, oldest first.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The last moment not after `at`, or the first of all.
    #[must_use]
    pub fn at(&self, at: SimTime) -> Option<&Moment> {
        let after = self.moments.partition_point(|moment| moment.at <= at);
        self.moments.get(after.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_stay_bounded_and_keep_their_start() {
        let mut trace = Trace::default();
        let mut snapshot = Snapshot::default();
        for step in 0..100_000 {
            snapshot.now = SimTime::from_nanos(step);
            trace.record(&snapshot);
        }
        assert!(trace.moments().len() <= CAPACITY);
        assert_eq!(trace.moments()[0].at, SimTime::ZERO);
        let gaps: Vec<_> = trace.moments().windows(2).map(|pair| (pair[1].at - pair[0].at).nanos()).collect();
        assert!(gaps.iter().all(|gap| *gap == gaps[0]), "equal spacing");
        assert_eq!(trace.at(SimTime::from_nanos(55)).map(|moment| moment.at.nanos()), Some(55 / gaps[0] * gaps[0]));
    }
}
