//! Opening a port so that the board behind it goes on running.
//!
//! ESP32 boards wire DTR and RTS to reset and boot mode, so that exactly one of them asserted resets the chip (RTS) or
//! asks for the boot loader (DTR); both or none do nothing. Linux asserts both when it opens a port. RTS is let go first:
//! DTR alone without a reset is harmless, RTS alone would be the reset. Once both are off, closing the port changes
//! nothing, whether or not the system hangs up on close (HUPCL).

use std::io;
use std::time::Duration;

use serialport::{ClearBuffer, ErrorKind, SerialPort};

use super::SerialError;

/// How long a reader waits for bytes before it looks for other wishes.
pub(super) const READ_WAIT: Duration = Duration::from_millis(20);

/// Opens a port with DTR and RTS off, and forgets what was waiting in it.
pub(super) fn open(path: &str, baud: u32) -> Result<Box<dyn SerialPort>, SerialError> {
    // A pseudo-terminal of macOS takes no rate.
    let baud = if cfg!(target_os = "macos") && path.starts_with("/dev/ttys") { 0 } else { baud };
    let opened = serialport::new(path, baud).timeout(READ_WAIT).open();
    let mut port = opened.map_err(|error| refused(path, &error))?;
    // A pseudo-terminal has no such lines.
    let _ = port.write_request_to_send(false);
    let _ = port.write_data_terminal_ready(false);
    let _ = port.clear(ClearBuffer::Input);
    Ok(port)
}

fn refused(path: &str, error: &serialport::Error) -> SerialError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::Io(io::ErrorKind::NotFound) => SerialError::Missing(path),
        ErrorKind::Io(io::ErrorKind::PermissionDenied) => SerialError::Forbidden(path),
        // The crate reports a port that another program holds as one that is not there.
        ErrorKind::NoDevice if std::path::Path::new(&path).exists() => SerialError::Busy(path),
        ErrorKind::NoDevice => SerialError::Missing(path),
        _ => SerialError::Open { path, reason: error.to_string() },
    }
}
