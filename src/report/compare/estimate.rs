//! Estimates: the mean over seeds, and how far it may be from the truth.

use serde::Serialize;

/// A mean over independent runs, with half of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Mean over the runs that had a value.
    pub mean: f64,
    /// The interval is `mean - half_width ..= mean + half_width`; none from a single run.
    pub half_width: Option<f64>,
    /// Runs that had a value.
    pub runs: usize,
}

/// The 97.5 % point of Student's t with 1, 2, .. degrees of freedom (Student 1908; any table of the law).
const T_975: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];
/// The same of the normal law.
const Z_975: f64 = 1.959_964;

impl Estimate {
    /// The estimate from one value a run; none without any.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let n = values.len() as f64;
        let mean = (!values.is_empty()).then(|| values.iter().sum::<f64>() / n)?;
        let half_width = (values.len() > 1).then(|| {
            let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
            student(values.len() - 1) * (variance / n).sqrt()
        });
        // What equal values differ by is rounding.
        let half_width = half_width.map(|half| if half < 1e-12 * mean.abs() { 0.0 } else { half });
        Some(Self { mean, half_width, runs: values.len() })
    }
}

/// The 97.5 % point of Student's t; beyond the table by the first two terms of its expansion in 1/degrees
/// (Abramowitz and Stegun, 26.7.5).
fn student(degrees: usize) -> f64 {
    let expansion = || {
        let (z, n) = (Z_975, degrees as f64);
        let first = (z.powi(3) + z) / 4.0;
        let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
        z + first / n + second / (n * n)
    };
    degrees.checked_sub(1).and_then(|index| T_975.get(index)).copied().unwrap_or_else(expansion)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::rng::Stream;

    #[test]
    fn one_run_has_no_interval_and_none_no_mean() {
        assert_eq!(Estimate::of(&[]), None);
        assert_eq!(Estimate::of(&[2.0]), Some(Estimate { mean: 2.0, half_width: None, runs: 1 }));
    }

    #[test]
    fn equal_values_leave_no_doubt() {
        let estimate = Estimate::of(&[252.2; 7]).unwrap();
        assert_eq!(estimate.half_width, Some(0.0));
    }

    #[test]
    fn the_expansion_goes_on_where_the_table_ends() {
        // 2.0395 and 2.0003 in tables.
        assert!((student(31) - 2.0395).abs() < 2e-4, "{}", student(31));
        assert!((student(60) - 2.0003).abs() < 2e-4, "{}", student(60));
        assert!((student(1_000_000) - 1.96).abs() < 1e-3);
    }

    #[test]
    fn the_interval_holds_the_truth_95_times_of_100() {
        let mut stream = Stream::new(5, "estimate", "test");
        let trials = 4000;
        let held = (0..trials)
            .filter(|_| {
                let values: Vec<f64> = (0..5).map(|_| stream.gaussian()).collect();
                let estimate = Estimate::of(&values).unwrap();
                estimate.mean.abs() <= estimate.half_width.unwrap()
            })
            .count();
        let share = held as f64 / f64::from(trials);
        assert!((share - 0.95).abs() < 4.0 * (0.95 * 0.05 / f64::from(trials)).sqrt(), "{share}");
    }
}
