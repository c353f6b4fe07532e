//! Boards over a real pseudo-terminal that carries every byte, with arrival stamps from a clock set by hand: the
//! emulated board and the session advance in lock-step, and nothing depends on the wall.
#![cfg(all(feature = "serial", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and gives up on a thread that hangs"
)]

mod cable;
mod clock;
mod commands;
mod replay;
mod rig;
mod steering;
