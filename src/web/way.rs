//! The way to a board that the page's scripts keep open: what they hear goes through a bounded feed to the session on
//! stage, and what that wants sent waits here until they fetch it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::core::time::SimTime;
use crate::live::carrier::Carrier;
use crate::live::feed::{Feed, Heard, Mouth, feed};

/// Entries between the scripts and the session. In a hidden tab no frame is drawn, and they wait; what finds no room is
/// left out and counted.
const FEED_LIMIT: usize = 16_384;

/// Bytes that may wait to be sent.
const MOST_UNSENT: usize = 64 << 10;

/// What the session wants of the scripts.
#[derive(Debug, Default)]
struct Outbox {
    bytes: Vec<u8>,
    released: bool,
}

/// The session's end.
#[derive(Debug)]
pub struct PageWay {
    kind: &'static str,
    name: String,
    feed: Feed,
    outbox: Arc<Mutex<Outbox>>,
}

/// The scripts' end.
#[derive(Clone, Debug)]
pub struct ScriptEnd {
    mouth: Mouth,
    outbox: Weak<Mutex<Outbox>>,
}

/// A way of a kind, `serial` or `mqtt`, by its name.
#[must_use]
pub fn way(kind: &'static str, name: &str) -> (ScriptEnd, PageWay) {
    let (mouth, feed) = feed(FEED_LIMIT);
    let outbox = Arc::default();
    (ScriptEnd { mouth, outbox: Arc::downgrade(&outbox) }, PageWay { kind, name: name.to_owned(), feed, outbox })
}

/// Nobody holds it while something goes wrong.
fn open(outbox: &Mutex<Outbox>) -> MutexGuard<'_, Outbox> {
    outbox.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ScriptEnd {
    /// Hands over what came.
    pub fn say(&self, heard: Heard) {
        // Whether anybody listens is asked of `is_over`.
        let _ = self.mouth.say(heard);
    }

    /// The way is open.
    pub fn opened(&self, at: SimTime, name: &str) {
        self.say(Heard::Up { at, name: name.to_owned() });
    }

    /// The way is gone.
    pub fn closed(&self, at: SimTime, reason: &str) {
        self.say(Heard::Down { at, reason: reason.to_owned() });
    }

    /// What is to be sent now.
    #[must_use]
    pub fn to_send(&self) -> Vec<u8> {
        self.outbox.upgrade().map(|outbox| std::mem::take(&mut open(&outbox).bytes)).unwrap_or_default()
    }

    /// Whether the way shall be closed until it is wanted again.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.outbox.upgrade().is_none_or(|outbox| open(&outbox).released)
    }

    /// Whether nobody listens any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.outbox.strong_count() == 0
    }
}

impl Carrier for PageWay {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn hear(&mut self) -> Vec<Heard> {
        self.feed.drain().collect()
    }

    fn dropped(&self) -> u64 {
        self.feed.dropped()
    }

    fn send(&mut self, bytes: &[u8]) -> bool {
        let mut outbox = open(&self.outbox);
        let fits = outbox.bytes.len() + bytes.len() <= MOST_UNSENT;
        if fits {
            outbox.bytes.extend_from_slice(bytes);
        }
        fits
    }

    fn let_go(&mut self, released: bool) -> bool {
        let mut outbox = open(&self.outbox);
        outbox.bytes.clear();
        outbox.released = released;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scripts_hear_arrives_and_what_the_session_sends_waits_for_them() {
        let (end, mut way) = way("serial", "port");
        end.opened(SimTime::ZERO, "port");
        end.say(Heard::Bytes { at: SimTime::ZERO, bytes: b"1\n".to_vec() });
        assert_eq!(way.hear().len(), 2);
        assert!(way.send(b"HELLO?\n"));
        assert!(!way.send(&[0; MOST_UNSENT]), "what does not fit is not taken");
        assert_eq!((end.to_send(), end.to_send()), (b"HELLO?\n".to_vec(), Vec::new()));
    }

    #[test]
    fn scripts_learn_that_the_port_is_released_or_that_nobody_listens() {
        let (end, mut way) = way("serial", "port");
        assert!(!end.is_released() && !end.is_over());
        assert!(way.send(b"old\n") && way.let_go(true));
        assert!(end.is_released() && end.to_send().is_empty());
        way.let_go(false);
        assert!(!end.is_released());
        drop(way);
        assert!(end.is_over() && end.is_released());
        end.closed(SimTime::ZERO, "nobody hears this");
    }

    #[test]
    fn a_flood_is_bounded_and_counted() {
        let (end, way) = way("serial", "port");
        for _ in 0..FEED_LIMIT + 5 {
            end.say(Heard::Bytes { at: SimTime::ZERO, bytes: vec![0] });
        }
        assert_eq!(way.dropped(), 5);
    }
}
