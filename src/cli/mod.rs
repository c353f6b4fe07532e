//! The command line: one file per subcommand, one place for failures and exit codes.

mod args;
pub mod check;
mod failure;
mod run;
pub mod scenes;
pub mod schema;
mod table;

pub use args::main;
pub use failure::{Failure, write_out};
