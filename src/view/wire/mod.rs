//! The wire: the tiers as places, the way through them hop by hop, and every frame on that way.

mod chosen;
mod flight;
mod frames;
mod landmark;
mod leg;
mod mark;
mod pick;
mod queue;
mod route;
mod tell;
mod tiers;

pub use chosen::draw as draw_chosen;
pub use frames::draw as draw_frames;
pub use pick::{InSight, pick as pick_frame};
pub use queue::draw as draw_queues;
pub use route::{Routes, lay as lay_routes};
pub use tiers::{draw as draw_tiers, spawn as spawn_tiers};
