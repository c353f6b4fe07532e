//! The mirror: from the machines of a world to the snapshot that pictures and panels read.

use std::sync::Arc;

use bevy::prelude::*;

use super::assemble::Assembly;
use super::machines::Index;
use super::pair::{Device, Twin, Wire};
use super::shadow::ShadowView;
use super::snapshot::{DeviceState, HopState, LinkState, Snapshot, TwinState};
use super::step::EventLoop;
use crate::core::detect::WatchSpec;
use crate::core::link::{Link, Store};
use crate::core::metric::FrameCounts;
use crate::core::time::SimTime;
use crate::scene::SceneSpec;

/// Brings a snapshot to an instant.
pub(super) fn bring_to_now(snapshot: &mut Snapshot, world: &World, now: SimTime) {
    snapshot.now = now;
    let index = world.resource::<Index>();
    for (state, entity) in snapshot.devices.iter_mut().zip(&index.devices) {
        if let Some(device) = world.get::<Device>(*entity) {
            for (signal, value) in state.values.iter_mut().enumerate() {
                *value = device.0.truth(signal);
            }
            state.body = device.0.model.body();
            state.versions = device.0.versions;
            for (signal, push) in state.pushes.iter_mut().enumerate() {
                *push = device.0.trouble.as_ref().map_or(0.0, |trouble| trouble.push(signal as u16));
            }
        }
    }
    for (state, entity) in snapshot.twins.iter_mut().zip(&index.twins) {
        if let Some(twin) = world.get::<Twin>(*entity) {
            for (signal, value) in state.values.iter_mut().enumerate() {
                *value = twin.belief.value(signal, now);
            }
            if !Arc::ptr_eq(&state.sync, &twin.reporter.spare.spec) {
                state.sync = Arc::clone(&twin.reporter.spare.spec);
            }
            state.generated_at = twin.belief.generated_at();
            state.versions = twin.belief.versions();
            if let Some(session) = &twin.belief.session {
                state.shadow = ShadowView::of(session, &twin.reporter, state.shadow.as_ref());
            }
            state.frames = twin.books.frames;
            let store = twin.reporter.courier.as_ref().and_then(|courier| courier.store.as_ref());
            state.kept = store.map_or(0, Store::len);
            state.bytes_up = twin.books.bytes_up;
            if let Some(watch) = &twin.belief.watch
                && state.anomalies_revision != watch.revision()
            {
                state.anomalies_revision = watch.revision();
                state.anomalies = Some(watch.anomalies().cloned().collect());
            }
        }
    }
    for (state, entity) in snapshot.links.iter_mut().zip(&index.links) {
        if let Some(Wire(link)) = world.get::<Wire>(*entity) {
            *state = link_state(&state.name, &state.link, link, now);
        }
    }
    let exchange = &world.resource::<EventLoop>().0;
    if *snapshot.faults != exchange.faults[..] {
        snapshot.faults = exchange.faults.as_slice().into();
    }
    if snapshot.conflicts.last() != exchange.conflicts.last() {
        snapshot.conflicts = exchange.conflicts.as_slice().into();
    }
    if *snapshot.commands != exchange.commands[..] {
        snapshot.commands = exchange.commands.as_slice().into();
    }
}

fn link_state(name: &Arc<str>, of: &Arc<str>, link: &Link, now: SimTime) -> LinkState {
    let hops = link.hops().map(|hop| HopState {
        spec: Arc::clone(hop.spec()),
        cut: hop.is_cut(now),
        queued: hop.queued(),
        in_flight: hop.in_flight(),
        measured: *hop.measured(),
    });
    let hops: Arc<[HopState]> = hops.collect();
    LinkState {
        name: Arc::clone(name),
        link: Arc::clone(of),
        cut: hops.iter().any(|hop| hop.cut),
        queued: hops.iter().map(|hop| hop.queued).sum(),
        in_flight: hops.iter().map(|hop| hop.in_flight).sum(),
        lost: hops.iter().map(|hop| hop.measured.lost).sum(),
        sent: hops.first().map_or(0, |hop| hop.measured.sent),
        hops,
    }
}

/// The snapshot of a scene before anything happened.
pub(super) fn blank(scene: &SceneSpec, assembly: &Assembly) -> Snapshot {
    let machines = &assembly.machines;
    let device_named = |name: &str| machines.names.devices.get(name).map(|index| *index as usize);
    let devices = scene.devices.iter().zip(&machines.plants).map(|(spec, plant)| DeviceState {
        name: spec.name.as_str().into(),
        kind: spec.model.kind(),
        signals: plant.model.signals().into(),
        values: vec![0.0; plant.model.signals().len()],
        body: plant.model.body(),
        pushes: vec![0.0; plant.model.signals().len()],
        versions: plant.versions,
        needs_devices: spec.depends_on.iter().filter_map(|name| device_named(name)).collect(),
        needs_links: spec
            .depends_on
            .iter()
            .filter(|name| device_named(name).is_none())
            .map(|name| name.as_str().into())
            .collect(),
    });
    let twins = scene.twins.iter().zip(&machines.twins).map(|(spec, (reporter, ..))| TwinState {
        name: spec.name.as_str().into(),
        device: reporter.device as usize,
        sync: Arc::clone(&reporter.spare.spec),
        predictor: spec.predictor,
        link: reporter.uplink as usize,
        downlink: reporter.downlink.map(|link| link as usize),
        versions: machines.plants[reporter.device as usize].versions,
        values: vec![None; machines.plants[reporter.device as usize].model.signals().len()],
        generated_at: None,
        frames: FrameCounts::default(),
        kept: 0,
        bytes_up: 0,
        anomalies: (spec.watch != WatchSpec::Off).then(Arc::default),
        anomalies_revision: 0,
        shadow: None,
    });
    let links = assembly.link_names.iter().zip(&machines.links).map(|(name, link)| {
        let of = name.split_once('@').map_or(name.as_str(), |(of, _)| of);
        link_state(&name.as_str().into(), &of.into(), link, SimTime::ZERO)
    });
    Snapshot { devices: devices.collect(), twins: twins.collect(), links: links.collect(), ..Snapshot::default() }
}
