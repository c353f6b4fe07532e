//! What a run begins with: the machines as entities, in scene order, and the step that they are stepped by.

use bevy::prelude::*;

use super::assemble::Assembly;
use super::machines::Index;
use super::pair::{Device, DeviceId, LinkId, Twin, TwinId, TwinOf, Wire};
use super::physics;
use crate::core::device::ModelSpec;
use crate::core::time::SimTime;
use crate::scene::SceneSpec;

/// The step that a scene asks for. With rigid bodies at most a tick of the engine, so that what is done to a
/// vehicle acts within a tick whatever the step length.
pub(super) fn step_length(scene: &SceneSpec, bodies: bool) -> SimTime {
    let asked = SimTime::from_millis(scene.step_ms);
    if bodies { asked.min(physics::TICK) } else { asked }
}

/// Spawns the machines in scene order and keeps that order in the index.
pub(super) fn populate(world: &mut World, scene: &SceneSpec, assembly: Assembly) {
    let mut index = Index { names: assembly.names().clone(), ..Index::default() };
    let convoy = scene.devices.iter().filter(|device| matches!(device.model, ModelSpec::Vehicle(_))).count();
    let (mut order, mut cells) = (0, 0);
    for (id, (spec, plant)) in scene.devices.iter().zip(assembly.machines.plants).enumerate() {
        let mut entity = world.spawn((DeviceId(id as u32), Name::new(spec.name.clone()), Device(plant)));
        if let ModelSpec::Vehicle(vehicle) = &spec.model {
            entity.insert(physics::chassis(vehicle, order, convoy));
            order += 1;
        }
        let device = entity.id();
        index.devices.push(device);
        if let ModelSpec::RobotArm(arm) = &spec.model {
            physics::furnish(world, device, arm, cells);
            cells += 1;
        }
    }
    for (id, (spec, (reporter, belief, books))) in scene.twins.iter().zip(assembly.machines.twins).enumerate() {
        let device = index.devices[reporter.device as usize];
        let twin = Twin { reporter, belief, books };
        index.twins.push(world.spawn((TwinId(id as u32), Name::new(spec.name.clone()), TwinOf(device), twin)).id());
    }
    for (id, (name, link)) in assembly.link_names.into_iter().zip(assembly.machines.links).enumerate() {
        index.links.push(world.spawn((LinkId(id as u32), Name::new(name), Wire(link))).id());
    }
    world.insert_resource(index);
}
