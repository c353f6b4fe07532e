//! Energy: what a device's radio takes from its battery to send its frames.
//!
//! A radio wakes, sends, lingers for a while, and sleeps again; what it takes while it sleeps is the same for all sync
//! modes and is left out. Every preset cites what it is taken from.

mod airtime;
mod meter;
mod preset;

pub use airtime::lora_airtime_s;
pub use meter::RadioMeter;
pub use preset::{Burst, Phase, RadioSpec};
