//! A walk through JSON that builds no tree: every number is put away as it passes.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::payload::{DEEPEST, LONGEST_NAME, Unread, Values, number_of};
use super::unit;

/// Puts the numbers of a JSON text into `values`, named by their path.
///
/// # Errors
/// [`Unread::Broken`] where the text is no JSON; what came before stays in `values`.
pub(super) fn walk(text: &str, values: &mut Values) -> Result<(), Unread> {
    let broken = |error: serde_json::Error| Unread::Broken { line: error.line(), column: error.column() };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut path = String::new();
    deserializer.deserialize_any(Walk { values, path: &mut path, depth: 0, unit: None }).map_err(broken)?;
    deserializer.end().map_err(broken)
}

struct Walk<'a> {
    values: &'a mut Values,
    path: &'a mut String,
    depth: usize,
    /// Where the object around it may say a unit.
    unit: Option<&'a mut String>,
}

impl Walk<'_> {
    fn put(self, value: f64) {
        self.values.put(self.path, value, unit::of_name(self.path).to_owned());
    }

    /// Walks on, one level deeper and under one more part of the path.
    fn below<'b>(values: &'b mut Values, path: &'b mut String, depth: usize, unit: &'b mut String) -> Walk<'b> {
        Walk { values, path, depth: depth + 1, unit: Some(unit) }
    }
}

/// Lengthens a path by a part; a path that grows too long stays too long, so that its numbers are left out.
fn lengthen(path: &mut String, part: &str) -> usize {
    let before = path.len();
    if !path.is_empty() {
        path.push('.');
    }
    if path.len() + part.len() > LONGEST_NAME {
        path.extend(std::iter::repeat_n('~', LONGEST_NAME + 1 - path.len().min(LONGEST_NAME)));
    } else {
        path.push_str(part);
    }
    before
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth > DEEPEST {
            self.values.left_out += 1;
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.put(f64::from(u8::from(value)));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.put(value as f64);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.put(value as f64);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.put(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let last = self.path.rsplit('.').next().unwrap_or_default();
        if matches!(last, "unit" | "unit_of_measurement") {
            if let Some(unit) = self.unit {
                *unit = unit::spelled(text);
            }
        } else if !matches!(last, "Id" | "id")
            && let Some((value, written)) = number_of(text)
        {
            let unit = if written.is_empty() { unit::of_name(self.path).to_owned() } else { unit::spelled(written) };
            self.values.put(self.path, value, unit);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let (Self { values, path, depth, .. }, mut unit) = (self, String::new());
        for place in 0_u64.. {
            let before = lengthen(path, &place.to_string());
            let more = list.next_element_seed(Self::below(values, path, depth, &mut unit));
            path.truncate(before);
            if more?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (Self { values, path, depth, .. }, mut unit) = (self, String::new());
        while let Some(key) = map.next_key::<String>()? {
            let before = lengthen(path, &key);
            let done = map.next_value_seed(Self::below(values, path, depth, &mut unit));
            path.truncate(before);
            done?;
        }
        // An object with a unit of its own: {"value": 21.5, "unit": "°C"}.
        if !unit.is_empty() {
            let before = lengthen(path, "value");
            if let Some(value) = values.signals.get_mut(path.as_str()) {
                value.unit = unit;
            }
            path.truncate(before);
        }
        Ok(())
    }
}
