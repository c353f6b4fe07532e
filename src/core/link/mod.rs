//! Links: one direction of the network, as a machine that is handed time.
//!
//! A frame waits in the queue where the link has a rate, is put on the line, and then either arrives after
//! its delay or is lost. The order of calls: [`Link::push`] at the instant a frame is handed over,
//! [`Link::poll`] at [`Link::next_wakeup`] until it gives nothing.

mod delay;
mod frame;
mod impairment;
mod loss;
mod spec;
mod wire;

pub use frame::{Frame, HEADER_BYTES, LETTER_BYTES, Letter, READING_BYTES, VERSION_BYTES};
pub use spec::{DelaySpec, LinkSpec, LossSpec, QueueSpec, ServiceSpec};
pub use wire::{Link, Outcome};
