//! The wire: the tiers as places, the way through them, and every frame on that way.

mod flight;
mod frames;
mod landmark;
mod queue;
mod route;
mod tiers;

pub use frames::draw as draw_frames;
pub use queue::draw as draw_queues;
pub use route::{Routes, lay as lay_routes};
pub use tiers::{draw as draw_tiers, spawn as spawn_tiers};
