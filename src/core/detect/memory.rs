//! How far residuals hang together: what charts of independent ones must be widened by.
//!
//! A CUSUM whose steps drift by -k with a long-run variance v per reading alarms as seldom as one of independent steps
//! of variance 1 if its limit is v times as high (Johnson and Bagshaw, Technometrics 16, 1974). The long-run variance is
//! that of sums over batches (Law, Simulation Modeling and Analysis, section 9.5), taken from the differences of
//! neighbouring batches, which know nothing of a centre that is a little off (von Neumann, Annals of Mathematical
//! Statistics 12, 1941).

use crate::core::time::SimTime;

/// Readings in a batch: longer than what hangs together in most signals.
const BATCH: u32 = 64;

/// So many batches of independent residuals are taken for seen before the first.
const BELIEF: f64 = 4.0;

/// Less time says too little to widen anything: waves of minutes must have been seen a few times.
const KNOWN_S: f64 = 600.0;

/// What is longer ago than so many batches is forgotten.
const MOST_BATCHES: f64 = 60.0;

/// Nothing is widened by more than this.
const MOST: f64 = 4.0;

/// The variance of sums over batches, per reading.
#[derive(Clone, Copy, Debug)]
struct LongRun {
    sum: f64,
    before: Option<f64>,
    variance: f64,
}

impl LongRun {
    fn close(&mut self, share: f64) {
        let sum = std::mem::take(&mut self.sum);
        if let Some(before) = self.before.replace(sum) {
            let step = sum - before;
            self.variance += share * (0.5 * step * step / f64::from(BATCH) - self.variance);
        }
    }

    fn excess(&self) -> f64 {
        self.variance.clamp(1.0, MOST) - 1.0
    }
}

/// What calm residuals show of their correlation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory {
    readings: u32,
    batches: f64,
    seen: Option<(SimTime, SimTime)>,
    residuals: LongRun,
    sizes: LongRun,
    /// What is taken for granted until enough is known.
    prior: f64,
}

impl Default for Memory {
    fn default() -> Self {
        let white = LongRun { sum: 0.0, before: None, variance: 1.0 };
        Self { readings: 0, batches: BELIEF, seen: None, residuals: white, sizes: white, prior: 0.0 }
    }
}

impl Memory {
    /// Takes residuals to hang together as much as can be allowed for, until more is known.
    pub(super) fn expect_waves(&mut self) {
        self.prior = MOST - 1.0;
    }

    /// Takes in a residual of a calm time and its size, both standardised.
    pub(super) fn take(&mut self, at: SimTime, residual: f64, size: f64) {
        self.seen = Some((self.seen.map_or(at, |(first, _)| first), at));
        self.residuals.sum += residual;
        self.sizes.sum += size;
        self.readings += 1;
        if self.readings == BATCH {
            self.readings = 0;
            self.batches = (self.batches + 1.0).min(MOST_BATCHES);
            self.residuals.close(1.0 / self.batches);
            self.sizes.close(1.0 / self.batches);
        }
    }

    /// By what share the limits of the CUSUM and of the CUSUM of sizes are above those of independent residuals.
    pub(super) fn excess(&self) -> [f64; 2] {
        if self.is_known() { [self.residuals.excess(), self.sizes.excess()] } else { [self.prior; 2] }
    }

    /// Whether enough was seen to tell whether residuals hang together.
    pub(super) fn is_known(&self) -> bool {
        self.seen.is_some_and(|(first, last)| (last - first).secs() >= KNOWN_S)
    }
}
