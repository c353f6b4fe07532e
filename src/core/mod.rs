//! The science: pure, deterministic state machines that are handed time and randomness.
//!
//! Nothing here may import Bevy, open files or sockets, read a wall clock or use a global random
//! generator. Every instant is a [`time::SimTime`], every draw comes from a named [`rng::Stream`].

pub mod action;
pub mod delivery;
pub mod detect;
pub mod device;
pub mod digest;
pub mod exchange;
pub mod fault;
pub mod link;
pub mod math;
pub mod metric;
pub mod rng;
pub mod signal;
pub mod sync;
pub mod time;
pub mod twin;
pub mod versions;
