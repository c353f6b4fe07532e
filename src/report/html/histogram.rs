//! Distributions of durations as step lines.

use crate::core::metric::Quantiles;

/// Steps of a histogram.
const STEPS: usize = 60;

/// The share of all durations in each of equal steps from 0 to `span_s`, as corners of a step line; longer ones are
/// left out. Nothing for an empty set.
pub(super) fn steps(durations: &Quantiles, span_s: f64) -> Vec<(f64, f64)> {
    if durations.count() == 0 || span_s <= 0.0 {
        return Vec::new();
    }
    let width = span_s / STEPS as f64;
    let mut shares = [0.0; STEPS];
    for (low, high, count) in durations.buckets() {
        let step = (0.5 * (low + high) / width) as usize;
        if let Some(share) = shares.get_mut(step) {
            *share += count as f64 / durations.count() as f64;
        }
    }
    let mut corners = vec![(0.0, 0.0)];
    for (step, share) in shares.iter().enumerate() {
        corners.push((step as f64 * width, *share));
        corners.push(((step + 1) as f64 * width, *share));
    }
    corners.push((span_s, 0.0));
    corners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::SimTime;

    #[test]
    fn shares_add_up() {
        let mut durations = Quantiles::default();
        for i in 0..300 {
            durations.add(SimTime::from_millis(f64::from(i % 3) * 20.0 + 10.0));
        }
        let corners = steps(&durations, 0.06);
        let total: f64 = corners.windows(2).filter(|pair| pair[1].0 > pair[0].0).map(|pair| pair[0].1).sum();
        assert!((total - 1.0).abs() < 1e-9, "{total}");
        let peaks = corners.iter().filter(|(_, share)| *share > 0.0).count();
        assert_eq!(peaks, 6, "three steps, each with two corners");
        assert!(steps(&Quantiles::default(), 1.0).is_empty());
    }
}
