//! Boards as the page's scripts see them: at a port, behind a broker, in a recorded log. Each becomes a session that the
//! picture takes on stage in its next frame. Instants are milliseconds of the page's own clock, `performance.now()`.

use std::cell::RefCell;
use std::io::Cursor;
use std::sync::Arc;

use wasm_bindgen::prelude::*;

use super::broker::{BrokerWay, Client};
use super::keep::PageLog;
use super::topics::BoardTopics;
use super::way::{ScriptEnd, way};
use crate::core::time::SimTime;
use crate::lab::Listening;
use crate::live::board::{Board, BoardSettings};
use crate::live::carrier::Carrier;
use crate::live::feed::Heard;
use crate::live::host_clock::HostClock;
use crate::live::recording::{Player, Recorder, RecordingError};
use crate::live::tape::Tape;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_ms() -> f64;
}

thread_local! {
    static ARRIVED: RefCell<Option<(Listening, f64)>> = const { RefCell::new(None) };
    static LOG: RefCell<PageLog> = RefCell::default();
}

/// The page's clock since a session began.
#[derive(Clone, Copy, Debug)]
struct PageClock {
    began_ms: f64,
    /// Seconds that pass in one.
    scale: f64,
}

impl PageClock {
    fn instant(self, at_ms: f64) -> SimTime {
        SimTime::from_secs((at_ms - self.began_ms).max(0.0) * 1e-3 * self.scale)
    }
}

impl HostClock for PageClock {
    fn now(&self) -> SimTime {
        self.instant(performance_ms())
    }
}

/// A session that waits to be taken on stage, the newest, and the seconds that pass for it in one.
#[must_use]
pub fn arrived() -> Option<(Listening, f64)> {
    ARRIVED.take()
}

/// Lets a session wait for the stage; `id` is the number of its first command.
fn arrive(carrier: Box<dyn Carrier>, clock: PageClock, id: u32) -> Result<(), String> {
    let log = PageLog::default();
    let recorder = Recorder::new(Box::new(log.clone()) as _).map_err(|error| error.to_string())?;
    let board = Board::new(BoardSettings { first_command_id: id, ..BoardSettings::default() });
    let is_there = carrier.kind() != "replay";
    let mut session = Listening::new(board, carrier, Arc::new(clock));
    session.record(recorder, "the page's log".to_owned());
    if is_there {
        session = session.dated(js_sys::Date::now() * 1e-3 - clock.now().secs());
    }
    LOG.set(log);
    ARRIVED.set(Some((session, clock.scale)));
    Ok(())
}

/// The log of the newest session, `ref_s,line`.
#[wasm_bindgen]
#[must_use]
pub fn board_log() -> String {
    LOG.with_borrow(PageLog::text)
}

/// Replays a recorded log, `times` as fast as it was recorded.
///
/// # Errors
/// A sentence with the row, when it is not a recording.
#[wasm_bindgen]
pub fn replay_board(name: &str, text: String, times: f64) -> Result<(), JsValue> {
    let wrong = |error: RecordingError| error.of_file(name);
    let mut player = Player::new(text.as_bytes()).map_err(wrong)?;
    while player.next_line().map_err(wrong)?.is_some() {}
    let clock = PageClock { began_ms: performance_ms(), scale: times.clamp(0.01, 1000.0) };
    let tape = Tape::new(name.to_owned(), Cursor::new(text.into_bytes()), Arc::new(clock)).map_err(wrong)?;
    Ok(arrive(Box::new(tape), clock, 0)?)
}

/// Whether a text is a command that a board would take.
///
/// # Errors
/// A sentence, when it is not.
#[wasm_bindgen]
pub fn check_order(words: &str) -> Result<(), JsValue> {
    Ok(super::board::order(words).map(|_| ())?)
}

/// A board at the page's serial port.
#[wasm_bindgen]
pub struct PortSession {
    end: ScriptEnd,
    clock: PageClock,
}

#[wasm_bindgen]
impl PortSession {
    /// A session that begins now; `id` is the number of its first command.
    ///
    /// # Errors
    /// When memory cannot be written, which does not happen.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, id: u32) -> Result<Self, JsValue> {
        let (end, way) = way("serial", name);
        let clock = PageClock { began_ms: performance_ms(), scale: 1.0 };
        arrive(Box::new(way), clock, id)?;
        Ok(Self { end, clock })
    }

    /// The port is open.
    pub fn opened(&self, at_ms: f64, name: &str) {
        self.end.opened(self.clock.instant(at_ms), name);
    }

    /// The port is gone.
    pub fn closed(&self, at_ms: f64, reason: &str) {
        self.end.closed(self.clock.instant(at_ms), reason);
    }

    /// Bytes came.
    pub fn bytes(&self, at_ms: f64, bytes: Vec<u8>) {
        self.end.say(Heard::Bytes { at: self.clock.instant(at_ms), bytes });
    }

    /// What is to be sent now.
    #[must_use]
    pub fn to_send(&self) -> Vec<u8> {
        self.end.to_send()
    }

    /// Whether the port shall be closed until it is wanted again.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.end.is_released()
    }

    /// Whether the board has left the stage.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.end.is_over()
    }
}

/// A board behind a broker, see [`BrokerWay`].
#[wasm_bindgen]
pub struct BrokerSession {
    way: BrokerWay,
    clock: PageClock,
}

#[wasm_bindgen]
impl BrokerSession {
    /// A session that begins now; `name` is the broker's, for people, `id` the number of its first command.
    ///
    /// # Errors
    /// A sentence, when a topic is none.
    #[wasm_bindgen(constructor)]
    pub fn new(
        name: &str,
        lines: &str,
        commands: &str,
        client: String,
        user: String,
        password: String,
        id: u32,
    ) -> Result<Self, JsValue> {
        let topics = BoardTopics::new(lines, commands)?;
        let (end, carrier) = way("mqtt", name);
        let clock = PageClock { began_ms: performance_ms(), scale: 1.0 };
        arrive(Box::new(carrier), clock, id)?;
        Ok(Self { way: BrokerWay::new(name, Client { name: client, user, password }, topics, end), clock })
    }

    /// The socket is open.
    ///
    /// # Errors
    /// A sentence, when name or password cannot be sent.
    pub fn opened(&mut self, at_ms: f64) -> Result<(), JsValue> {
        Ok(self.way.opened(self.clock.instant(at_ms))?)
    }

    /// The socket is gone.
    pub fn closed(&mut self, at_ms: f64, reason: &str) {
        self.way.closed(self.clock.instant(at_ms), reason);
    }

    /// Bytes came.
    pub fn bytes(&mut self, at_ms: f64, bytes: &[u8]) {
        self.way.bytes(self.clock.instant(at_ms), bytes);
    }

    /// What is to be sent now.
    pub fn to_send(&mut self, at_ms: f64) -> Vec<u8> {
        self.way.poll(self.clock.instant(at_ms))
    }

    /// Whether the broker has taken the page in.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.way.is_up()
    }

    /// Why the connection must end, if it must.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.way.trouble().map(str::to_owned)
    }

    /// Whether the connection shall be closed until it is wanted again.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.way.end().is_released()
    }

    /// Whether the board has left the stage.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.way.end().is_over()
    }
}
