//! The frame on the wire: bytes and back.
//!
//! Little-endian. A head of 12 bytes: sequence (29 bits) with the kind of frame (3 bits), and the generation time in
//! nanoseconds (8). Then, by kind: the versions that a device runs where they are given, and readings of 8 bytes each,
//! oldest first, to the end; or a letter.

use thiserror::Error;

use super::{Frame, HEADER_BYTES, LETTER_BYTES, Letter, READING_BYTES, VERSION_BYTES};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::versions::{Firmware, Versions};

/// Sequence numbers go on from 0 after this.
pub const LAST_SEQUENCE: u32 = (1 << 29) - 1;

/// Longest frame that is read, in bytes: a batch of 65,536 readings.
pub const LONGEST_BYTES: usize = 1 << 20;

/// The unit of a reading's age inside its frame, in nanoseconds.
const TICK_NANOS: i64 = 10_000;

const REPORT: u32 = 0;
const REPORT_WITH_VERSIONS: u32 = 1;
const COMMAND: u32 = 2;
const ACKNOWLEDGEMENT: u32 = 3;
const RECEIPT: u32 = 4;
const GET: u32 = 5;
const WRITE: u32 = 6;
const DOCUMENT: u32 = 7;

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Reject {
    /// There is no whole head.
    #[error("{0} bytes are shorter than the head of a frame, which has {HEADER_BYTES}")]
    NoHead(usize),
    /// It is longer than any frame.
    #[error("{0} bytes are more than a frame has, which is {LONGEST_BYTES}")]
    TooLong(usize),
    /// What follows the head is not a whole number of its parts.
    #[error("{0} bytes after the head do not divide into the parts of this kind of frame")]
    Torn(usize),
    /// A reading is not a number.
    #[error("reading {0} is not a finite number")]
    NotFinite(usize),
}

/// The bytes of a frame. Readings keep 24 bits of their value, and their age against the frame's generation time to
/// one part in 4,096; readings more than 22 minutes older than the newest count as that old.
#[must_use]
pub fn encode(frame: &Frame) -> Vec<u8> {
    let kind = match frame.letter {
        None if frame.versions.is_some() => REPORT_WITH_VERSIONS,
        None => REPORT,
        Some(Letter::Command(_)) => COMMAND,
        Some(Letter::Acknowledgement(_)) => ACKNOWLEDGEMENT,
        Some(Letter::Receipt(_)) => RECEIPT,
        Some(Letter::Get) => GET,
        Some(Letter::Write { .. }) => WRITE,
        Some(Letter::Document { .. }) => DOCUMENT,
    };
    let mut bytes = Vec::with_capacity(HEADER_BYTES as usize + frame.readings.len() * READING_BYTES as usize);
    bytes.extend((frame.sequence & LAST_SEQUENCE | kind << 29).to_le_bytes());
    bytes.extend(frame.generated_at.nanos().to_le_bytes());
    match frame.letter {
        None => {
            if let Some(versions) = frame.versions {
                bytes.extend(versions.firmware.to_number().to_le_bytes());
                bytes.extend(versions.config.to_le_bytes());
            }
            for reading in &frame.readings {
                bytes.extend(reading.signal.to_le_bytes());
                bytes.extend(pack(frame.generated_at - reading.at).to_le_bytes());
                bytes.extend((reading.value as f32).to_le_bytes());
            }
        }
        Some(Letter::Receipt(_) | Letter::Get) => {}
        Some(Letter::Command(number) | Letter::Acknowledgement(number)) => {
            bytes.extend(number.to_le_bytes());
            bytes.resize((HEADER_BYTES + LETTER_BYTES) as usize, 0);
        }
        Some(Letter::Write { paper, bytes: size } | Letter::Document { paper, bytes: size }) => {
            bytes.extend(paper.to_le_bytes());
            bytes.extend(size.to_le_bytes());
        }
    }
    bytes
}

/// The frame of some bytes; whose it is, only the connection knows.
///
/// # Errors
/// Why it is none.
pub fn decode(bytes: &[u8]) -> Result<Frame, Reject> {
    if bytes.len() > LONGEST_BYTES {
        return Err(Reject::TooLong(bytes.len()));
    }
    let mut rest = bytes;
    let no_head = Reject::NoHead(bytes.len());
    let head = u32::from_le_bytes(take(&mut rest).ok_or(no_head)?);
    let generated_at = SimTime::from_nanos(i64::from_le_bytes(take(&mut rest).ok_or(no_head)?));
    let torn = Reject::Torn(rest.len());
    let sequence = head & LAST_SEQUENCE;
    let mut frame = Frame { sequence, generated_at, ..Frame::default() };
    let number = |rest: &mut &[u8]| take(rest).map(u32::from_le_bytes).ok_or(torn);
    let kind = head >> 29;
    frame.letter = match kind {
        COMMAND => Some(Letter::Command(number(&mut rest)?)),
        ACKNOWLEDGEMENT => Some(Letter::Acknowledgement(number(&mut rest)?)),
        RECEIPT => Some(Letter::Receipt(sequence)),
        GET => Some(Letter::Get),
        WRITE => Some(Letter::Write { paper: number(&mut rest)?, bytes: number(&mut rest)? }),
        DOCUMENT => Some(Letter::Document { paper: number(&mut rest)?, bytes: number(&mut rest)? }),
        _ => None,
    };
    if let Some(letter) = frame.letter {
        let padding = if matches!(letter, Letter::Command(_) | Letter::Acknowledgement(_)) { 12 } else { 0 };
        return if rest.len() == padding { Ok(frame) } else { Err(torn) };
    }
    if kind == REPORT_WITH_VERSIONS {
        let firmware = Firmware::from_number(number(&mut rest)?);
        frame.versions = Some(Versions { firmware, config: number(&mut rest)? });
    }
    if !rest.len().is_multiple_of(READING_BYTES as usize) {
        return Err(torn);
    }
    while let Some(signal) = take(&mut rest).map(u16::from_le_bytes) {
        let ago = unpack(take(&mut rest).map(u16::from_le_bytes).ok_or(torn)?);
        let value = f64::from(take(&mut rest).map(f32::from_le_bytes).ok_or(torn)?);
        if !value.is_finite() {
            return Err(Reject::NotFinite(frame.readings.len()));
        }
        frame.readings.push(Reading { signal, at: generated_at - ago, value });
    }
    Ok(frame)
}

const _: () = assert!(VERSION_BYTES == 8);

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

/// A span as 12 bits of ticks and 4 bits that say how often they are doubled.
fn pack(ago: SimTime) -> u16 {
    let ticks = ago.nanos().max(0) / TICK_NANOS;
    let doublings = (64 - ticks.leading_zeros()).saturating_sub(12);
    if doublings > 15 { u16::MAX } else { (doublings << 12 | (ticks >> doublings) as u32) as u16 }
}

fn unpack(packed: u16) -> SimTime {
    let ticks = i64::from(packed & 0x0FFF) << (packed >> 12);
    SimTime::from_nanos(ticks * TICK_NANOS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reports() -> impl Strategy<Value = Frame> {
        let reading = (any::<u16>(), 0_i64..1_300_000_000_000, -1e30_f64..1e30);
        let readings = prop::collection::vec(reading, 0..40);
        let versions = prop::option::of((any::<[u8; 3]>(), any::<u32>()));
        (0..=LAST_SEQUENCE, -1_000_000_000_000..i64::MAX, readings, versions).prop_map(
            |(sequence, at, readings, runs)| {
                let generated_at = SimTime::from_nanos(at);
                let reading =
                    |(signal, ago, value)| Reading { signal, at: generated_at - SimTime::from_nanos(ago), value };
                let versions = runs.map(|([major, minor, patch], config)| {
                    let text = format!("{major}.{minor}.{patch}");
                    Versions { firmware: Firmware::parse(&text).unwrap(), config }
                });
                let readings = readings.into_iter().map(reading).collect();
                Frame { sequence, generated_at, readings, versions, ..Frame::default() }
            },
        )
    }

    proptest! {
        #[test]
        fn a_report_comes_back_within_a_quantum(frame in reports()) {
            let bytes = encode(&frame);
            prop_assert_eq!(bytes.len() as u64, frame.bytes());
            let back = decode(&bytes).unwrap();
            prop_assert_eq!((back.sequence, back.generated_at), (frame.sequence, frame.generated_at));
            prop_assert_eq!(back.versions, frame.versions);
            prop_assert_eq!(back.readings.len(), frame.readings.len());
            for (back, sent) in back.readings.iter().zip(&frame.readings) {
                prop_assert_eq!(back.signal, sent.signal);
                prop_assert!((back.value - sent.value).abs() <= sent.value.abs() * f64::from(f32::EPSILON));
                let ago = (frame.generated_at - sent.at).nanos();
                let off = (back.at - sent.at).nanos();
                prop_assert!((0..=TICK_NANOS.max(ago / 2048)).contains(&off), "{} of {}", off, ago);
            }
        }

        #[test]
        fn arbitrary_bytes_are_read_or_rejected_and_what_is_read_can_be_written(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            if let Ok(frame) = decode(&bytes) {
                let again = decode(&encode(&frame)).unwrap();
                prop_assert_eq!(again, frame);
            }
        }
    }

    #[test]
    fn letters_come_back_whole() {
        for letter in [
            Letter::Command(7),
            Letter::Acknowledgement(8),
            Letter::Receipt(5),
            Letter::Get,
            Letter::Write { paper: 3, bytes: 90 },
            Letter::Document { paper: 4, bytes: 900 },
        ] {
            let frame = Frame { sequence: 5, letter: Some(letter), ..Frame::default() };
            assert_eq!(decode(&encode(&frame)), Ok(frame));
        }
    }

    #[test]
    fn what_is_torn_says_where() {
        let frame = Frame { readings: vec![Reading { signal: 1, at: SimTime::ZERO, value: 2.0 }], ..Frame::default() };
        let bytes = encode(&frame);
        assert_eq!(decode(&bytes[..5]), Err(Reject::NoHead(5)));
        assert_eq!(decode(&bytes[..bytes.len() - 1]), Err(Reject::Torn(7)));
        assert_eq!(decode(&vec![0; LONGEST_BYTES + 1]), Err(Reject::TooLong(LONGEST_BYTES + 1)));
    }
}
