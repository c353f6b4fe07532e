//! Charts and predictors against the formulas they come from.

use twinsync::core::detect::theory::{
    ALLOWANCE, QUIET_S, WEIGHT, cusum_limit, cusum_run_length, ewma_limit, ewma_sigma, outside,
};
use twinsync::core::detect::{Chart, MOST_REGRESSORS, Rls};
use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;

/// Mean number of white Gaussian residuals of the given mean until `crossed`, over `runs` runs.
fn run_length(readings: f64, shift: f64, runs: u32, crossed: impl Fn(&Chart) -> bool) -> f64 {
    let mut stream = Stream::new(1, "charts", "residuals");
    let mut total = 0_u64;
    for _ in 0..runs {
        let mut chart = Chart::new(QUIET_S / readings);
        loop {
            total += 1;
            chart.add(SimTime::ZERO, shift + stream.gaussian(), false);
            if crossed(&chart) {
                break;
            }
        }
    }
    total as f64 / f64::from(runs)
}

fn by_sum(chart: &Chart) -> bool {
    let (sum, limit) = chart.sum();
    sum >= limit
}

#[test]
fn cusum_run_lengths_are_siegmunds() {
    // Montgomery, Introduction to Statistical Quality Control, table 9.3: k = 0.5, h = 4 and 5, two-sided.
    for (h, quiet) in [(4.0, 168.0), (5.0, 465.0)] {
        let theory = cusum_run_length(h, 0.5, 0.0) / 2.0;
        assert!((theory / quiet - 1.0).abs() < 0.03, "h = {h}: {theory}");
    }
    let h = cusum_limit(500.0, ALLOWANCE);
    // A run length is nearly geometric: its standard deviation is its mean. Siegmund's formula is good to 3 %.
    for (shift, runs) in [(0.0, 4000), (1.0, 4000), (2.0, 4000)] {
        let theory = if shift == 0.0 { 500.0 } else { cusum_run_length(h, ALLOWANCE, shift) };
        let measured = run_length(500.0, shift, runs, by_sum);
        let tolerance = 0.05 + 4.0 / f64::from(runs).sqrt();
        assert!((measured / theory - 1.0).abs() < tolerance, "shift {shift}: measured {measured}, theory {theory}");
    }
}

#[test]
fn ewma_run_lengths_are_those_of_lucas_and_saccucci() {
    assert!((WEIGHT - 0.2).abs() < 1e-12);
    // Lucas and Saccucci 1990 (as in Montgomery, table 9.11): weight 0.2, limit 2.962.
    for (shift, published, runs) in [(0.0, 500.0, 3000), (0.5, 41.8, 3000), (1.0, 10.5, 3000)] {
        let measured = run_length(500.0, shift, runs, |chart| chart.average().0.abs() > 2.962 * ewma_sigma(WEIGHT));
        let tolerance = 0.03 + 4.0 / f64::from(runs).sqrt();
        assert!((measured / published - 1.0).abs() < tolerance, "shift {shift}: {measured}, published {published}");
    }
}

#[test]
fn the_ewma_limit_is_on_the_safe_side() {
    let limit = ewma_limit(500.0);
    assert!((outside(limit) * 500.0 - 1.0).abs() < 1e-6);
    let measured = run_length(500.0, 0.0, 2000, |chart| chart.average().0.abs() > limit * ewma_sigma(WEIGHT));
    assert!(measured > 500.0 * (1.0 - 4.0 / 2000.0_f64.sqrt()), "{measured}");
}

#[test]
fn limits_grow_with_the_logarithm_of_the_patience() {
    // exp(h + 1.166) is the two-sided run length at k = 1/2 for large h.
    let (slow, fast) = (cusum_limit(7.2e5, 0.5), cusum_limit(7.2e7, 0.5));
    assert!((fast - slow - 100.0_f64.ln()).abs() < 0.01, "{slow} {fast}");
}

#[test]
fn least_squares_find_the_coefficients_of_an_autoregression() {
    let (a, b, sigma) = (1.2, -0.5, 0.3);
    let mut stream = Stream::new(2, "ar", "noise");
    let mut rls = Rls::new(3);
    let (mut last, mut before) = (0.0, 0.0);
    let n = 20_000;
    for _ in 0..n {
        let next = 0.7 + a * last + b * before + sigma * stream.gaussian();
        let mut regressors = [0.0; MOST_REGRESSORS];
        regressors[..3].copy_from_slice(&[last, before, 1.0]);
        rls.learn(&regressors, next, 1.0);
        (before, last) = (last, next);
    }
    // Asymptotic variance of both coefficients: (1 - b^2) / n (Box and Jenkins, section 7.2).
    let tolerance = 4.0 * ((1.0 - b * b) / f64::from(n)).sqrt();
    let [found_a, found_b, constant] = rls.weights() else { panic!("three weights") };
    assert!((found_a - a).abs() < tolerance && (found_b - b).abs() < tolerance, "{found_a} {found_b}");
    assert!((constant - 0.7).abs() < 0.05, "{constant}");
}

#[test]
fn forgetting_follows_a_change_and_survives_silence() {
    let mut rls = Rls::new(2);
    let mut regressors = [0.0; MOST_REGRESSORS];
    regressors[1] = 1.0;
    for step in 0..200_000_u32 {
        // One regressor never moves for a long time: its covariance must not run away.
        regressors[0] = if step > 150_000 { f64::from(step % 7) } else { 0.0 };
        let slope = if step < 175_000 { 2.0 } else { -1.0 };
        rls.learn(&regressors, slope * regressors[0] + 5.0, 0.999);
    }
    assert!((rls.weights()[0] + 1.0).abs() < 1e-3 && (rls.weights()[1] - 5.0).abs() < 1e-3, "{:?}", rls.weights());
}
