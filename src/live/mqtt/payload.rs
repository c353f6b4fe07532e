//! Any payload to named numbers: JSON, a bare number, or text, in bounded memory and depth.

use std::collections::BTreeMap;

use super::json;
use super::unit;

/// The longest payload that is read, in bytes.
pub const LONGEST: usize = 65_536;
/// The deepest object or list that is looked into; what lies deeper is left out.
pub const DEEPEST: usize = 8;
/// The most signals of one payload; more are left out.
pub const MOST: usize = 256;
/// The longest name of a signal, in bytes; a longer one is left out.
pub const LONGEST_NAME: usize = 96;

/// The name of the signal of a payload that is a single number.
pub const ONLY: &str = "value";

/// One number of a payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The number, always finite.
    pub value: f64,
    /// Its unit, empty where neither the payload nor the name says.
    pub unit: String,
}

/// The numbers of a payload by name: `DS18B20.Temperature`, `0` for the first of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// The signals.
    pub signals: BTreeMap<String, Value>,
    /// How many numbers were left out because they lay too deep, were too many, or had too long a name.
    pub left_out: u64,
}

/// Why a payload has no numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Nothing in it. A broker takes that as the end of a kept message.
    #[error("the payload is empty")]
    Empty,
    /// More than [`LONGEST`] bytes.
    #[error("the payload has {0} bytes, more than {LONGEST}")]
    TooLong(usize),
    /// Bytes that are no text.
    #[error("the payload is not text")]
    NotText,
    /// It begins like JSON and is none.
    #[error("the payload is not JSON from line {line}, column {column}")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Text without a number.
    #[error("the payload holds no number")]
    NoNumber,
}

impl Values {
    /// Puts a number in, if there is room and it is one. The later of two by one name stays.
    pub fn put(&mut self, name: &str, value: f64, unit: String) {
        if !value.is_finite() {
            return;
        }
        let full = self.signals.len() >= MOST && !self.signals.contains_key(name);
        if full || name.is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control) {
            self.left_out += 1;
        } else {
            self.signals.insert(name.to_owned(), Value { value, unit });
        }
    }

    /// The value of a signal.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.signals.get(name).map(|value| value.value)
    }
}

/// Reads a payload as text, within the bounds.
///
/// # Errors
/// When it is empty, too long, or no text.
pub fn text(payload: &[u8]) -> Result<&str, Unread> {
    if payload.len() > LONGEST {
        return Err(Unread::TooLong(payload.len()));
    }
    let text = std::str::from_utf8(payload).map_err(|_| Unread::NotText)?;
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
    if text.is_empty() { Err(Unread::Empty) } else { Ok(text) }
}

/// Reads the numbers of a payload.
///
/// # Errors
/// When there are none; see [`Unread`].
pub fn values(payload: &[u8]) -> Result<Values, Unread> {
    let text = text(payload)?;
    let mut values = Values::default();
    if text.starts_with(['{', '[']) {
        json::walk(text, &mut values)?;
    } else if let Some((value, unit)) = number_of(text.trim_matches('"')) {
        values.put(ONLY, value, unit::spelled(unit));
    } else {
        pairs(text, &mut values);
    }
    if values.signals.is_empty() && values.left_out == 0 { Err(Unread::NoNumber) } else { Ok(values) }
}

/// A number that a text as a whole stands for: `21.5`, `21.5 °C`, `ON`.
#[must_use]
pub fn number_of(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    if let Some(state) = state_of(text) {
        return Some((f64::from(u8::from(state)), ""));
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    // Identifiers such as 000004B1E0F2 are no numbers, nor is a time such as 12:30.
    let whole = digits.trim_start_matches(['-', '+']);
    let padded = whole.len() > 1 && whole.starts_with('0') && !whole.starts_with("0.");
    let exponent = unit.strip_prefix(['e', 'E']).is_some_and(|rest| rest.parse::<i32>().is_ok());
    if padded || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if exponent {
        return text.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| (value, ""));
    }
    let is_unit = unit.is_empty() || unit.starts_with(' ') || unit.starts_with(['%', '°', 'º', '℃', 'µ', 'μ']);
    let short = unit.trim().chars().count() <= 16 && !unit.contains([':', '=', ',', '\t', '\n']);
    let value: f64 = digits.parse().ok()?;
    (value.is_finite() && is_unit && short && !unit.trim().starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        .then(|| (value, unit.trim()))
}

/// The two states of a switch, a contact, a device.
#[must_use]
pub fn state_of(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["on", "true", "open", "online", "yes"]) {
        Some(true)
    } else if is(&["off", "false", "closed", "offline", "no"]) {
        Some(false)
    } else {
        None
    }
}

/// `label:value` or `label=value`, separated by spaces, tabs, commas or semicolons; bare numbers are named by place.
fn pairs(text: &str, values: &mut Values) {
    let parts = text.split([' ', '\t', ',', ';', '\n', '\r']).filter(|part| !part.is_empty());
    for (place, part) in parts.enumerate() {
        match part.split_once([':', '=']) {
            Some((name, value)) => {
                if let Some((value, unit)) = number_of(value) {
                    let unit = if unit.is_empty() { unit::of_name(name).to_owned() } else { unit::spelled(unit) };
                    values.put(name, value, unit);
                }
            }
            None => {
                if let Ok(value) = part.parse::<f64>() {
                    values.put(&place.to_string(), value, String::new());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(payload: &str) -> Vec<(String, f64, String)> {
        let values = values(payload.as_bytes()).unwrap();
        values.signals.into_iter().map(|(name, value)| (name, value.value, value.unit)).collect()
    }

    fn one(name: &str, value: f64, unit: &str) -> (String, f64, String) {
        (name.to_owned(), value, unit.to_owned())
    }

    #[test]
    fn a_bare_payload_is_one_number() {
        for (payload, value, unit) in [
            ("21.5", 21.5, ""),
            (" -3 \r\n", -3.0, ""),
            ("21.5 °C", 21.5, "C"),
            ("48%", 48.0, "%"),
            ("1.5e3", 1500.0, ""),
            ("\"7\"", 7.0, ""),
            ("ON", 1.0, ""),
            ("off", 0.0, ""),
            ("true", 1.0, ""),
            ("0.0", 0.0, ""),
            ("0", 0.0, ""),
        ] {
            assert_eq!(of(payload), [one("value", value, unit)], "{payload}");
        }
    }

    #[test]
    fn text_in_pairs_is_read_as_a_plotter_does() {
        assert_eq!(of("temperature:21.5 heaterMode:0"), [one("heaterMode", 0.0, ""), one("temperature", 21.5, "C")]);
        assert_eq!(of("0.01\t-0.02\t9.81"), [one("0", 0.01, ""), one("1", -0.02, ""), one("2", 9.81, "")]);
        assert_eq!(of("co2=612,state=ok"), [one("co2", 612.0, "ppm")]);
    }

    #[test]
    fn objects_and_lists_are_walked() {
        assert_eq!(
            of(r#"{"temperature":21.5,"heaterMode":0}"#),
            [one("heaterMode", 0.0, ""), one("temperature", 21.5, "C")]
        );
        assert_eq!(
            of(r#"{"a":{"Temperature":"20.6","Id":"0000041"},"on":true,"off":"OFF","t":null,"list":[1,[2]]}"#),
            [
                one("a.Temperature", 20.6, "C"),
                one("list.0", 1.0, ""),
                one("list.1.0", 2.0, ""),
                one("off", 0.0, ""),
                one("on", 1.0, "")
            ]
        );
        assert_eq!(of(r#"{"value": 3, "unit": "°C"}"#), [one("value", 3.0, "C")]);
        assert_eq!(of("{\"a\":1,\"a\":2}"), [one("a", 2.0, "")]);
    }

    #[test]
    fn what_is_no_number_is_said() {
        for (payload, reason) in [
            (&b""[..], Unread::Empty),
            (b" \n", Unread::Empty),
            (b"\xff\xfe", Unread::NotText),
            (b"hello", Unread::NoNumber),
            (b"NaN", Unread::NoNumber),
            (b"inf", Unread::NoNumber),
            (b"1e999", Unread::NoNumber),
            (b"{}", Unread::NoNumber),
            (b"{\"a\":}", Unread::Broken { line: 1, column: 6 }),
            (b"{\"a\":1} x", Unread::Broken { line: 1, column: 9 }),
            (b"{\"a\":\n1e999}", Unread::Broken { line: 2, column: 5 }),
            (&[b'1'; LONGEST + 1], Unread::TooLong(LONGEST + 1)),
        ] {
            assert_eq!(values(payload), Err(reason), "{:?}", String::from_utf8_lossy(payload));
        }
    }

    #[test]
    fn size_and_depth_are_bounded() {
        let deep = format!("{{\"a\":1,\"b\":{}7{}}}", "[".repeat(1000), "]".repeat(1000));
        let read = values(deep.as_bytes()).unwrap();
        assert_eq!((read.get("a"), read.signals.len(), read.left_out), (Some(1.0), 1, 1));
        let many = format!("[{}1]", "1,".repeat(9999));
        let read = values(many.as_bytes()).unwrap();
        assert_eq!((read.signals.len(), read.left_out), (MOST, 10_000 - MOST as u64));
        let long = format!("{{\"{}\":1}}", "n".repeat(LONGEST_NAME + 1));
        assert_eq!(values(long.as_bytes()).unwrap().left_out, 1);
    }
}
