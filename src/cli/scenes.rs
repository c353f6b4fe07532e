//! `twinsync scenes`: the scenes that ship with the program.

use clap::Args;

use super::{Failure, write_out};
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
        let spec = scene::parse(shipped.text, &format!("scenes/{}.ron", shipped.name)).map_err(Failure::input)?;
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
    let line = |[name, devices, twins, seconds, title]: &[String; 5]| {
        let [a, b, c, d] = widths;
        format!("{name:a$}  {devices:>b$}  {twins:>c$}  {seconds:>d$}  {title}\n")
    };
    write_out(&rows.iter().map(line).collect::<String>())
}
