//! The line of `tc qdisc ... netem`: read and written (tc-netem(8), iproute2).

use std::fmt;

use super::LineSpec;

/// Why a netem line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetemError(String);

impl fmt::Display for NetemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a line.
///
/// # Errors
/// With one sentence.
pub fn parse(text: &str) -> Result<LineSpec, NetemError> {
    Err(NetemError(format!("{text:?} is not read yet")))
}
