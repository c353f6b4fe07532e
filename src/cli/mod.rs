//! The command line: one file per subcommand, one place for failures and exit codes.

mod args;
mod check;
mod failure;
mod run;
mod scenes;
mod schema;
mod table;

pub use args::main;
pub use failure::{Failure, write_out};
