//! What the page says in words about the real board on stage.

use serde::Serialize;

use crate::lab::Listening;
use crate::live::board::{Outcome, Settled, Way};
use crate::live::order::{Wish, emit_wish, parse_wish};
use crate::live::summary::{CommandSummary, Summary};

/// The newest lines that are shown.
const SHOWN_LINES: usize = 12;

/// The newest commands that are shown.
const SHOWN_COMMANDS: usize = 6;

/// A session with a board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardWords {
    /// What its way is: `serial`, `mqtt`, `replay`.
    kind: &'static str,
    /// The way's name, while it is open.
    open: Option<String>,
    /// Why it is not open.
    gone: Option<String>,
    /// Whether it was closed on purpose.
    released: bool,
    pings: u64,
    commands: CommandSummary,
    /// The newest commands, newest first.
    orders: Vec<OrderWords>,
    /// The newest lines as they came, oldest first; true where a line was taken.
    newest: Vec<(String, bool)>,
    #[serde(flatten)]
    summary: Summary,
}

/// A command and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct OrderWords {
    what: String,
    /// `pending`, `done`, `refused`, `unanswered`.
    state: &'static str,
    tries: u32,
    /// The board's own words.
    answer: Option<String>,
}

impl BoardWords {
    /// The words for a session as it stands.
    #[must_use]
    pub fn of(session: &Listening) -> Self {
        let board = &session.board;
        let courier = board.courier();
        let waiting = courier.waiting().map(|waiting| OrderWords {
            what: emit_wish(&waiting.wish),
            state: "pending",
            tries: waiting.tries,
            answer: None,
        });
        let mut orders: Vec<OrderWords> = courier.settled().map(settled).chain(waiting).collect();
        orders.reverse();
        orders.truncate(SHOWN_COMMANDS);
        let lines = board.raw_log().lines().rev().take(SHOWN_LINES);
        let mut newest: Vec<_> = lines.map(|line| (line.text.clone(), line.reject.is_none())).collect();
        newest.reverse();
        Self {
            kind: session.kind,
            open: if let Way::Up(name) = board.way() { Some(name.clone()) } else { None },
            gone: if let Way::Down(reason) = board.way() { Some(reason.clone()) } else { None },
            released: session.released,
            pings: board.pings().0,
            commands: CommandSummary::of(board),
            orders,
            newest,
            summary: Summary::with(board, (*session.state).clone(), None),
        }
    }
}

fn settled(settled: &Settled) -> OrderWords {
    let (state, answer) = match &settled.outcome {
        Outcome::Done(words) => ("done", Some(words.clone())),
        Outcome::Refused(words) => ("refused", Some(words.clone())),
        Outcome::TimedOut => ("unanswered", None),
    };
    OrderWords { what: emit_wish(&settled.wish), state, tries: settled.tries, answer }
}

/// A command as a person types it, such as `SET_MULT:0.99996`.
///
/// # Errors
/// A sentence, when it is none, or the board would refuse it.
pub fn order(words: &str) -> Result<Wish, String> {
    let wish = parse_wish(words).map_err(|error| format!("{words:?}: {error}"))?;
    wish.check().map(|()| wish)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::keep::PageLog;
    use super::super::way::{ScriptEnd, way};
    use super::*;
    use crate::core::time::SimTime;
    use crate::lab::Stage;
    use crate::live::board::{Board, BoardSettings};
    use crate::live::feed::Heard;
    use crate::live::host_clock::HandClock;
    use crate::live::recording::Recorder;
    use crate::live::tape::Tape;

    /// A board whose counter runs 40 ppm fast, heard every 5 s in pieces as a port delivers them.
    fn heard() -> (Listening, Stage, ScriptEnd, Arc<HandClock>, PageLog) {
        let (end, carrier) = way("serial", "port");
        let (clock, log) = (Arc::new(HandClock::default()), PageLog::default());
        let recorder = Recorder::new(Box::new(log.clone()) as _).expect("memory");
        let board = Board::new(BoardSettings::default());
        let mut session = Listening::new(board, Box::new(carrier), Arc::clone(&clock) as _);
        session.record(recorder, "the page".to_owned());
        let mut stage = session.stage().expect("a stage");
        end.opened(SimTime::ZERO, "port");
        for second in (5..400).step_by(5) {
            let at = SimTime::from_secs(f64::from(second));
            let line = format!("RAW_MICROS:{},CUR_WALL:{second}.000\r\n", second * 1_000_040);
            let (head, tail) = line.as_bytes().split_at(7);
            end.say(Heard::Bytes { at, bytes: head.to_vec() });
            end.say(Heard::Bytes { at: at + SimTime::from_millis(1.0), bytes: tail.to_vec() });
            clock.set(at);
            assert_eq!(session.pump(&mut stage), None);
        }
        (session, stage, end, clock, log)
    }

    fn words(session: &Listening) -> serde_json::Value {
        serde_json::to_value(BoardWords::of(session)).expect("JSON")
    }

    #[test]
    fn bytes_of_a_port_feed_the_clock_twin_and_the_stage() {
        let (session, stage, ..) = heard();
        let words = words(&session);
        let drift_ppm = words["clock"]["drift_ppm"].as_f64().expect("a drift");
        assert!((drift_ppm - 40.0).abs() < 0.01, "{drift_ppm}");
        assert_eq!((words["open"].as_str(), words["kind"].as_str()), (Some("port"), Some("serial")));
        assert_eq!(words["newest"].as_array().map(Vec::len), Some(SHOWN_LINES));
        let twin = stage.simulation.snapshot().twins[0].values[0].expect("it has heard");
        let now_us = stage.simulation.now().secs() * 1_000_040.0;
        assert!((twin - now_us).abs() < 1e3, "{twin} at {now_us}");
    }

    #[test]
    fn its_log_replays_to_the_same_clock() {
        let (session, _, _, clock, log) = heard();
        let text = std::io::Cursor::new(log.text());
        let tape = Tape::new("log".to_owned(), text, Arc::clone(&clock) as _).expect("a recording");
        let board = Board::new(BoardSettings::default());
        let mut again = Listening::new(board, Box::new(tape), clock as _);
        let mut stage = again.stage().expect("a stage");
        again.pump(&mut stage);
        let drift_ppm = |session: &Listening| session.state.drift_ppm.expect("a drift");
        assert!((drift_ppm(&again) - drift_ppm(&session)).abs() < 1e-6);
        assert_eq!(again.board.counts().heard, session.board.counts().heard);
    }

    #[test]
    fn commands_are_sent_again_until_they_are_answered_and_wrong_ones_refused() {
        let (mut session, mut stage, end, clock, _) = heard();
        assert!(order("SET_MULT:3").is_err_and(|why| why.contains('3')));
        assert!(order("JUMP").is_err());
        session.order(order("SET_MULT:0.99996").expect("a command")).expect("room");
        let mut sent = String::new();
        for tick in 0..15 {
            clock.set(SimTime::from_secs(400.0 + 0.1 * f64::from(tick)));
            session.pump(&mut stage);
            sent += &String::from_utf8_lossy(&end.to_send());
        }
        assert_eq!(sent.matches("SET_MULT:0.99996").count(), 2, "{sent}");
        assert_eq!(words(&session)["orders"][0]["state"], "pending");
        end.say(Heard::Bytes { at: SimTime::from_secs(402.0), bytes: b"ACK:SET_MULT:0.99996000\n".to_vec() });
        session.pump(&mut stage);
        let told = &words(&session)["orders"][0];
        assert_eq!((told["state"].as_str(), told["tries"].as_u64()), (Some("done"), Some(2)), "{told}");
        end.closed(SimTime::from_secs(403.0), "unplugged");
        session.pump(&mut stage);
        assert_eq!(words(&session)["gone"], "unplugged");
    }
}
