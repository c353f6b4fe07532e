//! Metrics: what a twin's sync costs and how well it does, integrated exactly and without allocation.

mod age;
mod books;
mod counts;
mod error;
mod quantile;
mod resync;

pub use age::{AgeMeter, AgeSummary};
pub use books::Books;
pub use counts::FrameCounts;
pub use error::ErrorMeter;
pub use quantile::Quantiles;
pub use resync::Resync;
