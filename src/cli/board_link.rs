//! An emulated board's end of a broker: its lines go out, its commands come in.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::broker::{BrokerArgs, Link};
use super::{Failure, write_out};
use crate::live::feed::Heard;
use crate::live::host_clock::WallClock;
use crate::live::mqtt::preset::lines;
use crate::live::mqtt::settings::{Settings, Will};

/// Time between two looks for commands.
const NAP: Duration = Duration::from_millis(2);

/// A board behind a broker.
#[derive(Debug)]
pub(super) struct BoardLink {
    link: Link,
    lines: String,
}

impl BoardLink {
    /// Connects a board, named by the URL or after its role, and prints where it can be heard.
    pub(super) fn open(args: &BrokerArgs, url: &str, role: &str, clock: WallClock) -> Result<Self, Failure> {
        let settings = args.settings(url, "twinsync")?;
        let board = settings.url.board.clone().unwrap_or_else(|| role.to_owned());
        let settings = Settings {
            will: Some(Will::on(&lines::status_topic(&board))),
            filters: vec![lines::commands(&board)],
            ..settings
        };
        let link = Link::open(&settings, Arc::new(clock))?;
        let mut shown = settings.url;
        shown.board = Some(board.clone());
        write_out(&format!("{shown}\n"))?;
        Ok(Self { link, lines: lines::lines(&board) })
    }

    /// Sends a line without its end. While the broker is gone it is lost, as on a cable that is not plugged in.
    pub(super) fn send(&self, bytes: &[u8]) {
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        // The client counts what it did not send.
        let _ = self.link.client.publish(&self.lines, line.strip_suffix(b"\r").unwrap_or(line));
    }

    /// The lines that came for the board, waiting for them at the most so long.
    pub(super) fn hear(&mut self, wait: Duration) -> Vec<u8> {
        let mut left = wait;
        loop {
            let mut bytes = Vec::new();
            for heard in self.link.heard() {
                // A command that was kept is nobody's wish any more.
                if let Heard::Message { payload, retained: false, .. } = heard {
                    bytes.extend(lines::as_stream(&payload));
                }
            }
            if !bytes.is_empty() || left.is_zero() {
                return bytes;
            }
            let nap = left.min(NAP);
            thread::sleep(nap);
            left -= nap;
        }
    }
}
