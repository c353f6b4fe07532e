//! Faults: what can be injected into a run.

mod kind;

pub use kind::{FaultKind, FaultScope};
