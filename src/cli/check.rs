//! `twinsync check`: says everything that is wrong with scenes.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, write_out};
use crate::core::device::{Notes, Spot};
use crate::scene::{self, LoadedScene};

/// Checks scenes and says everything that is wrong with them.
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// Scene files, folders of scene files, or names of shipped scenes.
    #[arg(value_name = "SCENE", required = true)]
    pub scenes: Vec<String>,
}

/// Prints a line for each sound scene, and every error of the others.
///
/// # Errors
/// When any scene has an error.
pub fn run(args: &CheckArgs) -> Result<(), Failure> {
    let mut scenes = Vec::new();
    for scene in &args.scenes {
        scenes.extend(expand(scene)?);
    }
    let mut wrong = Vec::new();
    let mut errors = 0;
    for scene in &scenes {
        match scene::load(scene) {
            Ok(loaded) => write_out(&ok_line(scene, &loaded))?,
            Err(found) => {
                errors += found.count();
                wrong.push(found.to_string());
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let summary = format!("{} in {} of {}", counted(errors, "error"), wrong.len(), counted(scenes.len(), "scene"));
    Err(Failure::input(format!("{}\n{summary}", wrong.join("\n"))))
}

fn expand(scene: &str) -> Result<Vec<String>, Failure> {
    let folder = Path::new(scene);
    if !folder.is_dir() {
        return Ok(vec![scene.to_owned()]);
    }
    let entries =
        fs::read_dir(folder).map_err(|error| Failure::input(format!("{scene}: the folder cannot be read: {error}")))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort();
    if files.is_empty() {
        return Err(Failure::input(format!("{scene}: the folder holds no .ron file")));
    }
    Ok(files.into_iter().map(|file| file.display().to_string()).collect())
}

fn ok_line(scene: &str, loaded: &LoadedScene) -> String {
    let spec = &loaded.spec;
    let mut line = format!(
        "{scene}: ok: {}, {}, {}, {} s",
        counted(spec.devices.len(), "device"),
        counted(spec.twins.len(), "twin"),
        counted(spec.links.len(), "link"),
        spec.duration_s
    );
    for (device, table) in &loaded.tables {
        let rows = counted(table.rows(), "row");
        let gaps = counted(table.gaps().len(), "gap");
        line += &format!("; {device}: {rows}, {gaps}");
        line += &left_out(table.notes());
    }
    line + "\n"
}

/// What was left out of a recording, each with the first place.
fn left_out(notes: &Notes) -> String {
    let mut text = String::new();
    let mut say = |count: usize, what: &str, why: &str, first: &Option<Spot>| {
        if let (1.., Some(first)) = (count, first) {
            text += &format!(", {} {why} ({first})", counted(count, what));
        }
    };
    say(notes.dropped_rows, "row", "dropped", &notes.first_dropped);
    say(notes.bad_cells, "cell", "without a number", &notes.first_bad);
    if let Some(line) = notes.unfinished_line {
        text += &format!(", line {line} left out as it has no end yet");
    }
    text
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
