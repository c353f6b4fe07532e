//! Age of Information against its closed forms (SCIENCE: Kaul, Yates, Gruteser 2012; Costa, Codreanu, Ephremides
//! 2016 for the queues). Tolerances are four standard deviations from sampling theory.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, only_twin, pair};

const PERIOD_S: f64 = 0.1;
const DELAY_S: f64 = 0.05;

fn periodic(duration_s: f64, loss: &str) -> String {
    pair(
        duration_s,
        "Sine(amplitude: 1, frequency_hz: 1)",
        10.0,
        "sync: RealTime(rate_hz: 10)",
        &format!("delay: Fixed(ms: 50), loss: {loss}"),
    )
}

/// Quantile of the periodic saw-tooth under independent loss: within a climb age starts at `d`, and a share
/// `p^k` of climbs gets past `d + (k + 1) T` - d, so time below `d + x` is piecewise linear.
fn theory_quantile(loss: f64, q: f64) -> f64 {
    let mut below = 0.0;
    let mut reach = 1.0 - loss;
    for k in 0.. {
        if below + reach >= q {
            return DELAY_S + PERIOD_S * (f64::from(k) + (q - below) / reach);
        }
        below += reach;
        reach *= loss;
    }
    unreachable!()
}

#[test]
fn periodic_updates_under_independent_loss() {
    let duration_s = 20_000.0;
    for p in [0.0, 0.05, 0.2, 0.5] {
        for seed in 1..=3 {
            let twin = only_twin(&periodic(duration_s, &format!("Bernoulli({p})")), seed);
            let age = twin.age_s.unwrap();
            let climbs = duration_s / PERIOD_S * (1.0 - p);
            // Gaps K are geometric: moments up to the fourth give the variance of sum K^2 / sum K.
            let mean = DELAY_S + PERIOD_S * (1.0 + p) / (2.0 * (1.0 - p));
            let std_of_mean = 4.0 * PERIOD_S * (p.sqrt() / (1.0 - p)).max(1e-9) / climbs.sqrt() * 2.0;
            close(&format!("mean, p {p}"), age.mean, mean, std_of_mean + 1e-5);
            let peak_std = PERIOD_S * p.sqrt() / (1.0 - p) / climbs.sqrt();
            close(
                &format!("peak, p {p}"),
                age.peak_mean.unwrap(),
                DELAY_S + PERIOD_S / (1.0 - p),
                4.0 * peak_std + 1e-9,
            );
            for (q, measured) in [(0.5, age.p50), (0.95, age.p95), (0.99, age.p99)] {
                let theory = theory_quantile(p, q);
                // The share of time above x has a standard deviation under sqrt(q (1 - q) c / climbs), with the
                // correlation length c of a climb; the density of age there turns it into seconds.
                let length = (1.0 + p) / (1.0 - p);
                let share = 4.0 * (q * (1.0 - q) * length / climbs).sqrt();
                let slope =
                    (theory_quantile(p, (q + share).min(0.9999)) - theory).max(theory - theory_quantile(p, q - share));
                let tolerance = 0.002 * theory + if p > 0.0 { slope } else { 0.0 };
                close(&format!("p{q}, loss {p}"), measured, theory, tolerance);
            }
            assert_eq!(twin.latency_s.unwrap().max, DELAY_S);
        }
    }
}

#[test]
fn bursts_make_the_mean_age_larger_at_equal_loss_and_leave_the_peak() {
    let (duration_s, loss, burst) = (40_000.0, 0.05, 4.0);
    // p: good to bad, r: bad to good; a good frame arrives, a bad one is lost.
    let r = 1.0 / burst;
    let p = r * loss / (1.0 - loss);
    let mean_gap = 1.0 + p / r;
    let square_gap = 1.0 - p + p * (1.0 + 2.0 / r + (2.0 - r) / (r * r));
    let bursty = DELAY_S + PERIOD_S * square_gap / (2.0 * mean_gap);
    let independent = DELAY_S + PERIOD_S * (1.0 + loss) / (2.0 * (1.0 - loss));
    assert!(bursty > independent + 0.005);
    let climbs = duration_s / PERIOD_S * (1.0 - loss);
    let std_of_gap = (square_gap - mean_gap * mean_gap).sqrt();
    // Fourth moment of a gap: 1 with 1 - p, else 1 + geometric(r).
    let fourth: f64 =
        1.0 - p + (1..2000).map(|n| p * r * (1.0 - r).powi(n - 1) * f64::from(1 + n).powi(4)).sum::<f64>();
    let std_of_square = (fourth - square_gap * square_gap).sqrt();
    for seed in 1..=3 {
        let bernoulli = only_twin(&periodic(duration_s, &format!("Bernoulli({loss})")), seed).age_s.unwrap();
        let gilbert =
            only_twin(&periodic(duration_s, &format!("GilbertElliott(loss: {loss}, mean_burst: {burst})")), seed)
                .age_s
                .unwrap();
        let tolerance = 4.0 * PERIOD_S / (2.0 * mean_gap) * std_of_square / climbs.sqrt();
        close("bursty mean age", gilbert.mean, bursty, tolerance);
        close("independent mean age", bernoulli.mean, independent, tolerance);
        close(
            "bursty peak",
            gilbert.peak_mean.unwrap(),
            DELAY_S + PERIOD_S / (1.0 - loss),
            4.0 * PERIOD_S * std_of_gap / climbs.sqrt(),
        );
        assert!(gilbert.mean > bernoulli.mean);
    }
}

#[test]
fn delays_that_cannot_overtake_add_their_mean() {
    let text = |half: f64| {
        pair(
            5_000.0,
            "Sine(amplitude: 1, frequency_hz: 1)",
            10.0,
            "sync: RealTime(rate_hz: 10)",
            &format!("delay: Uniform(mean_ms: 60, half_width_ms: {half})"),
        )
    };
    for seed in 1..=3 {
        let calm = only_twin(&text(40.0), seed);
        // sd of the mean delay over n frames; the covariance of delay and gap averages out.
        let std = 0.040 / 3_f64.sqrt() / 50_000_f64.sqrt();
        close("mean age", calm.age_s.unwrap().mean, 0.06 + PERIOD_S / 2.0, 8.0 * std);
        assert_eq!(calm.frames.reordered, 0);
    }
}

#[test]
fn a_frame_that_is_overtaken_is_stale_and_never_lowers_age() {
    // Uniform delays over [0, w], sends every T < w: frame k is overtaken by k + 1 when D_k > D_(k+1) + T,
    // which has probability (w - T)^2 / (2 w^2); more frames can overtake it only when w > 2 T.
    let (width, period) = (0.15, PERIOD_S);
    let text = pair(
        5_000.0,
        "Sine(amplitude: 1, frequency_hz: 1)",
        10.0,
        "sync: RealTime(rate_hz: 10)",
        "delay: Uniform(mean_ms: 75, half_width_ms: 75)",
    );
    let p = (width - period) * (width - period) / (2.0 * width * width);
    for seed in 1..=3 {
        let twin = only_twin(&text, seed);
        let n = twin.frames.delivered as f64;
        close("stale share", twin.frames.stale as f64 / n, p, 4.0 * (p * (1.0 - p) / n).sqrt());
        assert_eq!(twin.frames.stale, twin.frames.reordered);
        // Of two frames in flight the one sent later rules: mean age is E[min over k >= 0 of (D_k + k T)] + T / 2.
        let steps = 3_000;
        let mean_of_earliest: f64 = (0..steps)
            .map(|i| {
                let x = width * (f64::from(i) + 0.5) / f64::from(steps);
                let later = if x > period { 1.0 - (x - period) / width } else { 1.0 };
                (1.0 - x / width) * later * width / f64::from(steps)
            })
            .sum();
        let theory = mean_of_earliest + period / 2.0;
        close("mean age", twin.age_s.unwrap().mean, theory, 8.0 * width / 12_f64.sqrt() / n.sqrt());
    }
}

#[test]
fn a_batch_delays_its_samples_by_half_an_interval_less_half_a_sample() {
    // The run ends as a climb does: every climb is whole.
    let text = pair(
        2_000.05,
        "Sine(amplitude: 1, frequency_hz: 1)",
        10.0,
        "sync: Periodic(interval_s: 5)",
        "delay: Fixed(ms: 50)",
    );
    let twin = only_twin(&text, 1);
    let (interval, n) = (5.0, 50.0);
    // The first batch also holds the sample of instant zero: one in 20,000.
    close("sample latency", twin.sample_latency_mean_s.unwrap(), DELAY_S + (n - 1.0) * interval / (2.0 * n), 1e-3);
    close("mean age", twin.age_s.unwrap().mean, DELAY_S + interval / 2.0, 1e-9);
}

/// Run length of each queue, in service times of half a second.
const SERVICES: f64 = 20_000.0;

fn queue(rho: f64, service: &str) -> String {
    pair(
        SERVICES / 2.0,
        "Sine(amplitude: 1, frequency_hz: 0.001)",
        // Sampled at the instant of sending as nearly as matters: a hundredth of a service time.
        200.0,
        &format!("sync: RealTime(rate_hz: {}, schedule: Poisson)", 2.0 * rho),
        &format!("delay: Fixed(ms: 0), rate_fps: 2, service: {service}, queue: Fifo(limit: 1000000)"),
    )
}

/// Mean age in service times.
fn measured(rho: f64, service: &str) -> f64 {
    let seeds = 1..=2;
    let ages: Vec<f64> = seeds.map(|seed| 2.0 * only_twin(&queue(rho, service), seed).age_s.unwrap().mean).collect();
    ages.iter().sum::<f64>() / ages.len() as f64
}

#[test]
fn queues_have_the_u_curve_of_age_against_send_rate() {
    // Sampling at 200 Hz instead of on sending adds half a sample: 0.005 service times, taken off here.
    let bias = 0.5 / 200.0 * 2.0;
    let loads = [0.25, 0.53, 0.85];
    let mm1 = loads.map(|rho| {
        let theory = 1.0 + 1.0 / rho + rho * rho / (1.0 - rho);
        let age = measured(rho, "Exponential") - bias;
        // Age of a queue is correlated over about 2 (1 + rho) / (1 - rho)^2 service times (the relaxation time
        // of M/M/1); its spread is about its mean.
        let independent = 2.0 * SERVICES / (2.0 * (1.0 + rho) / ((1.0 - rho) * (1.0 - rho)));
        close(&format!("M/M/1 at {rho}"), age, theory, 4.0 * theory / independent.sqrt());
        age
    });
    let md1 = loads.map(|rho: f64| {
        let theory = 1.0 / (2.0 * (1.0 - rho)) + 0.5 + (1.0 - rho) * rho.exp() / rho;
        let age = measured(rho, "Fixed") - bias;
        let independent = 2.0 * SERVICES / (2.0 * (1.0 + rho) / ((1.0 - rho) * (1.0 - rho)));
        close(&format!("M/D/1 at {rho}"), age, theory, 4.0 * theory / independent.sqrt());
        age
    });
    for curve in [mm1, md1] {
        assert!(curve[1] < curve[0] && curve[1] < curve[2], "sending faster makes the twin older: {curve:?}");
    }
}
