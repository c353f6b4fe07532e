//! The store: what a sender keeps while it cannot send, and hands on, marked historical, when it can again.

use serde::{Deserialize, Serialize};

use super::queue::Waiting;
use super::{Frame, QueueSpec};
use crate::core::time::SimTime;

/// What is kept while a sender is offline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum OfflineSpec {
    /// Everything, up to a million frames.
    KeepAll,
    /// The newest reading of each signal.
    NewestPerSignal,
    /// The newest frames: the oldest goes for one more.
    DropOldest {
        /// Most frames kept.
        limit: usize,
    },
    /// Everything that is not too old when the connection returns.
    Expiry {
        /// Oldest that a frame may be then, in seconds since it was measured.
        max_age_s: f64,
    },
}

impl OfflineSpec {
    fn discipline(&self) -> QueueSpec {
        match *self {
            Self::NewestPerSignal => QueueSpec::NewestPerSignal,
            Self::Expiry { max_age_s } => QueueSpec::Expiry { max_age_s },
            Self::KeepAll | Self::DropOldest { .. } => QueueSpec::Fifo { limit: 1_000_000 },
        }
    }
}

/// Frames kept while offline.
#[derive(Debug)]
pub struct Store {
    spec: OfflineSpec,
    kept: Waiting,
}

impl Store {
    /// An empty store.
    #[must_use]
    pub fn new(spec: OfflineSpec) -> Self {
        Self { spec, kept: Waiting::default() }
    }

    /// How many frames it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Keeps a frame; what gives way for it goes to `dropped`.
    pub fn put(&mut self, frame: Frame, dropped: &mut Vec<Frame>) {
        let discipline = self.spec.discipline();
        if let OfflineSpec::DropOldest { limit } = self.spec
            && self.kept.len() >= limit
        {
            dropped.extend(self.kept.pop(&discipline, frame.generated_at, &mut Vec::new()));
        }
        self.kept.push(&discipline, frame, false, dropped);
    }

    /// The next frame to hand on, marked historical, and those that have grown too old.
    pub fn take(&mut self, now: SimTime, expired: &mut Vec<Frame>) -> Option<Frame> {
        let frame = self.kept.pop(&self.spec.discipline(), now, expired)?;
        let historical = frame.letter.is_none();
        Some(Frame { historical, ..frame })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(spec: OfflineSpec) -> (Vec<u32>, usize) {
        let (mut store, mut lost) = (Store::new(spec), Vec::new());
        for sequence in 1..=5 {
            let at = SimTime::from_secs(f64::from(sequence));
            let reading = crate::core::signal::Reading { signal: 0, at, value: 0.0 };
            let frame = Frame { sequence, generated_at: at, readings: vec![reading], ..Frame::default() };
            store.put(frame, &mut lost);
        }
        let mut left = Vec::new();
        while let Some(frame) = store.take(SimTime::from_secs(6.0), &mut lost) {
            assert!(frame.historical);
            left.push(frame.sequence);
        }
        (left, lost.len())
    }

    #[test]
    fn each_rule_keeps_what_it_says() {
        assert_eq!(kept(OfflineSpec::KeepAll), (vec![1, 2, 3, 4, 5], 0));
        assert_eq!(kept(OfflineSpec::NewestPerSignal), (vec![5], 4));
        assert_eq!(kept(OfflineSpec::DropOldest { limit: 2 }), (vec![4, 5], 3));
        assert_eq!(kept(OfflineSpec::Expiry { max_age_s: 2.5 }), (vec![4, 5], 3));
    }
}
