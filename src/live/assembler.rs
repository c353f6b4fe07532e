//! From bytes to lines: bounded, each stamped with the instant of its first byte.
//!
//! A counter that gains a digit lengthens its line, and the end comes 86.8 us later (10 bits at 115200 baud): the
//! first byte does not move (SCIENCE section 3).

use super::line::LINE_LIMIT;
use crate::core::time::SimTime;

/// Silence after which the next byte begins a line: the longest line takes 22 ms at 115200 baud.
const QUIET: SimTime = SimTime::from_nanos(50_000_000);

/// How much of a line was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it; of one that is too long, its first bytes, one more than a line may have.
    Whole,
    /// Perhaps not its beginning, or not its end.
    Part,
}

/// A line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assembled<'a> {
    /// When its first byte arrived.
    pub at: SimTime,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// How much of it this is.
    pub extent: Extent,
}

/// Where the stream stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Nothing is known before the next byte; the connection is this old.
    Joining(Option<SimTime>),
    /// Between lines.
    Between,
    /// In a line since its first byte.
    In(SimTime, Extent),
}

/// Assembles lines. Holds at most one of them.
#[derive(Clone, Debug)]
pub struct Assembler {
    buffer: Vec<u8>,
    place: Place,
}

impl Default for Assembler {
    fn default() -> Self {
        Self { buffer: Vec::with_capacity(LINE_LIMIT + 1), place: Place::Joining(None) }
    }
}

impl Assembler {
    /// Begins anew: the way to the board was opened at this instant, or bytes were lost.
    /// What was heard of a line is handed out as a part.
    pub fn join(&mut self, at: Option<SimTime>, mut each: impl FnMut(Assembled<'_>)) {
        if let Place::In(since, _) = self.place {
            each(Assembled { at: since, bytes: &self.buffer, extent: Extent::Part });
        }
        self.buffer.clear();
        self.place = Place::Joining(at);
    }

    /// Takes bytes in and hands out the lines that they end. Empty lines are none.
    pub fn push(&mut self, at: SimTime, bytes: &[u8], mut each: impl FnMut(Assembled<'_>)) {
        for byte in bytes {
            if *byte == b'\n' {
                self.end(&mut each);
                continue;
            }
            match self.place {
                Place::Joining(opened) => {
                    let is_whole = opened.is_some_and(|opened| at - opened >= QUIET);
                    self.place = Place::In(at, if is_whole { Extent::Whole } else { Extent::Part });
                }
                Place::Between => self.place = Place::In(at, Extent::Whole),
                Place::In(..) => {}
            }
            if self.buffer.len() <= LINE_LIMIT {
                self.buffer.push(*byte);
            }
        }
    }

    fn end(&mut self, each: &mut impl FnMut(Assembled<'_>)) {
        if let Place::In(at, extent) = self.place {
            let bytes = self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer);
            if !bytes.is_empty() {
                each(Assembled { at, bytes, extent });
            }
        }
        self.buffer.clear();
        self.place = Place::Between;
    }

    /// Bytes held back at the moment.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(assembler: &mut Assembler, chunks: &[(i64, &str)]) -> Vec<(i64, String, Extent)> {
        let mut lines = Vec::new();
        for (at_ms, chunk) in chunks {
            assembler.push(SimTime::from_nanos(at_ms * 1_000_000), chunk.as_bytes(), |line| {
                let text = String::from_utf8_lossy(line.bytes).into_owned();
                lines.push((line.at.nanos() / 1_000_000, text, line.extent));
            });
        }
        lines
    }

    fn opened() -> Assembler {
        let mut assembler = Assembler::default();
        assembler.join(Some(SimTime::ZERO), |_| {});
        assembler
    }

    #[test]
    fn a_line_is_stamped_at_its_first_byte_however_it_is_cut() {
        let heard = lines(&mut opened(), &[(100, "ab"), (101, "c\r"), (102, "\nd"), (103, "\n\n\r\n"), (104, "e\nf")]);
        let expected = [(100, "abc", Extent::Whole), (102, "d", Extent::Whole), (104, "e", Extent::Whole)];
        assert_eq!(heard, expected.map(|(at, text, extent)| (at, text.to_owned(), extent)));
    }

    #[test]
    fn the_first_line_is_a_part_unless_silence_came_before_it() {
        assert_eq!(lines(&mut opened(), &[(49, "5\n6\n")])[0].2, Extent::Part);
        assert_eq!(lines(&mut opened(), &[(49, "5\n6\n")])[1].2, Extent::Whole);
        assert_eq!(lines(&mut opened(), &[(50, "5\n")])[0].2, Extent::Whole);
        assert_eq!(lines(&mut Assembler::default(), &[(9999, "5\n")])[0].2, Extent::Part);
    }

    #[test]
    fn a_line_that_never_ends_stays_bounded() {
        let mut assembler = opened();
        for at_ms in 0..1000 {
            assert!(lines(&mut assembler, &[(100 + at_ms, &"x".repeat(1000))]).is_empty());
            assert_eq!(assembler.held(), LINE_LIMIT + 1);
        }
        let heard = lines(&mut assembler, &[(2000, "\nnext\n")]);
        assert_eq!((heard[0].1.len(), heard[1].1.as_str()), (LINE_LIMIT + 1, "next"));
    }

    #[test]
    fn what_a_cut_connection_leaves_is_a_part() {
        let mut assembler = opened();
        lines(&mut assembler, &[(100, "RAW_MIC")]);
        let mut left = Vec::new();
        assembler.join(None, |line| left.push((line.bytes.to_vec(), line.extent)));
        assert_eq!(left, [(b"RAW_MIC".to_vec(), Extent::Part)]);
        assert_eq!(assembler.held(), 0);
    }
}
