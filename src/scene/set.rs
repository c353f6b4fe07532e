//! Values set by path: `links.wifi.loss=Bernoulli(0.2)`, as an edit of the scene's text.

use super::error::{SceneError, SceneErrors};
use super::hint;
use super::path::{self, Step};
use super::places::{Node, Places, Shape};
use super::scan::unquoted;

/// Fields by which the elements of a list are addressed.
const NAMES: [&str; 2] = ["name", "signal"];

/// The last part of a path that adds an element to a list.
const APPEND: &str = "+";

/// The text with the value at `path` replaced, or written in where the scene leaves it out.
///
/// Elements of lists are addressed by index (`links.0`, `links[0]`), or by name (`links.wifi`); `timeline.+` adds one.
///
/// # Errors
/// When the path leads nowhere or the value is not RON; the error says what there is.
pub fn set(text: &str, path: &str, value: &str) -> Result<String, SceneError> {
    let refuse =
        |at: &str, message: String| SceneError { path: at.to_owned(), ..SceneError::of_file("--set", message) };
    let places = Places::new(text);
    let parts = split(path);
    if parts.is_empty() || parts.iter().any(String::is_empty) {
        return Err(refuse("", format!("{path:?} is not a path such as links.wifi.loss")));
    }
    let mut node = places.root();
    let mut steps = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match child(&places, node, part) {
            Some(child) => {
                steps.extend(child.step);
                node = child;
            }
            None if node.shape == Shape::List && part == APPEND && index + 1 == parts.len() => {
                let value = checked(value, "").map_err(|message| refuse(path, message))?;
                return Ok(append(text, node, &value));
            }
            None if node.shape == Shape::Record || node.shape == Shape::Map => {
                let value = checked(value, "").map_err(|message| refuse(path, message))?;
                return insert(text, node, &parts[index..], &value).map_err(|message| refuse(path, message));
            }
            None => {
                let error = refuse(path, format!("{part:?} is not in {}", path::text(&steps)));
                return Err(error.with_hint(choices(&places, node, part)));
            }
        }
    }
    let value = checked(value, places.text(node)).map_err(|message| refuse(path, message))?;
    Ok(spliced(text, node.span.start, node.span.end, &value))
}

/// The text with several values set, one after the other.
pub(super) fn set_all(text: &str, values: &[(String, String)]) -> Result<String, SceneError> {
    values.iter().try_fold(text.to_owned(), |text, (path, value)| set(&text, path, value))
}

/// Errors that the original text does not have, in terms of the values set: the places of the edited
/// text are nowhere to be seen.
pub(super) fn blame(errors: &SceneErrors, values: &[(String, String)]) -> SceneErrors {
    let set: Vec<String> = values.iter().map(|(path, value)| format!("--set {path}={value}")).collect();
    let name = |file: &str| format!("{file} with {}", set.join(" "));
    SceneErrors::new(
        errors.iter().map(|error| SceneError { file: name(&error.file), place: None, ..error.clone() }).collect(),
    )
}

/// `a.b[0].c` and `a.b.0.c` in parts.
fn split(path: &str) -> Vec<String> {
    path.trim().replace('[', ".").replace(']', "").split('.').map(|part| part.trim_matches('"').to_owned()).collect()
}

fn child<'n, 't>(places: &Places<'t>, node: &'n Node<'t>, part: &str) -> Option<&'n Node<'t>> {
    let by_index = || part.parse().ok().and_then(|index| node.child(Step::Item(index)));
    match node.shape {
        Shape::Record | Shape::Map => node.child(Step::Field(part)).or_else(by_index),
        Shape::List => node.children.iter().find(|item| name(places, item) == Some(part)).or_else(by_index),
        Shape::Scalar => None,
    }
}

fn name<'t>(places: &Places<'t>, item: &Node<'t>) -> Option<&'t str> {
    let named = NAMES.iter().find_map(|field| item.child(Step::Field(field)))?;
    Some(unquoted(places.text(named)))
}

fn choices(places: &Places<'_>, node: &Node<'_>, part: &str) -> String {
    if node.shape == Shape::Scalar {
        return format!("the path ends at {}", places.text(node));
    }
    let index: Vec<String> = (0..node.children.len()).map(|index| index.to_string()).collect();
    let names = node.children.iter().zip(&index).map(|(item, index)| name(places, item).unwrap_or(index));
    hint::choose(part, names)
}

/// The value as it must be written in place of `old`, if it is RON.
fn checked(value: &str, old: &str) -> Result<String, String> {
    if old.starts_with('"') && !value.contains('"') {
        return Ok(format!("{value:?}"));
    }
    match ron::from_str::<Box<ron::value::RawValue>>(value) {
        Ok(_) if !value.trim().is_empty() => Ok(value.trim().to_owned()),
        _ => Err(format!("{value:?} is not a value")),
    }
}

/// Writes an element at the end of a list.
fn append(text: &str, node: &Node<'_>, value: &str) -> String {
    match node.children.last() {
        Some(last) => spliced(text, last.span.end, last.span.end, &format!(", {value}")),
        None => spliced(text, node.inside, node.inside, value),
    }
}

/// Writes `parts[0]: (parts[1]: .. value)` at the end of a record.
fn insert(text: &str, node: &Node<'_>, parts: &[String], value: &str) -> Result<String, String> {
    let key = |part: &String| match node.shape {
        Shape::Map => format!("{part:?}"),
        _ => part.clone(),
    };
    let plain = |part: &String| {
        part.chars().all(|c| c.is_alphanumeric() || c == '_') && !part.starts_with(|c: char| c.is_numeric())
    };
    let (parts, value) = match parts {
        [fields @ .., last] if last == APPEND && !fields.is_empty() => (fields, &*format!("[{value}]")),
        _ => (parts, value),
    };
    if node.shape != Shape::Map && !parts.iter().all(plain) {
        return Err(format!("{:?} is not a field", parts.join(".")));
    }
    let open: String = parts[1..].iter().map(|part| format!("({part}: ")).collect();
    let close = ")".repeat(parts.len() - 1);
    let entry = format!("{}: {open}{value}{close}", key(&parts[0]));
    Ok(match node.children.last() {
        Some(last) => spliced(text, last.span.end, last.span.end, &format!(", {entry}")),
        None => spliced(text, node.inside, node.inside, &entry),
    })
}

fn spliced(text: &str, start: usize, end: usize, new: &str) -> String {
    format!("{}{new}{}", &text[..start], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"(title: "t", devices: [(name: "rotor", model: Rotor(), sensors: [(signal: "accel_x", rate_hz: 5,),])],
        links: [(name: "wifi", delay: Fixed(ms: 3), loss: Bernoulli(0.1))],)"#;

    fn edited(path: &str, value: &str, expected: &str) {
        let text = set(TEXT, path, value).expect(path);
        assert!(text.contains(expected), "{path}: {text}");
    }

    #[test]
    fn replaces_by_name_and_by_index() {
        edited("links.wifi.loss", "Bernoulli(0.2)", "loss: Bernoulli(0.2))");
        edited("links[0].loss", "None", "loss: None)");
        edited("links.0.delay.ms", "7", "Fixed(ms: 7)");
        edited("devices.rotor.sensors.accel_x.rate_hz", "9", "rate_hz: 9,)");
        edited("title", "short", "title: \"short\"");
        edited("title", "a b", "title: \"a b\"");
        edited("title", "\"a b\"", "title: \"a b\"");
    }

    #[test]
    fn writes_in_what_the_scene_leaves_out() {
        edited("devices.rotor.model.speed_rpm", "3000", "Rotor(speed_rpm: 3000)");
        edited("devices.rotor.clock.drift_ppm", "40", "rate_hz: 5,),], clock: (drift_ppm: 40))");
        edited("duration_s", "10", "(0.1))], duration_s: 10,)");
        edited("devices.rotor.sensors.accel_x.bits", "16", "rate_hz: 5, bits: 16,)");
    }

    #[test]
    fn adds_to_lists() {
        edited("links.+", "(name: \"air\")", "loss: Bernoulli(0.1)), (name: \"air\")],)");
        edited("timeline.+", "(at_s: 5)", "timeline: [(at_s: 5)],)");
        edited("devices.rotor.sensors.+", "(signal: \"y\")", "rate_hz: 5,), (signal: \"y\"),]");
        assert!(set(TEXT, "title.+", "1").is_err());
    }

    #[test]
    fn says_what_there_is() {
        let error = set(TEXT, "links.wify.loss", "None").expect_err("no such link");
        assert_eq!(error.to_string(), "--set: links.wify.loss: \"wify\" is not in links");
        assert_eq!(error.hint.as_deref(), Some("there is only wifi"));
        for (path, value) in [
            ("links.wifi.loss", "Bernoulli(0.2"),
            ("links.wifi.loss", ""),
            ("seed", "1, x: 2"),
            ("", "1"),
            ("a..b", "1"),
            ("title.x", "1"),
            ("links.7", "1"),
        ] {
            assert!(set(TEXT, path, value).is_err(), "{path}={value}");
        }
    }
}
