//! Error by sync mode and predictor against closed forms (SCIENCE section 2).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, only_twin, pair};

#[test]
fn event_driven_on_a_ramp() {
    let (slope, threshold, delay_s, sensor_hz) = (2.0, 0.1, 0.05, 2_000.0);
    let text =
        pair(200.0, "Ramp(slope_per_s: 2)", sensor_hz, "sync: EventDriven(threshold: 0.1)", "delay: Fixed(ms: 50)");
    let twin = only_twin(&text, 1);
    // A slow sampler overshoots by up to one sample: the interval is the first sample beyond threshold / slope.
    let sample_s = 1.0 / sensor_hz;
    let interval_s = twin.age_s.unwrap().peak_mean.unwrap() - delay_s;
    close("interval", interval_s, threshold / slope, 1.5 * sample_s);
    let error = &twin.signals[0];
    let overshoot = slope * sample_s;
    close("mean error", error.mean_abs.unwrap(), slope * delay_s + threshold / 2.0, overshoot);
    close("max error", error.max_abs.unwrap(), slope * delay_s + threshold, 2.0 * overshoot);
    assert_eq!(error.mean.unwrap(), -error.mean_abs.unwrap(), "the twin always lags");
}

#[test]
fn event_driven_on_a_sine_sends_four_floor_a_over_delta_a_period() {
    let text = pair(
        100.0,
        "Sine(amplitude: 1, frequency_hz: 1)",
        20_000.0,
        "sync: EventDriven(threshold: 0.3)",
        "delay: Fixed(ms: 0)",
    );
    let twin = only_twin(&text, 1);
    // 4 floor(1 / 0.3) = 12 a period from the zero anchor.
    let per_period = (twin.frames.planned - 1) as f64 / 100.0;
    close("events a period", per_period, 12.0, 0.05);
}

#[test]
fn dead_reckoning_on_a_sine() {
    // Hold after an age a errs by 2 A sin(w a / 2) at most; averaged over the phase its square is
    // A^2 (1 - cos w a). The exact-slope line would err by about A (w a)^2 / 2; two samples one period T apart
    // give the slope at the middle, so that its error is A |e^(ix) - 1 - x (1 - e^(-iwT)) / (w T)|.
    let (delay_s, period_s, omega) = (0.05, 0.1, std::f64::consts::TAU);
    let text = |predictor: &str| {
        pair(
            2_000.0,
            "Sine(amplitude: 1, frequency_hz: 1)",
            1_000.0 / 0.999,
            &format!("sync: RealTime(rate_hz: {}, schedule: Regular), predictor: {predictor}", 1.0 / period_s / 0.999),
            "delay: Fixed(ms: 50)",
        )
    };
    let mean_square = |error: &dyn Fn(f64) -> f64| {
        let n = 10_000;
        (0..n).map(|i| error(delay_s + period_s * 0.999 * (f64::from(i) + 0.5) / f64::from(n))).sum::<f64>()
            / f64::from(n)
    };
    let hold = only_twin(&text("Hold"), 1).signals[0].rmse.unwrap();
    let theory = mean_square(&|age| 1.0 - (omega * age).cos()).sqrt();
    close("hold", hold, theory, 0.005 * theory);

    let linear = only_twin(&text("Linear"), 1).signals[0].rmse.unwrap();
    let step = period_s * 0.999;
    let squared = |age: f64| {
        let x = omega * age;
        let y = omega * step;
        // e^(ix) - 1 - (age / step) (1 - e^(-iy))
        let (re, im) = (x.cos() - 1.0 - age / step * (1.0 - y.cos()), x.sin() - age / step * y.sin());
        (re * re + im * im) / 2.0
    };
    let theory = mean_square(&squared).sqrt();
    close("two-sample line", linear, theory, 0.01 * theory);
    assert!(linear < hold);
}

#[test]
fn a_two_sample_line_can_be_worse_than_hold() {
    // Beyond x = 1.895 even the exact slope is worse than hold: 2 Hz and an age of 0.3 s are x = 3.8.
    let text = |predictor: &str| {
        pair(
            500.0,
            "Sine(amplitude: 1, frequency_hz: 2)",
            1_000.0,
            &format!("sync: RealTime(rate_hz: 9.7), predictor: {predictor}"),
            "delay: Fixed(ms: 300)",
        )
    };
    let rmse = |predictor: &str| only_twin(&text(predictor), 1).signals[0].rmse.unwrap();
    assert!(rmse("Linear") > 1.5 * rmse("Hold"));
}

#[test]
fn brownian_motion_rewards_sending_on_change() {
    // Event-driven: mean interval delta^2 / sigma^2, mean square error delta^2 / 6. Any schedule that does not
    // look at the signal: sigma^2 times the mean age.
    let (sigma, threshold, duration_s, sensor_hz) = (1.0_f64, 0.5_f64, 4_000.0, 2_000.0);
    let waveform = "Brownian(sigma: 1)";
    let link = "delay: Fixed(ms: 0)";
    for seed in 1..=2 {
        let event = only_twin(&pair(duration_s, waveform, sensor_hz, "sync: EventDriven(threshold: 0.5)", link), seed);
        // A discrete sampler overshoots by 0.5826 sigma sqrt(h) on average (Chernoff; Siegmund's correction).
        let reach = threshold + 0.5826 * sigma * (1.0 / sensor_hz).sqrt();
        let interval = duration_s / event.frames.planned as f64;
        let exits = event.frames.planned as f64;
        // The exit time of an interval has standard deviation sqrt(2/3) of its mean.
        close("interval", interval, reach * reach, 4.0 * reach * reach * (2.0_f64 / 3.0).sqrt() / exits.sqrt());
        let square = event.signals[0].rmse.unwrap().powi(2);
        close("mean square", square, reach * reach / 6.0, 4.0 * reach * reach / 6.0 / exits.sqrt() * 1.5);

        let blind = only_twin(&pair(duration_s, waveform, sensor_hz, "sync: RealTime(rate_hz: 4)", link), seed);
        let age = blind.age_s.unwrap().mean;
        let updates = duration_s * 4.0;
        close("blind", blind.signals[0].rmse.unwrap().powi(2), sigma * sigma * age, 4.0 * age * 1.5 / updates.sqrt());
        assert!(blind.signals[0].rmse > event.signals[0].rmse);
    }
}
