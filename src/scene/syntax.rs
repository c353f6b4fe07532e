//! Says in a sentence what the RON reader stumbled over, and where in the scene that is.

use ron::error::{Error, SpannedError};

use super::error::SceneError;
use super::hint;
use super::path::{self, Step};
use super::places::{Node, Places, Shape};

/// Longer values are cut in messages.
const SHOWN: usize = 40;

/// The scene error for an error of the RON reader.
pub(super) fn explain(error: &SpannedError, text: &str, file: &str) -> SceneError {
    let places = Places::new(text);
    let cursor = places.offset(error.span.start.line, error.span.start.col);
    let at = cursor + blank(&text[cursor..]);
    let (mut steps, mut node) = places.innermost(at);
    if matches!(error.code, Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_))
        && node.shape != Shape::Scalar
    {
        // The reader has passed the name and found no bracket: the value is what stands before.
        (steps, node) = places.innermost(text[..cursor].trim_end().len().saturating_sub(1));
    }
    if matches!(error.code, Error::ExpectedStructLikeEnd | Error::ExpectedDifferentLength { .. })
        && node.shape == Shape::Scalar
    {
        // The value that is too much stands in the one to blame.
        steps.pop();
        node = places.nearest(&steps);
    }
    let (message, hint) = if text[..node.span.end].trim().is_empty() && node.children.is_empty() {
        ("the text holds no scene".to_owned(), None)
    } else {
        sentence(&error.code, &shown(places.text(node)), node, text, at)
    };
    let offset = match &error.code {
        Error::MissingStructField { field, .. } => {
            steps.push(Step::Field(field));
            node.span.start
        }
        Error::NoSuchStructField { .. } | Error::DuplicateStructField { .. } => at,
        _ if node.shape == Shape::Scalar && node.span.contains(&at) => node.span.start,
        _ => at,
    };
    let place = places.line_column(offset.min(text.len()));
    SceneError { file: file.to_owned(), place: Some(place), path: path::text(&steps), message, hint }
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// A value short enough for a sentence, on one line.
pub(super) fn shown(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= SHOWN {
        return flat;
    }
    flat.chars().take(SHOWN - 2).chain("..".chars()).collect()
}

fn sentence(code: &Error, value: &str, node: &Node<'_>, text: &str, at: usize) -> (String, Option<String>) {
    let plain = |message: String| (message, None);
    match code {
        Error::NoSuchStructField { expected, found, outer } => {
            let of = outer.as_deref().map_or("the scene", plain_name);
            (format!("{found:?} is not a field of {of}"), Some(hint::choose(found, expected.iter().copied())))
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            (format!("{found} is none of the choices here"), Some(hint::choose(found, expected.iter().copied())))
        }
        Error::MissingStructField { outer, .. } => {
            plain(format!("this field of {} is missing", outer.as_deref().map_or("the scene", plain_name)))
        }
        Error::DuplicateStructField { field, .. } => plain(format!("{field:?} is given twice")),
        Error::InvalidValueForType { expected, .. } => plain(format!("{value} is not {expected}")),
        Error::ExpectedComma if node.shape == Shape::Scalar && at > node.span.start => {
            plain(format!("{value} is not a whole number"))
        }
        Error::ExpectedComma => {
            let next = text[at..].split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default();
            plain(format!("a comma is missing before {}", shown(next)))
        }
        Error::ExpectedFloat if value.parse::<f64>().is_ok() => {
            plain(format!("{value} takes no name here: write the number alone"))
        }
        Error::Eof => plain("the text ends before the scene does".to_owned()),
        Error::TrailingCharacters => plain("nothing may follow the scene".to_owned()),
        Error::ExpectedStructLikeEnd | Error::ExpectedDifferentLength { .. } => {
            plain(format!("{value} has too many or too few values"))
        }
        _ => match wanted(code) {
            Some(wanted) => plain(format!("{value} is not {wanted}")),
            None => plain(lower_first(&code.to_string())),
        },
    }
}

fn wanted(code: &Error) -> Option<&'static str> {
    Some(match code {
        Error::ExpectedFloat => "a number",
        Error::ExpectedInteger => "a whole number",
        Error::IntegerOutOfBounds => "a whole number within its limits",
        Error::ExpectedString => "a text in quotes",
        Error::ExpectedBoolean => "true or false",
        Error::ExpectedArray => "a list in square brackets",
        Error::ExpectedMap => "a map in curly brackets",
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => "followed by its values in parentheses",
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) | Error::InvalidIdentifier(_) => "a name",
        _ => return None,
    })
}

/// Schema types are named without the suffix that tells them from the machines they describe.
fn plain_name(outer: &str) -> &str {
    match outer.strip_suffix("Spec") {
        Some("Scene") => "the scene",
        Some(name) => name,
        None => outer,
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
