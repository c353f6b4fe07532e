//! The firmware itself, compiled for this machine: its arithmetic against closed forms, and its conversation over a
//! terminal device on a simulated ESP32, whose time the tests play.
#![cfg(all(unix, feature = "serial"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod channel;
mod clock;
mod commands;
mod conversation;
mod logic;
mod programs;
mod rig;
mod session;
mod vibration;
mod words;
