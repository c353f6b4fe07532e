//! `docs/clock_twin.md`: its table of estimators and delays is measured here.

use std::fmt::Write as _;
use std::fs;

use super::board::{Delay, points};
use twinsync::core::time::Estimator;

const PAGE: &str = "docs/clock_twin.md";
const BEGIN: &str = "<!-- estimators -->\n";
const END: &str = "<!-- end of estimators -->";
const RATE: f64 = 40e-6;
const RUNS: u64 = 1000;

/// Whether the delays are what the estimator's bar supposes.
fn supposed(estimator: Estimator, delay: Delay) -> bool {
    match estimator {
        Estimator::TheilSen => true,
        Estimator::LeastSquares => delay == Delay::Gaussian,
        Estimator::Huber => matches!(delay, Delay::Gaussian | Delay::Stalls),
        Estimator::LowerHull => delay == Delay::OneSided,
    }
}

/// Root mean square of the error in ppm, and the share of bars that cover.
fn measure(estimator: Estimator, delay: Delay, readings: u32) -> (f64, f64) {
    let (mut squares, mut covered) = (0.0, 0);
    for seed in 0..RUNS {
        let fit = estimator.fit(&points(RATE, readings, delay, seed)).unwrap();
        let error = fit.rate() - RATE;
        squares += error * error;
        covered += i32::from(error.abs() <= 1.96 * fit.rate_bar());
    }
    ((squares / RUNS as f64).sqrt() * 1e6, f64::from(covered) / RUNS as f64)
}

fn table() -> String {
    let mut table = "| arrival delay |".to_owned();
    for estimator in Estimator::ALL {
        write!(table, " {} |", estimator.label()).unwrap();
    }
    table += "\n| --- | --- | --- | --- | --- |\n";
    for delay in Delay::ALL {
        write!(table, "| {} |", delay.label()).unwrap();
        for estimator in Estimator::ALL {
            let (rms_ppm, share) = measure(estimator, delay, 50);
            let bold = if supposed(estimator, delay) {
                assert!((0.92..=0.985).contains(&share), "{estimator:?} covers {share} under {delay:?}");
                "**"
            } else {
                ""
            };
            write!(table, " {rms_ppm:.2} ppm, {bold}{:.1} %{bold} |", 100.0 * share).unwrap();
        }
        table.push('\n');
    }
    table
}

#[test]
fn bars_cover_where_delays_are_as_supposed_and_the_page_shows_all() {
    let now = table();
    let page = fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the table");
    let (stored, after) = rest.split_once(END).expect("the end of the table");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}{now}{END}{after}")).expect("the page can be written");
    } else {
        assert!(stored == now, "estimators have changed: UPDATE_GOLDENS=1 writes their table into {PAGE}");
    }
}
