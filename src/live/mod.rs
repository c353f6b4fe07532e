//! Real boards: what comes in over a port, a broker or a recorded log, and what goes back.
//!
//! Everything that decides anything here is a state machine that is handed instants and bytes; only the
//! transports, each behind a feature of its own, touch the outside. They hand over what they hear through a
//! bounded [`feed`], so that neither the frame rate nor the memory of the program depends on them.

pub mod assembler;
pub mod board;
pub mod carrier;
pub mod emulator;
pub mod estimates;
pub mod feed;
pub mod host_clock;
pub mod line;
pub mod mqtt;
pub mod order;
#[cfg(all(feature = "serial", unix))]
pub mod pty;
pub mod recording;
#[cfg(all(feature = "serial", not(target_arch = "wasm32")))]
pub mod serial;
pub mod summary;
pub mod tape;
