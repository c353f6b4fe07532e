//! What a sync mode is: offered samples and timer wake-ups, it fills frames.

use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// The rule that decides when a device reports to one twin, and what.
///
/// Instants are device-clock time since power-on, so that a drifting device also reports at a drifting
/// rate. Whatever a call leaves in `frame` is sent as one frame; an empty one sends nothing.
pub trait SyncMode: Send + Sync {
    /// Offers readings taken at the same instant, one for each signal.
    fn on_sample(&mut self, now: SimTime, fresh: &[Reading], frame: &mut Vec<Reading>);

    /// The timer asked for by [`SyncMode::next_timer`] has come.
    fn on_timer(&mut self, now: SimTime, frame: &mut Vec<Reading>);

    /// When the mode next wants to be woken, if at all.
    fn next_timer(&self) -> Option<SimTime>;
}

/// The newest reading of each signal that has one.
#[derive(Clone, Debug, Default)]
pub(super) struct Newest {
    readings: Vec<Reading>,
}

impl Newest {
    /// Replaces what is known of the signals in `fresh`.
    pub(super) fn update(&mut self, fresh: &[Reading]) {
        for reading in fresh {
            match self.readings.iter_mut().find(|known| known.signal == reading.signal) {
                Some(known) => *known = *reading,
                None => self.readings.push(*reading),
            }
        }
    }

    pub(super) fn all(&self) -> &[Reading] {
        &self.readings
    }
}
