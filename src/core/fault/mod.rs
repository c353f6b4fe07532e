//! Faults: what can be injected into a run, and the record of what was.

mod kind;
mod link;
mod record;
mod sensor;
mod trouble;

pub use kind::{FaultKind, FaultScope};
pub use link::LinkFaultKind;
pub use record::{FaultClass, FaultRecord, FaultTarget, Injected};
pub use sensor::{SensorFault, build as build_sensor_fault};
pub use trouble::Trouble;
