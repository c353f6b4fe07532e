//! The `twinsync` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    twinsync::cli::main()
}
