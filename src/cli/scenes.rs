//! `twinsync scenes`: the scenes that ship with the program.

use std::io::{self, Write};

use clap::Args;

use super::Failure;
use crate::scene;

/// Lists the scenes that ship with the program.
#[derive(Args, Clone, Debug)]
pub struct ScenesArgs {}

/// Prints a table: name, devices, twins, seconds, title.
///
/// # Errors
/// When a shipped scene cannot be read.
pub fn run(_args: &ScenesArgs) -> Result<(), Failure> {
    let mut rows = vec![["NAME", "DEVICES", "TWINS", "SECONDS", "TITLE"].map(str::to_owned)];
    for shipped in scene::shipped() {
        let spec = scene::parse(shipped.text, &format!("scenes/{}.ron", shipped.name))
            .map_err(|errors| Failure { code: 2, message: errors.to_string(), hint: None })?;
        rows.push([
            shipped.name.to_owned(),
            spec.devices.len().to_string(),
            spec.twins.len().to_string(),
            spec.duration_s.to_string(),
            spec.title,
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut out = io::stdout().lock();
    for [name, devices, twins, seconds, title] in &rows {
        let [a, b, c, d] = widths;
        // A reader who has closed the pipe has seen enough.
        if writeln!(out, "{name:a$}  {devices:>b$}  {twins:>c$}  {seconds:>d$}  {title}").is_err() {
            break;
        }
    }
    Ok(())
}
