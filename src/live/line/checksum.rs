//! The checksum that ends a line of the rich dialect: `*HHHH`, CRC-16/IBM-3740 over all bytes before the `*`.

use crc::{CRC_16_IBM_3740, Crc};

use super::Reject;

const SUM: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_3740);

/// Characters of `*HHHH`.
const SEAL_LENGTH: usize = 5;

/// CRC-16/IBM-3740 of some bytes: polynomial 0x1021, initially 0xFFFF, not reflected, no final exclusive-or.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u16 {
    SUM.checksum(bytes)
}

/// A line's text with its checksum behind it.
#[must_use]
pub fn seal(body: &str) -> String {
    format!("{body}*{:04X}", checksum(body.as_bytes()))
}

/// A line without its checksum, and whether it had one.
///
/// # Errors
/// [`Reject::Checksum`] when the four digits at the end are not the checksum of what stands before them.
pub fn unseal(line: &str) -> Result<(&str, bool), Reject> {
    let Some(at) = line.len().checked_sub(SEAL_LENGTH) else { return Ok((line, false)) };
    let bytes = line.as_bytes();
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    if bytes[at] != b'*' || !bytes[at + 1..].iter().all(is_digit) {
        return Ok((line, false));
    }
    // The byte at `at` is ASCII, so both are places between characters.
    let (body, digits) = (&line[..at], &line[at + 1..]);
    let computed = checksum(body.as_bytes());
    match u16::from_str_radix(digits, 16) {
        Ok(sent) if sent == computed => Ok((body, true)),
        Ok(sent) => Err(Reject::Checksum { sent, computed }),
        Err(_) => Ok((line, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_catalogue() {
        assert_eq!(checksum(b"123456789"), 0x29B1);
        assert_eq!(seal("123456789"), "123456789*29B1");
    }

    #[test]
    fn a_seal_comes_off_and_a_broken_one_is_refused() {
        assert_eq!(unseal(&seal("PING:7")), Ok(("PING:7", true)));
        assert_eq!(unseal("PING:7"), Ok(("PING:7", false)));
        assert_eq!(unseal("ü*29b1"), Ok(("ü*29b1", false)), "lower case is no seal");
        let broken = seal("PING:7").replace('7', "8");
        assert!(matches!(unseal(&broken), Err(Reject::Checksum { .. })));
    }

    #[test]
    fn every_single_flipped_bit_is_noticed() {
        let line = seal("RAW_MICROS:4294967295,CUR_WALL:1.000,SEQ:0,BOOT:00000000,TEMP:25.00");
        let body = line.len() - SEAL_LENGTH;
        for index in 0..body {
            for bit in 0..7 {
                let mut bytes = line.clone().into_bytes();
                bytes[index] ^= 1 << bit;
                let text = String::from_utf8(bytes).unwrap();
                assert!(matches!(unseal(&text), Err(Reject::Checksum { .. })), "{text}");
            }
        }
    }
}
