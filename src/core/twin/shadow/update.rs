//! Updates: what somebody asks the shadow to write, read from JSON text or put together by hand.

use serde_json::Value;

use super::change::SectionName;
use super::refusal::Refusal;
use super::section::Patch;
use super::tree::{self, Tree};
use crate::core::digest::Digest;
use crate::core::time::SimTime;

/// Longest text of an update, in bytes: twice the document of AWS, white space included. The bound is ours.
pub const REQUEST_LIMIT_BYTES: usize = 16 * 1024;

/// Longest client token, in bytes ("Device Shadow service documents", section "Client tokens in shadow
/// documents", docs.aws.amazon.com/iot/latest/developerguide/device-shadow-document.html).
pub const TOKEN_LIMIT_BYTES: usize = 64;

/// What is to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// To `reported`.
    pub reported: Patch,
    /// To `desired`.
    pub desired: Patch,
    /// The version it was made for; none takes whatever there is.
    pub version: Option<u64>,
    /// Names the request: the same request under the same token is written once.
    pub token: Option<String>,
    /// Measured then and sent later, from a queue: recorded, never written over what is now.
    pub historical: Option<SimTime>,
}

impl Update {
    /// Reports some fields.
    #[must_use]
    pub fn report(fields: Tree) -> Self {
        Self { reported: Patch::Merge(fields), ..Self::default() }
    }

    /// Wishes for some fields.
    #[must_use]
    pub fn wish(fields: Tree) -> Self {
        Self { desired: Patch::Merge(fields), ..Self::default() }
    }

    /// Reads a request such as `{"state": {"desired": {"target_c": 21}}, "version": 7, "clientToken": "a"}`.
    /// Keys beside `state`, `version`, `clientToken` and `historical_s` (seconds) are ignored.
    ///
    /// # Errors
    /// The first thing that is wrong with the text.
    pub fn parse(text: &[u8]) -> Result<Self, Refusal> {
        if text.len() > REQUEST_LIMIT_BYTES {
            return Err(Refusal::TooLarge { what: "bytes of request", size: text.len(), limit: REQUEST_LIMIT_BYTES });
        }
        let text = str::from_utf8(text).map_err(|error| Refusal::Encoding(error.valid_up_to()))?;
        let value: Value = serde_json::from_str(text).map_err(|error| Refusal::Syntax(error.to_string()))?;
        let Value::Object(mut request) = value else { return Err(Refusal::NotAnObject("the update")) };
        let (reported, desired) = sections(request.remove("state"))?;
        Ok(Self {
            reported,
            desired,
            version: request.get("version").map(version).transpose()?,
            token: request.remove("clientToken").map(token).transpose()?,
            historical: request.get("historical_s").map(instant).transpose()?,
        })
    }

    /// The request as JSON, as [`Update::parse`] reads it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut state = Tree::new();
        for (section, patch) in [(SectionName::Reported, &self.reported), (SectionName::Desired, &self.desired)] {
            match patch {
                Patch::Untouched => continue,
                Patch::Remove => state.insert(section.to_string(), Value::Null),
                Patch::Merge(tree) => state.insert(section.to_string(), Value::Object(tree.clone())),
            };
        }
        let members = [
            ("state", Some(Value::Object(state))),
            ("version", self.version.map(Value::from)),
            ("clientToken", self.token.clone().map(Value::from)),
            ("historical_s", self.historical.map(|at| Value::from(at.secs()))),
        ];
        members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    }

    /// What it asks for as one number: equal requests have equal ones.
    pub(super) fn digest(&self) -> u64 {
        let mut digest = Digest::default();
        for patch in [&self.reported, &self.desired] {
            match patch {
                Patch::Untouched => digest.u64(0),
                Patch::Remove => digest.u64(1),
                Patch::Merge(tree) => {
                    let fields = tree::fields(tree);
                    digest.u64(2 + fields.len() as u64);
                    for (path, value) in fields {
                        digest.text(&path);
                        digest.text(&value.to_string());
                    }
                }
            }
        }
        for number in [self.version, self.historical.map(|at| at.nanos().cast_unsigned())] {
            digest.u64(u64::from(number.is_some()));
            digest.u64(number.unwrap_or_default());
        }
        digest.value()
    }

    /// Checks what needs no document: depth, arrays, size, the token's length.
    ///
    /// # Errors
    /// The first thing that no document could take.
    pub(super) fn check(&self, levels_limit: usize, bytes_limit: usize) -> Result<(), Refusal> {
        for (section, patch) in [(SectionName::Reported, &self.reported), (SectionName::Desired, &self.desired)] {
            let Some(patch) = patch.tree() else { continue };
            let levels = tree::levels(patch);
            if levels > levels_limit {
                return Err(Refusal::TooDeep { section, levels, limit: levels_limit });
            }
            let size = tree::bytes(patch);
            if size > bytes_limit {
                return Err(Refusal::TooLarge { what: "bytes of patch", size, limit: bytes_limit });
            }
            if let Some(path) = tree::array_with_null(patch) {
                return Err(Refusal::NullInArray { section, path });
            }
        }
        if let Some(token) = self.token.as_ref().filter(|token| token.len() > TOKEN_LIMIT_BYTES) {
            return Err(Refusal::Token(format!("{} bytes", token.len())));
        }
        if self.historical.is_some() && self.desired != Patch::Untouched {
            return Err(Refusal::HistoricalWish);
        }
        Ok(())
    }
}

/// A `state` of null empties both sections and keeps the document ("Interacting with shadows", section
/// "Deleting a shadow", docs.aws.amazon.com/iot/latest/developerguide/device-shadow-data-flow.html).
fn sections(state: Option<Value>) -> Result<(Patch, Patch), Refusal> {
    let mut state = match state {
        Some(Value::Object(state)) => state,
        Some(Value::Null) => return Ok((Patch::Remove, Patch::Remove)),
        _ => return Err(Refusal::NotAnObject("state")),
    };
    let mut take = |section: SectionName| match state.remove(&section.to_string()) {
        None => Ok(Patch::Untouched),
        Some(Value::Null) => Ok(Patch::Remove),
        Some(Value::Object(patch)) => Ok(Patch::Merge(patch)),
        Some(_) => Err(Refusal::SectionNotAnObject(section)),
    };
    let sections = (take(SectionName::Reported)?, take(SectionName::Desired)?);
    state.into_iter().next().map_or(Ok(sections), |(key, _)| Err(Refusal::UnknownSection(key)))
}

fn version(value: &Value) -> Result<u64, Refusal> {
    value.as_u64().ok_or_else(|| Refusal::Version(value.to_string()))
}

fn token(value: Value) -> Result<String, Refusal> {
    match value {
        Value::String(token) if token.len() <= TOKEN_LIMIT_BYTES => Ok(token),
        Value::String(token) => Err(Refusal::Token(format!("{} bytes", token.len()))),
        other => Err(Refusal::Token(other.to_string())),
    }
}

fn instant(value: &Value) -> Result<SimTime, Refusal> {
    value.as_f64().map(SimTime::from_secs).ok_or_else(|| Refusal::Instant(value.to_string()))
}
