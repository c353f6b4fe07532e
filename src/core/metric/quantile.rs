//! Quantiles of durations in little memory: sparse logarithmic buckets.
//!
//! Bucket edges are a factor 1.002 apart, so that a quantile is within 0.2 % of the exact one; each bucket
//! keeps the sum of what fell into it, which makes cumulative integrals exact at the edges.

use crate::core::math;
use crate::core::time::SimTime;

const GROWTH: f64 = 1.002;

/// A bucket: its index, how many durations fell into it, and their sum in seconds.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    index: i32,
    count: u64,
    sum_s: f64,
}

/// A growing set of durations, by bucket.
#[derive(Clone, Debug, Default)]
pub struct Quantiles {
    buckets: Vec<Bucket>,
    count: u64,
    sum_s: f64,
    min: Option<SimTime>,
    max: Option<SimTime>,
}

fn index_of(secs: f64) -> i32 {
    // Durations under a nanosecond share the lowest bucket.
    (math::ln(secs.max(1e-9)) / math::ln(GROWTH)).floor() as i32
}

fn edge(index: i32) -> f64 {
    math::pow(GROWTH, f64::from(index))
}

impl Quantiles {
    /// Adds a duration.
    pub fn add(&mut self, duration: SimTime) {
        let secs = duration.secs();
        let index = index_of(secs);
        let at = match self.buckets.binary_search_by_key(&index, |bucket| bucket.index) {
            Ok(at) => at,
            Err(at) => {
                self.buckets.insert(at, Bucket { index, count: 0, sum_s: 0.0 });
                at
            }
        };
        self.buckets[at].count += 1;
        self.buckets[at].sum_s += secs;
        self.count += 1;
        self.sum_s += secs;
        self.min = Some(self.min.map_or(duration, |min| min.min(duration)));
        self.max = Some(self.max.map_or(duration, |max| max.max(duration)));
    }

    /// How many durations were added.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean, in seconds; none while empty.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum_s / self.count as f64)
    }

    /// Largest, in seconds.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        self.max.map(SimTime::secs)
    }

    /// The duration that a share `q` (0 to 1) of all does not exceed, in seconds.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let (min, max) = (self.min?.secs(), self.max?.secs());
        let rank = q.clamp(0.0, 1.0) * self.count as f64;
        let mut below = 0.0;
        for bucket in &self.buckets {
            let count = bucket.count as f64;
            if below + count >= rank {
                let (low, high) = (edge(bucket.index).max(min), edge(bucket.index + 1).min(max));
                return Some((low + (high - low) * (rank - below) / count).clamp(min, max));
            }
            below += count;
        }
        Some(max)
    }

    /// Buckets from short to long: lower edge and upper edge in seconds, and count.
    pub fn buckets(&self) -> impl Iterator<Item = (f64, f64, u64)> + '_ {
        self.buckets.iter().map(|bucket| (edge(bucket.index), edge(bucket.index + 1), bucket.count))
    }

    /// Sum over all durations `d` of `max(0, x - d)`, in seconds; exact where `x` is a bucket edge, and
    /// within a bucket as if what fell into it were one point.
    pub(super) fn excess(&self, x: f64) -> f64 {
        let mut total = 0.0;
        for bucket in &self.buckets {
            if bucket.sum_s / bucket.count as f64 >= x {
                break;
            }
            total += x * bucket.count as f64 - bucket.sum_s;
        }
        total
    }

    /// Bytes on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.buckets.capacity() * size_of::<Bucket>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_two_per_mille() {
        let mut quantiles = Quantiles::default();
        for i in 1..=10_000 {
            quantiles.add(SimTime::from_millis(f64::from(i)));
        }
        for q in [0.01, 0.5, 0.95, 0.99] {
            let exact = 10.0 * q;
            let got = quantiles.quantile(q).unwrap();
            assert!((got / exact - 1.0).abs() < 0.002, "{q}: {got}");
        }
        assert_eq!(quantiles.quantile(1.0), Some(10.0));
        assert!((quantiles.mean().unwrap() - 5.0005).abs() < 1e-9);
    }

    #[test]
    fn equal_durations_have_equal_quantiles() {
        let mut quantiles = Quantiles::default();
        for _ in 0..7 {
            quantiles.add(SimTime::from_millis(50.0));
        }
        assert_eq!(quantiles.quantile(0.5), Some(0.05));
        assert_eq!(quantiles.quantile(0.99), Some(0.05));
        assert_eq!(Quantiles::default().quantile(0.5), None);
    }
}
