//! The command line: one file per subcommand, one place for failures and exit codes.

mod args;
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
mod live_table;
mod palette;
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

pub use args::main;
pub use failure::{Failure, write_out};
