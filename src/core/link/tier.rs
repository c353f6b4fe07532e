//! Tiers: the four places that frames pass between a device and its twin.

use serde::{Deserialize, Serialize};

/// A place on the way from a device to its twin, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// Where the device stands.
    #[default]
    Physical,
    /// A gateway near the device.
    Edge,
    /// A data centre.
    Cloud,
    /// Where the twin runs.
    Twin,
}

impl Tier {
    /// All tiers, from the device on.
    pub const ALL: [Self; 4] = [Self::Physical, Self::Edge, Self::Cloud, Self::Twin];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Physical => "Physical",
            Self::Edge => "Edge",
            Self::Cloud => "Cloud",
            Self::Twin => "Twin",
        }
    }

    /// Where hop number `hop` of `hops` ends that does not say so itself: by way of the edge, then of the cloud.
    #[must_use]
    pub fn usual(hop: usize, hops: usize) -> Self {
        match (hop + 1 == hops, hop) {
            (true, _) => Self::Twin,
            (false, 0) => Self::Edge,
            (false, _) => Self::Cloud,
        }
    }
}
