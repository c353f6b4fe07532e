//! Detection against theory, against the injected truth, and in quiet hours.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test stops where it fails, prints its tables, and checks against the standard library's maths"
)]

#[path = "../common/mod.rs"]
mod common;
mod fleet;
mod rig;
mod theory;
mod watch;
