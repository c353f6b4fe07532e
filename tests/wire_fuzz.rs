//! A link conserves frames whatever is done to it: each that is handed over comes to one end, or is held.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, pair, run, scene, secs};
use proptest::prelude::*;
use twinsync::core::action::{Action, LinkChange};
use twinsync::core::exchange::FrameLog;
use twinsync::core::fault::LinkFaultKind;
use twinsync::core::link::{
    DelaySpec, Empirical, Frame, GatewaySpec, Letter, LineSpec, Link, LossSpec, OfflineSpec, OrderSpec, OutageSpec,
    Outcome, Preset, QueueSpec, ServiceSpec,
};
use twinsync::core::rng::Stream;
use twinsync::core::signal::Reading;
use twinsync::core::time::SimTime;
use twinsync::report::Report;
use twinsync::sim::Simulation;

fn delay() -> impl Strategy<Value = DelaySpec> {
    let ms = || 0.0..2000.0_f64;
    prop_oneof![
        ms().prop_map(|ms| DelaySpec::Fixed { ms }),
        (ms(), 0.0..1.0_f64)
            .prop_map(|(mean_ms, share)| DelaySpec::Uniform { mean_ms, half_width_ms: share * mean_ms }),
        (ms(), ms()).prop_map(|(mean_ms, std_ms)| DelaySpec::Normal { mean_ms, std_ms }),
        (1.0..2000.0_f64, ms()).prop_map(|(mean_ms, std_ms)| DelaySpec::LogNormal { mean_ms, std_ms }),
        (1.0..500.0_f64, 1.1..20.0_f64).prop_map(|(min_ms, shape)| DelaySpec::Pareto { min_ms, shape }),
        prop::collection::vec(ms(), 1..5)
            .prop_map(|samples| DelaySpec::Empirical(Empirical { file: String::new(), samples_ms: samples.into() })),
    ]
}

fn loss() -> impl Strategy<Value = LossSpec> {
    prop_oneof![
        Just(LossSpec::None),
        (0.0..=1.0_f64).prop_map(LossSpec::Bernoulli),
        (0.0..0.5_f64, 1.0..9.0_f64).prop_map(|(loss, mean_burst)| LossSpec::GilbertElliott { loss, mean_burst }),
        prop::collection::vec(1_u64..30, 0..5).prop_map(LossSpec::List),
    ]
}

fn queue() -> impl Strategy<Value = QueueSpec> {
    prop_oneof![
        (0_usize..6).prop_map(|limit| QueueSpec::Fifo { limit }),
        Just(QueueSpec::NewestPerSignal),
        (0.01..5.0_f64).prop_map(|max_age_s| QueueSpec::Expiry { max_age_s }),
    ]
}

fn offline() -> impl Strategy<Value = OfflineSpec> {
    prop_oneof![
        Just(OfflineSpec::KeepAll),
        Just(OfflineSpec::NewestPerSignal),
        (1_usize..4).prop_map(|limit| OfflineSpec::DropOldest { limit }),
        (0.01..5.0_f64).prop_map(|max_age_s| OfflineSpec::Expiry { max_age_s }),
    ]
}

fn gateway() -> impl Strategy<Value = GatewaySpec> {
    let window = prop_oneof![Just(0.0), 0.01..3.0_f64];
    let band = prop_oneof![Just(0.0), 0.1..100.0_f64];
    (window, any::<bool>(), band).prop_map(|(aggregate_s, newest_only, deadband_percent)| GatewaySpec {
        aggregate_s,
        newest_only,
        deadband_percent,
    })
}

fn order() -> impl Strategy<Value = OrderSpec> {
    prop_oneof![Just(OrderSpec::Overtaking), Just(OrderSpec::InOrder)]
}

/// Any line there is. Outages leave the hop up for most of the time, so that a run of it ends.
fn line() -> impl Strategy<Value = LineSpec> {
    let rates = prop_oneof![
        Just((None, None)),
        (100.0..1e6_f64).prop_map(|bps| (Some(bps), None)),
        (1.0..200.0_f64).prop_map(|fps| (None, Some(fps))),
    ];
    let outages =
        (5.0..50.0_f64, 0.1..3.0_f64).prop_map(|(mean_up_s, mean_down_s)| OutageSpec { mean_up_s, mean_down_s });
    let service = prop_oneof![Just(ServiceSpec::Fixed), Just(ServiceSpec::Exponential)];
    let line = (delay(), loss(), rates, queue(), order(), service, prop_oneof![Just(0.0), 0.0..=1.0_f64]);
    let more = (prop::option::of(outages), prop::option::of(gateway()), prop::option::of(offline()), 0.0..20.0_f64);
    (line, more).prop_map(|(line, more)| {
        let (delay, loss, (rate_bps, rate_fps), queue, order, service, duplicate) = line;
        let (outages, gateway, offline, processing_ms) = more;
        let plain = LineSpec { delay, loss, rate_bps, rate_fps, queue, order, service, ..LineSpec::default() };
        LineSpec { duplicate, processing_ms, outages, gateway, offline, ..plain }
    })
}

/// What can be done to a link.
#[derive(Clone, Debug)]
enum Operation {
    /// Hands over a frame of these signals, a letter if there are none.
    Push {
        twin: u32,
        signals: u8,
        value: f64,
        historical: bool,
    },
    /// Lets the next things happen by themselves.
    Wake(u8),
    Wait(f64),
    Cut {
        hop: usize,
        for_s: f64,
    },
    Mend {
        hop: usize,
    },
    Change {
        hop: usize,
        change: LinkChange,
    },
    Impair {
        hop: usize,
        kind: LinkFaultKind,
    },
    Unimpair(u32),
}

fn operation() -> impl Strategy<Value = Operation> {
    let change = prop_oneof![
        delay().prop_map(LinkChange::Delay),
        loss().prop_map(LinkChange::Loss),
        prop::option::of(100.0..1e6_f64).prop_map(LinkChange::RateBps),
        queue().prop_map(LinkChange::Queue),
        order().prop_map(LinkChange::Order),
        (0.0..=1.0_f64).prop_map(LinkChange::Duplicate),
        prop::sample::select(Preset::ALL.to_vec()).prop_map(LinkChange::Preset),
    ];
    let kind = prop_oneof![
        (0.0..3000.0_f64).prop_map(|add_ms| LinkFaultKind::LatencySpike { add_ms }),
        (0.0..0.5_f64).prop_map(|loss| LinkFaultKind::BurstLoss { loss, mean_burst: 2.0 }),
        (1_u8..20).prop_map(|copies| LinkFaultKind::DuplicateStorm { copies }),
        (0.0..1.0_f64).prop_map(|share| LinkFaultKind::Stalls { share, up_to_ms: 900.0 }),
    ];
    prop_oneof![
        8 => (0_u32..3, 0_u8..8, -10.0..10.0_f64, prop::bool::weighted(0.1))
            .prop_map(|(twin, signals, value, historical)| Operation::Push { twin, signals, value, historical }),
        4 => (1_u8..6).prop_map(Operation::Wake),
        4 => (0.0..2.0_f64).prop_map(Operation::Wait),
        2 => (0_usize..4, 0.01..10.0_f64).prop_map(|(hop, for_s)| Operation::Cut { hop, for_s }),
        1 => (0_usize..4).prop_map(|hop| Operation::Mend { hop }),
        2 => (0_usize..4, change).prop_map(|(hop, change)| Operation::Change { hop, change }),
        1 => (0_usize..4, kind).prop_map(|(hop, kind)| Operation::Impair { hop, kind }),
        1 => (0_u32..4).prop_map(Operation::Unimpair),
    ]
}

/// A link under test, with what came of the frames that were handed to it.
struct Bench {
    link: Link,
    now: SimTime,
    log: FrameLog,
    pushed: u32,
    /// Frames that came to an end of whatever kind, copies left out.
    ended: u32,
    impaired: u32,
    /// Sequence numbers of delivered originals.
    delivered: Vec<u32>,
}

impl Bench {
    fn new(lines: &[LineSpec], seed: u64) -> Self {
        let named =
            lines.iter().enumerate().map(|(index, line)| LineSpec { name: format!("hop {index}"), ..line.clone() });
        let lines: Vec<_> = named.map(std::sync::Arc::new).collect();
        let link = Link::new(lines[0].clone(), &lines[1..], seed, "link");
        let log = FrameLog::new(true);
        Self { link, now: SimTime::ZERO, log, pushed: 0, ended: 0, impaired: 0, delivered: Vec::new() }
    }

    fn note(&mut self, outcome: &Outcome) {
        let (Outcome::Delivered(frame)
        | Outcome::Lost(frame)
        | Outcome::QueueDropped(frame)
        | Outcome::Expired(frame)
        | Outcome::Merged(frame)
        | Outcome::Filtered(frame)) = outcome;
        if frame.copy {
            return;
        }
        self.ended += 1;
        if matches!(outcome, Outcome::Delivered(_)) {
            self.delivered.push(frame.sequence);
        }
    }

    /// Everything that is due by now; afterwards nothing is.
    fn poll(&mut self) {
        while let Some(outcome) = self.link.poll(self.now, &mut self.log) {
            self.note(&outcome);
        }
        assert!(self.link.next_wakeup() > self.now, "a wake-up that never passes");
    }

    /// Lets time pass until an instant, waking as often as the link asks for it.
    fn advance(&mut self, to: SimTime) {
        while self.link.next_wakeup() <= to {
            self.now = self.link.next_wakeup();
            self.poll();
        }
        self.now = to;
    }

    fn perform(&mut self, operation: &Operation, hops: usize) {
        match operation {
            Operation::Push { twin, signals, value, historical } => {
                self.pushed += 1;
                let reading = |signal| Reading { signal, at: self.now, value: *value };
                let readings: Vec<Reading> = (0..3).filter(|bit| signals & (1 << bit) != 0).map(reading).collect();
                let letter = readings.is_empty().then_some(Letter::Command(self.pushed));
                let base = Frame { twin: *twin, sequence: self.pushed, generated_at: self.now, ..Frame::default() };
                let frame = Frame { readings, letter, historical: *historical, ..base };
                self.link.push(self.now, frame, &mut self.log);
                while let Some(outcome) = self.link.settled() {
                    self.note(&outcome);
                }
            }
            Operation::Wake(times) => {
                for _ in 0..*times {
                    let next = self.link.next_wakeup();
                    if next < SimTime::MAX {
                        self.now = self.now.max(next);
                        self.poll();
                    }
                }
            }
            Operation::Wait(by_s) => self.advance(self.now + secs(*by_s)),
            Operation::Cut { hop, for_s } => self.link.cut(hop % hops, self.now, self.now + secs(*for_s)),
            Operation::Mend { hop } => self.link.mend_cut(hop % hops, self.now, SimTime::ZERO),
            Operation::Change { hop, change } => self.link.change(hop % hops, self.now, change),
            Operation::Impair { hop, kind } => {
                let stream = Stream::new(u64::from(self.impaired), "fault", "fault");
                self.link.impair(hop % hops, self.impaired, kind, stream);
                self.impaired += 1;
            }
            Operation::Unimpair(fault) => self.link.unimpair(*fault),
        }
    }

    fn waiting(&self) -> usize {
        self.link.hops().map(|hop| hop.queued() + hop.in_flight()).sum()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_link_conserves_frames(
        lines in prop::collection::vec(line(), 1..=3),
        operations in prop::collection::vec(operation(), 1..80),
        seed in 0_u64..1000,
    ) {
        let mut bench = Bench::new(&lines, seed);
        for operation in &operations {
            bench.perform(operation, lines.len());
            prop_assert!(bench.ended <= bench.pushed);
        }
        // Long after everything is over, nothing is held any more.
        let end = bench.now + secs(50_000.0);
        while bench.ended < bench.pushed && bench.now < end {
            bench.advance(bench.now + secs(100.0));
        }
        prop_assert_eq!(bench.pushed, bench.ended);
        let copies_pass = bench.now + secs(50_000.0);
        while bench.waiting() > 0 && bench.now < copies_pass {
            bench.advance(bench.now + secs(100.0));
        }
        prop_assert_eq!(bench.waiting(), 0);
        // A collection of a gateway bears the number of its newest frame, be that a copy.
        if lines.iter().all(|line| line.gateway.is_none()) {
            bench.delivered.sort_unstable();
            let arrived = bench.delivered.len();
            bench.delivered.dedup();
            prop_assert_eq!(arrived, bench.delivered.len(), "no original arrives twice");
        }
    }

    #[test]
    fn a_link_in_order_never_lets_a_frame_pass_another(
        lines in prop::collection::vec(line(), 1..=3),
        gaps in prop::collection::vec(0.0..0.3_f64, 2..60),
        seed in 0_u64..1000,
    ) {
        let orderly = |line: &LineSpec| LineSpec {
            order: OrderSpec::InOrder,
            queue: QueueSpec::Fifo { limit: 1000 },
            offline: None,
            outages: None,
            gateway: None,
            ..line.clone()
        };
        let lines: Vec<LineSpec> = lines.iter().map(orderly).collect();
        let mut bench = Bench::new(&lines, seed);
        for gap in gaps {
            bench.perform(&Operation::Push { twin: 0, signals: 1, value: 0.0, historical: false }, 1);
            bench.perform(&Operation::Wait(gap), 1);
        }
        bench.advance(bench.now + secs(10_000.0));
        prop_assert!(bench.delivered.is_sorted(), "{:?}", bench.delivered);
    }
}

/// Ten frames a second, each taking a tenth of a second on the line, and what is done to the link.
fn busy(timeline: &str) -> String {
    let link = "delay: Fixed(ms: 20), rate_fps: 20, queue: Fifo(limit: 1000)";
    pair(40.0, "Ramp(slope_per_s: 1)", 10.0, "sync: RealTime(rate_hz: 10)", link)
        .replace("links:", &format!("timeline: [{timeline}], links:"))
}

#[test]
fn a_cut_that_ends_does_not_mend_a_longer_one() {
    let cut = |at_s: f64, for_s: f64| format!("(at_s: {at_s}, do: Partition(link: \"link\", for_s: {for_s})),");
    let reach = |timeline: &str| {
        let simulation = run(&scene(&busy(timeline)), 1);
        Report::of(&simulation, 0.0).twins.remove(0).age_s.unwrap().max
    };
    // Frame 100, sent at 10 s, is the last before the cut at 10.07: its service was over at 10.05. Frame 101 is served
    // from the end of the cut on.
    let theory = 22.07 + 0.05 + 0.02 - 10.0;
    close("one cut", reach(&cut(10.07, 12.0)), theory, 1e-9);
    close("a short one within it", reach(&(cut(10.07, 12.0) + &cut(12.0, 3.0))), theory, 1e-9);
    close("two that overlap", reach(&(cut(10.07, 5.0) + &cut(14.07, 8.0))), theory, 1e-9);
    let mended = format!("{}{}(at_s: 16, do: EndFault(number: 0)),", cut(10.07, 20.0), cut(14.07, 8.0));
    close("the longer one is mended by hand", reach(&mended), theory, 1e-9);
}

#[test]
fn what_is_in_service_goes_on_where_it_stood_when_a_cut_is_mended_early() {
    let mut simulation = Simulation::new(scene(&busy("")), Some(1)).unwrap();
    simulation.advance_to(secs(10.02));
    simulation.post(Action::Partition { link: "link".to_owned(), hop: None, for_s: 20.0 });
    simulation.advance_to(secs(14.02));
    simulation.post(Action::EndFault { number: 0 });
    simulation.advance_to(secs(40.0));
    let twin = Report::of(&simulation, 0.0).twins.remove(0);
    // Frame 101, measured at 10 s, had 0.03 s of its service left and 4 s to wait for it.
    close("largest age", twin.age_s.unwrap().max, 14.07 - 9.9, 0.02);
    assert!(twin.latency_s.unwrap().max < 4.2);
    assert_eq!((twin.frames.lost, twin.frames.queue_dropped), (0, 0));
}
