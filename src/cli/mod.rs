//! The command line: one file per subcommand, one place for failures and exit codes.

mod args;
pub mod check;
#[cfg(feature = "view")]
mod darkroom;
mod detectors;
mod edits;
mod failure;
mod run;
pub mod scenes;
pub mod schema;
#[cfg(feature = "view")]
mod shot;
mod table;
#[cfg(feature = "view")]
mod view;

pub use args::main;
pub use failure::{Failure, write_out};
