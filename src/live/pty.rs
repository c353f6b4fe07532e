//! A pseudo-terminal that an emulated board sits behind: a port that any program can open.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serialport::{ClearBuffer, SerialPort as _, TTYPort};

/// Bytes that may wait for a reader: a board on a cable that nobody reads sends into the void, and whoever opens the
/// port later must not hear what was sent long before.
const STALE: u32 = 2048;

/// A pseudo-terminal. Dropping it is pulling the cable.
pub struct Pty {
    board: TTYPort,
    host: TTYPort,
    path: String,
    link: Option<PathBuf>,
}

impl Pty {
    /// Makes one, and a symbolic link to it where one is wished: a name that stays the same when it is made anew.
    ///
    /// # Errors
    /// When the system gives none, or the link cannot be made.
    pub fn open(link: Option<&Path>) -> io::Result<Self> {
        let (board, host) = TTYPort::pair()?;
        let path = host.name().ok_or_else(|| io::Error::other("the pseudo-terminal has no name"))?;
        if let Some(link) = link {
            let is_old = fs::symlink_metadata(link).is_ok_and(|old| old.is_symlink());
            if is_old {
                fs::remove_file(link)?;
            }
            symlink(&path, link)?;
        }
        Ok(Self { board, host, path, link: link.map(Path::to_owned) })
    }

    /// What a host opens.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Sends to the host. What it does not read is forgotten after a while.
    ///
    /// # Errors
    /// When the pseudo-terminal is gone.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.host.bytes_to_read().unwrap_or(0) > STALE {
            let _ = self.host.clear(ClearBuffer::Input);
        }
        match self.board.write_all(bytes) {
            Err(error) if error.kind() == ErrorKind::TimedOut => Ok(()),
            sent => sent,
        }
    }

    /// What the host has written, waiting for it at the most so long. Nothing if it has written nothing.
    ///
    /// # Errors
    /// When the pseudo-terminal is gone.
    pub fn hear(&mut self, wait: Duration) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; 256];
        self.board.set_timeout(wait)?;
        match self.board.read(&mut bytes) {
            Ok(count) => {
                bytes.truncate(count);
                Ok(bytes)
            }
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // Only if the link still leads here: another one may have taken its place.
        if let Some(link) = &self.link
            && fs::read_link(link).is_ok_and(|target| target == Path::new(&self.path))
        {
            let _ = fs::remove_file(link);
        }
    }
}
