//! The bounded queue between a transport's thread and the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use crate::core::time::SimTime;

/// Bytes that may wait, whatever the number of entries.
const MOST_BYTES: usize = 16 << 20;

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

impl Heard {
    /// Bytes that it holds from outside.
    fn len(&self) -> usize {
        match self {
            Self::Bytes { bytes, .. } => bytes.len(),
            Self::Message { topic, payload, .. } => topic.len() + payload.len(),
            Self::Up { name, .. } => name.len(),
            Self::Down { reason, .. } => reason.len(),
        }
    }
}

/// What both ends count.
#[derive(Debug, Default)]
struct Tally {
    dropped: AtomicU64,
    waiting_bytes: AtomicUsize,
}

/// The transport's end: it never waits. What does not fit is dropped and counted.
#[derive(Clone, Debug)]
pub struct Mouth {
    sender: SyncSender<Heard>,
    tally: Arc<Tally>,
}

/// The program's end.
#[derive(Debug)]
pub struct Feed {
    receiver: Receiver<Heard>,
    tally: Arc<Tally>,
}

/// A queue of at most `limit` entries, and of 16 MiB.
#[must_use]
pub fn feed(limit: usize) -> (Mouth, Feed) {
    let (sender, receiver) = sync_channel(limit);
    let tally = Arc::<Tally>::default();
    (Mouth { sender, tally: Arc::clone(&tally) }, Feed { receiver, tally })
}

impl Mouth {
    /// Hands something over; false once nobody listens any more.
    #[must_use]
    pub fn say(&self, heard: Heard) -> bool {
        let len = heard.len();
        let before = self.tally.waiting_bytes.fetch_add(len, Ordering::Relaxed);
        let sent = if before + len > MOST_BYTES { Err(TrySendError::Full(heard)) } else { self.sender.try_send(heard) };
        let Err(error) = sent else { return true };
        self.tally.waiting_bytes.fetch_sub(len, Ordering::Relaxed);
        let is_heard = matches!(error, TrySendError::Full(_));
        self.tally.dropped.fetch_add(u64::from(is_heard), Ordering::Relaxed);
        is_heard
    }
}

impl Feed {
    /// Takes what has come so far, without waiting.
    pub fn drain(&self) -> impl Iterator<Item = Heard> {
        self.receiver.try_iter().inspect(|heard| {
            self.tally.waiting_bytes.fetch_sub(heard.len(), Ordering::Relaxed);
        })
    }

    /// Entries that did not fit so far.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.tally.dropped.load(Ordering::Relaxed)
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
        let large = || Heard::Bytes { at: SimTime::ZERO, bytes: vec![0; MOST_BYTES / 2] };
        let (many, roomy) = super::feed(100);
        assert!((0..3).all(|_| many.say(large())));
        assert_eq!((roomy.drain().count(), roomy.dropped()), (2, 1), "by size");
        assert!(many.say(large()) && roomy.dropped() == 1, "what was taken makes room");
        drop(feed);
        assert!(!mouth.say(Heard::Up { at: SimTime::ZERO, name: "port".to_owned() }));
    }
}
