//! Who needs whom, and how trouble runs along it.

use std::sync::Arc;

use crate::sim::Snapshot;

use super::ActingFault;

/// What devices need, as a graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dependencies {
    /// Devices and links, in no order.
    pub nodes: Vec<Node>,
    /// From what is needed to what needs it: indices into `nodes`.
    pub edges: Vec<(usize, usize)>,
}

/// A device or a link that is needed or needs something.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: Arc<str>,
    /// How many others come before it, one after another.
    pub level: usize,
    /// How it is.
    pub health: Health,
}

/// How a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// Sound, and so is all it needs.
    Sound,
    /// A fault acts on it: which.
    Struck(String),
    /// Something it needs is in trouble: what.
    Affected(Arc<str>),
}

impl Dependencies {
    /// The graph of a run.
    #[must_use]
    pub fn of(shown: &Snapshot, faults: &[ActingFault]) -> Self {
        let mut graph = Self::default();
        for (index, device) in shown.devices.iter().enumerate() {
            if device.needs_devices.is_empty() && device.needs_links.is_empty() {
                continue;
            }
            let below = graph.device(shown, faults, index);
            for needed in device.needs_devices.iter() {
                let above = graph.device(shown, faults, *needed);
                graph.edges.push((above, below));
            }
            for needed in device.needs_links.iter() {
                let above = graph.link(shown, faults, needed);
                graph.edges.push((above, below));
            }
        }
        graph.sort_into_levels();
        graph
    }

    fn device(&mut self, shown: &Snapshot, faults: &[ActingFault], index: usize) -> usize {
        let struck = faults.iter().find(|fault| fault.strikes_device(index));
        let upstream = || if faults.is_empty() { None } else { shown.trouble_upstream(index) };
        let health = match struck {
            Some(fault) => Health::Struck(fault.label.clone()),
            None => upstream().map_or(Health::Sound, Health::Affected),
        };
        self.node(&shown.devices[index].name, health)
    }

    fn link(&mut self, shown: &Snapshot, faults: &[ActingFault], name: &Arc<str>) -> usize {
        let instances = || shown.links.iter().enumerate().filter(|(_, state)| *state.link == **name);
        let struck = faults.iter().find(|fault| instances().any(|(index, _)| fault.strikes_link(index)));
        let health = struck.map_or(Health::Sound, |fault| Health::Struck(fault.what.label().to_owned()));
        self.node(name, health)
    }

    fn node(&mut self, name: &Arc<str>, health: Health) -> usize {
        self.nodes.iter().position(|node| node.name == *name).unwrap_or_else(|| {
            self.nodes.push(Node { name: Arc::clone(name), level: 0, health });
            self.nodes.len() - 1
        })
    }

    /// The longest way from a source gives the level; a scene with a circle is refused before it runs.
    fn sort_into_levels(&mut self) {
        for _ in 0..self.nodes.len() {
            for (above, below) in &self.edges {
                self.nodes[*below].level = self.nodes[*below].level.max(self.nodes[*above].level + 1);
            }
        }
    }
}
