//! Control charts on standardised residuals: an EWMA for spikes, a CUSUM for small shifts that stay, and a CUSUM of
//! their sizes for noise and for swings that grow both ways.
//!
//! Theory gives both their limits for white Gaussian residuals. Real ones have tails and a memory: the largest value
//! that a statistic reached in calm times lifts its limit.

use super::detector::Judgement;
use super::memory::Memory;
use super::theory::{ALLOWANCE, QUIET_S, WEIGHT, cusum_limit, ewma_limit, ewma_sigma};
use crate::core::math;
use crate::core::time::SimTime;

/// A limit is at least this many times what the statistic reached in calm times, where nothing is known of its tail.
const MARGIN: f64 = 1.5;

/// The least such factor where its tail is known.
const LEAST_MARGIN: f64 = 1.2;

/// The largest of `n` values with an exponential tail grows with `ln n`, that of values with a Gaussian one with the root
/// of it: so what was seen in a calm time foretells what a longer one will show (Gumbel, Statistics of Extremes, 1958).
const SUM_TAIL: f64 = 1.0;
const AVERAGE_TAIL: f64 = 0.5;

/// An excursion that reached no more than this many times the limit and then ended is not told twice.
const LITTLE: f64 = 2.0;

/// An excursion of an average is over when no more than this share of its limit is left of it.
const OVER: f64 = 0.25;

/// A CUSUM grows no further than this many times its limit, so that it is over soon after what it tells of.
const SATURATION: f64 = 2.5;

/// One residual counts for no more than this in a CUSUM, in standard deviations: a single wild value is no shift.
const CLIP: f64 = 4.0;

/// One residual counts for no more than this in an EWMA, so that it recovers soon.
const EWMA_CLIP: f64 = 50.0;

/// Mean and standard deviation of the size of a standard normal deviate: sqrt(2 / pi), sqrt(1 - 2 / pi).
const SIZE: (f64, f64) = (0.797_885, 0.602_810);

/// Sizes have a longer tail than deviates: a CUSUM of theirs alarms as seldom with a limit this many times as high
/// (1 / r, where r solves E[exp(r (size - allowance))] = 1; for a deviate r is 1).
const SPREAD_LIMIT: f64 = 1.3;

/// A residual beyond this many standard deviations is a jump, not a drift.
const ABRUPT: f64 = 6.0;

/// A limit from theory and from what calm times have shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limit {
    theory: f64,
    /// By what share the theory is exceeded, where what is charted hangs together.
    excess: f64,
    record: f64,
    /// What an excursion reached that was told, and has not come again so far.
    told: f64,
    /// Logarithm of the readings between two false alarms, the power at which maxima grow with it, and readings so far.
    tail: Option<(f64, f64, f64)>,
}

impl Limit {
    pub(super) fn new(theory: f64) -> Self {
        Self { theory, ..Self::default() }
    }

    /// The same for a statistic whose maxima grow with a power of the logarithm of the readings.
    fn with_tail(self, readings: f64, power: f64) -> Self {
        Self { tail: Some((math::ln(readings.max(10.0)), power, 0.0)), ..self }
    }

    /// A reading more.
    fn tick(&mut self) {
        if let Some((_, _, seen)) = &mut self.tail {
            *seen += 1.0;
        }
    }

    pub(super) fn value(&self) -> f64 {
        ((1.0 + self.excess) * self.theory).max(self.margin() * self.record)
    }

    fn margin(&self) -> f64 {
        let Some((patience, power, seen)) = self.tail else { return MARGIN };
        let ratio = patience / math::ln(seen.max(10.0));
        (if power < SUM_TAIL { ratio.max(1.0).sqrt() } else { ratio }).max(LEAST_MARGIN)
    }

    /// Takes note of an excursion that has ended by itself: of any in calm times, of one that went little beyond the
    /// limit, and of one that comes again: a thermostat switches, an arm begins its next round.
    pub(super) fn get_used_to(&mut self, peak: f64, calm: bool) {
        let limit = self.value();
        let little = peak < LITTLE * limit || peak < LITTLE * self.told;
        if calm || peak >= limit && little {
            self.learn(peak);
        } else if peak >= limit {
            self.told = peak;
        }
    }

    pub(super) fn theory_at_least(&mut self, theory: f64) {
        self.theory = self.theory.max(theory);
    }

    /// Takes note of what a statistic reached in calm times.
    pub(super) fn learn(&mut self, statistic: f64) {
        self.record = self.record.max(statistic);
    }
}

/// One side of a CUSUM.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    value: f64,
    /// When it was last zero.
    since: SimTime,
    /// Its largest since then.
    peak: f64,
}

impl Sum {
    fn add(&mut self, at: SimTime, step: f64, calm: bool, widened: f64, limit: &mut Limit) {
        if self.value <= 0.0 {
            limit.get_used_to(self.peak, calm);
            (self.since, self.peak) = (at, 0.0);
        }
        self.value = (self.value + step - ALLOWANCE).clamp(0.0, SATURATION * widened * limit.value());
        self.peak = self.peak.max(self.value);
    }
}

/// An EWMA and a two-sided CUSUM of the same residuals.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chart {
    average: f64,
    average_since: SimTime,
    /// Its largest since it last was near 0.
    average_peak: f64,
    /// Sums above and below.
    sums: [Sum; 2],
    /// The sum of sizes.
    spread: Sum,
    average_limit: Limit,
    sum_limit: Limit,
    spread_limit: Limit,
    memory: Memory,
}

impl Chart {
    /// Charts of residuals that come `spacing_s` seconds apart.
    #[must_use]
    pub fn new(spacing_s: f64) -> Self {
        let readings = QUIET_S / spacing_s.max(1e-6);
        Self {
            average_limit: Limit::new(ewma_limit(readings) * ewma_sigma(WEIGHT)).with_tail(readings, AVERAGE_TAIL),
            sum_limit: Limit::new(cusum_limit(readings, ALLOWANCE)).with_tail(readings, SUM_TAIL),
            spread_limit: Limit::new(SPREAD_LIMIT * cusum_limit(readings, ALLOWANCE)).with_tail(readings, SUM_TAIL),
            ..Self::default()
        }
    }

    /// The same for residuals that may hang together for minutes, until they have shown whether they do.
    pub(super) fn expect_waves(mut self) -> Self {
        self.memory.expect_waves();
        self
    }

    /// Whether it has been seen whether residuals hang together for minutes.
    pub(super) fn knows_waves(&self) -> bool {
        self.memory.is_known()
    }

    /// Takes in a standardised residual. In `calm` times an excursion that ends by itself lifts the limits: what is
    /// still growing never does, or a drift would push its own limit ahead of it.
    pub fn add(&mut self, at: SimTime, z: f64, calm: bool) -> Judgement {
        self.add_widened(at, z, calm, 1.0)
    }

    /// The same with limits that are `widened` times as high for now.
    pub(super) fn add_widened(&mut self, at: SimTime, z: f64, calm: bool, widened: f64) -> Judgement {
        for limit in [&mut self.average_limit, &mut self.sum_limit, &mut self.spread_limit] {
            limit.tick();
        }
        let before = self.average;
        self.average += WEIGHT * (z.clamp(-EWMA_CLIP, EWMA_CLIP) - self.average);
        if before * self.average <= 0.0 || self.average.abs() < OVER * self.average_limit.value() {
            self.average_limit.get_used_to(self.average_peak, calm);
            self.average_peak = 0.0;
        }
        self.average_peak = self.average_peak.max(self.average.abs());
        if before.abs() < 0.5 * self.average_limit.value() {
            self.average_since = at;
        }
        let clipped = z.clamp(-CLIP, CLIP);
        for (sum, step) in self.sums.iter_mut().zip([clipped, -clipped]) {
            sum.add(at, step, calm, widened, &mut self.sum_limit);
        }
        let size = ((z.abs() - SIZE.0) / SIZE.1).min(CLIP);
        // Sizes grow with a swing long before a signal leaves its past: while little has been seen they alone do not tell.
        self.spread.add(at, size, calm, 1.0, &mut self.spread_limit);
        if calm {
            self.memory.take(at, clipped, size);
            [self.sum_limit.excess, self.spread_limit.excess] = self.memory.excess();
        }
        let sum = self.largest();
        let abrupt = z.abs() > ABRUPT.max(1.5 * self.average_limit.value() / ewma_sigma(WEIGHT));
        let by_average = Judgement {
            ratio: self.average.abs() / self.average_limit.value().max(1e-12),
            since: self.average_since,
            abrupt,
        };
        let by_sum = Judgement { ratio: sum.value / self.sum_limit.value().max(1e-12), since: sum.since, abrupt };
        let ratio = self.spread.value / self.spread_limit.value().max(1e-12);
        let largest = by_average.or(by_sum).or(Judgement { ratio, since: self.spread.since, abrupt });
        Judgement { ratio: largest.ratio / widened, ..largest }
    }

    /// Counts all that the charts have shown so far as normal, and begins again.
    pub fn accept(&mut self) {
        for sum in self.sums {
            self.sum_limit.learn(sum.peak);
        }
        self.spread_limit.learn(self.spread.peak);
        self.average_limit.learn(self.average_peak);
        (self.average, self.average_peak) = (0.0, 0.0);
        (self.sums, self.spread) = ([Sum::default(); 2], Sum::default());
    }

    /// Begins again after an excursion that has been told (Page 1954), and takes note of it.
    pub(super) fn restart(&mut self) {
        for sum in std::mem::take(&mut self.sums) {
            self.sum_limit.get_used_to(sum.peak, false);
        }
        self.spread_limit.get_used_to(std::mem::take(&mut self.spread).peak, false);
        self.average_limit.get_used_to(self.average_peak, false);
        (self.average, self.average_peak) = (0.0, 0.0);
    }

    /// The unit of residuals has shrunk by a factor: what an average has been seen to reach is so many more of them.
    pub(super) fn shrink(&mut self, factor: f64) {
        self.average_limit.record *= factor;
        self.average_limit.told *= factor;
    }

    /// Charts with the same limits that have seen nothing yet.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let Self { average_limit, sum_limit, spread_limit, memory, .. } = *self;
        Self { average_limit, sum_limit, spread_limit, memory, ..Self::default() }
    }

    /// The CUSUM's statistic and limit, in standard deviations.
    #[must_use]
    pub fn sum(&self) -> (f64, f64) {
        (self.largest().value, self.sum_limit.value())
    }

    /// The statistic and limit of the CUSUM of sizes, in standard deviations of a size.
    #[must_use]
    pub fn spread(&self) -> (f64, f64) {
        (self.spread.value, self.spread_limit.value())
    }

    /// All statistics with their limits, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let ((average, average_limit), (sum, sum_limit)) = (self.average(), self.sum());
        let (spread, spread_limit) = self.spread();
        format!(
            "EWMA {average:.2} (limit {average_limit:.2}), CUSUM {sum:.1} (limit {sum_limit:.1}), of sizes {spread:.1} (limit {spread_limit:.1})"
        )
    }

    /// The EWMA's statistic and limit, in standard deviations of a residual.
    #[must_use]
    pub fn average(&self) -> (f64, f64) {
        (self.average, self.average_limit.value())
    }

    fn largest(&self) -> Sum {
        if self.sums[0].value >= self.sums[1].value { self.sums[0] } else { self.sums[1] }
    }
}
