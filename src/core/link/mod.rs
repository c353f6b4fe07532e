//! Links: one direction of the network, as a machine that is handed time.

mod spec;
pub use spec::{DelaySpec, LinkSpec, LossSpec, QueueSpec, ServiceSpec};
