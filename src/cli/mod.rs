//! The command line: one file per subcommand, one place for failures and exit codes.

mod args;
mod failure;
mod run;
mod table;

pub use args::main;
pub use failure::{Failure, write_out};
