//! Quantiles of durations in little memory: sparse log-linear buckets.
//!
//! A duration's bucket is its binary order of magnitude and the next eight bits, so that a bucket's middle is
//! within 0.2 % of all it holds (the layout of HDR histograms). Buckets lie in pages that exist only where
//! something fell; each keeps the sum of what fell into it, which makes cumulative integrals exact at the edges.

use crate::core::time::SimTime;

/// Buckets in an octave.
const SUB_BITS: u32 = 8;
/// Buckets in a page.
const PAGE: usize = 16;
/// Durations that wait to be sorted in: the pages are far away in memory, and one trip serves them all.
const WAITING: usize = 8;

/// A bucket: how many durations fell into it, and the mean of their distances from its lower edge, as a share
/// of its width.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    count: u32,
    mean_share: f32,
}

/// A growing set of durations, by bucket.
#[derive(Clone, Debug, Default)]
pub struct Quantiles {
    waiting: [u64; WAITING],
    waiting_count: u32,
    count: u64,
    sum_nanos: u128,
    min: u64,
    max: u64,
    page_numbers: Vec<u16>,
    pages: Vec<[Bucket; PAGE]>,
}

fn index_of(nanos: u64) -> usize {
    let nanos = nanos.max(1 << SUB_BITS);
    let octave = nanos.ilog2() - SUB_BITS;
    ((octave << SUB_BITS) as usize) + (nanos >> octave) as usize - (1 << SUB_BITS)
}

/// Lower edge and width of a bucket, in seconds.
fn extent(index: usize) -> (f64, f64) {
    let octave = (index >> SUB_BITS) as u32;
    let within = (index & ((1 << SUB_BITS) - 1)) as u64 + (1 << SUB_BITS);
    ((within << octave) as f64 * 1e-9, (1_u64 << octave) as f64 * 1e-9)
}

impl Quantiles {
    /// Adds a duration; one under 256 ns counts as that.
    pub fn add(&mut self, duration: SimTime) {
        let nanos = duration.nanos().max(0).unsigned_abs();
        self.min = if self.count == 0 { nanos } else { self.min.min(nanos) };
        self.max = self.max.max(nanos);
        self.count += 1;
        self.sum_nanos += u128::from(nanos);
        self.waiting[self.waiting_count as usize] = nanos;
        self.waiting_count += 1;
        if self.waiting_count as usize == WAITING {
            self.sort_in();
        }
    }

    fn sort_in(&mut self) {
        for slot in 0..self.waiting_count as usize {
            let nanos = self.waiting[slot];
            let index = index_of(nanos);
            let number = (index / PAGE) as u16;
            let at = match self.page_numbers.binary_search(&number) {
                Ok(at) => at,
                Err(at) => {
                    self.page_numbers.insert(at, number);
                    self.pages.insert(at, [Bucket::default(); PAGE]);
                    at
                }
            };
            let (low, width) = extent(index);
            let share = ((nanos as f64 * 1e-9 - low) / width) as f32;
            let bucket = &mut self.pages[at][index % PAGE];
            bucket.count = bucket.count.saturating_add(1);
            bucket.mean_share += (share - bucket.mean_share) / bucket.count as f32;
        }
        self.waiting_count = 0;
    }

    /// The same set with nothing waiting.
    pub(super) fn settled(&self) -> Self {
        let mut settled = self.clone();
        settled.sort_in();
        settled
    }

    /// Both sets in one.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let (mut all, other) = (self.settled(), other.settled());
        if other.count == 0 {
            return all;
        }
        all.min = if all.count == 0 { other.min } else { all.min.min(other.min) };
        all.max = all.max.max(other.max);
        all.count += other.count;
        all.sum_nanos += other.sum_nanos;
        for (number, page) in other.page_numbers.iter().zip(&other.pages) {
            match all.page_numbers.binary_search(number) {
                Ok(at) => {
                    for (own, theirs) in all.pages[at].iter_mut().zip(page).filter(|(_, theirs)| theirs.count > 0) {
                        let count = own.count.saturating_add(theirs.count);
                        own.mean_share += (theirs.mean_share - own.mean_share) * theirs.count as f32 / count as f32;
                        own.count = count;
                    }
                }
                Err(at) => {
                    all.page_numbers.insert(at, *number);
                    all.pages.insert(at, *page);
                }
            }
        }
        all
    }

    /// How many durations were added.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean, in seconds; none while empty.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum_nanos as f64 * 1e-9 / self.count as f64)
    }

    /// Largest, in seconds.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        (self.count > 0).then(|| SimTime::from_nanos(self.max as i64).secs())
    }

    /// The duration that a share `q` (0 to 1) of all does not exceed, in seconds, within 0.2 %.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let (min, max) = (SimTime::from_nanos(self.min as i64).secs(), self.max()?);
        let rank = q.clamp(0.0, 1.0) * self.count as f64;
        let mut below = 0.0;
        for (low, high, count) in self.buckets() {
            below += count as f64;
            if below >= rank {
                return Some((0.5 * (low + high)).clamp(min, max));
            }
        }
        Some(max)
    }

    /// Buckets from short to long: lower edge and upper edge in seconds, and count.
    pub fn buckets(&self) -> impl Iterator<Item = (f64, f64, u64)> + use<> {
        self.settled().filled().into_iter().map(|(index, bucket)| {
            let (low, width) = extent(index);
            (low, low + width, u64::from(bucket.count))
        })
    }

    fn filled(&self) -> Vec<(usize, Bucket)> {
        let pages = self.page_numbers.iter().zip(&self.pages);
        let buckets = pages.flat_map(|(number, page)| {
            page.iter().enumerate().map(move |(slot, bucket)| (usize::from(*number) * PAGE + slot, *bucket))
        });
        buckets.filter(|(_, bucket)| bucket.count > 0).collect()
    }

    /// Sum over all durations `d` of `max(0, x - d)`, in seconds, on a set with nothing waiting; exact where `x`
    /// is a bucket edge, and within a bucket as if what fell into it were one point.
    pub(super) fn excess(&self, x: f64) -> f64 {
        let mut total = 0.0;
        for (number, page) in self.page_numbers.iter().zip(&self.pages) {
            for (slot, bucket) in page.iter().enumerate().filter(|(_, bucket)| bucket.count > 0) {
                let (low, width) = extent(usize::from(*number) * PAGE + slot);
                total += f64::from(bucket.count) * (x - low - width * f64::from(bucket.mean_share)).max(0.0);
            }
        }
        total
    }

    /// Bytes on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.pages.capacity() * size_of::<[Bucket; PAGE]>() + self.page_numbers.capacity() * size_of::<u16>()
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

    #[test]
    fn buckets_hold_what_fell_into_them_at_every_order_of_magnitude() {
        let mut nanos = 300_u64;
        while nanos < 1 << 62 {
            let (low, width) = extent(index_of(nanos));
            let secs = nanos as f64 * 1e-9;
            assert!(low <= secs * (1.0 + 1e-12) && secs < low + width * (1.0 + 1e-9), "{nanos}");
            assert!(width / low <= 1.0 / 256.0 + 1e-12);
            nanos += nanos / 3 + 7;
        }
    }

    #[test]
    fn merging_is_adding_all() {
        let (mut a, mut b, mut all) = (Quantiles::default(), Quantiles::default(), Quantiles::default());
        for i in 0..1000 {
            let duration = SimTime::from_millis(1.0 + f64::from(i * i % 777));
            let part = if i % 3 == 0 { &mut a } else { &mut b };
            part.add(duration);
            all.add(duration);
        }
        let merged = a.merged(&b);
        assert_eq!(merged.buckets().collect::<Vec<_>>(), all.buckets().collect::<Vec<_>>());
        assert_eq!((merged.count(), merged.mean(), merged.max()), (all.count(), all.mean(), all.max()));
    }
}
