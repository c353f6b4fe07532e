//! From text to a scene: the one way in for every front.

use std::collections::{BTreeMap, BTreeSet};

use ron::extensions::Extensions;

use super::check;
use super::error::{self, SceneError, SceneErrors};
use super::load::Tables;
use super::spec::SceneSpec;
use super::syntax;

/// The scene that a text describes. Errors name `origin` as the file.
///
/// # Errors
/// The first error of syntax or type, or all errors of meaning. What a recording holds is not looked at:
/// that needs its file, see [`super::read`].
pub fn parse(text: &str, origin: &str) -> Result<SceneSpec, SceneErrors> {
    let text = without_mark(text);
    let spec = value(text, origin)?;
    let faults = check::check(&spec, &BTreeMap::new());
    if faults.is_empty() { Ok(spec) } else { Err(error::placed(faults, text, origin)) }
}

/// As [`parse`], with the recordings of its devices, which `read` reads as far as it can.
pub(super) fn parse_with(
    text: &str,
    file: &str,
    read: impl FnOnce(&mut SceneSpec) -> (Tables, Vec<error::Fault>),
) -> Result<(SceneSpec, Tables), SceneErrors> {
    let text = without_mark(text);
    let mut spec = value(text, file)?;
    let (tables, unread) = read(&mut spec);
    let mut faults = check::check(&spec, &tables);
    let known: BTreeSet<String> = faults.iter().map(|fault| fault.path.clone()).collect();
    faults.extend(unread.into_iter().filter(|fault| !known.contains(&fault.path)));
    if faults.is_empty() { Ok((spec, tables)) } else { Err(error::placed(faults, text, file)) }
}

/// A value of one type of the schema, without looking at its meaning.
pub(super) fn value<T: serde::de::DeserializeOwned>(text: &str, file: &str) -> Result<T, SceneError> {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES;
    ron::Options::default()
        .with_default_extension(extensions)
        .from_str(text)
        .map_err(|error| syntax::explain(&error, text, file))
}

/// Some editors begin a file with a byte order mark, which is not part of the scene.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
