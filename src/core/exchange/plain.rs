//! Machines in plain vectors: the core without an ECS, for tests and benches.

use std::collections::BTreeMap;

use super::machines::{Machines, Plant, Reporter, TwinParts};
use crate::core::link::Link;
use crate::core::metric::Books;
use crate::core::twin::Belief;

/// All machines of a run, in scene order.
#[derive(Default)]
pub struct PlainMachines {
    /// Devices.
    pub plants: Vec<Plant>,
    /// Pairs.
    pub twins: Vec<(Reporter, Belief, Books)>,
    /// Link instances.
    pub links: Vec<Link>,
    /// Devices, twins and links by name.
    pub names: Names,
}

/// Who is called what.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Devices.
    pub devices: BTreeMap<String, u32>,
    /// Twins.
    pub twins: BTreeMap<String, u32>,
    /// Link instances, by the link's name and by the instance's.
    pub links: BTreeMap<String, Vec<u32>>,
}

impl Machines for PlainMachines {
    fn devices(&self) -> u32 {
        self.plants.len() as u32
    }

    fn twins(&self) -> u32 {
        self.twins.len() as u32
    }

    fn plant(&mut self, device: u32) -> &mut Plant {
        &mut self.plants[device as usize]
    }

    fn twin(&mut self, twin: u32) -> TwinParts<'_> {
        let (reporter, belief, books) = &mut self.twins[twin as usize];
        TwinParts { reporter, belief, books }
    }

    fn link(&mut self, link: u32) -> &mut Link {
        &mut self.links[link as usize]
    }

    fn device_named(&self, name: &str) -> Option<u32> {
        self.names.devices.get(name).copied()
    }

    fn twin_named(&self, name: &str) -> Option<u32> {
        self.names.twins.get(name).copied()
    }

    fn links_named(&self, name: &str) -> Vec<u32> {
        self.names.links.get(name).cloned().unwrap_or_default()
    }
}
