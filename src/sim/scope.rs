//! The scope: the latest raw samples of every signal, truth and beliefs, for charts of what is fast, and how far the
//! truth moves.

use std::collections::VecDeque;

use crate::core::exchange::Tap;
use crate::core::metric::Spread;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;

/// Most samples kept of each trace.
const CAPACITY: usize = 2048;

/// More twins than this are not drawn, and not kept.
const MOST_TWINS: usize = 64;

/// With more devices or twins than this the spread of the truth is not kept: large fleets pay for nothing here.
const MOST_SPREAD: usize = 1024;

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
    spreads: Vec<Vec<(Option<f64>, Spread)>>,
    truths: Vec<Vec<VecDeque<ScopePoint>>>,
    beliefs: Vec<Vec<VecDeque<ScopePoint>>>,
}

impl Scope {
    /// Empty rings: the signals of each device, and each twin's device. Without `rings` only the spread of the truth
    /// is kept.
    #[must_use]
    pub(super) fn new(signals: &[&[SignalInfo]], twins: &[usize], rings: bool) -> Self {
        if twins.len() > MOST_SPREAD || signals.len() > MOST_SPREAD {
            return Self::default();
        }
        let blank = |infos: &&[SignalInfo]| infos.iter().map(|info| (info.period, Spread::default())).collect();
        let spreads = signals.iter().map(blank).collect();
        if !rings || twins.len() > MOST_TWINS || signals.len() > MOST_TWINS {
            return Self { spreads, ..Self::default() };
        }
        let rings = |infos: &[SignalInfo]| vec![VecDeque::new(); infos.len()];
        Self {
            spreads,
            truths: signals.iter().map(|infos| rings(infos)).collect(),
            beliefs: twins.iter().map(|device| rings(signals[*device])).collect(),
        }
    }

    /// Standard deviation of a device's true signal at its sensor's sampling instants, in the signal's unit; none
    /// where nothing measures it, or where a scene has too many devices or twins to keep it.
    #[must_use]
    pub fn spread(&self, device: usize, signal: usize) -> Option<f64> {
        self.spreads.get(device)?.get(signal)?.1.std()
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
        if let Some((period, spread)) =
            self.spreads.get_mut(device as usize).and_then(|all| all.get_mut(usize::from(signal)))
        {
            spread.add(value, *period);
        }
        push(&mut self.truths, device, signal, ScopePoint { at, value });
    }

    fn belief(&mut self, twin: u32, signal: u16, at: SimTime, value: f64) {
        push(&mut self.beliefs, twin, signal, ScopePoint { at, value });
    }
}
