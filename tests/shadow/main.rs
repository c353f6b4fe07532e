//! The shadow document and the conflict rules, against what is published and against closed forms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test stops where it fails, prints its tables, and checks against the standard library's maths"
)]

mod convergence;
mod documented;
mod hostile;
mod laboratory;
mod memory;
mod reconnect;
mod rules;
mod source;
