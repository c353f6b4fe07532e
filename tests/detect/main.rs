//! Detection against theory, against the injected truth, and in quiet hours.

#[path = "../common/mod.rs"]
mod common;
mod rig;
mod theory;
mod watch;
