//! Board lines over a broker: `twinsync/<board>/lines`, `.../commands`, `.../status`.

use super::{News, status};
use crate::live::mqtt::payload::{self, Unread};
use crate::live::mqtt::topic;

/// Lines and status of every board.
pub const FILTERS: [&str; 2] = ["twinsync/+/lines", "twinsync/+/status"];

/// Where a board's lines are published, one line a message, without its end.
#[must_use]
pub fn lines(board: &str) -> String {
    format!("twinsync/{board}/lines")
}

/// Where lines for a board are published.
#[must_use]
pub fn commands(board: &str) -> String {
    format!("twinsync/{board}/commands")
}

/// Where `online` or `offline` is kept.
#[must_use]
pub fn status_topic(board: &str) -> String {
    format!("twinsync/{board}/status")
}

/// What a message of a board says.
///
/// # Errors
/// When a status is neither `online` nor `offline`, or a line is too long to be one.
pub fn read(topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
    let Some((board, kind)) = board(topic) else { return Ok(None) };
    let line = |command| {
        let short = bytes.len() <= payload::LONGEST;
        short.then(|| Some(News::Line { board: board.to_owned(), command })).ok_or(Unread::TooLong(bytes.len()))
    };
    match kind {
        "lines" => line(false),
        "commands" => line(true),
        "status" => status(board, bytes),
        _ => Ok(None),
    }
}

/// The board of a topic, and the rest of it.
fn board(topic: &str) -> Option<(&str, &str)> {
    let (board, kind) = topic.strip_prefix("twinsync/")?.split_once('/')?;
    topic::is_level(board).then_some((board, kind))
}

/// The bytes of a message as a serial port would have brought them: each line ended.
#[must_use]
pub fn as_stream(payload: &[u8]) -> Vec<u8> {
    let mut bytes = payload.to_vec();
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_status_are_told_apart() {
        let line = |command| Ok(Some(News::Line { board: "clock".to_owned(), command }));
        assert_eq!(read(&lines("clock"), b"RAW_MICROS:1,CUR_WALL:0.001"), line(false));
        assert_eq!(read(&commands("clock"), b"HELLO?"), line(true));
        for (payload, online) in [(&b"online"[..], true), (b"Offline", false), (b"{\"state\":\"online\"}", true)] {
            let expected = News::Status { device: "clock".to_owned(), online, and_below: false };
            assert_eq!(read(&status_topic("clock"), payload), Ok(Some(expected)));
        }
        assert_eq!(read(&status_topic("clock"), b"perhaps"), Err(Unread::NoNumber));
        assert_eq!(read("twinsync//lines", b"1"), Ok(None));
        assert_eq!(read(&lines("clock"), &[0; 70_000]), Err(Unread::TooLong(70_000)));
    }

    #[test]
    fn a_message_becomes_a_line() {
        assert_eq!(as_stream(b"12345"), b"12345\n");
        assert_eq!(as_stream(b"1\r\n"), b"1\r\n");
    }
}
