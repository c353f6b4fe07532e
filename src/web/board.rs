//! A board at the page's serial port, or the recorded log of one: the same session as on a desk, with the page's clock.

use serde::Serialize;

use crate::core::time::SimTime;
use crate::live::board::{Board, BoardSettings, Way};
use crate::live::feed::Heard;
use crate::live::order::parse_wish;
use crate::live::recording::{Player, Recorder};
use crate::live::summary::{CommandSummary, Summary};

/// The newest lines that are shown.
const SHOWN_LINES: usize = 12;

/// A recording does not grow beyond this, in bytes: a day of a chatty board.
const MOST_RECORDED: usize = 32 << 20;

/// A session and its recording. Instants are seconds of the page's clock.
#[derive(Debug)]
pub struct BoardDesk {
    board: Board,
    recorder: Recorder<Vec<u8>>,
}

/// What the page shows of it.
#[derive(Debug, Serialize)]
struct Words<'a> {
    /// The port, while it is open.
    open: Option<&'a str>,
    /// Why it is not open.
    gone: Option<&'a str>,
    pings: u64,
    commands: CommandSummary,
    /// The newest lines as they came, oldest first; true where a line was taken.
    newest: Vec<(String, bool)>,
    /// Whether the recording is full.
    recording_full: bool,
    #[serde(flatten)]
    summary: Summary,
}

impl BoardDesk {
    /// A session that has heard nothing; `id` is the number of its first command.
    ///
    /// # Errors
    /// When memory cannot be written, which does not happen.
    pub fn new(id: u32) -> Result<Self, String> {
        let settings = BoardSettings { first_command_id: id, ..BoardSettings::default() };
        let recorder = Recorder::new(Vec::new()).map_err(|error| error.to_string())?;
        Ok(Self { board: Board::new(settings), recorder })
    }

    /// A session that has heard a whole recording.
    ///
    /// # Errors
    /// A sentence with the row, when it is not a recording.
    pub fn replay(text: &str) -> Result<Self, String> {
        let mut desk = Self::new(0)?;
        let mut player = Player::new(text.as_bytes()).map_err(|error| error.to_string())?;
        while let Some((at, line)) = player.next_line().map_err(|error| error.to_string())? {
            desk.board.hear_line(at, &line);
        }
        Ok(desk)
    }

    /// The port is open.
    pub fn opened(&mut self, at_s: f64, name: &str) {
        self.hear(&Heard::Up { at: SimTime::from_secs(at_s), name: name.to_owned() });
    }

    /// The port is gone.
    pub fn closed(&mut self, at_s: f64, reason: &str) {
        self.hear(&Heard::Down { at: SimTime::from_secs(at_s), reason: reason.to_owned() });
    }

    /// Bytes came.
    pub fn bytes(&mut self, at_s: f64, bytes: &[u8]) {
        self.hear(&Heard::Bytes { at: SimTime::from_secs(at_s), bytes: bytes.to_vec() });
    }

    /// A message of a broker came: lines of the board.
    pub fn message(&mut self, at_s: f64, topic: &str, payload: &[u8], retained: bool) {
        let at = SimTime::from_secs(at_s);
        self.hear(&Heard::Message { at, topic: topic.to_owned(), payload: payload.to_vec(), retained });
    }

    fn hear(&mut self, heard: &Heard) {
        let Self { board, recorder } = self;
        board.hear_and_tell(heard, &mut |at, line| {
            if recorder.output().len() < MOST_RECORDED {
                // Writing to memory cannot fail.
                let _ = recorder.line(at, line);
            }
        });
    }

    /// Queues a command, such as `SET_MULT:0.99996`, and gives its number.
    ///
    /// # Errors
    /// A sentence, when it is none, or the board would refuse it.
    pub fn send(&mut self, at_s: f64, words: &str) -> Result<u32, String> {
        let wish = parse_wish(words).map_err(|error| format!("{words:?}: {error}"))?;
        self.board.wish(SimTime::from_secs(at_s), wish).map_err(|error| error.to_string())
    }

    /// What is to be sent now.
    pub fn poll(&mut self, at_s: f64) -> Vec<u8> {
        self.board.poll(SimTime::from_secs(at_s))
    }

    /// All lines so far, as a recording.
    #[must_use]
    pub fn recording(&self) -> String {
        String::from_utf8_lossy(self.recorder.output()).into_owned()
    }

    /// What the page shows, as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let log = self.board.raw_log();
        let lines = log.lines().rev().take(SHOWN_LINES).map(|line| (line.text.clone(), line.reject.is_none()));
        let mut lines: Vec<(String, bool)> = lines.collect();
        lines.reverse();
        let words = Words {
            open: if let Way::Up(name) = self.board.way() { Some(name) } else { None },
            gone: if let Way::Down(reason) = self.board.way() { Some(reason) } else { None },
            pings: self.board.pings().0,
            commands: CommandSummary::of(&self.board),
            newest: lines,
            recording_full: self.recorder.output().len() >= MOST_RECORDED,
            summary: Summary::of(&self.board, None),
        };
        // Numbers, texts and lists of them can always be written.
        serde_json::to_string(&words).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of a counter that runs 40 ppm fast, every 5 s, in pieces as a port delivers them.
    fn heard() -> BoardDesk {
        let mut desk = BoardDesk::new(1).expect("a desk");
        desk.opened(0.0, "port");
        for second in (5..400).step_by(5) {
            let at_s = f64::from(second);
            let line = format!("RAW_MICROS:{},CUR_WALL:{second}.000\r\n", second * 1_000_040);
            let (head, tail) = line.as_bytes().split_at(7);
            desk.bytes(at_s, head);
            desk.bytes(at_s + 0.001, tail);
        }
        desk
    }

    fn drift_ppm(desk: &BoardDesk) -> f64 {
        let words: serde_json::Value = serde_json::from_str(&desk.json()).expect("JSON");
        words["clock"]["drift_ppm"].as_f64().expect("a drift")
    }

    #[test]
    fn bytes_of_a_port_feed_the_clock_twin() {
        let desk = heard();
        assert!((drift_ppm(&desk) - 40.0).abs() < 0.01, "{}", drift_ppm(&desk));
        let words: serde_json::Value = serde_json::from_str(&desk.json()).expect("JSON");
        assert_eq!(
            (words["open"].as_str(), words["newest"].as_array().map(Vec::len)),
            (Some("port"), Some(SHOWN_LINES))
        );
    }

    #[test]
    fn its_recording_replays_to_the_same_clock() {
        let desk = heard();
        let again = BoardDesk::replay(&desk.recording()).expect("a recording");
        assert_eq!(drift_ppm(&again).to_bits(), drift_ppm(&desk).to_bits());
        assert!(BoardDesk::replay("time,line\n").is_err_and(|why| why.contains("ref_s,line")));
    }

    #[test]
    fn commands_are_sent_and_wrong_ones_refused() {
        let mut desk = heard();
        assert!(desk.send(400.0, "SET_MULT:3").is_err());
        assert!(desk.send(400.0, "JUMP").is_err());
        desk.send(400.0, "SET_MULT:0.99996").expect("a command");
        let sent: Vec<u8> = (0..100).flat_map(|tick| desk.poll(400.0 + f64::from(tick) * 0.1)).collect();
        assert!(String::from_utf8_lossy(&sent).contains("SET_MULT:0.99996"));
        desk.closed(500.0, "unplugged");
        assert!(desk.json().contains("unplugged") && desk.poll(501.0).is_empty());
    }
}
