//! Delivery against closed forms: retransmission, stop-and-wait, commands, time offline, order. Tolerances are four
//! standard deviations from sampling theory; what has no chance in it is exact.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, run, scene, secs};
use twinsync::core::delivery::{Due, Sender};
use twinsync::core::exchange::{CommandRecord, FrameLog};
use twinsync::core::link::{DelaySpec, Frame, LineSpec, Link, LossSpec, Outcome};
use twinsync::core::metric::{AgeMeter, AgeSummary};
use twinsync::core::signal::Reading;
use twinsync::core::time::SimTime;
use twinsync::report::{Report, TwinReport};
use twinsync::sim::Simulation;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=3;

/// A device with one twin, a way up and a way down.
fn pair(duration_s: f64, rate_hz: f64, twin: &str, up: &str, down: &str, timeline: &str) -> String {
    format!(
        r#"(
            title: "pair", duration_s: {duration_s},
            devices: [(name: "source", model: Generator(waveform: Ramp(slope_per_s: 1)), sensors: [(signal: "value", rate_hz: {rate_hz})])],
            twins: [(name: "twin", of: "source", uplink: "up", downlink: "down", sync: RealTime(rate_hz: {rate_hz}), {twin})],
            links: [(name: "up", {up}), (name: "down", {down})],
            timeline: [{timeline}],
        )"#
    )
}

fn report(text: &str, seed: u64) -> TwinReport {
    Report::of(&run(&scene(text), seed), 0.0).twins.remove(0)
}

/// Each frame is tried r + 1 times at most, tau apart, and all tries of one are over before the next.
#[test]
fn bounded_retransmission_arrives_late_and_mostly() {
    let (p, retries, tau, d, period, duration_s) = (0.3_f64, 2_u32, 0.15, 0.05, 1.0, 20_000.0);
    let text = pair(
        duration_s,
        1.0,
        "delivery: AtLeastOnce(timeout_s: 0.15, retries: 2)",
        "delay: Fixed(ms: 50), loss: Bernoulli(0.3)",
        "delay: Fixed(ms: 10)",
        "",
    );
    let s = 1.0 - p.powi(retries as i32 + 1);
    let tries = s / (1.0 - p);
    // Number of tries before the one that succeeds, given that one does.
    let weight = |k: u32| p.powi(k as i32) * (1.0 - p) / s;
    let moment = |power: i32| (0..=retries).map(|k| weight(k) * f64::from(k).powi(power)).sum::<f64>();
    let latency = d + tau * moment(1);
    let sd_latency = tau * (moment(2) - moment(1) * moment(1)).sqrt();
    for seed in SEEDS {
        let twin = report(&text, seed);
        let frames = twin.frames;
        let n = frames.sent as f64;
        close("success", frames.delivered as f64 / n, s, 4.0 * (s * (1.0 - s) / n).sqrt());
        // Tries of a frame: between 1 and r + 1, so that their sd is below that of the unbounded ones.
        let sd_tries = p.sqrt() / (1.0 - p);
        close("tries", 1.0 + frames.retransmitted as f64 / n, tries, 4.0 * sd_tries / n.sqrt());
        assert_eq!(frames.lost + frames.delivered, frames.sent + frames.retransmitted, "{frames:?}");
        assert_eq!((frames.duplicated, frames.stale, frames.reordered), (0, 0, 0));
        close("latency", twin.latency_s.unwrap().mean, latency, 4.0 * sd_latency / (n * s).sqrt());
        let age = latency + period * (2.0 - s) / (2.0 * s);
        // Gaps are geometric with success s: the sd of their square is below 4 gaps' sd; see tests/age.rs.
        let sd_gap = period * (1.0 - s).sqrt() / s;
        close("mean age", twin.age_s.unwrap().mean, age, 4.0 * (2.0 * sd_gap + sd_latency) / (n * s).sqrt());
        // A try costs a frame of 20 bytes; a receipt the 12 of its head.
        assert_eq!(twin.bytes.up, 20 * (frames.sent + frames.retransmitted));
        assert_eq!(twin.bytes.down, 12 * frames.delivered);
    }
}

/// A sender that measures anew whenever its frame is confirmed (window 1), over a way up that loses and a sure way
/// down, both of delay d.
fn stop_and_wait(fresh: bool, p: f64, d: SimTime, tau_s: f64, end: SimTime, seed: u64) -> AgeSummary {
    let delay = DelaySpec::Fixed { ms: d.secs() * 1e3 };
    let up =
        LineSpec { name: "up".to_owned(), delay: delay.clone(), loss: LossSpec::Bernoulli(p), ..LineSpec::default() };
    let down = LineSpec { name: "down".to_owned(), delay, ..LineSpec::default() };
    let mut up = Link::new(up.into(), &[], seed, "up");
    let mut down = Link::new(down.into(), &[], seed, "down");
    let mut sender = Sender::new(tau_s, u8::MAX, fresh, 1.0, 1);
    let (mut age, mut log, mut sequence, mut now) = (AgeMeter::default(), FrameLog::default(), 0, SimTime::ZERO);
    while now < end {
        let latest = [Reading { signal: 0, at: now, value: 0.0 }];
        if sender.pending() == 0 {
            sequence += 1;
            let frame = Frame { sequence, generated_at: now, readings: latest.to_vec(), ..Frame::default() };
            up.push(now, sender.offer(now, frame, &mut Vec::new()).unwrap(), &mut log);
        }
        while let Some(Due::Again(frame) | Due::Next(frame)) = sender.poll(now, &latest) {
            up.push(now, frame, &mut log);
        }
        while let Some(outcome) = up.poll(now, &mut log) {
            if let Outcome::Delivered(frame) = outcome {
                age.accept(now, frame.generated_at);
                down.push(now, frame, &mut log);
            }
        }
        while let Some(Outcome::Delivered(frame)) = down.poll(now, &mut log) {
            assert_eq!(sender.confirm(now, frame.sequence), None);
        }
        if sender.pending() > 0 {
            now = up.next_wakeup().min(down.next_wakeup()).min(sender.next_due());
        }
    }
    age.summary(now).unwrap()
}

/// Moments of Y = (K - 1) tau + 2 d with K geometric: the time from one measurement to the next.
fn moments_of_rounds(p: f64, d: f64, tau: f64) -> (f64, f64) {
    let of = |power: i32| (0..400).map(|k| p.powi(k) * (1.0 - p) * (f64::from(k) * tau + 2.0 * d).powi(power)).sum();
    (of(1), of(2))
}

#[test]
fn sending_again_what_is_fresh_saves_the_age_of_the_tries() {
    let (d, tau, end) = (0.05, 0.25, 20_000.0);
    for p in [0.1, 0.4] {
        let (mean, square) = moments_of_rounds(p, d, tau);
        let rounds: f64 = end / mean;
        let waste = tau * p / (1.0 - p);
        let fresh_theory = d + square / (2.0 * mean);
        // A ratio of sums over the rounds: its sd is below that of its terms over the root of their number.
        let sd = 2.0 * (square - mean * mean).sqrt() * (1.0 + square / (mean * mean)) / rounds.sqrt();
        for seed in SEEDS {
            let age = |fresh| stop_and_wait(fresh, p, secs(d), tau, secs(end), seed).mean;
            let (same, fresh) = (age(false), age(true));
            close("the same again", same, fresh_theory + waste, 4.0 * sd);
            close("fresh", fresh, fresh_theory, 4.0 * sd);
            // Both runs lose the same tries: what is left is the mean of as many tries.
            close("what freshness saves", same - fresh, waste, 4.0 * tau * p.sqrt() / (1.0 - p) / rounds.sqrt() * 2.0);
        }
    }
}

#[test]
fn a_scene_stops_and_waits_as_theory_says() {
    let (d, tau, p, duration_s, rate_hz) = (0.05, 0.25, 0.4, 2000.0, 500.0);
    let text = pair(
        duration_s,
        rate_hz,
        "delivery: AtLeastOnce(timeout_s: 0.25, retries: 255, fresh: true, window: 1)",
        "delay: Fixed(ms: 50), loss: Bernoulli(0.4)",
        "delay: Fixed(ms: 50)",
        "",
    );
    let (mean, square) = moments_of_rounds(p, d, tau);
    let sd = 2.0 * (square - mean * mean).sqrt() * (1.0 + square / (mean * mean)) / (duration_s / mean).sqrt();
    for seed in SEEDS {
        let twin = report(&text, seed);
        // What waits, or is tried again, was measured up to a sample before.
        let theory = d + square / (2.0 * mean);
        close("mean age", twin.age_s.unwrap().mean, theory, 4.0 * sd + 1.0 / rate_hz);
        let frames = twin.frames;
        assert!(frames.sent - frames.delivered - frames.queue_dropped <= 2, "{frames:?}");
        let begun = frames.sent - frames.queue_dropped + frames.retransmitted;
        assert!(begun - frames.delivered - frames.duplicated - frames.lost <= 2, "{frames:?}");
        assert!(twin.latency_s.unwrap().max <= d + 1.0 / rate_hz + 1e-9);
    }
}

/// Commands to a heater, 20 s apart, over ways that lose `p` down and `q` up.
fn commands(n: u32, p: f64, q: f64, idempotent: bool, seed: u64) -> (Vec<CommandRecord>, TwinReport) {
    let orders: String = (0..n)
        .map(|index| {
            let c = 20.5 + 0.5 * f64::from(index % 8);
            format!("(at_s: {}, do: Command(twin: \"twin\", setting: Target(c: {c}))),\n", 20 * index + 1)
        })
        .collect();
    let text = format!(
        r#"(
            title: "commands", duration_s: {}, step_ms: 1000,
            devices: [(name: "heater", model: Heater(), sensors: [(signal: "temperature", rate_hz: 0.01)])],
            twins: [(
                name: "twin", of: "heater", uplink: "up", downlink: "down", sync: RealTime(rate_hz: 0.001),
                delivery: AtLeastOnce(timeout_s: 0.1, retries: 150, idempotent: {idempotent}),
            )],
            links: [
                (name: "up", delay: Fixed(ms: 30), loss: Bernoulli({q})),
                (name: "down", delay: Fixed(ms: 20), loss: Bernoulli({p})),
            ],
            timeline: [{orders}],
        )"#,
        20 * n + 1
    );
    let simulation = run(&scene(&text), seed);
    let twin = Report::of(&simulation, 0.0).twins.remove(0);
    (simulation.snapshot().commands.to_vec(), twin)
}

#[test]
fn commands_are_tried_until_they_are_acknowledged_and_done_once_if_they_carry_a_key() {
    let (n, p, q) = (1500, 0.3, 0.4);
    let mean = |records: &[CommandRecord], of: fn(&CommandRecord) -> u32| {
        records.iter().map(|record| f64::from(of(record))).sum::<f64>() / records.len() as f64
    };
    let geometric_sd = |success: f64| (1.0 - success).sqrt() / success / f64::from(n).sqrt();
    for seed in SEEDS {
        let both: f64 = (1.0 - p) * (1.0 - q);
        for idempotent in [true, false] {
            let (records, twin) = commands(n, p, q, idempotent, seed);
            assert_eq!(records.len() as u32, n);
            assert!(records.iter().all(|record| record.answered_at.is_some()));
            close("attempts", mean(&records, |record| record.attempts), 1.0 / both, 4.0 * geometric_sd(both));
            let arrivals = mean(&records, |record| record.executions + record.repeats_ignored);
            close("arrivals", arrivals, 1.0 / (1.0 - q), 4.0 * geometric_sd(1.0 - q));
            let executions = mean(&records, |record| record.executions);
            assert_eq!(executions, if idempotent { 1.0 } else { arrivals });
            assert_eq!((twin.commands.sent, twin.commands.applied), (u64::from(n), u64::from(n)));
            assert_eq!(
                twin.commands.executions,
                records.iter().map(|record| u64::from(record.executions)).sum::<u64>()
            );
            // Each try but the last costs its timeout.
            let latency = 0.05 + 0.1 * (1.0 / both - 1.0);
            close("answer", twin.commands.ack_latency_s.unwrap().mean, latency, 4.0 * 0.1 * geometric_sd(both));
        }
    }
}

/// The link is cut from 20.05 s on for 10 s; ten frames a second, fifty can be served.
fn offline(keys: &str) -> (TwinReport, f64) {
    let text = pair(
        60.0,
        10.0,
        keys,
        "delay: Fixed(ms: 20), rate_fps: 50",
        "delay: Fixed(ms: 20)",
        "(at_s: 20.05, do: Partition(link: \"up\", for_s: 10))",
    );
    let twin = report(&text, 1);
    let max_age = twin.age_s.unwrap().max;
    (twin, max_age)
}

#[test]
fn what_a_device_keeps_while_offline_comes_after_it_as_history() {
    let (service, d) = (0.02, 0.02);
    // The newest sample is 0.05 s old when the link is back, and the last one that was heard of 10.05 s.
    for (keep, kept) in
        [("KeepAll", 100), ("NewestPerSignal", 1), ("DropOldest(limit: 30)", 30), ("Expiry(max_age_s: 2.03)", 20)]
    {
        for (resync, before) in [("SnapshotThenDrain", 0), ("DrainThenSnapshot", kept)] {
            let (twin, max_age) = offline(&format!("offline: {keep}, resync: {resync}"));
            let frames = twin.frames;
            let what = format!("{keep}, {resync}: {frames:?}");
            assert_eq!(frames.historical, kept, "{what}");
            assert_eq!(frames.expired + frames.queue_dropped, 100 - kept, "{what}");
            assert_eq!(frames.expired > 0, keep.starts_with("Expiry"), "{what}");
            assert_eq!(frames.sent, frames.planned + 1, "a snapshot: {what}");
            assert_eq!(frames.sent, frames.delivered + 100 - kept, "{what}");
            assert_eq!((frames.lost, frames.stale, frames.duplicated), (0, 0, 0), "{what}");
            // What goes before the snapshot is served before it.
            let reconverged = twin.resync.reconverge_s.unwrap();
            let theory = (before as f64 + 1.0) * service + d;
            assert_eq!(twin.resync.outages, 1);
            close(&what, reconverged.mean, theory, 1e-9);
            close(&what, max_age, 10.05 + theory, 2e-9);
        }
    }
}

#[test]
fn without_a_store_the_queue_of_the_link_holds_frames_and_they_are_no_history() {
    let (twin, max_age) = offline("resync: SnapshotThenDrain");
    assert_eq!((twin.frames.historical, twin.frames.lost, twin.frames.queue_dropped), (0, 0, 0));
    assert_eq!(twin.frames.sent, twin.frames.planned);
    // The oldest comes first: age falls as they are served, and the first that was measured after the cut, 0.05 s
    // after it, has what is left of 100 before it.
    close("back again", twin.resync.reconverge_s.unwrap().mean, 101.0 * 0.02 + 0.02, 1e-9);
    close("largest age", max_age, 10.09, 1e-9);
}

#[test]
fn kept_frames_are_confirmed_too_and_the_books_balance() {
    let text = pair(
        200.0,
        10.0,
        "delivery: AtLeastOnce(timeout_s: 0.3, retries: 20, window: 8), offline: KeepAll",
        "delay: Fixed(ms: 20), loss: Bernoulli(0.2), rate_fps: 100",
        "delay: Fixed(ms: 20), loss: Bernoulli(0.2)",
        "(at_s: 20.05, do: Partition(link: \"up\", for_s: 10)), (at_s: 60.05, do: Partition(link: \"up\", for_s: 5))",
    );
    for seed in SEEDS {
        let twin = report(&text, seed);
        let frames = twin.frames;
        assert!((140..=160).contains(&frames.historical), "{frames:?}");
        assert!(frames.sent - frames.delivered <= 3, "{frames:?}");
        // Everything that was put on the line came to an end there, but for what is on it still.
        let ends = frames.delivered + frames.duplicated + frames.lost;
        let begun = frames.sent + frames.retransmitted;
        assert!(begun - ends <= 10, "{frames:?}");
        assert!(frames.duplicated > 0, "a lost receipt makes the frame come twice");
        assert_eq!(twin.resync.outages, 2);
    }
}

/// P(a frame is still missing x after it could have been there), tried every tau until it gets through.
fn missing(p: f64, tau: f64, x: f64) -> f64 {
    p.powi((x / tau) as i32 + 1)
}

#[test]
fn order_is_paid_for_with_the_age_of_what_waits_behind_a_gap() {
    let (p, tau, d, period, duration_s) = (0.2, 0.25, 0.03, 0.1, 10_000.0);
    let text = |in_order: bool| {
        pair(
            duration_s,
            10.0,
            &format!("delivery: AtLeastOnce(timeout_s: 0.25, retries: 60, window: 1000, in_order: {in_order})"),
            "delay: Fixed(ms: 30), loss: Bernoulli(0.2)",
            "delay: Fixed(ms: 10)",
            "",
        )
    };
    // Frame k - m could have been there m periods and u ago. Without order the newest that is there counts; with it,
    // the newest before which all are.
    let steps = 400;
    let mean = |of: &dyn Fn(f64) -> f64| {
        (0..steps).map(|i| of(period * (f64::from(i) + 0.5) / f64::from(steps))).sum::<f64>() / f64::from(steps)
    };
    let gone = |m: i32, u: f64| missing(p, tau, f64::from(m) * period + u);
    let behind = |u: f64| (1..200).map(|j| (0..j).map(|m| gone(m, u)).product::<f64>()).sum::<f64>();
    let blocked = |u: f64| (1..200).map(|j| 1.0 - (j - 1..300).map(|m| 1.0 - gone(m, u)).product::<f64>()).sum::<f64>();
    let free_theory = d + period / 2.0 + period * mean(&behind);
    let ordered_theory = d + period / 2.0 + period * mean(&blocked);
    assert!(ordered_theory > free_theory + 0.05, "{free_theory} {ordered_theory}");
    for seed in SEEDS {
        let (free, ordered) = (report(&text(false), seed), report(&text(true), seed));
        // What happens to a frame is felt for about the three tries that most need, 8 periods, on either side.
        let sd = |theory: f64| theory * (16.0 * period / duration_s).sqrt();
        close("age without order", free.age_s.unwrap().mean, free_theory, 4.0 * sd(free_theory));
        close("age in order", ordered.age_s.unwrap().mean, ordered_theory, 4.0 * sd(ordered_theory));
        assert!(free.frames.reordered > 1000);
        assert_eq!((ordered.frames.reordered, ordered.frames.stale, ordered.frames.duplicated), (0, 0, 0));
        let begun = free.frames.sent + free.frames.retransmitted;
        assert!(begun - free.frames.delivered - free.frames.lost <= 10, "{:?}", free.frames);
    }
}

#[test]
fn a_gap_that_nobody_fills_is_given_up_after_the_patience_of_the_sender() {
    // Frame 7 and its two repeats are lost; frames 8 and on wait for three timeouts after 8 came.
    let up = "delay: Fixed(ms: 30), loss: List([7, 11, 15])";
    let delivery = "delivery: AtLeastOnce(timeout_s: 0.34, retries: 2, window: 100, in_order: true)";
    let text = pair(5.0, 10.0, delivery, up, "delay: Fixed(ms: 10)", "");
    let mut simulation = Simulation::new(scene(&text), Some(1)).unwrap();
    simulation.advance_to(secs(5.0));
    let twin = Report::of(&simulation, 0.0).twins.remove(0);
    assert_eq!((twin.frames.lost, twin.frames.retransmitted, twin.frames.reordered), (3, 2, 0));
    // Frame 6 was measured at 0.5; frame 8 comes at 0.73 and is let go 1.02 later.
    close("largest age", twin.age_s.unwrap().max, 0.73 + 1.02 - 0.5, 1e-9);
}

#[test]
fn order_does_not_wait_for_what_nobody_will_send() {
    // Answers to commands take numbers of their own, and what gives way to fresher frames leaves gaps.
    let text = |rate_hz: f64, more: &str| {
        format!(
            r#"(
                title: "order", duration_s: 30,
                devices: [(name: "heater", model: Heater(), sensors: [(signal: "temperature", rate_hz: {rate_hz})])],
                twins: [(
                    name: "twin", of: "heater", uplink: "link", downlink: "link", sync: RealTime(rate_hz: {rate_hz}),
                    delivery: AtLeastOnce(timeout_s: 0.5, in_order: true, {more}),
                )],
                links: [(name: "link", delay: Fixed(ms: 20))],
                timeline: [(at_s: 10.03, do: Command(twin: "twin", setting: Target(c: 22)))],
            )"#
        )
    };
    let commanded = report(&text(10.0, ""), 1);
    assert_eq!((commanded.commands.applied, commanded.frames.lost), (1, 0));
    close("largest age", commanded.age_s.unwrap().max, 0.12, 1e-9);
    let fresh = report(&text(100.0, "fresh: true, window: 1"), 1);
    assert!(fresh.frames.queue_dropped > 1000);
    // A round trip of 0.04 s from one frame to the next, which was measured up to a sample before.
    close("largest age of fresh frames", fresh.age_s.unwrap().max, 0.02 + 0.04 + 0.01, 0.01);
}

/// A receipt of a collection is one of each frame in it: nothing that has arrived is sent again, in order or not.
#[test]
fn a_collection_confirms_every_frame_that_it_holds() {
    for in_order in [false, true] {
        let text = pair(
            1000.0,
            10.0,
            &format!("delivery: AtLeastOnce(timeout_s: 0.8, retries: 3, window: 16, in_order: {in_order})"),
            r#"hops: [(name: "radio", delay: Fixed(ms: 10)), (name: "up", delay: Fixed(ms: 20), gateway: (aggregate_s: 0.45))]"#,
            "delay: Fixed(ms: 10)",
            "",
        );
        let frames = report(&text, 1).frames;
        assert_eq!((frames.retransmitted, frames.queue_dropped), (0, 0), "in order: {in_order}");
        // Five frames are in each collection.
        close("merged", frames.merged as f64, 0.8 * frames.sent as f64, 5.0);
        close("delivered", frames.delivered as f64, 0.2 * frames.sent as f64, 5.0);
    }
}
