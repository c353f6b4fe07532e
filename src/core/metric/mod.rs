//! Metrics: what a twin's sync costs and how well it does, integrated exactly and without allocation.

mod age;
mod books;
mod counts;
mod energy;
mod error;
mod quantile;
mod resync;
mod service;
mod spread;

pub use age::{AgeMeter, AgeSummary};
pub use books::Books;
pub use counts::FrameCounts;
pub use energy::{Burst, Phase, RadioMeter, RadioSpec, lora_airtime_s};
pub use error::ErrorMeter;
pub use quantile::Quantiles;
pub use resync::Resync;
pub use service::{LevelState, ServiceLevel};
pub use spread::Spread;
