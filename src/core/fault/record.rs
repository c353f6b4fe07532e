//! The record of what was injected: the truth that detectors are scored against.

use std::sync::Arc;

use super::{FaultKind, LinkFaultKind};
use crate::core::time::SimTime;

/// What kind of trouble a fault is to somebody who sees only what arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultClass {
    /// A sensor says what is not so.
    Sensor,
    /// What is said does not arrive as it should.
    Network,
    /// The world has changed.
    Real,
}

impl FaultClass {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sensor => "sensor",
            Self::Network => "network",
            Self::Real => "real change",
        }
    }
}

/// What a fault strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultTarget {
    /// One sensor.
    Sensor {
        /// The device: its index in the scene.
        device: u32,
        /// The signal: its index on the device.
        signal: u16,
    },
    /// A device.
    Device {
        /// Its index in the scene.
        device: u32,
    },
    /// Link instances.
    Links {
        /// The name given in the scene or by hand.
        name: Arc<str>,
        /// The instances.
        links: Arc<[u32]>,
        /// Which of their hops, counted from 0.
        hop: usize,
    },
}

impl FaultTarget {
    /// Whether it is a device, or a sensor of it, by its index in the scene.
    #[must_use]
    pub fn is_on(&self, index: usize) -> bool {
        match self {
            Self::Sensor { device, .. } | Self::Device { device } => *device as usize == index,
            Self::Links { .. } => false,
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Injected {
    /// A fault of a device or a sensor.
    Device(FaultKind),
    /// A fault of a link.
    Link(LinkFaultKind),
    /// A cut of a link.
    Partition,
}

/// One injected fault.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultRecord {
    /// What was done.
    pub what: Injected,
    /// To what.
    pub target: FaultTarget,
    /// Since when it acts.
    pub from: SimTime,
    /// Until when; [`SimTime::MAX`] while no end is known.
    pub until: SimTime,
}

impl Injected {
    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Device(kind) => kind.label(),
            Self::Link(kind) => kind.label(),
            Self::Partition => "Partition",
        }
    }

    /// What kind of trouble it is.
    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Device(kind) => kind.class(),
            Self::Link(_) | Self::Partition => FaultClass::Network,
        }
    }
}

impl FaultRecord {
    /// Whether it acts at an instant.
    #[must_use]
    pub fn acts(&self, now: SimTime) -> bool {
        self.from <= now && now < self.until
    }
}
