//! Physical devices and their twins as paired entities.
//!
//! Each component wraps a state machine of the core; systems only call them in order.

use bevy::prelude::*;

use crate::core::exchange::{Plant, Reporter};
use crate::core::link::Link;
use crate::core::metric::Books;
use crate::core::twin::Belief;

/// A physical device: its place in the scene.
#[derive(Clone, Copy, Component, Debug, PartialEq, Eq)]
#[component(immutable)]
pub struct DeviceId(pub u32);

/// A twin: its place in the scene.
#[derive(Clone, Copy, Component, Debug, PartialEq, Eq)]
#[component(immutable)]
pub struct TwinId(pub u32);

/// A link instance: its place in the list of instances.
#[derive(Clone, Copy, Component, Debug, PartialEq, Eq)]
#[component(immutable)]
pub struct LinkId(pub u32);

/// The physical truth of a device.
#[derive(Component)]
pub struct Device(pub Plant);

/// A pair's both halves and its books. One component, because every frame touches all three.
#[derive(Component)]
pub struct Twin {
    /// The device's half: when to report.
    pub reporter: Reporter,
    /// The far half: what is believed, from frames alone.
    pub belief: Belief,
    /// What is measured about both.
    pub books: Books,
}

/// A link instance at work.
#[derive(Component)]
pub struct Wire(pub Link);

/// A twin's device.
#[derive(Clone, Copy, Component, Debug)]
#[relationship(relationship_target = Twins)]
pub struct TwinOf(pub Entity);

/// A device's twins; they go with it.
#[derive(Component, Debug)]
#[relationship_target(relationship = TwinOf, linked_spawn)]
pub struct Twins(Vec<Entity>);
