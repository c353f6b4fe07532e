//! What is on a line: frames in the order in which they arrive.

use super::Frame;
use crate::core::time::SimTime;

/// A frame on the line, ordered by arrival and then by the order in which frames left.
pub(super) struct InFlight {
    pub(super) arrives_at: SimTime,
    pub(super) serial: u64,
    pub(super) lost: bool,
    pub(super) frame: Frame,
}

impl PartialEq for InFlight {
    fn eq(&self, other: &Self) -> bool {
        self.serial == other.serial
    }
}

impl Eq for InFlight {}

impl PartialOrd for InFlight {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for InFlight {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.arrives_at, self.serial).cmp(&(other.arrives_at, other.serial))
    }
}
