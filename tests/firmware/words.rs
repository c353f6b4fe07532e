//! Lines as text: checksums by an implementation of their own, fields by name.

use crc::{CRC_16_IBM_3740, Crc};

const SUM: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_3740);

/// The checksum of some bytes.
pub fn sum(bytes: &[u8]) -> u16 {
    SUM.checksum(bytes)
}

/// A line with its checksum and its end.
pub fn seal(body: &str) -> String {
    format!("{body}*{:04X}\n", sum(body.as_bytes()))
}

/// What a line says, if its checksum is right.
pub fn open(line: &str) -> Option<&str> {
    let (body, digits) = line.rsplit_once('*')?;
    (format!("{:04X}", sum(body.as_bytes())) == digits).then_some(body)
}

/// The value of a field.
pub fn field<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    body.split(',').find_map(|field| field.strip_prefix(name)?.strip_prefix(':'))
}

/// The value of a field that is a whole number.
pub fn whole(body: &str, name: &str) -> u64 {
    field(body, name).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {body}"))
}

/// A decimal number with exactly so many decimals, in units of its last one.
pub fn fixed(body: &str, name: &str, decimals: usize) -> i64 {
    let text = field(body, name).unwrap_or_else(|| panic!("no {name} in {body}"));
    scaled(text, decimals)
}

/// The same of a bare number.
pub fn scaled(text: &str, decimals: usize) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or_else(|| panic!("no point in {text}"));
    assert_eq!(fraction.len(), decimals, "{text}");
    format!("{whole}{fraction}").parse().unwrap()
}
