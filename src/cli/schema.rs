//! `twinsync schema`: everything that a scene may say.

use clap::Args;

use super::{Failure, write_out};
use crate::scene::schema;

/// Prints everything that a scene may say.
#[derive(Args, Clone, Debug)]
pub struct SchemaArgs {
    /// Prints Markdown, as in docs/scenes.md.
    #[arg(long)]
    pub markdown: bool,
}

/// Prints the schema from the types' own documentation.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(args: &SchemaArgs) -> Result<(), Failure> {
    write_out(&if args.markdown { schema::markdown() } else { schema::text() })
}
