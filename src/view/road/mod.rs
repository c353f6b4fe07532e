//! The closed road and the vehicles on it.

mod car;
mod garage;
mod ghost;
mod track;

pub use car::{follow, spawn};
pub use garage::Garage;
pub use ghost::{draw as draw_ghosts, spawn as spawn_phantom};
pub use track::spawn as spawn_track;
