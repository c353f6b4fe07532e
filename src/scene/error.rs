//! What is wrong with a scene, and where.

use std::fmt;

use super::path::{self, Step};
use super::places::Places;

/// One fault of a scene: a sentence and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneError {
    /// The file, as the caller named it.
    pub file: String,
    /// Line and column, both counted from 1; none where the fault is not in the text.
    pub place: Option<(usize, usize)>,
    /// The field, such as `devices[0].sensors[1].rate_hz`; empty for the scene as a whole.
    pub path: String,
    /// What is wrong, with the value.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl SceneError {
    /// A fault of a file rather than of a place in it.
    pub(crate) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: None, path: String::new(), message: message.into(), hint: None }
    }

    /// The same fault with a hint.
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for SceneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        if !self.path.is_empty() {
            write!(f, ": {}", self.path)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Everything that is wrong with a scene; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneErrors(Vec<SceneError>);

impl SceneErrors {
    pub(super) fn new(errors: Vec<SceneError>) -> Self {
        Self(errors)
    }

    /// All errors, in the order of the text.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &SceneError> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl From<SceneError> for SceneErrors {
    fn from(error: SceneError) -> Self {
        Self(vec![error])
    }
}

/// A line for each error; a hint on a line of its own.
impl fmt::Display for SceneErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
            if let Some(hint) = &error.hint {
                write!(f, "\n  hint: {hint}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for SceneErrors {}

/// How the refusal of an infinite number goes on after the number.
pub(super) const NOT_FINITE: &str = " is not a finite number";

/// A fault found in a scene's values, before its place in the text is looked up.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) path: String,
    steps: Vec<OwnedStep>,
    message: String,
    hint: Option<String>,
}

impl Fault {
    pub(super) fn new(steps: &[Step<'_>], message: String, hint: Option<String>) -> Self {
        let owned = |step: &Step<'_>| match *step {
            Step::Field(name) => OwnedStep::Field(name.to_owned()),
            Step::Item(index) => OwnedStep::Item(index),
        };
        Self { path: path::text(steps), steps: steps.iter().map(owned).collect(), message, hint }
    }
}

impl Fault {
    /// The same as an error that has no place in a text.
    pub(super) fn unplaced(self, file: &str) -> SceneError {
        SceneError { file: file.to_owned(), place: None, path: self.path, message: self.message, hint: self.hint }
    }
}

/// A step of a path that outlives the values it was found in.
#[derive(Clone, Debug)]
enum OwnedStep {
    Field(String),
    Item(usize),
}

/// Gives every fault its place in the text, and puts them in the order of the text.
pub(super) fn placed(faults: Vec<Fault>, text: &str, file: &str) -> SceneErrors {
    let places = Places::new(text);
    let mut errors: Vec<SceneError> = faults
        .into_iter()
        .map(|fault| {
            let steps: Vec<Step<'_>> = fault
                .steps
                .iter()
                .map(|step| match step {
                    OwnedStep::Field(name) => Step::Field(name),
                    OwnedStep::Item(index) => Step::Item(*index),
                })
                .collect();
            let node = places.nearest(&steps);
            let place = places.line_column(node.span.start);
            let Fault { path, message, hint, .. } = fault;
            // 1e999 is read as infinity: say what is written.
            let message = match message.strip_suffix(NOT_FINITE) {
                Some(_) => format!("{}{NOT_FINITE}", places.text(node)),
                None => message,
            };
            SceneError { file: file.to_owned(), place: Some(place), path, message, hint }
        })
        .collect();
    errors.sort_by_key(|error| error.place);
    SceneErrors::new(errors)
}
