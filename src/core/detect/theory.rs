//! Limits from theory: how often a chart alarms when nothing is wrong, and the limit that makes it seldom enough.

use crate::core::math;

/// Allowance of every CUSUM, in standard deviations: half the shift that it is to find soonest (Page 1954).
pub const ALLOWANCE: f64 = 0.5;

/// Weight of the newest residual in every EWMA (Lucas and Saccucci 1990 advise 0.05 to 0.25).
pub const WEIGHT: f64 = 0.2;

/// Seconds between two false alarms of one chart of one signal, if residuals were white and Gaussian. A signal is
/// watched by up to eighteen statistics, and at most one false alarm in an hour is promised, of residuals that are neither.
pub const QUIET_S: f64 = 100.0 * 3600.0;

/// Mean number of readings until a one-sided CUSUM with limit `h` and allowance `k` alarms, for residuals of mean
/// `shift` and standard deviation 1: Siegmund's approximation (Sequential Analysis, 1985), with d = shift - k and
/// b = h + 1.166: (exp(-2 d b) + 2 d b - 1) / (2 d^2).
#[must_use]
pub fn cusum_run_length(h: f64, k: f64, shift: f64) -> f64 {
    let (d, b) = (shift - k, h + 1.166);
    if d.abs() < 1e-9 { b * b } else { (math::exp(-2.0 * d * b) + 2.0 * d * b - 1.0) / (2.0 * d * d) }
}

/// The limit at which a two-sided CUSUM of allowance `k` alarms once in `readings` by chance.
#[must_use]
pub fn cusum_limit(readings: f64, k: f64) -> f64 {
    // Two one-sided charts alarm twice as often as one.
    bisect(0.0, 200.0, |h| cusum_run_length(h, k, 0.0) / 2.0 >= readings)
}

/// The limit, in standard deviations of the average itself, that an EWMA of Gaussian residuals exceeds at most once in
/// `readings` by chance: neighbouring averages resemble each other, so that alarms are no more frequent than those of
/// as many independent ones.
#[must_use]
pub fn ewma_limit(readings: f64) -> f64 {
    bisect(0.0, 20.0, |limit| outside(limit) * readings <= 1.0)
}

/// Standard deviation of an EWMA of weight `weight` that has run for long, in those of a residual (Roberts 1959).
#[must_use]
pub fn ewma_sigma(weight: f64) -> f64 {
    (weight / (2.0 - weight)).sqrt()
}

/// Chance that a standard normal deviate is further from 0 than `limit`.
#[must_use]
pub fn outside(limit: f64) -> f64 {
    math::erfc(limit / 2.0_f64.sqrt())
}

/// The least number in the interval, to twelve figures, from which on `enough` holds.
fn bisect(low: f64, high: f64, enough: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (low, high);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}
