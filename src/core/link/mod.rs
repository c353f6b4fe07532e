//! Links: one direction of the network, as a machine that is handed time.
//!
//! A link is one hop or several in a row. On each, a frame waits in the queue where the hop has a rate, is put on
//! the line, and then either arrives after its delay or is lost. The order of calls: [`Link::push`] at the instant a
//! frame is handed over, [`Link::poll`] at [`Link::next_wakeup`] until it gives nothing.

pub mod codec;
mod delay;
mod extras;
mod flight;
mod frame;
mod gateway;
mod hop;
mod impairment;
mod loss;
mod measured;
pub mod netem;
mod outage;
mod preset;
mod queue;
mod spec;
mod store;
mod tier;
mod way;

pub use delay::{DelaySpec, Empirical};
pub use frame::{Frame, HEADER_BYTES, LETTER_BYTES, Letter, READING_BYTES, VERSION_BYTES};
pub use gateway::GatewaySpec;
pub use hop::{Hop, Outcome};
pub use loss::LossSpec;
pub use measured::Measured;
pub use outage::OutageSpec;
pub use preset::Preset;
pub use queue::{QueueSpec, ServiceSpec};
pub use spec::{HopSpec, LineSpec, LinkSpec, OrderSpec};
pub use store::{OfflineSpec, Store};
pub use tier::Tier;
pub use way::Link;
