//! The twin of a board's clock: how well it knows the rate, how honest its bars are, and that its corrected clock
//! never jumps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod accuracy;
mod board;
mod corrected;
mod exchange;
mod fuzz;
mod outage;
mod page;
