//! Commands on their way to a board: one at a time, in order, each until it is answered or given up.
//!
//! A try that stays without an answer is sent again with the same identifier, so that a board which had heard it only
//! acknowledges it again (SCIENCE section 4: without that, commands execute 1 / (1 - q) times).

use std::collections::VecDeque;

use thiserror::Error;

use crate::core::time::SimTime;
use crate::live::line::Answer;
use crate::live::order::{Order, Wish};

/// Commands that may wait.
pub const WAITING_LIMIT: usize = 32;
/// Results that are kept.
pub const SETTLED_LIMIT: usize = 64;
/// How long a try may stay without an answer.
pub const ANSWER_TIMEOUT: SimTime = SimTime::from_nanos(1_000_000_000);
/// Tries before a command is given up.
pub const TRY_LIMIT: u32 = 5;

/// Why a command is not even tried.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Declined {
    /// The board would refuse it.
    #[error("{0}")]
    OutOfLimits(String),
    /// Too many wait already.
    #[error("{WAITING_LIMIT} commands wait already")]
    TooMany,
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The board has done it; its own words.
    Done(String),
    /// The board has refused it; its reason.
    Refused(String),
    /// No answer came to any try.
    TimedOut,
}

/// A command that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Its identifier.
    pub id: u32,
    /// What was wished.
    pub wish: Wish,
    /// When.
    pub wished_at: SimTime,
    /// When it was over.
    pub settled_at: SimTime,
    /// How often it was sent.
    pub tries: u32,
    /// How it ended.
    pub outcome: Outcome,
}

/// A command that waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Its identifier.
    pub id: u32,
    /// What is wished.
    pub wish: Wish,
    /// When it was wished.
    pub wished_at: SimTime,
    /// How often it was sent so far.
    pub tries: u32,
    /// When its last try is taken for lost.
    give_up_at: SimTime,
    /// Whether its last try had an identifier on the line.
    numbered: bool,
}

/// Commands that wait, and those that are over.
#[derive(Clone, Debug)]
pub struct Courier {
    next_id: u32,
    waiting: VecDeque<Waiting>,
    settled: VecDeque<Settled>,
    stray_answers: u64,
}

impl Courier {
    /// The first command gets the identifier `first_id`. A board remembers identifiers until it reboots, so another
    /// session must begin elsewhere.
    pub(super) fn new(first_id: u32) -> Self {
        Self { next_id: first_id, waiting: VecDeque::new(), settled: VecDeque::new(), stray_answers: 0 }
    }

    /// Queues a wish and gives its identifier.
    ///
    /// # Errors
    /// When the board would refuse it, or too many wait.
    pub(super) fn wish(&mut self, now: SimTime, wish: Wish) -> Result<u32, Declined> {
        wish.check().map_err(Declined::OutOfLimits)?;
        if self.waiting.len() >= WAITING_LIMIT {
            return Err(Declined::TooMany);
        }
        let id = self.next_id;
        self.next_id = id.wrapping_add(1);
        let waiting = Waiting { id, wish, wished_at: now, tries: 0, give_up_at: now, numbered: false };
        self.waiting.push_back(waiting);
        Ok(id)
    }

    /// The order to send now, if any. `numbered` says whether the board takes identifiers.
    pub(super) fn poll(&mut self, now: SimTime, numbered: bool) -> Option<Order> {
        while self.waiting.front().is_some_and(|head| head.tries >= TRY_LIMIT && head.give_up_at <= now) {
            self.settle(now, Outcome::TimedOut);
        }
        let head = self.waiting.front_mut().filter(|head| head.tries == 0 || head.give_up_at <= now)?;
        head.tries += 1;
        head.give_up_at = now + ANSWER_TIMEOUT;
        head.numbered = numbered;
        let wish = match head.wish {
            Wish::SetPhase { epoch_s } => Wish::SetPhase { epoch_s: epoch_s + (now - head.wished_at).secs() },
            wish => wish,
        };
        Some(Order::Wish { wish, id: numbered.then_some(head.id) })
    }

    /// When [`Courier::poll`] has something to do.
    pub(super) fn next_wakeup(&self) -> Option<SimTime> {
        self.waiting.front().map(|head| head.give_up_at)
    }

    /// Takes in an answer. One without an identifier belongs to the command under way, if that had none either.
    pub(super) fn answer(&mut self, now: SimTime, answer: &Answer) {
        let is_heads = self.waiting.front().filter(|head| head.tries > 0).is_some_and(|head| match answer.id {
            Some(id) => head.id == id,
            None => !head.numbered,
        });
        if !is_heads {
            self.stray_answers += 1;
            return;
        }
        let words = answer.words.clone();
        self.settle(now, if answer.taken { Outcome::Done(words) } else { Outcome::Refused(words) });
    }

    fn settle(&mut self, now: SimTime, outcome: Outcome) {
        let Some(Waiting { id, wish, wished_at, tries, .. }) = self.waiting.pop_front() else { return };
        self.settled.push_back(Settled { id, wish, wished_at, settled_at: now, tries, outcome });
        if self.settled.len() > SETTLED_LIMIT {
            self.settled.pop_front();
        }
        if let Some(next) = self.waiting.front_mut() {
            next.give_up_at = now;
        }
    }

    /// Commands that wait, the one under way first.
    #[must_use]
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &Waiting> {
        self.waiting.iter()
    }

    /// Commands that are over, oldest first.
    #[must_use]
    pub fn settled(&self) -> impl DoubleEndedIterator<Item = &Settled> + ExactSizeIterator {
        self.settled.iter()
    }

    /// Answers that no command waited for: a second answer to a second try is one.
    #[must_use]
    pub fn stray_answers(&self) -> u64 {
        self.stray_answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: f64) -> SimTime {
        SimTime::from_secs(secs)
    }

    fn answer(id: Option<u32>, taken: bool) -> Answer {
        Answer { taken, words: "SET_MULT:0.99996000".to_owned(), id }
    }

    const SLOWER: Wish = Wish::SetMultiplier { multiplier: 0.99996 };

    #[test]
    fn a_try_without_an_answer_is_repeated_with_the_same_identifier() {
        let mut courier = Courier::new(9);
        assert_eq!(courier.wish(at(0.0), SLOWER), Ok(9));
        let order = Some(Order::Wish { wish: SLOWER, id: Some(9) });
        assert_eq!(courier.poll(at(0.0), true), order);
        assert_eq!(courier.poll(at(0.5), true), None);
        assert_eq!(courier.next_wakeup(), Some(at(1.0)));
        assert_eq!(courier.poll(at(1.0), true), order);
        courier.answer(at(1.2), &answer(Some(9), true));
        courier.answer(at(1.3), &answer(Some(9), true));
        let settled: Vec<_> = courier.settled().collect();
        assert_eq!((settled.len(), settled[0].tries, settled[0].settled_at), (1, 2, at(1.2)));
        assert_eq!(courier.stray_answers(), 1);
    }

    #[test]
    fn a_silent_board_times_out_and_the_next_command_follows() {
        let mut courier = Courier::new(0);
        courier.wish(at(0.0), SLOWER).unwrap();
        courier.wish(at(0.0), Wish::SetVibration { on: true }).unwrap();
        let sent = (0..10).filter(|secs| courier.poll(at(f64::from(*secs)), true).is_some()).count();
        assert_eq!(sent, 10);
        assert_eq!(courier.settled().map(|settled| &settled.outcome).collect::<Vec<_>>(), [&Outcome::TimedOut]);
        assert_eq!(courier.poll(at(10.0), true), None);
        assert_eq!(courier.settled().len(), 2);
    }

    #[test]
    fn a_phase_sent_later_is_moved_on() {
        let mut courier = Courier::new(0);
        courier.wish(at(5.0), Wish::SetPhase { epoch_s: 1000.0 }).unwrap();
        let order = courier.poll(at(7.5), false);
        assert_eq!(order, Some(Order::Wish { wish: Wish::SetPhase { epoch_s: 1002.5 }, id: None }));
        courier.answer(at(7.6), &answer(None, false));
        assert!(matches!(courier.settled().next().unwrap().outcome, Outcome::Refused(_)));
    }

    #[test]
    fn too_many_and_impossible_wishes_are_declined() {
        let mut courier = Courier::new(0);
        let wish = Wish::SetMultiplier { multiplier: 2.0 };
        assert!(matches!(courier.wish(at(0.0), wish), Err(Declined::OutOfLimits(_))));
        for _ in 0..WAITING_LIMIT {
            courier.wish(at(0.0), SLOWER).unwrap();
        }
        assert_eq!(courier.wish(at(0.0), SLOWER), Err(Declined::TooMany));
    }
}
