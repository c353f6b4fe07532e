//! The view through which the core's event loop reaches machines that are ECS components.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;

use super::pair::{Device, Twin, Wire};
use crate::core::exchange::{Machines, Names, Plant, TwinParts};
use crate::core::link::Link;

/// Entities by their place in the scene: the order fixed at spawn.
#[derive(Resource, Default)]
pub(super) struct Index {
    pub(super) devices: Vec<Entity>,
    pub(super) twins: Vec<Entity>,
    pub(super) links: Vec<Entity>,
    pub(super) names: Names,
}

/// All machines, as queries.
#[derive(SystemParam)]
pub(super) struct EcsMachines<'w, 's> {
    index: Res<'w, Index>,
    devices: Query<'w, 's, &'static mut Device>,
    twins: Query<'w, 's, &'static mut Twin>,
    wires: Query<'w, 's, &'static mut Wire>,
}

#[expect(clippy::expect_used, reason = "the index names only entities of this world that are never despawned")]
impl Machines for EcsMachines<'_, '_> {
    fn devices(&self) -> u32 {
        self.index.devices.len() as u32
    }

    fn twins(&self) -> u32 {
        self.index.twins.len() as u32
    }

    fn plant(&mut self, device: u32) -> &mut Plant {
        let entity = self.index.devices[device as usize];
        &mut self.devices.get_mut(entity).expect("a device of this run").into_inner().0
    }

    fn twin(&mut self, twin: u32) -> TwinParts<'_> {
        let entity = self.index.twins[twin as usize];
        let Twin { reporter, belief, books } = self.twins.get_mut(entity).expect("a twin of this run").into_inner();
        TwinParts { reporter, belief, books }
    }

    fn link(&mut self, link: u32) -> &mut Link {
        let entity = self.index.links[link as usize];
        &mut self.wires.get_mut(entity).expect("a link of this run").into_inner().0
    }

    fn device_named(&self, name: &str) -> Option<u32> {
        self.index.names.devices.get(name).copied()
    }

    fn twin_named(&self, name: &str) -> Option<u32> {
        self.index.names.twins.get(name).copied()
    }

    fn links_named(&self, name: &str) -> Vec<u32> {
        self.index.names.links.get(name).cloned().unwrap_or_default()
    }
}
