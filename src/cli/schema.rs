//! `twinsync schema`: everything that a scene may say.

use std::io::{self, Write};

use clap::Args;

use super::Failure;
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
/// None: a reader who closes the pipe has seen enough.
pub fn run(args: &SchemaArgs) -> Result<(), Failure> {
    let text = if args.markdown { schema::markdown() } else { schema::text() };
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Ok(())
}
