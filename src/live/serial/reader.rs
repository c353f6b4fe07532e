//! The thread behind a serial link: reads, stamps, and opens again what went away.

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use serialport::SerialPort;

use super::ports::{UsbName, find, usb_name};
use super::{SerialSettings, Shared, opening};
use crate::live::feed::{Heard, Mouth};
use crate::live::host_clock::HostClock;

/// Bytes read at once.
const CHUNK: usize = 1024;

/// The state of the thread.
pub(super) struct Reader {
    shared: Arc<Shared>,
    settings: SerialSettings,
    clock: Arc<dyn HostClock>,
    mouth: Mouth,
    usb: Option<UsbName>,
    pause: Duration,
    /// What was last said about why the port is not open, so that it is not said at every try.
    told: Option<String>,
}

impl Reader {
    pub(super) fn new(shared: Arc<Shared>, settings: SerialSettings, clock: Arc<dyn HostClock>, mouth: Mouth) -> Self {
        let pause = settings.first_pause;
        Self { shared, settings, clock, mouth, usb: None, pause, told: None }
    }

    /// Runs until the link is dropped, or nobody listens any more.
    pub(super) fn run(mut self, port: Option<Box<dyn SerialPort>>) {
        let path = self.settings.path.clone();
        let mut port = port.and_then(|port| self.opened(port, path));
        while self.shared.runs.load(Ordering::SeqCst) {
            let wanted = self.shared.wanted.load(Ordering::SeqCst);
            let goes_on = match &mut port {
                Some(_) if !wanted => {
                    port = None;
                    self.closed("released on request".to_owned())
                }
                None if !wanted => {
                    thread::sleep(opening::READ_WAIT);
                    true
                }
                Some(open) => match read(open.as_mut()) {
                    Ok(bytes) if bytes.is_empty() => true,
                    Ok(bytes) => self.mouth.say(Heard::Bytes { at: self.clock.now(), bytes }),
                    Err(reason) => {
                        port = None;
                        self.closed(reason)
                    }
                },
                None => {
                    port = self.reopen();
                    port.is_some() || self.rest()
                }
            };
            if !goes_on {
                break;
            }
        }
        self.hide_writer();
    }

    fn opened(&mut self, port: Box<dyn SerialPort>, path: String) -> Option<Box<dyn SerialPort>> {
        let writer = port.try_clone().ok();
        *self.shared.writer.lock().ok()? = writer;
        self.usb = usb_name(&path).or_else(|| self.usb.take());
        self.pause = self.settings.first_pause;
        self.told = None;
        // Whether anybody still listens shows when bytes come.
        let _ = self.mouth.say(Heard::Up { at: self.clock.now(), name: path });
        Some(port)
    }

    fn hide_writer(&self) {
        if let Ok(mut writer) = self.shared.writer.lock() {
            *writer = None;
        }
    }

    fn closed(&mut self, reason: String) -> bool {
        self.hide_writer();
        self.told = Some(reason.clone());
        self.mouth.say(Heard::Down { at: self.clock.now(), reason })
    }

    /// Tries where the port was, then wherever the same USB device is now.
    fn reopen(&mut self) -> Option<Box<dyn SerialPort>> {
        let path = self.settings.path.clone();
        match opening::open(&path, self.settings.baud) {
            Ok(port) => self.opened(port, path),
            Err(error) => {
                let elsewhere = self.usb.as_ref().and_then(find).filter(|found| *found != path);
                if let Some(path) = elsewhere
                    && let Ok(port) = opening::open(&path, self.settings.baud)
                {
                    return self.opened(port, path);
                }
                if self.told.is_none() {
                    let _ = self.closed(error.to_string());
                }
                None
            }
        }
    }

    /// Waits before the next try, each time twice as long, and stays awake for the end.
    fn rest(&mut self) -> bool {
        let mut left = self.pause;
        while !left.is_zero() && self.shared.runs.load(Ordering::SeqCst) {
            let nap = left.min(opening::READ_WAIT);
            thread::sleep(nap);
            left -= nap;
        }
        self.pause = (self.pause * 2).min(self.settings.longest_pause);
        true
    }
}

/// What has come, nothing if nothing has, or why nothing will come any more.
fn read(port: &mut dyn SerialPort) -> Result<Vec<u8>, String> {
    let mut bytes = vec![0; CHUNK];
    match port.read(&mut bytes) {
        Ok(0) => Err("the port was closed at the other end".to_owned()),
        Ok(count) => {
            bytes.truncate(count);
            Ok(bytes)
        }
        Err(error) => match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(Vec::new()),
            ErrorKind::BrokenPipe => Err("the board was unplugged".to_owned()),
            _ => Err(format!("the port cannot be read: {error}")),
        },
    }
}
