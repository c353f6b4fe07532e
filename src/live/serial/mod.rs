//! Boards on a serial port: a thread reads, and reopens what was unplugged; whoever has something to say writes.

mod opening;
mod ports;
mod reader;

pub use ports::{Port, UsbName, ports};

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serialport::SerialPort;
use thiserror::Error;

use crate::live::feed::Mouth;
use crate::live::host_clock::HostClock;
use reader::Reader;

/// Bits a second that boards use.
pub const USUAL_BAUD: u32 = 115_200;

/// Why a port cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SerialError {
    /// Nothing is there.
    #[error("the port {0} is not there")]
    Missing(String),
    /// It belongs to somebody else.
    #[error("the port {0} may not be opened by this user")]
    Forbidden(String),
    /// It is in use.
    #[error("the port {0} is held by another program")]
    Busy(String),
    /// Anything else.
    #[error("the port {path} cannot be opened: {reason}")]
    Open {
        /// Which.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The list of ports.
    #[error("the system does not list its serial ports: {0}")]
    List(String),
}

impl SerialError {
    /// What might help.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing(_) => "`twinsync live --list-ports` lists the ports; use a cable that carries data",
            Self::Forbidden(_) => "on Linux: `sudo usermod -aG dialout $USER`, then log in again",
            Self::Busy(_) => "close the serial monitor of the Arduino IDE, or whatever else has it open",
            Self::Open { .. } | Self::List(_) => "unplug the board and plug it in again",
        }
    }
}

/// A port, and how patiently it is opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialSettings {
    /// What to open.
    pub path: String,
    /// Bits a second.
    pub baud: u32,
    /// First pause before it is opened again; each later one is twice as long.
    pub first_pause: Duration,
    /// Longest pause.
    pub longest_pause: Duration,
}

impl SerialSettings {
    /// The usual settings for a port.
    #[must_use]
    pub fn of(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            baud: USUAL_BAUD,
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(2),
        }
    }
}

/// What the link and its thread share.
struct Shared {
    /// False once the link is dropped.
    runs: AtomicBool,
    /// Whether the port is to be held; false while another program flashes the board.
    wanted: AtomicBool,
    /// The writing end, while the port is open.
    writer: Mutex<Option<Box<dyn SerialPort>>>,
}

/// A port that is kept open. Dropping it closes the port.
pub struct SerialLink {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl SerialLink {
    /// Opens a port, which must be there now, and keeps it open.
    ///
    /// # Errors
    /// When it cannot be opened, or no thread can be started.
    pub fn open(settings: SerialSettings, clock: Arc<dyn HostClock>, mouth: Mouth) -> Result<Self, SerialError> {
        let port = opening::open(&settings.path, settings.baud)?;
        Self::start(settings, clock, mouth, Some(port))
    }

    /// Opens a port as soon as it is there, and keeps it open.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn wait_for(settings: SerialSettings, clock: Arc<dyn HostClock>, mouth: Mouth) -> Result<Self, SerialError> {
        Self::start(settings, clock, mouth, None)
    }

    fn start(
        settings: SerialSettings,
        clock: Arc<dyn HostClock>,
        mouth: Mouth,
        port: Option<Box<dyn SerialPort>>,
    ) -> Result<Self, SerialError> {
        let shared =
            Arc::new(Shared { runs: AtomicBool::new(true), wanted: AtomicBool::new(true), writer: Mutex::new(None) });
        let path = settings.path.clone();
        let reader = Reader::new(Arc::clone(&shared), settings, clock, mouth);
        let started = thread::Builder::new().name("serial".to_owned()).spawn(move || reader.run(port));
        let thread = started.map_err(|error| SerialError::Open { path, reason: error.to_string() })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Writes bytes. False when the port is not open, or does not take them; nothing is kept for later.
    #[must_use]
    pub fn send(&self, bytes: &[u8]) -> bool {
        let Ok(mut writer) = self.shared.writer.lock() else { return false };
        writer.as_mut().is_some_and(|port| port.write_all(bytes).is_ok())
    }

    /// Closes the port until [`SerialLink::take`], so that another program can flash the board.
    pub fn release(&self) {
        self.shared.wanted.store(false, Ordering::SeqCst);
    }

    /// Opens the port again after [`SerialLink::release`].
    pub fn take(&self) {
        self.shared.wanted.store(true, Ordering::SeqCst);
    }

    /// Whether it holds the port at the moment.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.shared.writer.lock().is_ok_and(|writer| writer.is_some())
    }
}

impl Drop for SerialLink {
    fn drop(&mut self) {
        self.shared.runs.store(false, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing to hand back.
            let _ = thread.join();
        }
    }
}
