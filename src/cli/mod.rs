//! The command line: one file per subcommand, one place for failures and exit codes.

mod args;
#[cfg(feature = "mqtt")]
mod board_link;
#[cfg(feature = "mqtt")]
mod broker;
pub mod check;
mod columns;
mod compare;
#[cfg(feature = "view")]
mod darkroom;
mod detectors;
pub mod device;
mod edits;
mod failure;
pub mod live;
#[cfg(feature = "mqtt")]
mod live_devices;
mod live_table;
#[cfg(any(feature = "serial", feature = "mqtt"))]
mod live_way;
mod run;
mod save;
pub mod scenes;
pub mod schema;
#[cfg(feature = "view")]
mod shot;
mod sweep;
mod table;
#[cfg(feature = "view")]
mod view;
#[cfg(feature = "view")]
mod view_board;

pub use args::main;
pub use failure::{Failure, write_out};
