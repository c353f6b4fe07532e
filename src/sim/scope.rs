//! The scope: the latest raw samples of every signal, truth and beliefs, for charts of what is fast.

use std::collections::VecDeque;

use crate::core::exchange::Tap;
use crate::core::time::SimTime;

/// Most samples kept of each trace.
const CAPACITY: usize = 2048;

/// More twins than this are not drawn, and not kept.
const MOST_TWINS: usize = 64;

/// One sample: when, and the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScopePoint {
    /// When.
    pub at: SimTime,
    /// The value, in the signal's unit.
    pub value: f64,
}

/// Rings of samples: for each device and each twin, one for each signal.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    truths: Vec<Vec<VecDeque<ScopePoint>>>,
    beliefs: Vec<Vec<VecDeque<ScopePoint>>>,
}

impl Scope {
    /// Empty rings: the number of signals of each device, and each twin's device.
    #[must_use]
    pub(super) fn new(signals: &[usize], twins: &[usize]) -> Self {
        if twins.len() > MOST_TWINS || signals.len() > MOST_TWINS {
            return Self::default();
        }
        let rings = |count: usize| vec![VecDeque::new(); count];
        Self {
            truths: signals.iter().map(|count| rings(*count)).collect(),
            beliefs: twins.iter().map(|device| rings(signals[*device])).collect(),
        }
    }

    /// The latest true values of a device's signal, oldest first.
    #[must_use]
    pub fn truth(&self, device: usize, signal: usize) -> impl DoubleEndedIterator<Item = &ScopePoint> {
        self.truths.get(device).and_then(|rings| rings.get(signal)).into_iter().flatten()
    }

    /// The latest beliefs of a twin about its device's signal, oldest first.
    #[must_use]
    pub fn belief(&self, twin: usize, signal: usize) -> impl DoubleEndedIterator<Item = &ScopePoint> {
        self.beliefs.get(twin).and_then(|rings| rings.get(signal)).into_iter().flatten()
    }
}

fn push(rings: &mut [Vec<VecDeque<ScopePoint>>], owner: u32, signal: u16, point: ScopePoint) {
    if let Some(ring) = rings.get_mut(owner as usize).and_then(|rings| rings.get_mut(usize::from(signal))) {
        if ring.len() == CAPACITY {
            ring.pop_front();
        }
        ring.push_back(point);
    }
}

impl Tap for Scope {
    fn truth(&mut self, device: u32, signal: u16, at: SimTime, value: f64) {
        push(&mut self.truths, device, signal, ScopePoint { at, value });
    }

    fn belief(&mut self, twin: u32, signal: u16, at: SimTime, value: f64) {
        push(&mut self.beliefs, twin, signal, ScopePoint { at, value });
    }
}
