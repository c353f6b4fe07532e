//! A heater in a room, as a scene writes it.

use serde::{Deserialize, Serialize};

/// A heater in a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeaterSpec {
    /// Temperature asked for, in degrees Celsius.
    pub target_c: f64,
    /// Temperature round it, in degrees Celsius.
    pub ambient_c: f64,
}

impl Default for HeaterSpec {
    fn default() -> Self {
        Self { target_c: 25.0, ambient_c: 20.0 }
    }
}
