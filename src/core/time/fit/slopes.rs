//! Order statistics of the slopes of all pairs of points, without looking at all of them.

use super::super::window::Points;

/// Up to here all slopes are written down: 8128 of them.
const ALL_PAIRS: usize = 128;

/// Slopes closer together than this are one: a hundred millionth of a ppm.
const SAME: f64 = 1e-14;

/// The slopes of the given ranks (from 0, rising) among those of all pairs of points.
///
/// Few points: all slopes, and a selection. Many: the number of slopes up to b is the number of pairs that stand in
/// the wrong order when points are sorted by `lead - b t`, which a merge sort counts in O(n log n). A few counts, guided by
/// interpolation, enclose each rank between two slopes with at most 2n others, which another merge sort names (Cole, Salowe, Steiger
/// and Szemerédi, SIAM Journal on Computing 18, 1989; with interpolation in place of their sorting network).
pub fn ranked<const K: usize>(points: &Points, ranks: [usize; K]) -> [f64; K] {
    if points.len() <= ALL_PAIRS {
        return ranked_of_all(points, ranks);
    }
    let mut search = Search::new(points);
    ranks.map(|rank| search.rank(rank))
}

fn slope(points: &Points, i: usize, j: usize) -> f64 {
    (points.lead_s[j] - points.lead_s[i]) / (points.device_s[j] - points.device_s[i])
}

fn ranked_of_all<const K: usize>(points: &Points, ranks: [usize; K]) -> [f64; K] {
    let n = points.len();
    let mut slopes = Vec::with_capacity(n * n.saturating_sub(1) / 2);
    for j in 1..n {
        let (t, lead) = (points.device_s[j], points.lead_s[j]);
        let earlier = points.device_s[..j].iter().zip(&points.lead_s[..j]);
        slopes.extend(earlier.map(|(earlier, before)| (lead - before) / (t - earlier)));
    }
    // Ranks rise: what lies below one of them need not be looked at again.
    let mut from = 0;
    ranks.map(|rank| {
        let rank = rank.min(slopes.len() - 1);
        if rank >= from {
            slopes[from..].select_nth_unstable_by(rank - from, f64::total_cmp);
            from = rank + 1;
        }
        slopes[rank]
    })
}

/// A search among the slopes: bounds with their counts, and room to sort in.
struct Search<'a> {
    points: &'a Points,
    /// Slopes looked at, rising, with how many of all slopes are not above them.
    known: Vec<(f64, usize)>,
    /// Slopes in `(bounds.0, bounds.1]`, named.
    named: Vec<f64>,
    bounds: Option<(usize, usize)>,
    keys: Vec<f64>,
    room: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(points: &'a Points) -> Self {
        let n = points.len();
        let mut search =
            Self { points, known: Vec::new(), named: Vec::new(), bounds: None, keys: vec![0.0; n], room: vec![0.0; n] };
        // Half of the points, each with the one half a window later: a first guess of where slopes lie.
        let mut guesses: Vec<f64> =
            (0..n - n / 2).map(|i| slope(points, i, i + n / 2)).filter(|s| s.is_finite()).collect();
        guesses.sort_unstable_by(f64::total_cmp);
        let quarter = guesses.len() / 4;
        let (low, high) = (guesses[quarter], guesses[guesses.len() - 1 - quarter]);
        search.look(low - SAME);
        search.look(high + SAME);
        search
    }

    /// Counts the slopes up to `bound`, and remembers it.
    fn look(&mut self, bound: f64) -> usize {
        let count = self.count(bound);
        let at = self.known.partition_point(|(known, _)| *known < bound);
        self.known.insert(at, (bound, count));
        count
    }

    /// How many slopes are not above `bound`: inversions of the keys.
    fn count(&mut self, bound: f64) -> usize {
        let axes = self.points.device_s.iter().zip(&self.points.lead_s);
        for (key, (t, lead)) in self.keys.iter_mut().zip(axes) {
            *key = lead - bound * t;
        }
        let (n, mut width, mut inversions) = (self.keys.len(), 1, 0);
        while width < n {
            for start in (0..n).step_by(2 * width) {
                let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
                let (mut left, mut right) = (start, middle);
                for slot in &mut self.room[start..end] {
                    if right < end && (left == middle || self.keys[right] <= self.keys[left]) {
                        inversions += middle - left;
                        *slot = self.keys[right];
                        right += 1;
                    } else {
                        *slot = self.keys[left];
                        left += 1;
                    }
                }
            }
            std::mem::swap(&mut self.keys, &mut self.room);
            width *= 2;
        }
        inversions
    }

    /// The slope of one rank.
    fn rank(&mut self, rank: usize) -> f64 {
        if !self.bounds.is_some_and(|(below, upto)| below <= rank && rank < upto) {
            let (low, high) = self.enclose(rank);
            if high.0 - low.0 <= SAME {
                return 0.5 * (low.0 + high.0);
            }
            self.name_between(low.0, high.0);
            self.bounds = Some((low.1, high.1));
        }
        let below = self.bounds.map_or(0, |(below, _)| below);
        // Rounding may name a slope more or less than was counted at a bound.
        let Some(last) = self.named.len().checked_sub(1) else { return f64::NAN };
        *self.named.select_nth_unstable_by((rank - below).min(last), f64::total_cmp).1
    }

    /// Two bounds with their counts: more than `rank` slopes up to the upper one, not more up to the lower one, and at
    /// most 2n between them, or no room.
    fn enclose(&mut self, rank: usize) -> ((f64, usize), (f64, usize)) {
        let enough = 2 * self.points.len();
        let margin = enough as f64 / 4.0;
        let mut halve = false;
        loop {
            let above = self.known.partition_point(|(_, count)| *count <= rank);
            if above == 0 {
                let (first, last) = (self.known[0].0, self.known[self.known.len() - 1].0);
                self.look(first - 2.0 * (last - first));
                continue;
            }
            if above == self.known.len() {
                let (first, last) = (self.known[0].0, self.known[above - 1].0);
                self.look(last + 2.0 * (last - first));
                continue;
            }
            let (low, high) = (self.known[above - 1], self.known[above]);
            if high.1 - low.1 <= enough || high.0 - low.0 <= SAME {
                return (low, high);
            }
            // Aim a little beyond the rank, on the side that is further away.
            let (under, over) = ((rank - low.1) as f64, (high.1 - rank) as f64);
            let aim = if under > over { under - margin } else { under + margin };
            let share = if halve { 0.5 } else { (aim / (under + over)).clamp(0.01, 0.99) };
            let bound = low.0 + share * (high.0 - low.0);
            if bound <= low.0 || bound >= high.0 {
                return (low, high);
            }
            let count = self.look(bound);
            let left = if count <= rank { high.1 - count } else { count - low.1 };
            halve = !halve && 2 * left > high.1 - low.1;
        }
    }

    /// Names the slopes in `(low, high]`: sorted by `lead - low t`, the pairs that change places when sorted by
    /// `lead - high t`.
    fn name_between(&mut self, low: f64, high: f64) {
        let points = self.points;
        let key = |bound: f64, i: usize| points.lead_s[i] - bound * points.device_s[i];
        let mut order: Vec<usize> = (0..points.len()).collect();
        // Points with equal keys have a slope of `low`, which is not wanted: they have changed places already.
        order.sort_unstable_by(|a, b| key(low, *a).total_cmp(&key(low, *b)).then(b.cmp(a)));
        let mut order: Vec<(f64, usize)> = order.into_iter().map(|i| (key(high, i), i)).collect();
        let mut room = order.clone();
        self.named.clear();
        let (n, mut width) = (order.len(), 1);
        while width < n {
            for start in (0..n).step_by(2 * width) {
                let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
                let (mut left, mut right) = (start, middle);
                for slot in &mut room[start..end] {
                    if right < end && (left == middle || order[right].0 <= order[left].0) {
                        let later = order[right].1;
                        let passed = order[left..middle].iter().filter(|(_, earlier)| *earlier < later);
                        self.named.extend(passed.map(|(_, earlier)| slope(points, *earlier, later)));
                        *slot = order[right];
                        right += 1;
                    } else {
                        *slot = order[left];
                        left += 1;
                    }
                }
            }
            std::mem::swap(&mut order, &mut room);
            width *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::rng::Stream;

    fn points(n: usize, lead: impl Fn(usize, &mut Stream) -> f64, seed: u64) -> Points {
        let mut stream = Stream::new(seed, "slopes", "test");
        let device_s = (0..n).map(|i| 10.0 * i as f64).collect();
        Points { device_s, lead_s: (0..n).map(|i| lead(i, &mut stream)).collect() }
    }

    #[test]
    fn counting_gives_what_sorting_gives() {
        let stalled = |_, stream: &mut Stream| {
            let late = if stream.chance(0.1) { 0.1 * stream.uniform() } else { 0.0 };
            1e-3 * stream.gaussian() + late
        };
        let exact = |i, _: &mut Stream| -40e-6 * 10.0 * i as f64;
        // Whole microseconds: many slopes are equal.
        let coarse = |i, stream: &mut Stream| (3.0 * stream.gaussian() + i as f64 * 0.3).round() * 1e-6;
        for seed in 0..5 {
            for n in [129, 200, 512, 700] {
                for points in [points(n, stalled, seed), points(n, exact, seed), points(n, coarse, seed)] {
                    let last = n * (n - 1) / 2 - 1;
                    let ranks = [0, last / 3, last / 2, last / 2 + 1, 2 * last / 3, last];
                    let (fast, slow) = (ranked(&points, ranks), ranked_of_all(&points, ranks));
                    for (fast, slow) in fast.into_iter().zip(slow) {
                        assert!((fast - slow).abs() <= 2.0 * SAME, "{n} points, seed {seed}: {fast:e}, not {slow:e}");
                    }
                }
            }
        }
    }
}
