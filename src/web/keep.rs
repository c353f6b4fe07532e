//! The log that the page keeps of a board, in memory until it is saved.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// It does not grow beyond this, in bytes: a day of a chatty board.
const MOST_BYTES: usize = 32 << 20;

/// A log in memory. Its clones are the same log.
#[derive(Clone, Debug, Default)]
pub struct PageLog(Arc<Mutex<Vec<u8>>>);

impl PageLog {
    /// All of it.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for PageLog {
    /// Takes a row whole, or not at all.
    fn write(&mut self, row: &[u8]) -> io::Result<usize> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if bytes.len() + row.len() > MOST_BYTES {
            return Err(io::Error::other(format!("it holds {} MB", MOST_BYTES >> 20)));
        }
        bytes.extend_from_slice(row);
        Ok(row.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_whole_rows_up_to_its_limit() {
        let log = PageLog::default();
        let mut pen = log.clone();
        pen.write_all(b"ref_s,line\n").expect("room");
        assert_eq!(log.text(), "ref_s,line\n");
        let refused = pen.write_all(&vec![b'x'; MOST_BYTES]).expect_err("no room");
        assert_eq!((refused.to_string().as_str(), log.text().len()), ("it holds 32 MB", 11));
    }
}
