//! The page: the laboratory in a browser, as its scripts in `web/` see it.
//!
//! What decides anything here compiles and is tested on a desk too; only `page`, `boards` and `broker` are the browser's.

pub mod board;
#[cfg(target_arch = "wasm32")]
pub mod boards;
#[cfg(target_arch = "wasm32")]
pub mod broker;
#[cfg(feature = "view")]
mod deeds;
mod headless;
pub mod keep;
pub mod link;
#[cfg(feature = "view")]
mod mirror;
#[cfg(feature = "view")]
mod opening;
mod pack;
#[cfg(all(target_arch = "wasm32", feature = "view"))]
pub mod page;
mod papers;
pub mod topics;
pub mod way;
#[cfg(feature = "view")]
mod wish;
#[cfg(feature = "view")]
mod working;

pub use headless::{complaints, run};
#[cfg(feature = "view")]
pub use mirror::Mirror;
#[cfg(feature = "view")]
pub use opening::open;
pub use papers::Paper;
#[cfg(feature = "view")]
pub use wish::PageWish;
