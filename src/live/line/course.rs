//! Lines of the course dialect, board to host: `RAW_MICROS:<u32>,CUR_WALL:<s>`, or a bare `<u32>`; and free answers
//! `ACK: ...`.

use super::field::{Fields, whole};
use super::{Answer, ClockLine, Line, Reject};

/// Reads a clock line without a tail.
pub(super) fn clock(line: &str) -> Result<Line, Reject> {
    let mut fields = Fields::of(line);
    let (micros, wall_s) = (fields.whole("RAW_MICROS")?, fields.decimal("CUR_WALL")?);
    fields.end()?;
    Ok(Line::Clock(ClockLine { micros, wall_s: Some(wall_s), tail: None }))
}

/// Reads a bare counter.
pub(super) fn bare(line: &str) -> Result<Line, Reject> {
    let micros = whole(line).ok_or_else(|| Reject::field("the counter", line, "a whole number below 2^32"))?;
    Ok(Line::Clock(ClockLine { micros, wall_s: None, tail: None }))
}

/// Reads `ACK: ..` or `NAK: ..`, with or without an identifier behind it.
pub(super) fn answer(line: &str) -> Result<Line, Reject> {
    let (taken, words) = match (line.strip_prefix("ACK:"), line.strip_prefix("NAK:")) {
        (Some(words), _) => (true, words),
        (None, Some(words)) => (false, words),
        (None, None) => return Err(Reject::Unknown),
    };
    let (words, id) = match words.rsplit_once(",ID:") {
        Some((words, id)) => {
            let id = whole(id).ok_or_else(|| Reject::field("ID", id, "a whole number below 2^32"))?;
            (words, Some(id))
        }
        None => (words, None),
    };
    Ok(Line::Answer(Answer { taken, words: words.trim().to_owned(), id }))
}

/// Writes an answer.
pub(super) fn emit_answer(answer: &Answer) -> String {
    let word = if answer.taken { "ACK" } else { "NAK" };
    let id = answer.id.map(|id| format!(",ID:{id}")).unwrap_or_default();
    format!("{word}: {}{id}", answer.words)
}

/// Writes a clock line without a tail.
pub(super) fn emit_clock(line: &ClockLine) -> String {
    match line.wall_s {
        Some(wall_s) => format!("RAW_MICROS:{},CUR_WALL:{wall_s:.3}", line.micros),
        None => line.micros.to_string(),
    }
}
