//! What is usual: centre and width of residuals, learned in a warm-up and robust to what does not belong there.

use crate::core::time::SimTime;

/// Most residuals kept of a warm-up: when there are more, every other one goes.
const KEPT: usize = 256;

/// A median absolute deviation of 1 is a standard deviation of this, for Gaussian residuals.
const MAD_TO_SIGMA: f64 = 1.482_6;

/// The scale follows changes over at least this many residuals.
const MEMORY_READINGS: f64 = 200.0;

/// A warm-up lasts at least this many readings.
pub(super) const WARM_UP_READINGS: u64 = 30;

/// A warm-up lasts at least this long, in seconds.
pub(super) const WARM_UP_S: f64 = 5.0;

/// Counts a warm-up: it lasts a number of readings and a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WarmUp {
    from: Option<SimTime>,
    count: u64,
    /// How long it lasts at least, beyond the usual, in seconds.
    extra_s: f64,
}

impl WarmUp {
    /// A warm-up that lasts longer than usual, by a time in seconds.
    pub(super) fn longer_by(extra_s: f64) -> Self {
        Self { extra_s, ..Self::default() }
    }

    /// Takes note of a reading; true once the warm-up is over.
    pub(super) fn tick(&mut self, at: SimTime) -> bool {
        let from = *self.from.get_or_insert(at);
        self.count += 1;
        self.count > WARM_UP_READINGS && (at - from).secs() >= WARM_UP_S + self.extra_s
    }
}

/// Centre and standard deviation of residuals.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    kept: Vec<f64>,
    stride: u32,
    skipped: u32,
    floor: f64,
    /// Departures up to this are nobody's concern, however long they stay.
    negligible: f64,
    /// Residuals that centre and sigma rest on.
    known: f64,
    pub(super) centre: f64,
    pub(super) sigma: f64,
}

impl Scale {
    /// A scale that nothing is known of but that it is no smaller than `floor`.
    pub(super) fn new(floor: f64) -> Self {
        Self {
            kept: Vec::with_capacity(KEPT),
            stride: 1,
            skipped: 0,
            floor,
            negligible: 0.0,
            known: 1.0,
            centre: 0.0,
            sigma: floor,
        }
    }

    /// The same for which departures up to `negligible` say nothing.
    pub(super) fn beyond(self, negligible: f64) -> Self {
        Self { negligible, ..self }
    }

    /// Collects a residual of the warm-up.
    pub(super) fn collect(&mut self, residual: f64) {
        self.skipped += 1;
        if self.skipped < self.stride || !residual.is_finite() {
            return;
        }
        self.skipped = 0;
        if self.kept.len() == KEPT {
            let mut place = 0;
            self.kept.retain(|_| {
                place += 1;
                place % 2 == 0
            });
            self.stride *= 2;
        }
        self.kept.push(residual);
    }

    /// Ends the warm-up. Sigma comes from the median absolute deviation, but is no less than half the plain standard
    /// deviation (a heartbeat is flat for most of the time) and than the floor; the centre is the mean without what
    /// lies more than three sigma from the median.
    pub(super) fn settle(&mut self) {
        let count = self.kept.len().max(1) as f64;
        self.known = count;
        let mean = self.kept.iter().sum::<f64>() / count;
        let variance = self.kept.iter().map(|kept| (kept - mean) * (kept - mean)).sum::<f64>() / count;
        let middle = median(&mut self.kept);
        for kept in &mut self.kept {
            *kept -= middle;
        }
        self.centre = middle;
        self.sigma = 0.5 * variance.sqrt();
        let within = self.kept.iter().map(|off| off.abs());
        let mut sizes: Vec<f64> = within.collect();
        self.sigma = (MAD_TO_SIGMA * median(&mut sizes)).max(self.sigma).max(self.floor);
        let most = 3.0 * self.sigma;
        self.centre += self.kept.iter().map(|off| off.clamp(-most, most)).sum::<f64>() / count;
        self.forget();
    }

    /// A residual in standard deviations from the centre. As long as both rest on few residuals they are given the
    /// benefit of two standard errors each: 1 / sqrt(n) of the centre, 1 / sqrt(2 n) of sigma. A small departure is no
    /// noise that evens out: what is negligible does not add up.
    pub(super) fn standardise(&self, residual: f64) -> f64 {
        let error = 1.0 / self.known.sqrt();
        let z = (residual - self.centre) / (self.sigma * (1.0 + 2.0 * error / 2.0_f64.sqrt()));
        (z.abs() - 2.0 * error - self.negligible / self.sigma).max(0.0).copysign(z)
    }

    /// Follows slow changes over a number of residuals; only for calm times.
    pub(super) fn follow(&mut self, residual: f64, memory: f64) {
        self.known = (self.known + 1.0).min(memory.max(MEMORY_READINGS));
        let off = (residual - self.centre).clamp(-3.0 * self.sigma, 3.0 * self.sigma);
        self.centre += off / self.known;
        let variance = self.sigma * self.sigma;
        self.sigma = (variance + (off * off - variance) / self.known).sqrt().max(self.floor);
    }

    /// Begins a new warm-up.
    pub(super) fn forget(&mut self) {
        self.kept.clear();
        (self.stride, self.skipped) = (1, 0);
    }
}

/// The middle value, after sorting; 0 of nothing.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[middle],
        _ => 0.5 * (values[middle - 1] + values[middle]),
    }
}
