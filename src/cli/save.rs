//! Writing results into a folder, and the sentence when that fails.

use std::fmt::Display;
use std::fs::{self, File};
use std::path::Path;

use super::Failure;

/// A value as JSON that people can read.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::run(format!("the report cannot be written: {error}")))
}

/// The failure to write a file.
#[must_use]
pub fn failed(path: &Path, error: impl Display) -> Failure {
    Failure::run(format!("{} cannot be written: {error}", path.display()))
}

/// Makes a folder and those round it.
///
/// # Errors
/// When it cannot be made.
pub fn folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))
}

/// Writes a text to a file of a folder.
///
/// # Errors
/// When it cannot be written.
pub fn text(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| failed(&path, error))
}

/// Opens a new file of a folder.
///
/// # Errors
/// When it cannot be made.
pub fn file(folder: &Path, name: &str) -> Result<File, Failure> {
    let path = folder.join(name);
    File::create(&path).map_err(|error| failed(&path, error))
}
