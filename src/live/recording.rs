//! Recordings of a board's lines: CSV with the header `ref_s,line`, the host's arrival time in seconds and the raw line.
//!
//! Writer and reader side by side. Every line is kept, rejected ones too, so that a replay counts what was counted live.

use std::fmt::Display;
use std::io::{self, BufRead, Read as _, Write};

use thiserror::Error;

use crate::core::time::SimTime;

/// The first row.
pub const HEADER: &str = "ref_s,line";
/// Bytes that a row may have: a line, every byte of it a quote, and its time.
const ROW_LIMIT: usize = 1024;

/// Why a recording cannot be read.
#[derive(Debug, Error)]
pub enum RecordingError {
    /// The file itself.
    #[error("{0}")]
    File(#[from] io::Error),
    /// The first row.
    #[error("1: the header is {0:?}, and a recording of a board has \"ref_s,line\"")]
    Header(String),
    /// A row without a time, or with one that is not after the one before.
    #[error("{row}: ref_s: {value:?} is not {wanted}")]
    Time {
        /// Its number, the header being 1.
        row: usize,
        /// What stands there.
        value: String,
        /// What should.
        wanted: &'static str,
    },
    /// A row that goes on for too long.
    #[error("{0}: the row is longer than {ROW_LIMIT} bytes")]
    TooLong(usize),
}

impl RecordingError {
    /// The sentence with the recording's name.
    #[must_use]
    pub fn of_file(&self, name: impl Display) -> String {
        match self {
            Self::File(error) => format!("{name} cannot be read: {error}"),
            error => format!("{name}:{error}"),
        }
    }
}

/// Writes a recording, row by row, each written out before the next comes.
#[derive(Debug)]
pub struct Recorder<W: Write> {
    out: W,
}

impl<W: Write> Recorder<W> {
    /// Begins a recording.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        writeln!(out, "{HEADER}")?;
        out.flush()?;
        Ok(Self { out })
    }

    /// What was written so far.
    #[must_use]
    pub fn output(&self) -> &W {
        &self.out
    }

    /// Adds a line, as [`Board::hear_and_tell`](super::board::Board::hear_and_tell) tells it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, at: SimTime, line: &[u8]) -> io::Result<()> {
        let mut row = seconds(at).into_bytes();
        row.push(b',');
        let is_plain = !line.iter().any(|byte| matches!(byte, b',' | b'"')) && line.first() != Some(&b' ');
        if is_plain {
            row.extend_from_slice(line);
        } else {
            row.push(b'"');
            for byte in line {
                if *byte == b'"' {
                    row.push(b'"');
                }
                row.push(*byte);
            }
            row.push(b'"');
        }
        row.push(b'\n');
        self.out.write_all(&row)?;
        self.out.flush()
    }

    /// Where it was written to.
    #[must_use]
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Seconds with nine decimals: exact.
fn seconds(at: SimTime) -> String {
    let (sign, nanos) = (if at.nanos() < 0 { "-" } else { "" }, at.nanos().unsigned_abs());
    format!("{sign}{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000)
}

/// Seconds of a row, exact to the nanosecond.
fn nanos_of(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(part) || whole.len() + part.len() == 0 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{part:0<9}").get(..9)?.parse().ok()?;
    whole.checked_mul(1_000_000_000)?.checked_add(part)?.checked_mul(sign)
}

/// Reads a recording, row by row, one row in memory.
#[derive(Debug)]
pub struct Player<R: BufRead> {
    input: R,
    row: Vec<u8>,
    number: usize,
    last: Option<SimTime>,
}

impl<R: BufRead> Player<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// When the header is another one.
    pub fn new(input: R) -> Result<Self, RecordingError> {
        let mut player = Self { input, row: Vec::new(), number: 0, last: None };
        player.next_row()?;
        let header = String::from_utf8_lossy(&player.row).into_owned();
        if header.trim_start_matches('\u{feff}') == HEADER { Ok(player) } else { Err(RecordingError::Header(header)) }
    }

    /// The next line and when it arrived; none at the end.
    ///
    /// # Errors
    /// When a row has no time, or one before its predecessor's.
    pub fn next_line(&mut self) -> Result<Option<(SimTime, Vec<u8>)>, RecordingError> {
        loop {
            if !self.next_row()? {
                return Ok(None);
            }
            if !self.row.is_empty() {
                return self.parse_row().map(Some);
            }
        }
    }

    fn parse_row(&mut self) -> Result<(SimTime, Vec<u8>), RecordingError> {
        let comma = self.row.iter().position(|byte| *byte == b',').unwrap_or(self.row.len());
        let value = String::from_utf8_lossy(&self.row[..comma]).into_owned();
        let wrong = |value, wanted| RecordingError::Time { row: self.number, value, wanted };
        let Some(nanos) = nanos_of(value.trim()) else { return Err(wrong(value, "a number of seconds")) };
        let at = SimTime::from_nanos(nanos);
        if self.last.is_some_and(|last| at < last) {
            return Err(wrong(value, "at or after the row before"));
        }
        self.last = Some(at);
        Ok((at, unquoted(self.row.get(comma + 1..).unwrap_or_default())))
    }

    /// Reads a row without its end. False at the end of the file.
    fn next_row(&mut self) -> Result<bool, RecordingError> {
        self.row.clear();
        self.number += 1;
        let read = self.input.by_ref().take(ROW_LIMIT as u64 + 1).read_until(b'\n', &mut self.row)?;
        if self.row.len() > ROW_LIMIT {
            return Err(RecordingError::TooLong(self.number));
        }
        while matches!(self.row.last(), Some(b'\n' | b'\r')) {
            self.row.pop();
        }
        Ok(read > 0)
    }
}

/// A field without its quotes; one that was never quoted may hold commas.
fn unquoted(field: &[u8]) -> Vec<u8> {
    let Some(quoted) = field.strip_prefix(b"\"").and_then(|field| field.strip_suffix(b"\"")) else {
        return field.to_vec();
    };
    let mut bytes = Vec::with_capacity(quoted.len());
    let mut quoted = quoted.iter().peekable();
    while let Some(byte) = quoted.next() {
        if *byte == b'"' {
            quoted.next_if(|next| **next == b'"');
        }
        bytes.push(*byte);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(i64, String)>, RecordingError> {
        let mut player = Player::new(text.as_bytes())?;
        let mut lines = Vec::new();
        while let Some((at, line)) = player.next_line()? {
            lines.push((at.nanos(), String::from_utf8(line).unwrap()));
        }
        Ok(lines)
    }

    #[test]
    fn lines_come_back_to_the_nanosecond_and_the_byte() {
        let lines = ["RAW_MICROS:1,CUR_WALL:2.000", "12", "say \"x\", \"\"", "\"", " a\tb", "\u{1a}\u{18}"];
        let mut recorder = Recorder::new(Vec::new()).unwrap();
        for (index, line) in lines.iter().enumerate() {
            let at = SimTime::from_nanos(1_764_364_562_000_000_001 + index as i64);
            recorder.line(at, line.as_bytes()).unwrap();
        }
        let text = String::from_utf8(recorder.into_inner()).unwrap();
        let back = read(&text).unwrap();
        let expected: Vec<(i64, String)> =
            (1_764_364_562_000_000_001..).zip(lines.iter().map(|line| (*line).to_owned())).collect();
        assert_eq!(back, expected, "{text}");
    }

    #[test]
    fn rows_of_other_hands_are_read_where_they_are_clear() {
        let text = "ref_s,line\r\n1,\"5\"\r\n1.5,RAW_MICROS:1,CUR_WALL:2.000\r\n\r\n-0.5,7\n";
        let error = read(text).unwrap_err().to_string();
        assert_eq!(error, "5: ref_s: \"-0.5\" is not at or after the row before");
        let lines = read(text.trim_end_matches("-0.5,7\n")).unwrap();
        assert_eq!(lines[1], (1_500_000_000, "RAW_MICROS:1,CUR_WALL:2.000".to_owned()));
    }

    #[test]
    fn what_is_no_recording_is_refused_with_its_place() {
        let cases = [
            ("x,y,z\n1,2,3\n", "1: the header is \"x,y,z\", and a recording of a board has \"ref_s,line\""),
            ("", "1: the header is \"\", and a recording of a board has \"ref_s,line\""),
            ("ref_s,line\nsoon,5\n", "2: ref_s: \"soon\" is not a number of seconds"),
            ("ref_s,line\n99999999999999999999,5\n", "2: ref_s: \"99999999999999999999\" is not a number of seconds"),
        ];
        for (text, sentence) in cases {
            assert_eq!(read(text).unwrap_err().to_string(), sentence);
        }
        let endless = format!("ref_s,line\n1,{}", "x".repeat(5000));
        assert_eq!(read(&endless).unwrap_err().to_string(), "2: the row is longer than 1024 bytes");
    }
}
