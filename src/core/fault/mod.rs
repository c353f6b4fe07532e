//! Faults: what can be injected into a run.

mod kind;
mod record;

pub use kind::{FaultKind, FaultScope};
pub use record::FaultClass;
