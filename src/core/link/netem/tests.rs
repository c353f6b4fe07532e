//! Lines that are read, lines that are refused, and the way back.

use proptest::prelude::*;

use super::*;
use crate::core::link::{
    DelaySpec, Empirical, GatewaySpec, LineSpec, LossSpec, OfflineSpec, OrderSpec, OutageSpec, Preset, QueueSpec,
};

fn read(text: &str) -> LineSpec {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn said(text: &str) -> String {
    match parse(text) {
        Ok(spec) => panic!("{text} is read as {spec:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn delays_and_their_distributions() {
    let uniform = |mean_ms, half_width_ms| DelaySpec::Uniform { mean_ms, half_width_ms };
    for (text, delay) in [
        ("delay 100ms", DelaySpec::Fixed { ms: 100.0 }),
        ("delay 1500", DelaySpec::Fixed { ms: 1.5 }),
        ("latency 2s", DelaySpec::Fixed { ms: 2000.0 }),
        ("delay 0.25sec", DelaySpec::Fixed { ms: 250.0 }),
        ("delay 100ms 10ms", uniform(100.0, 10.0)),
        ("delay 100msecs 2000usec 0%", uniform(100.0, 2.0)),
        ("delay 100ms 10ms distribution uniform", uniform(100.0, 10.0)),
        ("delay 100ms 10ms distribution normal", DelaySpec::Normal { mean_ms: 100.0, std_ms: 10.0 }),
        ("distribution normal delay 100ms 10ms", DelaySpec::Normal { mean_ms: 100.0, std_ms: 10.0 }),
        // Shape 3 has mean 3/2 and variance 3/4 of its minimum and its square.
        ("delay 150ms 86.60254037844386ms distribution pareto", DelaySpec::Pareto { min_ms: 100.0, shape: 3.0 }),
    ] {
        assert_eq!(read(text).delay, delay, "{text}");
    }
}

#[test]
fn losses_copies_rates_and_queues() {
    let bursts = |loss, mean_burst| LossSpec::GilbertElliott { loss, mean_burst };
    for (text, loss) in [
        ("loss 5%", LossSpec::Bernoulli(0.05)),
        ("loss random 5 0%", LossSpec::Bernoulli(0.05)),
        ("drop 0%", LossSpec::None),
        ("loss gemodel 1% 24%", bursts(0.04, 4.166_666_666_667)),
        ("loss gemodel 5% 20% 100% 0%", bursts(0.2, 5.0)),
        // Without r, each frame is lost for itself: r = 1 - p.
        ("loss gemodel 20%", bursts(0.2, 1.25)),
    ] {
        assert_eq!(read(text).loss, loss, "{text}");
    }
    for (text, rate_bps) in [
        ("rate 9600", 9600.0),
        ("rate 64kbit", 64e3),
        ("rate 8kbps", 64e3),
        ("rate 1.5Mbit", 1.5e6),
        ("rate 1gbit 0 0 0", 1e9),
        ("rate 2tbit", 2e12),
        ("rate 1kibit", 1024.0),
        ("rate 1mibps", 8_388_608.0),
    ] {
        assert_eq!(read(text).rate_bps, Some(rate_bps), "{text}");
    }
    assert_eq!(read("duplicate 2%").duplicate, 0.02);
    assert_eq!(read("limit 50").queue, QueueSpec::Fifo { limit: 50 });
    assert_eq!(read("netem"), LineSpec::default());
}

#[test]
fn a_whole_command_is_read_as_well_as_its_options() {
    let options = "delay 50ms 10ms loss 1% rate 1mbit limit 100";
    for command in [
        "netem",
        "tc qdisc add dev eth0 root netem",
        "  sudo tc  qdisc change dev netem root handle 1: netem",
        "tc qdisc replace dev wlan0 parent 1:1 handle 10: netem",
    ] {
        assert_eq!(read(&format!("{command} {options}")), read(options), "{command}");
    }
    assert_eq!(
        read("del 50ms 1ms los 1% dup 3% dist normal lim 9"),
        read("delay 50ms 1ms loss 1% duplicate 3% distribution normal limit 9")
    );
}

#[test]
fn what_cannot_be_read_is_refused_in_one_sentence_that_names_the_word() {
    for (text, word) in [
        ("", "empty"),
        ("delay", "\"delay\""),
        ("delay soon", "\"soon\""),
        ("delay 5min", "\"5min\""),
        ("delay 1.2.3ms", "\"1.2.3ms\""),
        ("delay 10ms 5ms 25%", "25%"),
        ("delay 10ms distribution normal", "jitter"),
        ("delay 10ms 1ms distribution paretonormal", "paretonormal"),
        ("delay 10ms 1ms distribution experimental", "\"experimental\""),
        ("delay 10ms delay 20ms", "twice"),
        ("delay 99999999s", "\"99999999s\""),
        ("loss", "\"loss\""),
        ("loss 101%", "\"101%\""),
        ("loss -1%", "\"-1%\""),
        ("loss 10% 50%", "gemodel"),
        ("loss random", "\"loss random\""),
        ("loss state 1% 10%", "gemodel"),
        ("loss gemodel 1% 10% 70%", "\"70%\""),
        ("loss gemodel 1% 10% 100% 0.1%", "\"0.1%\""),
        ("loss gemodel 1% 0%", "1%"),
        ("duplicate 1% 30%", "30%"),
        ("reorder 25% 50% gap 5", "reorder 25%"),
        ("gap 5", "gap"),
        ("corrupt 1%", "corrupt"),
        ("loss 1% ecn", "ecn"),
        ("slot 20ms", "slot"),
        ("seed 7", "seed"),
        ("rate 10%", "\"10%\""),
        ("rate 5 apples", "\"apples\""),
        ("rate 10mph", "\"10mph\""),
        ("rate 0bit", "\"0bit\""),
        ("rate 1mbit 20", "\"20\""),
        ("limit 0", "\"0\""),
        ("limit 1k", "\"1k\""),
        ("delay 1ms && reboot", "\"&&\""),
        ("tc qdisc show dev eth0", "\"show\""),
        ("tc qdisc add dev eth0 root tbf rate 1mbit", "\"tbf\""),
        ("tc qdisc add dev", "\"dev\""),
        ("tc class add", "\"class\""),
    ] {
        let sentence = said(text);
        assert!(sentence.contains(word), "{text}: {sentence}");
        assert!(!sentence.contains(['\n', '\t']) && !sentence.ends_with('.'), "{text}: {sentence}");
    }
    assert!(said(&"delay ".repeat(200)).contains("1200 bytes"));
}

#[test]
fn what_netem_cannot_say_is_refused_with_what_it_is() {
    let base = LineSpec { delay: DelaySpec::Normal { mean_ms: 50.0, std_ms: 5.0 }, ..LineSpec::default() };
    let outages = OutageSpec { mean_up_s: 100.0, mean_down_s: 1.0 };
    let gateway = GatewaySpec { aggregate_s: 1.0, newest_only: false, deadband_percent: 0.0 };
    let measured = Empirical { file: "delays.txt".to_owned(), samples_ms: vec![1.0].into() };
    for (spec, word) in [
        (LineSpec { delay: DelaySpec::LogNormal { mean_ms: 5.0, std_ms: 1.0 }, ..base.clone() }, "log-normal"),
        (LineSpec { delay: DelaySpec::Empirical(measured), ..base.clone() }, "delays.txt"),
        (LineSpec { delay: DelaySpec::Pareto { min_ms: 5.0, shape: 1.5 }, ..base.clone() }, "1.5"),
        (LineSpec { delay: DelaySpec::Normal { mean_ms: 0.0, std_ms: 1.0 }, ..base.clone() }, "normal"),
        (LineSpec { loss: LossSpec::List(vec![7]), ..base.clone() }, "list"),
        (LineSpec { loss: LossSpec::GilbertElliott { loss: 0.9, mean_burst: 2.0 }, ..base.clone() }, "0.9"),
        (LineSpec { queue: QueueSpec::NewestPerSignal, ..base.clone() }, "newest"),
        (LineSpec { queue: QueueSpec::Expiry { max_age_s: 1.0 }, ..base.clone() }, "too old"),
        (LineSpec { queue: QueueSpec::Fifo { limit: 0 }, ..base.clone() }, "drops"),
        (LineSpec { rate_fps: Some(5.0), ..base.clone() }, "bits"),
        (LineSpec { order: OrderSpec::InOrder, ..base.clone() }, "order"),
        (LineSpec { processing_ms: 1.0, ..base.clone() }, "processing"),
        (LineSpec { outages: Some(outages), ..base.clone() }, "outages"),
        (LineSpec { gateway: Some(gateway), ..base.clone() }, "gateway"),
        (LineSpec { offline: Some(OfflineSpec::KeepAll), ..base }, "store"),
    ] {
        let sentence = line(&spec).expect_err("a refusal");
        assert!(sentence.contains(word), "{spec:?}: {sentence}");
    }
}

#[test]
fn lines_are_written_as_people_write_them() {
    let write = |text: &str| line(&read(text)).unwrap();
    for text in [
        "delay 50ms 10ms loss 5% rate 1000000bit",
        "limit 100 delay 80ms 12.5ms distribution normal loss gemodel 1% 25% duplicate 7%",
        "delay 150ms 86.6ms distribution pareto",
    ] {
        assert_eq!(write(text), format!("tc qdisc replace dev eth0 root netem {text}"));
    }
    let spoken = Preset::ALL.into_iter().filter(|preset| line(&preset.line()).is_ok());
    assert_eq!(spoken.collect::<Vec<_>>(), [Preset::Ideal, Preset::LoRaWan, Preset::BadDay]);
}

/// Numbers as people write them: so many thousandths.
fn thousandths(most: u32) -> impl Strategy<Value = f64> {
    (1..most).prop_map(|number| f64::from(number) / 1000.0)
}

/// Any line that netem can say.
fn sayable() -> impl Strategy<Value = LineSpec> {
    let delay = prop_oneof![
        thousandths(1_000_000).prop_map(|ms| DelaySpec::Fixed { ms }),
        (thousandths(1_000_000), thousandths(100_000))
            .prop_map(|(mean_ms, half_width_ms)| DelaySpec::Uniform { mean_ms, half_width_ms }),
        (thousandths(1_000_000), thousandths(100_000))
            .prop_map(|(mean_ms, std_ms)| DelaySpec::Normal { mean_ms, std_ms }),
        (thousandths(100_000), thousandths(20_000))
            .prop_map(|(more_ms, shape)| DelaySpec::Pareto { min_ms: 1.0 + more_ms, shape: 2.001 + shape }),
    ];
    let loss = prop_oneof![
        Just(LossSpec::None),
        thousandths(1001).prop_map(LossSpec::Bernoulli),
        (thousandths(1001), thousandths(100_000)).prop_map(|(share, more)| {
            let mean_burst = 1.0 + more;
            LossSpec::GilbertElliott { loss: share * mean_burst / (1.0 + mean_burst), mean_burst }
        }),
    ];
    let rate = prop::option::of(thousandths(1_000_000_000).prop_map(|rate| rate * 1e6));
    (delay, loss, rate, 1_usize..10_000_000, thousandths(1001)).prop_map(|(delay, loss, rate_bps, limit, duplicate)| {
        LineSpec { delay, loss, rate_bps, queue: QueueSpec::Fifo { limit }, duplicate, ..LineSpec::default() }
    })
}

/// The numbers of a delay or a loss.
fn numbers(spec: &LineSpec) -> Vec<f64> {
    let mut numbers = match spec.delay {
        DelaySpec::Fixed { ms } => vec![0.0, ms],
        DelaySpec::Uniform { mean_ms, half_width_ms } => vec![1.0, mean_ms, half_width_ms],
        DelaySpec::Normal { mean_ms, std_ms } => vec![2.0, mean_ms, std_ms],
        DelaySpec::Pareto { min_ms, shape } => vec![3.0, min_ms, shape],
        DelaySpec::LogNormal { .. } | DelaySpec::Empirical(_) => unreachable!("netem has no such delay"),
    };
    numbers.extend(match spec.loss {
        LossSpec::None => vec![0.0],
        LossSpec::Bernoulli(p) => vec![1.0, p],
        LossSpec::GilbertElliott { loss, mean_burst } => vec![2.0, loss, mean_burst],
        LossSpec::List(_) => unreachable!("netem has no lists"),
    });
    numbers.extend([spec.duplicate, spec.rate_bps.unwrap_or(-1.0)]);
    numbers
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(spec in sayable()) {
        let text = line(&spec).map_err(TestCaseError::fail)?;
        let back = parse(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(back.queue, spec.queue);
        let (wanted, got) = (numbers(&spec), numbers(&back));
        prop_assert_eq!(wanted.len(), got.len(), "{}", text);
        for (wanted, got) in wanted.into_iter().zip(got) {
            prop_assert!((wanted - got).abs() <= 1e-6 * wanted.abs().max(1e-3), "{}: {} for {}", text, got, wanted);
        }
    }

    #[test]
    fn no_text_whatever_panics(text in ".{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_row_of_words_panics_and_what_it_says_can_be_said_again(
        words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..12),
    ) {
        if let Ok(spec) = parse(&words.join(" ")) {
            let text = line(&spec);
            // Only what tc itself would refuse to say of what it has heard.
            if let Err(sentence) = text {
                prop_assert!(sentence.contains("jitter"), "{:?}: {}", words, sentence);
            }
        }
    }
}

const WORDS: [&str; 34] = [
    "tc",
    "qdisc",
    "add",
    "dev",
    "root",
    "netem",
    "limit",
    "delay",
    "loss",
    "random",
    "gemodel",
    "duplicate",
    "reorder",
    "gap",
    "rate",
    "slot",
    "ecn",
    "corrupt",
    "distribution",
    "normal",
    "pareto",
    "uniform",
    "100ms",
    "10",
    "0",
    "1%",
    "100%",
    "50%",
    "1e9",
    "9999999999999999999999",
    "1mbit",
    "0.1us",
    "\u{e9}",
    "-5",
];
