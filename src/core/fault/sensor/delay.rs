//! Delay: what was true a while ago. Bounded: of a sensor faster than the store, older values go first.

use std::collections::VecDeque;

use super::SensorFault;
use crate::core::time::SimTime;

const MOST: usize = 65_536;

pub(super) struct Delay {
    by: SimTime,
    past: VecDeque<(SimTime, f64)>,
}

impl Delay {
    pub(super) fn new(by_s: f64) -> Self {
        Self { by: SimTime::from_secs(by_s), past: VecDeque::new() }
    }
}

impl SensorFault for Delay {
    fn distort(&mut self, at: SimTime, truth: f64) -> f64 {
        if self.past.len() == MOST {
            self.past.pop_front();
        }
        self.past.push_back((at, truth));
        let wanted = at - self.by;
        while self.past.len() > 1 && self.past[1].0 <= wanted {
            self.past.pop_front();
        }
        self.past.front().map_or(truth, |(_, value)| *value)
    }
}
