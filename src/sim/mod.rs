//! The run: one schedule, in a world of its own, that every front drives the same way.
//!
//! [`SimStep`] runs [`SimSystems`] in order: `Input` (journal) -> `Physics` (rigid bodies) -> `Exchange` (the
//! event loop) -> `Predict` (beliefs brought to now) -> `Measure` (snapshot, trace). Nothing else lives in that
//! world, so entity indices never depend on what a picture spawned.

mod assemble;
mod machines;
mod observe;
mod pair;
mod physics;
mod populate;
mod scope;
mod service;
mod shadow;
mod simulation;
mod snapshot;
mod step;
mod trace;
mod watch;
mod what_if;

pub use assemble::{Assembly, assemble};
pub use pair::{Device, DeviceId, LinkId, Twin, TwinId, TwinOf, Twins};
pub use scope::{Scope, ScopePoint};
pub use shadow::ShadowView;
pub use simulation::{SimError, Simulation};
pub use snapshot::{DeviceState, HopState, LinkState, Snapshot, TwinState};
pub use step::{SimStep, SimSystems};
pub use trace::{Moment, Trace};
pub use what_if::{Outlook, WhatIf};
