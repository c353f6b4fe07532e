//! `cargo bench --bench clock`: what a reading costs the clock twin, by window and estimator.
//!
//! Readings 10 s apart with 1 ms of jitter and 10 % stalls up to 100 ms, windows full. Prints the mean over 300
//! readings in microseconds: the fit alone, a whole `observe` with it, and a `state()` with all estimators.
#![expect(clippy::disallowed_methods, reason = "a bench reads the wall clock")]
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may stop")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use twinsync::core::rng::Stream;
use twinsync::core::time::window::{Sample, Window};
use twinsync::core::time::{ClockTwin, ClockTwinSpec, Estimator, SimTime};

const READINGS: u32 = 300;

/// When reading number `index` arrives, and what it says.
fn reading(index: u32, stream: &mut Stream) -> (SimTime, i64) {
    let sent_s = 10.0 * f64::from(index);
    let stall_s = if stream.chance(0.1) { 0.1 * stream.uniform() } else { 0.0 };
    let arrived = SimTime::from_secs(sent_s + 5e-3 + 1e-3 * stream.gaussian() + stall_s);
    (arrived, (sent_s * (1.0 + 40e-6) * 1e6) as i64)
}

/// Microseconds of one of many.
fn each(spent: Duration) -> f64 {
    spent.as_secs_f64() * 1e6 / f64::from(READINGS)
}

fn main() {
    println!("{:>6}  {:14}  {:>8}  {:>12}  {:>10}", "window", "estimator", "fit [us]", "observe [us]", "state [us]");
    for window in [64, 512] {
        for estimator in Estimator::ALL {
            let mut stream = Stream::new(1, "bench", "clock");
            let mut twin = ClockTwin::new(ClockTwinSpec { window, estimator, ..ClockTwinSpec::default() });
            let mut kept = Window::new(window);
            let (mut fit, mut observe, mut state) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
            for index in 0..window as u32 + READINGS {
                let (arrived, device_us) = reading(index, &mut stream);
                kept.push(Sample { device_us, arrived, temperature_c: Some(25.0) });
                let points = kept.points();
                let started = Instant::now();
                let fitted = (index > 2).then(|| estimator.fit(black_box(&points)).unwrap());
                let fit_ended = Instant::now();
                twin.observe(arrived, device_us as u32, None, Some(25.0));
                let observe_ended = Instant::now();
                black_box((fitted, twin.state()));
                if index >= window as u32 {
                    fit += fit_ended - started;
                    observe += observe_ended - fit_ended;
                    state += observe_ended.elapsed();
                }
            }
            println!(
                "{window:>6}  {:14}  {:>8.1}  {:>12.1}  {:>10.1}",
                estimator.name(),
                each(fit),
                each(observe),
                each(state)
            );
        }
    }
}
