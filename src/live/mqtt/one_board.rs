//! One board out of all that a broker tells: whose lines pass, where its commands go, whether it is there.

use super::presence::{Mark, Presence};
use super::preset::{News, lines};
use crate::core::time::SimTime;
use crate::live::feed::Heard;

/// Picks one board. Where none was named it is the first that speaks for itself.
#[derive(Clone, Debug)]
pub struct OneBoard {
    board: Option<String>,
    presence: Presence,
    /// The opening of the way, held back until somebody is there to be asked.
    opening: Option<Heard>,
    others: u64,
}

impl OneBoard {
    /// The named board, or the first that speaks. Silent for `timeout`, it is stale.
    #[must_use]
    pub fn new(board: Option<&str>, now: SimTime, timeout: SimTime) -> Self {
        Self { board: board.map(str::to_owned), presence: Presence::new(now, timeout), opening: None, others: 0 }
    }

    /// What to subscribe to.
    #[must_use]
    pub fn filters(&self) -> Vec<String> {
        match &self.board {
            Some(board) => vec![lines::lines(board), lines::status_topic(board)],
            None => lines::FILTERS.map(str::to_owned).to_vec(),
        }
    }

    /// Takes what a client heard. Gives back what a session with the board should hear, in order.
    pub fn take(&mut self, heard: Heard) -> Vec<Heard> {
        match &heard {
            Heard::Up { at, .. } => {
                self.presence.link(*at, true);
                if self.board.is_none() {
                    self.opening = Some(heard);
                    return Vec::new();
                }
            }
            Heard::Down { at, .. } => {
                self.presence.link(*at, false);
                self.opening = None;
            }
            Heard::Bytes { .. } => {}
            Heard::Message { at, topic, payload, retained } => match lines::read(topic, payload) {
                Ok(Some(News::Line { board, command: false })) => {
                    if !self.is_ours(&board, *retained) {
                        self.others += 1;
                        return Vec::new();
                    }
                    self.presence.heard(*at, *retained);
                }
                Ok(Some(News::Status { device, online, .. })) => {
                    if self.board.as_ref() == Some(&device) {
                        self.presence.status(*at, online, *retained);
                    }
                    return Vec::new();
                }
                Ok(_) | Err(_) => return Vec::new(),
            },
        }
        self.opening.take().into_iter().chain([heard]).collect()
    }

    fn is_ours(&mut self, board: &str, kept: bool) -> bool {
        if self.board.is_none() && !kept {
            self.board = Some(board.to_owned());
        }
        self.board.as_deref() == Some(board)
    }

    /// Which board, once it is known.
    #[must_use]
    pub fn board(&self) -> Option<&str> {
        self.board.as_deref()
    }

    /// Lines that other boards sent meanwhile.
    #[must_use]
    pub fn others(&self) -> u64 {
        self.others
    }

    /// Where its commands go.
    #[must_use]
    pub fn commands(&self) -> Option<String> {
        self.board().map(lines::commands)
    }

    /// Whether it is there.
    #[must_use]
    pub fn mark(&self, now: SimTime) -> Mark {
        self.presence.mark(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::mqtt::presence::Why;

    fn message(at_s: f64, topic: &str, payload: &str, retained: bool) -> Heard {
        let at = SimTime::from_secs(at_s);
        Heard::Message { at, topic: topic.to_owned(), payload: payload.as_bytes().to_vec(), retained }
    }

    #[test]
    fn the_first_board_that_speaks_is_chosen_and_others_are_left_out() {
        let mut one = OneBoard::new(None, SimTime::ZERO, SimTime::from_secs(30.0));
        assert_eq!(one.filters(), ["twinsync/+/lines", "twinsync/+/status"]);
        let up = Heard::Up { at: SimTime::ZERO, name: "broker".to_owned() };
        assert_eq!(one.take(up.clone()), []);
        assert_eq!(one.take(message(1.0, "twinsync/old/lines", "1", true)), []);
        assert_eq!(one.commands(), None);
        let line = message(2.0, "twinsync/clock/lines", "1", false);
        // Only now is there somebody to be asked who it is.
        assert_eq!(one.take(line.clone()), [up.clone(), line.clone()]);
        assert_eq!(one.take(line.clone()), [line]);
        assert_eq!(one.take(message(2.0, "twinsync/rotor/lines", "1", false)), []);
        assert_eq!(one.take(up.clone()), [up]);
        assert_eq!((one.board(), one.others()), (Some("clock"), 2));
        assert_eq!(one.commands().as_deref(), Some("twinsync/clock/commands"));
        assert!(one.mark(SimTime::from_secs(2.0)).is_fresh());
    }

    #[test]
    fn the_status_of_the_named_board_marks_it_and_nobody_elses_does() {
        let mut one = OneBoard::new(Some("clock"), SimTime::ZERO, SimTime::from_secs(30.0));
        let _ = one.take(message(1.0, "twinsync/clock/lines", "1", false));
        assert_eq!(one.take(message(2.0, "twinsync/rotor/status", "offline", false)), []);
        assert!(one.mark(SimTime::from_secs(2.0)).is_fresh());
        assert_eq!(one.take(message(3.0, "twinsync/clock/status", "offline", false)), []);
        let since = SimTime::from_secs(3.0);
        assert_eq!(one.mark(since), Mark::Stale { since, why: Why::Offline });
        let down = Heard::Down { at: SimTime::from_secs(4.0), reason: "gone".to_owned() };
        assert_eq!(one.take(down.clone()), [down]);
    }
}
