//! The bounded queue between a transport's thread and the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use crate::core::time::SimTime;

/// What a transport has heard, and when: time on the host's clock since the program began to listen.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// Bytes of a stream; the instant is that of the first of them.
    Bytes {
        /// When the first byte arrived.
        at: SimTime,
        /// The bytes, in order, as few or as many as came.
        bytes: Vec<u8>,
    },
    /// A message of a broker.
    Message {
        /// When it arrived.
        at: SimTime,
        /// Its topic.
        topic: String,
        /// Its payload.
        payload: Vec<u8>,
        /// Whether the broker had kept it from before.
        retained: bool,
    },
    /// The way to the board is open; the text names it.
    Up {
        /// Since when.
        at: SimTime,
        /// The port or the broker, without secrets.
        name: String,
    },
    /// The way to the board is gone; the text says why. It is tried again by itself.
    Down {
        /// Since when.
        at: SimTime,
        /// A sentence without secrets.
        reason: String,
    },
}

/// The transport's end: it never waits. What does not fit is dropped and counted.
#[derive(Clone, Debug)]
pub struct Mouth {
    sender: SyncSender<Heard>,
    dropped: Arc<AtomicU64>,
}

/// The program's end.
#[derive(Debug)]
pub struct Feed {
    receiver: Receiver<Heard>,
    dropped: Arc<AtomicU64>,
}

/// A queue of at most `limit` entries.
#[must_use]
pub fn feed(limit: usize) -> (Mouth, Feed) {
    let (sender, receiver) = sync_channel(limit);
    let dropped = Arc::new(AtomicU64::new(0));
    (Mouth { sender, dropped: Arc::clone(&dropped) }, Feed { receiver, dropped })
}

impl Mouth {
    /// Hands something over; false once nobody listens any more.
    #[must_use]
    pub fn say(&self, heard: Heard) -> bool {
        match self.sender.try_send(heard) {
            Ok(()) => true,
            Err(TrySendError::Full(_)) => {
                self.dropped.fetch_add(1, Ordering::Relaxed);
                true
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }
}

impl Feed {
    /// Takes what has come so far, without waiting.
    pub fn drain(&self) -> impl Iterator<Item = Heard> {
        self.receiver.try_iter()
    }

    /// Entries that did not fit so far.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted() {
        let (mouth, feed) = feed(2);
        for at in 0..5 {
            assert!(mouth.say(Heard::Up { at: SimTime::from_nanos(at), name: "port".to_owned() }));
        }
        assert_eq!((feed.drain().count(), feed.dropped()), (2, 3));
        drop(feed);
        assert!(!mouth.say(Heard::Up { at: SimTime::ZERO, name: "port".to_owned() }));
    }
}
