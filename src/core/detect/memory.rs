//! How far residuals hang together: what charts of independent ones must be widened by.
//!
//! A CUSUM whose steps drift by -k with a long-run variance v per reading alarms as seldom as one of independent steps
//! of variance 1 if its limit is v times as high (Johnson and Bagshaw, Technometrics 16, 1974). The long-run variance is
//! that of sums over batches (Law, Simulation Modeling and Analysis, section 9.5); an EWMA shows its own.

use super::theory::{WEIGHT, ewma_sigma};

/// Readings in a batch: longer than what hangs together in most signals.
const BATCH: u32 = 64;

/// So many batches of independent residuals are taken for seen before the first.
const BELIEF: f64 = 4.0;

/// What is longer ago than so many batches is forgotten.
const MOST_BATCHES: f64 = 60.0;

/// Nothing is widened by more than this.
const MOST: f64 = 8.0;

/// The variance of sums over batches, per reading.
#[derive(Clone, Copy, Debug)]
struct LongRun {
    sum: f64,
    variance: f64,
}

impl LongRun {
    fn close(&mut self, share: f64) {
        let sum = std::mem::take(&mut self.sum);
        self.variance += share * (sum * sum / f64::from(BATCH) - self.variance);
    }
}

/// What calm residuals show of their correlation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory {
    readings: u32,
    batches: f64,
    residuals: LongRun,
    sizes: LongRun,
    /// The sum of squares of the EWMA, and its mean over batches.
    average: LongRun,
}

impl Default for Memory {
    fn default() -> Self {
        let white = LongRun { sum: 0.0, variance: 1.0 };
        let average = LongRun { sum: 0.0, variance: ewma_sigma(WEIGHT) * ewma_sigma(WEIGHT) };
        Self { readings: 0, batches: BELIEF, residuals: white, sizes: white, average }
    }
}

impl Memory {
    /// Takes in a residual of a calm time and its size, both standardised, and the EWMA after it.
    pub(super) fn take(&mut self, residual: f64, size: f64, average: f64) {
        self.residuals.sum += residual;
        self.sizes.sum += size;
        self.average.sum += average * average;
        self.readings += 1;
        if self.readings < BATCH {
            return;
        }
        self.readings = 0;
        self.batches = (self.batches + 1.0).min(MOST_BATCHES);
        let share = 1.0 / self.batches;
        self.residuals.close(share);
        self.sizes.close(share);
        let mean = std::mem::take(&mut self.average.sum) / f64::from(BATCH);
        self.average.variance += share * (mean - self.average.variance);
    }

    /// What the limits of the EWMA, of the CUSUM, and of the CUSUM of sizes are multiplied by: at least 1.
    pub(super) fn widening(&self) -> [f64; 3] {
        let average = (self.average.variance.sqrt() / ewma_sigma(WEIGHT)).clamp(1.0, MOST);
        [average, self.residuals.variance.clamp(1.0, MOST), self.sizes.variance.clamp(1.0, MOST)]
    }
}
