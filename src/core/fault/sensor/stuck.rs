//! Stuck: the first value since the fault began, again and again.

use super::SensorFault;
use crate::core::time::SimTime;

#[derive(Default)]
pub(super) struct Stuck {
    held: Option<f64>,
}

impl SensorFault for Stuck {
    fn replace(&mut self, _at: SimTime, shown: f64) -> Option<f64> {
        Some(*self.held.get_or_insert(shown))
    }
}
