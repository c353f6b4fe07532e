//! The wire against closed forms: queues, order, loss, copies, outages, hops, gateways. Tolerances are four standard
//! deviations from sampling theory; what has no chance in it is exact.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, only_twin, pair, run, scene, secs};
use twinsync::core::exchange::FrameLog;
use twinsync::core::link::{DelaySpec, Frame, LineSpec, Link, LossSpec};
use twinsync::report::{Report, TwinReport};
use twinsync::scene::{self, Origin};
use twinsync::sim::Simulation;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=3;

/// A stream of 10 frames a second over a link, sampled as it sends.
fn stream(duration_s: f64, link: &str) -> String {
    pair(duration_s, "Ramp(slope_per_s: 1)", 10.0, "sync: RealTime(rate_hz: 10)", link)
}

/// Standard deviation of a share of `n` independent trials.
fn share_sd(p: f64, n: f64) -> f64 {
    (p * (1.0 - p) / n).sqrt()
}

/// `signals` twins of one device share a pipe; each is sent `rate_hz` frames a second.
fn crowd(duration_s: f64, signals: usize, rate_hz: f64, link: &str) -> Vec<TwinReport> {
    let twins: Vec<String> = (0..signals)
        .map(|index| {
            format!(r#"(name: "twin {index}", of: "source", uplink: "link", sync: RealTime(rate_hz: {rate_hz}))"#)
        })
        .collect();
    let text = format!(
        r#"(
            title: "crowd", duration_s: {duration_s},
            devices: [(name: "source", model: Generator(waveform: Ramp(slope_per_s: 1)), sensors: [(signal: "value", rate_hz: {rate_hz})])],
            twins: [{}],
            links: [(name: "link", shared: true, {link})],
        )"#,
        twins.join(", ")
    );
    Report::of(&run(&scene(&text), 1), 0.0).twins
}

/// N twins share a capacity of C frames a second and are sent lambda each, C < N lambda. Where lambda >= C, a twin's
/// next frame is there before another's turn is over, so that the turns go round: one each N / C. The frame that is
/// served is 1 / (2 lambda) old in the mean, takes 1 / C to serve and d to travel, and the twin waits N / C for the next.
#[test]
fn a_newest_only_queue_keeps_the_age_of_an_overload_where_it_is() {
    let (signals, lambda, capacity, delay) = (5, 20.0, 17.3, 0.04);
    let link = "delay: Fixed(ms: 40), rate_fps: 17.3, queue: NewestPerSignal";
    let n = f64::from(signals);
    let theory = 1.0 / (2.0 * lambda) + delay + n / (2.0 * capacity) + 1.0 / capacity;
    for twin in crowd(2000.0, 5, lambda, link) {
        // The age of what is served takes 173 values a period apart / 173; the start has taken one round of turns.
        let tolerance = 1.0 / lambda / 173.0 + n / capacity / 500.0;
        close("mean age, newest only", twin.age_s.unwrap().mean, theory, tolerance);
        assert_eq!(twin.queue.max, 5, "one frame of each twin waits at most");
        let frames = twin.frames;
        assert!(frames.sent - frames.delivered - frames.queue_dropped <= 3, "{frames:?}");
        close(
            "share that gave way",
            frames.queue_dropped as f64 / frames.sent as f64,
            1.0 - capacity / (n * lambda),
            1e-3,
        );
    }
}

/// The same overload first in, first out: what arrives at t was made at t C / (N lambda), so that age climbs for ever.
#[test]
fn a_fifo_queue_lets_the_age_of_an_overload_grow_for_ever() {
    let (n, lambda, capacity, delay, duration_s) = (5.0, 20.0, 17.3, 0.04, 200.0);
    let link = "delay: Fixed(ms: 40), rate_fps: 17.3, queue: Fifo(limit: 1000000)";
    for (index, twin) in crowd(duration_s, 5, lambda, link).into_iter().enumerate() {
        let share = capacity / (n * lambda);
        // Frame k of this twin is number k N + index of all, served at (k N + index + 1) / C.
        let first_s = (index as f64 + 1.0) / capacity + delay;
        let growth = (1.0 - share) * (first_s + duration_s) / 2.0;
        let theory = growth + share * (first_s + n / (2.0 * capacity));
        let age = twin.age_s.unwrap();
        close("mean age, first in first out", age.mean, theory, (n / capacity) * (n / capacity) / duration_s);
        close("the growth of it", age.mean, growth + delay, (n + 1.0) / capacity);
        let newest_only = 1.0 / (2.0 * lambda) + delay + n / (2.0 * capacity) + 1.0 / capacity;
        assert!(age.mean > 100.0 * newest_only);
        assert_eq!((twin.frames.queue_dropped, twin.frames.lost), (0, 0));
    }
}

#[test]
fn an_expiry_queue_serves_nothing_that_is_too_old_and_throws_out_the_overload() {
    let (lambda, capacity, delay, max_age, duration_s) = (100.0, 17.3, 0.04, 1.5, 2000.0);
    let link = "delay: Fixed(ms: 40), rate_fps: 17.3, queue: Expiry(max_age_s: 1.5)";
    let twin = crowd(duration_s, 1, lambda, link).remove(0);
    // The server is never idle: it serves C a second. At the end as much waits as comes in one lifetime.
    let expired = twin.frames.expired as f64 / twin.frames.sent as f64;
    close("share expired", expired, 1.0 - capacity / lambda, 2.0 * max_age / duration_s);
    let (latency, most) = (twin.latency_s.unwrap(), max_age + 1.0 / capacity + delay);
    assert!(latency.max <= most + 1e-9, "{latency:?}");
    // What is served is the oldest that has not expired: no more than one frame's gap younger than allowed.
    close("latency", latency.p50, most - 0.5 / lambda, 0.5 / lambda + 0.002 * most);
    close("mean age", twin.age_s.unwrap().mean, most - 0.5 / lambda + 0.5 / capacity, 0.01 * most);
}

/// Upper tail of the standard normal distribution, by Simpson's rule.
fn normal_tail(x: f64) -> f64 {
    let (steps, end) = (2000, 12.0);
    let h = (end - x) / f64::from(steps);
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let weight = |i: i32| {
        if i == 0 || i == steps {
            1.0
        } else if i % 2 == 1 {
            4.0
        } else {
            2.0
        }
    };
    (0..=steps).map(|i| weight(i) * density(x + h * f64::from(i))).sum::<f64>() * h / 3.0
}

#[test]
fn jitter_reorders_by_the_chance_that_a_delay_exceeds_the_next_by_a_period() {
    let (period, std) = (0.1, 0.04);
    let link = |order: &str| format!("delay: Normal(mean_ms: 300, std_ms: 40), order: {order}");
    // The difference of two delays has sqrt(2) times the spread; the frame after the next overtakes now and then too.
    let by_next = normal_tail(period / (std * 2.0_f64.sqrt()));
    let by_second = normal_tail(2.0 * period / (std * 2.0_f64.sqrt()));
    assert!((by_next - 0.038_55).abs() < 1e-5, "{by_next}");
    for seed in SEEDS {
        let twin = only_twin(&stream(5000.0, &link("Overtaking")), seed);
        let n = twin.frames.delivered as f64;
        let reordered = twin.frames.reordered as f64 / n;
        close("share reordered", reordered, by_next, 4.0 * share_sd(by_next, n) + by_second);
        assert_eq!(twin.frames.stale, twin.frames.reordered);
        let orderly = only_twin(&stream(5000.0, &link("InOrder")), seed);
        assert_eq!((orderly.frames.reordered, orderly.frames.stale), (0, 0));
        assert!(orderly.latency_s.unwrap().mean > twin.latency_s.unwrap().mean, "waiting for one another takes time");
    }
}

/// A hop by itself, `n` frames one after another.
fn measured(delay: DelaySpec, loss: LossSpec, n: u32, seed: u64) -> Link {
    let line = LineSpec { name: "hop".to_owned(), delay, loss, ..LineSpec::default() };
    let mut link = Link::new(line.into(), &[], seed, "hop");
    let mut log = FrameLog::default();
    for sequence in 1..=n {
        let now = secs(f64::from(sequence));
        link.push(now, Frame { sequence, generated_at: now, ..Frame::default() }, &mut log);
        while link.poll(now, &mut log).is_some() {}
    }
    link
}

#[test]
fn what_is_measured_stands_beside_what_was_asked() {
    let n = 200_000;
    for (loss, mean_burst) in [(0.05, 4.0), (0.3, 2.0), (0.02, 20.0)] {
        for seed in SEEDS {
            let link = measured(DelaySpec::default(), LossSpec::GilbertElliott { loss, mean_burst }, n, seed);
            let shown = *link.hops().next().unwrap().measured();
            // Two-state chain: its correlation decays by 1 - p - r a frame.
            let r = 1.0 / mean_burst;
            let p = r * loss / (1.0 - loss);
            let stretch = (2.0 - p - r) / (p + r);
            let sd = share_sd(loss, f64::from(n)) * stretch.sqrt();
            close("loss", shown.loss().unwrap(), loss, 4.0 * sd);
            let bursts = f64::from(n) * loss / mean_burst;
            close(
                "mean burst",
                shown.mean_burst().unwrap(),
                mean_burst,
                4.0 * mean_burst * (1.0 - r).sqrt() / bursts.sqrt(),
            );
            assert_eq!(shown.sent, u64::from(n));
        }
    }
    // What netem's correlation would promise in vain: independent losses stand alone or in short rows.
    let link = measured(DelaySpec::default(), LossSpec::Bernoulli(0.1), n, 1);
    let shown = *link.hops().next().unwrap().measured();
    close("independent bursts", shown.mean_burst().unwrap(), 1.0 / 0.9, 4.0 * 0.35 / (f64::from(n) * 0.09).sqrt());
    let delay = DelaySpec::Normal { mean_ms: 80.0, std_ms: 10.0 };
    let link = measured(delay, LossSpec::Bernoulli(0.1), n, 1);
    let shown = *link.hops().next().unwrap().measured();
    let arrived = f64::from(n) * 0.9;
    close("delay", shown.delay_s().unwrap(), 0.08, 4.0 * 0.01 / arrived.sqrt());
    close("jitter", shown.jitter_s().unwrap(), 0.01, 4.0 * 0.01 / (2.0 * arrived).sqrt());
}

#[test]
fn pareto_delays_have_the_quantiles_of_their_power_law() {
    let (min, shape): (f64, f64) = (0.02, 4.5);
    let text = pair(
        20_000.0,
        "Ramp(slope_per_s: 1)",
        1.0,
        "sync: RealTime(rate_hz: 1)",
        "delay: Pareto(min_ms: 20, shape: 4.5)",
    );
    for seed in SEEDS {
        let latency = only_twin(&text, seed).latency_s.unwrap();
        let n: f64 = 20_000.0;
        let sd = min / (shape - 1.0) * (shape / (shape - 2.0)).sqrt();
        close("mean", latency.mean, min * shape / (shape - 1.0), 4.0 * sd / n.sqrt());
        for (q, shown) in [(0.5, latency.p50), (0.95, latency.p95), (0.99, latency.p99)] {
            let theory = min * (1.0_f64 - q).powf(-1.0 / shape);
            // Density at the quantile: shape (1 - q) / x.
            let sd = share_sd(q, n) * theory / (shape * (1.0 - q));
            close(&format!("p{q}"), shown, theory, 4.0 * sd + 0.002 * theory);
        }
    }
}

#[test]
fn measured_delays_are_drawn_from_their_file() {
    let folder = std::env::temp_dir().join(format!("twinsync wire {}", std::process::id()));
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/delays.txt"), "# ms\n10\n20\n\n90\n").unwrap();
    let path = folder.join("scene.ron");
    std::fs::write(&path, stream(3000.0, "delay: Empirical(\"data/delays.txt\")")).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let loaded = std::sync::Arc::new(scene::read(&text, Origin::File(path)).unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
    for seed in SEEDS {
        let simulation = run(&loaded, seed);
        let latency = Report::of(&simulation, 0.0).twins.remove(0).latency_s.unwrap();
        // Three values, each with a third: mean 40, sd 35.59.
        close("mean", latency.mean, 0.04, 4.0 * 0.035_59 / 30_000_f64.sqrt());
        close("median", latency.p50, 0.02, 1e-4);
        assert_eq!(latency.max, 0.09);
    }
}

#[test]
fn the_network_copies_the_share_that_it_is_asked_to() {
    for seed in SEEDS {
        let twin = only_twin(&stream(5000.0, "delay: Fixed(ms: 20), duplicate: 0.07, loss: Bernoulli(0.1)"), seed);
        let frames = twin.frames;
        let n = frames.delivered as f64;
        close("copies", frames.duplicated as f64 / n, 0.07, 4.0 * share_sd(0.07, n));
        assert!(frames.sent - frames.delivered - frames.lost <= 1, "{frames:?}");
        assert_eq!(frames.stale, 0, "a copy is no stale frame");
    }
}

#[test]
fn outages_let_through_the_share_of_time_that_the_link_is_up() {
    let (up, down, duration_s) = (9.0, 1.0, 20_000.0);
    let link = "delay: Fixed(ms: 20), outages: (mean_up_s: 9, mean_down_s: 1)";
    for seed in SEEDS {
        let twin = only_twin(&stream(duration_s, link), seed);
        let cycles: f64 = duration_s / (up + down);
        // Alternating renewal process: the share up is U / (U + D), its sd by the delta method.
        let sd = 2.0_f64.sqrt() * up * down / (up + down).powi(2) / cycles.sqrt();
        let delivered = twin.frames.delivered as f64 / twin.frames.sent as f64;
        close("availability", delivered, up / (up + down), 4.0 * sd);
        // A cycle's length has sd sqrt(U^2 + D^2); short outages between two frames count as well.
        let sd_cycles = (up * up + down * down).sqrt() / (up + down) * cycles.sqrt();
        close("outages", f64::from(twin.resync.outages), cycles, 4.0 * sd_cycles);
        // With a rate, frames wait out the failure instead.
        let patient =
            only_twin(&stream(duration_s / 4.0, &format!("{link}, rate_fps: 100, queue: Fifo(limit: 100000)")), seed);
        assert_eq!(patient.frames.lost + patient.frames.queue_dropped, 0);
        assert!(patient.frames.sent - patient.frames.delivered < 100);
        assert!(patient.age_s.unwrap().max > 1.0);
    }
}

#[test]
fn delays_of_hops_add_up_and_losses_multiply() {
    let p = 0.1;
    let link = "hops: [
        (name: \"a\", delay: Fixed(ms: 5), loss: Bernoulli(0.1)),
        (name: \"b\", delay: Uniform(mean_ms: 20, half_width_ms: 10), loss: Bernoulli(0.1), processing_ms: 3),
        (name: \"c\", delay: Normal(mean_ms: 30, std_ms: 4), loss: Bernoulli(0.1)),
    ]";
    for seed in SEEDS {
        let twin = only_twin(&stream(5000.0, link), seed);
        let (sent, lost) = (twin.frames.sent as f64, twin.frames.lost as f64);
        let all: f64 = 1.0 - (1.0_f64 - p).powi(3);
        close("loss of three hops", lost / sent, all, 4.0 * share_sd(all, sent));
        let sd = (100.0_f64 / 3.0 + 16.0).sqrt() * 1e-3;
        close("delay of three hops", twin.latency_s.unwrap().mean, 0.058, 4.0 * sd / (sent - lost).sqrt());
        assert!(twin.frames.sent - twin.frames.delivered - twin.frames.lost <= 1);
    }
}

#[test]
fn a_hop_is_cut_by_its_name_and_its_own_queue_fills() {
    let link = "hops: [
        (name: \"radio\", delay: Fixed(ms: 5)),
        (name: \"mobile\", delay: Fixed(ms: 20), rate_fps: 50, queue: Fifo(limit: 1000)),
        (name: \"fibre\", delay: Fixed(ms: 30)),
    ]";
    let text = stream(60.0, link).replace(
        "links:",
        "timeline: [(at_s: 20.05, do: Partition(link: \"link\", hop: \"mobile\", for_s: 10))], links:",
    );
    let mut simulation = Simulation::new(scene(&text), Some(1)).unwrap();
    let waiting = |simulation: &Simulation| -> Vec<usize> {
        simulation.snapshot().links[0].hops.iter().map(|hop| hop.queued).collect()
    };
    simulation.advance_to(secs(20.0));
    assert_eq!(waiting(&simulation), [0, 0, 0]);
    simulation.advance_to(secs(30.04));
    assert_eq!(waiting(&simulation), [0, 100, 0], "ten a second for ten seconds");
    simulation.advance_to(secs(60.0));
    assert_eq!(waiting(&simulation), [0, 0, 0]);
    let twin = Report::of(&simulation, 0.0).twins.remove(0);
    assert_eq!(twin.frames.lost, 0);
    // The backlog of 100 melts at 50 less 10 a second.
    let reconverged = twin.resync.reconverge_s.unwrap().mean;
    assert_eq!(twin.resync.outages, 1);
    // The first frame measured after the mend, at 30.1, waits behind what is left of 100 then, then crosses two hops.
    let theory = 102.0 / 50.0 + 0.05;
    close("back again", reconverged, theory, 0.03);
}

#[test]
fn a_gateway_makes_one_frame_of_many_and_adds_the_age_that_it_waits() {
    // The window opens with the first frame of a collection: n = floor(A / T) + 1 frames are in it, the newest of age
    // A - (n - 1) T when they leave.
    let (window, period, delay) = (0.45, 0.1, 0.03);
    let n = 5.0;
    for (newest_only, sample_latency) in [(true, 0.05 + delay), (false, window - (n - 1.0) * period / 2.0 + delay)] {
        let gateway = format!("gateway: (aggregate_s: {window}, newest_only: {newest_only})");
        let link =
            format!("hops: [(name: \"radio\", delay: Fixed(ms: 10)), (name: \"up\", delay: Fixed(ms: 20), {gateway})]");
        let twin = only_twin(&stream(1000.0, &link), 1);
        let frames = twin.frames;
        close("frames", frames.delivered as f64, frames.sent as f64 / n, 1.0);
        close("merged", frames.merged as f64, frames.sent as f64 * (n - 1.0) / n, n);
        let fresh = window - (n - 1.0) * period + delay;
        close("latency", twin.latency_s.unwrap().mean, fresh, 1e-9);
        close("sample latency", twin.sample_latency_mean_s.unwrap(), sample_latency, 1e-9);
        close("mean age", twin.age_s.unwrap().mean, fresh + n * period / 2.0, 1e-3);
    }
}

#[test]
fn a_deadband_lets_a_ramp_through_in_steps_of_its_per_cent() {
    let link = "hops: [(name: \"up\", delay: Fixed(ms: 20), gateway: (deadband_percent: 10.7))]";
    let twin = only_twin(&stream(1000.0, link), 1);
    // Sample k shows k / 10. After k the next to pass is the first above 1.107 k; sample 0 passes as the first.
    let (mut passed, mut k) = (1, 1_u32);
    while k < 10_000 {
        passed += 1;
        k = (f64::from(k) * 1.107).floor() as u32 + 1;
    }
    assert_eq!(twin.frames.delivered, passed);
    assert_eq!(twin.frames.filtered, twin.frames.sent - passed);
    assert!(twin.frames.delivered as f64 <= 2.0 + 1e4_f64.ln() / 1.107_f64.ln());
}

#[test]
fn age_and_latency_do_not_depend_on_the_step() {
    let link = "hops: [
        (name: \"radio\", delay: Uniform(mean_ms: 20, half_width_ms: 15), loss: Bernoulli(0.1), duplicate: 0.05),
        (name: \"mobile\", delay: Normal(mean_ms: 40, std_ms: 30), rate_bps: 4000, queue: NewestPerSignal,
            gateway: (aggregate_s: 0.25), outages: (mean_up_s: 9, mean_down_s: 2), offline: DropOldest(limit: 8)),
        (name: \"fibre\", preset: FourG, order: InOrder),
    ]";
    let results = [1.0, 15.625, 1000.0].map(|step_ms| {
        let delivery = "downlink: \"link\", delivery: AtLeastOnce(timeout_s: 0.6, fresh: true), offline: KeepAll";
        let text = stream(120.0, link)
            .replace(
                "duration_s:",
                &format!(
                    "step_ms: {step_ms}, timeline: [(at_s: 60, do: Partition(link: \"link\", for_s: 7))], duration_s:"
                ),
            )
            .replace("uplink:", &format!("{delivery}, uplink:"));
        let twin = only_twin(&text, 1);
        (twin.age_s.unwrap(), format!("{:?} {:?} {:?} {:?}", twin.latency_s, twin.frames, twin.bytes, twin.resync))
    });
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
    assert!(results[0].0.mean > 0.1);
}
