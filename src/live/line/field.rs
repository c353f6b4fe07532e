//! Reading and writing the fields of a line: `NAME:value`, separated by commas.

use std::fmt;

use super::Reject;

/// Longest number that is read, in characters.
const NUMBER_LENGTH: usize = 32;

/// The random number that a board draws at each boot: eight lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Boot(pub u32);

impl fmt::Display for Boot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// Which board it is: its hardware address (MAC), twelve lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chip(pub u64);

impl fmt::Display for Chip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0)
    }
}

/// A whole number without a sign.
pub(crate) fn whole(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= NUMBER_LENGTH && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A decimal fraction, perhaps with a sign: digits with at most one point among them.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let points = digits.bytes().filter(|byte| *byte == b'.').count();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    if !plain || points > 1 || text.len() > NUMBER_LENGTH {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Lower-case hexadecimal digits, exactly so many.
pub(super) fn hex(text: &str, digits: usize) -> Option<u64> {
    let plain = text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    plain.then(|| u64::from_str_radix(text, 16).ok()).flatten()
}

/// The fields of a line, taken one by one in their order.
pub(super) struct Fields<'a> {
    rest: Option<&'a str>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        Self { rest: Some(line) }
    }

    /// The value of the next field, which must have this name.
    pub(super) fn text(&mut self, name: &'static str) -> Result<&'a str, Reject> {
        let Some(rest) = self.rest else { return Err(Reject::Missing(name)) };
        let (field, rest) = rest.split_once(',').map_or((rest, None), |(field, rest)| (field, Some(rest)));
        let value = field.trim_start().strip_prefix(name).and_then(|value| value.strip_prefix(':'));
        self.rest = rest;
        value.map(str::trim).ok_or(Reject::Missing(name))
    }

    pub(crate) fn whole(&mut self, name: &'static str) -> Result<u32, Reject> {
        let text = self.text(name)?;
        whole(text).ok_or_else(|| Reject::field(name, text, "a whole number below 2^32"))
    }

    pub(crate) fn decimal(&mut self, name: &'static str) -> Result<f64, Reject> {
        let text = self.text(name)?;
        decimal(text).ok_or_else(|| Reject::field(name, text, "a decimal number"))
    }

    pub(super) fn boot(&mut self) -> Result<Boot, Reject> {
        let text = self.text("BOOT")?;
        let value = hex(text, 8).and_then(|value| u32::try_from(value).ok());
        value.map(Boot).ok_or_else(|| Reject::field("BOOT", text, "eight lower-case hexadecimal digits"))
    }

    pub(super) fn chip(&mut self) -> Result<Chip, Reject> {
        let text = self.text("CHIP")?;
        hex(text, 12).map(Chip).ok_or_else(|| Reject::field("CHIP", text, "twelve lower-case hexadecimal digits"))
    }

    /// Whether all fields have been taken.
    pub(super) fn done(&self) -> bool {
        self.rest.is_none()
    }

    /// Nothing more may follow.
    pub(super) fn end(&self) -> Result<(), Reject> {
        if self.done() { Ok(()) } else { Err(Reject::Unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_or_refused() {
        assert_eq!(
            (whole("4294967295"), whole("4294967296"), whole("+1"), whole("")),
            (Some(u32::MAX), None, None, None)
        );
        assert_eq!((decimal("-9.807"), decimal("1."), decimal(".5")), (Some(-9.807), Some(1.0), Some(0.5)));
        for wrong in ["", ".", "-", "1e3", "inf", "NaN", "1.2.3", "0x10", " 1", "99999999999999999999999999999999999"] {
            assert_eq!(decimal(wrong), None, "{wrong:?}");
        }
        assert_eq!((hex("00ff", 4), hex("00FF", 4), hex("ff", 4)), (Some(255), None, None));
    }
}
