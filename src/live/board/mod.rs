//! The session with one board: lines in, orders out, and everything that is known of it. The engine behind the command
//! line, the window and the page.
//!
//! Sans-I/O: whoever owns a transport hands over what it hears, asks for bytes to send, and wakes the session when it wants to be woken.

mod asking;
mod counts;
mod courier;
mod known;
mod mind;
mod plots;
mod raw_log;
mod sequence;
mod steering;
mod tape;
mod vibration;

pub use counts::Counts;
pub use courier::{Courier, Declined, Outcome, SETTLED_LIMIT, Settled, TRY_LIMIT, WAITING_LIMIT, Waiting};
pub use plots::{PLOT_LIMIT, Plotted};
pub use raw_log::{RawLine, RawLog};
pub use vibration::{SAMPLE_LIMIT, Sample, Vibration};

use crate::core::time::{ClockTwin, ClockTwinSpec, SimTime};
use crate::live::assembler::{Assembler, Extent};
use crate::live::feed::Heard;
use crate::live::line::{Boot, Chip};
use crate::live::order::Wish;
use mind::Mind;
use steering::Steering;

/// How a board's lines look, as far as they have been heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speaks {
    /// Nothing was heard that would say.
    #[default]
    Unknown,
    /// Lines without checksums.
    Course,
    /// Lines with checksums, numbers and boots.
    Rich,
}

impl Speaks {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::Course => Some("course"),
            Self::Rich => Some("rich"),
        }
    }
}

/// Settings of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoardSettings {
    /// Of the clock's twin.
    pub clock: ClockTwinSpec,
    /// Seconds between two pings; 0 sends none.
    pub ping_every_s: f64,
    /// Identifier of the first command. A board remembers identifiers until it reboots: choose another one for each session.
    pub first_command_id: u32,
}

impl Default for BoardSettings {
    fn default() -> Self {
        Self { clock: ClockTwinSpec::default(), ping_every_s: 10.0, first_command_id: 0 }
    }
}

/// Whether the way to the board is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// It was never opened: a recording, or nothing was heard yet.
    #[default]
    Unopened,
    /// Open, by this name.
    Up(String),
    /// Gone, for this reason.
    Down(String),
}

/// A session with a board.
#[derive(Clone, Debug)]
pub struct Board {
    assembler: Assembler,
    mind: Mind,
    way: Way,
}

impl Board {
    /// A session that has heard nothing.
    #[must_use]
    pub fn new(settings: BoardSettings) -> Self {
        Self { assembler: Assembler::default(), mind: Mind::new(settings), way: Way::default() }
    }

    /// Takes in what a transport has heard. Messages of a broker are whole lines.
    pub fn hear(&mut self, heard: &Heard) {
        self.hear_and_tell(heard, &mut |_, _| {});
    }

    /// The same, and tells each line, as a recording keeps it.
    pub fn hear_and_tell(&mut self, heard: &Heard, tell: &mut dyn FnMut(SimTime, &[u8])) {
        let Self { assembler, mind, way } = self;
        match heard {
            Heard::Bytes { at, bytes } => {
                assembler.push(*at, bytes, |line| mind.hear(line.at, line.bytes, line.extent, tell));
            }
            // What a broker has kept from before says nothing about now.
            Heard::Message { retained: true, .. } => {}
            Heard::Message { at, payload, .. } => {
                for line in payload.split(|byte| *byte == b'\n') {
                    let line = line.strip_suffix(b"\r").unwrap_or(line);
                    if !line.is_empty() {
                        mind.hear(*at, line, Extent::Whole, tell);
                    }
                }
            }
            Heard::Up { at, name } => {
                assembler.join(Some(*at), |line| mind.hear(line.at, line.bytes, line.extent, tell));
                *way = Way::Up(name.clone());
                mind.joined(*at);
            }
            Heard::Down { at, reason } => {
                assembler.join(Some(*at), |line| mind.hear(line.at, line.bytes, line.extent, tell));
                *way = Way::Down(reason.clone());
                mind.parted();
            }
        }
    }

    /// Takes in a line of a recording.
    pub fn hear_line(&mut self, at: SimTime, line: &[u8]) {
        self.mind.hear(at, line, Extent::Whole, &mut |_, _| {});
    }

    /// Bytes were lost between the transport and the session: the line that they were part of is no more than a part.
    pub fn skip(&mut self) {
        let Self { assembler, mind, .. } = self;
        assembler.join(None, |line| mind.hear(line.at, line.bytes, line.extent, &mut |_, _| {}));
    }

    /// What is to be sent now: whole lines with their ends, or nothing.
    pub fn poll(&mut self, now: SimTime) -> Vec<u8> {
        if matches!(self.way, Way::Down(_)) { Vec::new() } else { self.mind.poll(now) }
    }

    /// When [`Board::poll`] has something to send next, if nothing is heard before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<SimTime> {
        if matches!(self.way, Way::Down(_)) { None } else { self.mind.next_wakeup() }
    }

    /// Queues a command and gives its identifier. It is sent, and sent again, until the board answers; see [`Board::courier`].
    ///
    /// # Errors
    /// When the board would refuse it, or too many wait.
    pub fn wish(&mut self, now: SimTime, wish: Wish) -> Result<u32, Declined> {
        self.mind.courier.wish(now, wish)
    }

    /// Keeps the board's own clock with the host's date from now on, `epoch_s` being the date (seconds since 1970) at
    /// which the host's clock showed 0; or leaves it alone.
    pub fn steer(&mut self, epoch_s: Option<f64>) {
        self.mind.steering = epoch_s.map(Steering::new);
    }

    /// Seconds by which the board's own clock was ahead of the date at its last reading; none where it is not steered
    /// or nothing is known.
    #[must_use]
    pub fn steered_off_s(&self) -> Option<f64> {
        self.mind.steering.as_ref()?.off_s()
    }

    /// Whether it is steered.
    #[must_use]
    pub fn is_steered(&self) -> bool {
        self.mind.steering.is_some()
    }

    /// Whether the way to it is open.
    #[must_use]
    pub fn way(&self) -> &Way {
        &self.way
    }

    /// Its hardware address, once it has said it.
    #[must_use]
    pub fn chip(&self) -> Option<Chip> {
        self.mind.known.chip
    }

    /// Version of its firmware, once it has said it.
    #[must_use]
    pub fn firmware(&self) -> Option<&str> {
        self.mind.known.firmware.as_deref()
    }

    /// The boot that it last spoke of.
    #[must_use]
    pub fn boot(&self) -> Option<Boot> {
        self.mind.boot
    }

    /// How its lines look.
    #[must_use]
    pub fn speaks(&self) -> Speaks {
        self.mind.speaks
    }

    /// Times that another board was found at the end of the same way.
    #[must_use]
    pub fn swaps(&self) -> u64 {
        self.mind.swaps
    }

    /// The twin of its clock.
    #[must_use]
    pub fn clock(&self) -> &ClockTwin {
        &self.mind.known.clock
    }

    /// Its corrected clock as it last showed it, in seconds, and when that arrived.
    #[must_use]
    pub fn wall(&self) -> Option<(SimTime, f64)> {
        self.mind.wall
    }

    /// Its temperature as it last told it, in degrees Celsius.
    #[must_use]
    pub fn temperature_c(&self) -> Option<f64> {
        self.mind.temperature_c
    }

    /// The newest samples of its accelerometer.
    #[must_use]
    pub fn vibration(&self) -> &Vibration {
        &self.mind.vibration
    }

    /// The newest labelled values, at the most [`PLOT_LIMIT`].
    #[must_use]
    pub fn plots(&self) -> &[Plotted] {
        &self.mind.plots
    }

    /// Commands, waiting and over.
    #[must_use]
    pub fn courier(&self) -> &Courier {
        &self.mind.courier
    }

    /// Pings sent, and answers that were used.
    #[must_use]
    pub fn pings(&self) -> (u64, u64) {
        (self.mind.pinging.sent, self.mind.pinging.used)
    }

    /// The last round trip of a ping, in seconds, the board's own time taken off.
    #[must_use]
    pub fn round_trip_s(&self) -> Option<f64> {
        self.mind.pinging.last_round_trip_s
    }

    /// Counts of lines.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.mind.counts
    }

    /// The newest lines as they came.
    #[must_use]
    pub fn raw_log(&self) -> &RawLog {
        &self.mind.raw_log
    }

    /// When the first and the last line arrived that was taken.
    #[must_use]
    pub fn heard_between(&self) -> Option<(SimTime, SimTime)> {
        self.mind.heard_between
    }
}
