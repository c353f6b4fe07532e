//! Devices without moving parts: an instrument with a screen that shows its signal.

mod instrument;
mod screen;

pub use instrument::{draw as draw_instruments, spawn};
pub use screen::{spawn as spawn_pane, window_s};
