//! From a name or a file to a scene that is ready to run, recordings included.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use super::error::{Fault, SceneError, SceneErrors};
use super::hint;
use super::path::Step;
use super::shipped::{self, Shipped};
use super::spec::SceneSpec;
use super::{delays, parse, set};
use crate::core::device::{ModelSpec, RecordingSpec, Table, TableError};

/// The rows of every recording in a scene, by the name of its device.
pub type Tables = BTreeMap<String, Table>;

/// Longer scenes are refused: a million twins fit.
const MOST_BYTES: u64 = 1 << 30;

/// A scene, and all that it refers to.
#[derive(Clone, Debug)]
pub struct LoadedScene {
    /// What the scene says.
    pub spec: SceneSpec,
    /// The rows of its recordings.
    pub tables: Tables,
    /// Where it came from.
    pub origin: Origin,
    /// The text that it was read from, values set over it included: what a link or a written run hands on.
    pub text: Arc<str>,
}

/// Where a scene's text came from, and so where the files it names are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file: the files it names are relative to its folder.
    File(PathBuf),
    /// A scene that ships with the program, by its name, with its recordings.
    Shipped(String),
    /// A text from elsewhere, under a name for errors: it may use the shipped recordings.
    Text(String),
}

impl Origin {
    /// What errors call the file.
    #[must_use]
    pub fn file(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Shipped(name) => format!("scenes/{name}.ron"),
            Self::Text(name) => name.clone(),
        }
    }

    /// A short name: the file's name without folder and extension.
    #[must_use]
    pub fn name(&self) -> String {
        let path = FilePath::new(match self {
            Self::File(path) => path.as_os_str(),
            Self::Shipped(name) | Self::Text(name) => name.as_ref(),
        });
        path.file_stem().map_or_else(|| self.file(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The bytes of a file that the scene names.
    fn bytes(&self, file: &str) -> Result<Vec<u8>, String> {
        match self {
            Self::File(scene) => {
                let path = scene.parent().unwrap_or(FilePath::new("")).join(file);
                read_file(&path).map_err(|reason| format!("{} cannot be read: {reason}", path.display()))
            }
            Self::Shipped(_) | Self::Text(_) => shipped::data(file).map(<[u8]>::to_vec).ok_or_else(|| {
                format!("{file:?} is not one of the shipped recordings: {}", hint::listed(&shipped::data_names()))
            }),
        }
    }
}

/// A scene from a file or, where there is no such file, the shipped scene of that name.
///
/// # Errors
/// When there is no such scene, or with everything that is wrong with it.
pub fn load(scene: &str) -> Result<LoadedScene, SceneErrors> {
    load_with(scene, &[])
}

/// As [`load`], with values set by path before the scene is read, as `--set PATH=VALUE` does.
///
/// # Errors
/// As [`load`]; errors that only the set values bring name them.
pub fn load_with(scene: &str, values: &[(String, String)]) -> Result<LoadedScene, SceneErrors> {
    let (text, origin) = find(scene)?;
    if values.is_empty() {
        return read(&text, origin);
    }
    // A scene that is wrong by itself says so with its own places.
    read(&text, origin.clone())?;
    let edited = set::set_all(&text, values)
        .map_err(|error| set::blame(&SceneError { file: origin.file(), ..error }.into(), values))?;
    read(&edited, origin).map_err(|errors| set::blame(&errors, values))
}

/// A scene from its text, with its recordings: what every front uses that has the text already.
///
/// # Errors
/// With everything that is wrong with it.
pub fn read(text: &str, origin: Origin) -> Result<LoadedScene, SceneErrors> {
    let (spec, tables) = parse::parse_with(text, &origin.file(), |spec| {
        let (tables, mut faults) = tables(spec, &origin);
        faults.extend(delays::read(spec, |file| origin.bytes(file)));
        (tables, faults)
    })?;
    Ok(LoadedScene { spec, tables, origin, text: text.into() })
}

/// The text of a scene and where it is from.
fn find(scene: &str) -> Result<(String, Origin), SceneErrors> {
    let path = FilePath::new(scene);
    if path.is_file() {
        let bytes =
            read_file(path).map_err(|reason| SceneError::of_file(scene, format!("it cannot be read: {reason}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
            let place = super::places::Places::new(&valid).line_column(valid.len());
            SceneError { place: Some(place), ..SceneError::of_file(scene, "the text is not UTF-8 from here on") }
        })?;
        return Ok((text, Origin::File(path.to_owned())));
    }
    if let Some(Shipped { name, text }) = shipped::find(scene) {
        return Ok(((*text).to_owned(), Origin::Shipped((*name).to_owned())));
    }
    let message = if path.is_dir() { "it is a folder, not a scene" } else { "there is no such file or shipped scene" };
    let names = shipped::shipped().iter().map(|scene| scene.name);
    Err(SceneError::of_file(scene, message).with_hint(hint::choose(scene, names)).into())
}

fn read_file(path: &FilePath) -> Result<Vec<u8>, String> {
    let length = fs::metadata(path).map_err(|error| plain(&error))?.len();
    if length > MOST_BYTES {
        return Err(format!("{length} bytes are more than {MOST_BYTES}"));
    }
    fs::read(path).map_err(|error| plain(&error))
}

/// A reason of the operating system, without its number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

fn tables(spec: &SceneSpec, origin: &Origin) -> (Tables, Vec<Fault>) {
    let mut tables = Tables::new();
    let mut faults = Vec::new();
    // Devices that replay the same columns of the same file share its rows.
    let mut read = BTreeMap::new();
    for (index, device) in spec.devices.iter().enumerate() {
        let ModelSpec::Recording(recording) = &device.model else { continue };
        match read.entry(format!("{recording:?}")).or_insert_with(|| table(recording, origin)) {
            Ok(table) => {
                tables.insert(device.name.clone(), table.clone());
            }
            Err((steps, message)) => faults.push(fault(index, steps, message)),
        }
    }
    (tables, faults)
}

fn table(recording: &RecordingSpec, origin: &Origin) -> Result<Table, (Vec<Step<'static>>, String)> {
    let bytes = origin.bytes(&recording.file).map_err(|message| (vec![Step::Field("file")], message))?;
    Table::parse(&bytes, recording).map_err(|error| {
        let mut steps = vec![Step::Field(error.field())];
        if let TableError::NoColumn { field: "columns", column, .. } = &error {
            steps.extend(recording.columns.iter().position(|chosen| chosen == column).map(Step::Item));
        }
        (steps, error.to_string())
    })
}

fn fault(device: usize, field: &[Step<'static>], message: &str) -> Fault {
    let model = [Step::Field("devices"), Step::Item(device), Step::Field("model")];
    Fault::new(&[&model, field].concat(), message.to_owned(), None)
}
