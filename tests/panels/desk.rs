//! A desk to test panels on: a model made by hand, a harness that shows it, and the wishes it collects.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::Harness;
use twinsync::core::action::{Action, LinkChange};
use twinsync::core::device::{Control, ModelKind, Setting};
use twinsync::core::exchange::{Errand, Standing, Verdict};
use twinsync::core::fault::{FaultKind, FaultTarget, Injected, LinkFaultKind};
use twinsync::core::link::{DelaySpec, LineSpec, LossSpec, Measured, Preset, Tier};
use twinsync::core::math::sin;
use twinsync::core::metric::FrameCounts;
use twinsync::core::metric::LevelState;
use twinsync::core::signal::SignalInfo;
use twinsync::core::sync::{Schedule, SyncKind, SyncSpec, Threshold};
use twinsync::core::time::SimTime;
use twinsync::core::twin::PredictorSpec;
use twinsync::core::versions::Versions;
use twinsync::lab::steps::{Step, StepState};
use twinsync::lab::story::{StoryStep, Tone};
use twinsync::lab::{FrameKey, GhostLayout, LabCommand, Playback, ThemeKind};
use twinsync::report::Radar;
use twinsync::report::radar::Values;
use twinsync::sim::HopState;
use twinsync::ui::model::{
    ActingFault, Bin, Charts, CommandView, Curve, Dependencies, DeviceRow, Forecast, FrameRow, FrameSort, Health,
    Latency, LinkView, Look, Mark, Model, Node, Noticed, NoticedRow, Offer, OnItsWay, SignalSize, StoryView, Traffic,
    TrialView, TwinRow, ViewChoices,
};
use twinsync::ui::shell;

use super::papers::{document, laboratory};

use bevy_egui::egui::{self, Rect, vec2};

/// What a harness carries.
pub struct Desk {
    pub model: Model,
    pub wishes: Vec<LabCommand>,
    pub free: Option<Rect>,
    /// A text field beside the panels, for tests of typing.
    pub note: Option<String>,
}

pub fn desk(model: Model) -> Harness<'static, Desk> {
    sized(model, vec2(1280.0, 720.0))
}

pub fn sized(model: Model, size: egui::Vec2) -> Harness<'static, Desk> {
    let desk = Desk { model, wishes: Vec::new(), free: None, note: None };
    let show = |ui: &mut egui::Ui, desk: &mut Desk| {
        let free = shell::show(ui.ctx(), &desk.model, &mut desk.wishes);
        if let Some(free) = free {
            desk.free = Some(free);
            if let Some(note) = &mut desk.note {
                let place = Rect::from_min_size(free.min + vec2(20.0, 20.0), vec2(200.0, 30.0));
                ui.put(place, egui::TextEdit::singleline(note).id(egui::Id::new("note")));
            }
        }
    };
    Harness::builder().with_size(size).with_max_steps(12).build_ui_state(show, desk)
}

/// Five twins of a rotor, one in each mode, in the middle of a run.
pub fn model(theme: ThemeKind) -> Model {
    let signals: Arc<[SignalInfo]> =
        [SignalInfo::new("accel_x", "m/s^2"), SignalInfo::new("speed_rpm", "rpm")].into_iter().collect();
    let sizes = vec![SignalSize::new(&signals[0], -4.0, 4.0), SignalSize::new(&signals[1], 1490.0, 1510.0)];
    let twins: Vec<_> = SyncKind::ALL.into_iter().enumerate().map(|(index, kind)| twin(index, kind)).collect();
    Model {
        title: "Unbalanced rotor, five ways to keep up".into(),
        description: "One rotor, five twins, one mode each.".into(),
        scene: Some("rotor_five_ways".to_owned()),
        scenes: vec!["convoy", "rotor_five_ways"],
        seed: 7,
        digest: Some("9f31c2e077ab0d14".to_owned()),
        playback: Playback { playing: false, at: SimTime::from_secs(26.85), ..Playback::default() },
        now: SimTime::from_secs(26.85),
        computed: SimTime::from_secs(30.0),
        marks: marks(),
        fault_spans: Vec::new(),
        devices: vec![DeviceRow {
            name: "rotor".into(),
            kind: ModelKind::Rotor,
            signals,
            versions: Versions::default(),
            struck: None,
            upstream: None,
        }],
        twins,
        device: 0,
        twin: 0,
        signal: 0,
        link: Some(link()),
        downlink: None,
        frames: frames(),
        sorts: vec![FrameSort::Report, FrameSort::Resent, FrameSort::Historical, FrameSort::Lost],
        frame: None,
        story: None,
        steps: steps(),
        offer: Offer {
            controls: vec![
                Control::number("Speed", "rpm", (0.0, 3000.0), 1500.0, |rpm| Setting::Speed { rpm, over_s: 2.0 }),
                Control::choice(
                    "Drive",
                    vec![("Run", Setting::Run { on: true }), ("Stop", Setting::Run { on: false })],
                    Some(0),
                ),
            ],
            faults: vec![FaultKind::UnbalanceGrowth { g_mm_per_s: 2.0 }],
        },
        faults: Vec::new(),
        commands: Vec::new(),
        on_their_way: Vec::new(),
        trial: None,
        document: None,
        laboratory: None,
        live: None,
        pushes: vec![0.0; 2],
        sizes,
        dependencies: Dependencies::default(),
        thresholds: BTreeMap::from([("accel_x".to_owned(), 0.5), ("speed_rpm".to_owned(), 20.0)]),
        values: vec![1.25, 1500.0],
        noticed: Noticed::default(),
        charts: charts(),
        view: ViewChoices {
            theme,
            ghosts: GhostLayout::Overlay,
            exaggeration: None,
            strobe: 48.0,
            folded: [false; 3],
            help: false,
            notice: None,
            reduced_motion: true,
        },
    }
}

/// The same desk on a bad day: faults act, commands were refused, records are out of date.
pub fn troubled(theme: ThemeKind) -> Model {
    let mut model = model(theme);
    let bias = Injected::Device(FaultKind::Bias { offset: 4.0 });
    let burst = Injected::Link(LinkFaultKind::BurstLoss { loss: 0.5, mean_burst: 8.0 });
    let links = FaultTarget::Links { name: "wifi@stream".into(), links: Arc::from([0]), hop: 0 };
    let fault = |number, what, target, label: &str| ActingFault { number, what, target, label: label.to_owned() };
    model.faults = vec![
        fault(3, bias, FaultTarget::Sensor { device: 0, signal: 0 }, "Bias on accel_x"),
        fault(5, burst, links, "Burst loss on wifi@stream"),
    ];
    model.fault_spans = vec![(12.0, 22.0)];
    model.noticed = Noticed {
        watches: true,
        anomalies: vec![NoticedRow {
            class: "sensor",
            subject: "accel_x".to_owned(),
            stands: true,
            when: "2.1 s ago".to_owned(),
            confidence: 0.97,
            evidence: "accel_x is 4.1 m/s\u{b2} off what its siblings say".to_owned(),
            reason: "its siblings and the model agree with each other",
        }],
        more: 0,
        score: None,
    };
    model.devices[0].struck = Some("Bias on accel_x".to_owned());
    model.devices[0].upstream = Some("supply".into());
    model.devices[0].versions.config = 4;
    for twin in &mut model.twins {
        twin.versions.config = 3;
        twin.outdated = true;
    }
    let reason = "the speed 9999 rpm is outside the safety limits of 0 to 3000 rpm";
    let command = |what: &str, standing, took_s| CommandView {
        what: what.to_owned(),
        sent_at: SimTime::from_secs(26.0),
        standing,
        took_s,
        tries: 1,
        executions: 1,
        repeats_ignored: 0,
        expires_at: None,
    };
    model.commands = vec![
        command("Speed 1600 rpm", Standing::Waiting, None),
        command("Speed 9999 rpm", Standing::Answered(Verdict::Refused(reason.into())), Some(0.21)),
        command("Speed 1500 rpm", Standing::Answered(Verdict::Applied), Some(0.2)),
    ];
    model.commands[0] = CommandView {
        tries: 3,
        executions: 2,
        repeats_ignored: 1,
        expires_at: Some(SimTime::from_secs(40.0)),
        ..model.commands[0].clone()
    };
    model.on_their_way = vec![OnItsWay {
        setting: Setting::Speed { rpm: 1600.0, over_s: 2.0 },
        what: "Speed 1600 rpm".to_owned(),
        tries: 3,
    }];
    model.trial = Some(tried(1900.0));
    model.document = Some(document());
    model.laboratory = Some(laboratory());
    model.pushes[0] = 2.0;
    let node = |name: &str, level, health| Node { name: name.into(), level, health };
    model.dependencies = Dependencies {
        nodes: vec![
            node("supply", 0, Health::Struck("Power loss".to_owned())),
            node("wifi", 0, Health::Sound),
            node("rotor", 1, Health::Affected("supply".into())),
        ],
        edges: vec![(0, 2), (1, 2)],
    };
    model
}

/// A speed that is tried and would be applied.
pub fn tried(rpm: f64) -> TrialView {
    let points = (0..61).map(|second| (f64::from(second), 1500.0 + f64::from(second), 1500.0)).collect();
    let forecast = Forecast { signal: Some("speed_rpm".to_owned()), unit: "rpm".to_owned(), horizon_s: 60.0, points };
    TrialView {
        setting: Setting::Speed { rpm, over_s: 2.0 },
        what: format!("Speed {rpm} rpm"),
        at: SimTime::from_secs(26.85),
        outcome: Ok(forecast),
    }
}

fn twin(index: usize, kind: SyncKind) -> TwinRow {
    let threshold = Threshold::Same(0.5);
    let sync = match kind {
        SyncKind::RealTime => SyncSpec::RealTime { rate_hz: 10.0, schedule: Schedule::Regular },
        SyncKind::Periodic => SyncSpec::Periodic { interval_s: 5.0 },
        SyncKind::EventDriven => SyncSpec::EventDriven { threshold, relative: false, pmin_s: 0.0, pmax_s: Some(5.0) },
        SyncKind::Hybrid => SyncSpec::Hybrid {
            critical: vec!["accel_x".to_owned()],
            interval_s: 1.0,
            threshold,
            relative: false,
            pmin_s: 0.0,
            pmax_s: None,
        },
        SyncKind::Predictive => SyncSpec::Predictive { threshold, relative: false, heartbeat_s: None },
    };
    TwinRow {
        name: ["stream", "batch", "events", "mixed", "predict"][index].into(),
        device: 0,
        sync,
        predictor: PredictorSpec::Hold,
        age_s: Some([0.082, 13.2, 0.41, 0.66, 0.52][index]),
        stale: index == 1,
        versions: Versions::default(),
        outdated: false,
        commands: true,
        frames: FrameCounts { planned: 100, sent: 100, delivered: 95, lost: 5, ..FrameCounts::default() },
    }
}

fn link() -> LinkView {
    let spec = LineSpec {
        name: "wifi".to_owned(),
        tiers: (Tier::Physical, Tier::Twin),
        delay: DelaySpec::Uniform { mean_ms: 50.0, half_width_ms: 10.0 },
        loss: LossSpec::Bernoulli(0.05),
        ..LineSpec::default()
    };
    LinkView { index: 0, name: "wifi@stream".into(), hops: Arc::new([hop(spec)]) }
}

fn hop(spec: LineSpec) -> HopState {
    HopState { spec: Arc::new(spec), cut: false, queued: 0, in_flight: 2, measured: Measured::default() }
}

/// The same desk with three hops up and down, and the story of a frame.
pub fn routed(theme: ThemeKind) -> Model {
    let mut model = model(theme);
    let tiers = Tier::ALL.windows(2).map(|pair| (pair[0], pair[1]));
    let hops: Vec<HopState> = ["radio", "backhaul", "lan"]
        .into_iter()
        .zip(tiers)
        .map(|(name, tiers)| hop(LineSpec { name: name.to_owned(), tiers, ..Preset::ThreeG.line() }))
        .collect();
    let back: Vec<HopState> = hops.iter().rev().cloned().collect();
    model.link = Some(LinkView { index: 0, name: "wifi@stream".into(), hops: hops.into() });
    model.downlink = Some(LinkView { index: 1, name: "wifi@stream down".into(), hops: back.into() });
    let step = |at_s: f64, tone, words: &str| StoryStep { at: SimTime::from_secs(at_s), words: words.to_owned(), tone };
    model.sorts = FrameSort::ALL.to_vec();
    model.frame = Some(model.frames[1].key);
    model.story = Some(StoryView {
        title: "Frame 213 to stream".to_owned(),
        steps: vec![
            step(12.304, Tone::Plain, "measured"),
            step(12.304, Tone::Plain, "sent on radio"),
            step(12.320, Tone::Bad, "missing at the edge: lost on radio"),
            step(12.804, Tone::Plain, "sent on radio (try 2)"),
            step(12.830, Tone::Plain, "arrives at the edge"),
            step(12.850, Tone::Plain, "kept offline at the edge"),
            step(12.900, Tone::Plain, "sent on backhaul (try 2)"),
            step(12.950, Tone::Plain, "arrives at the twin"),
            step(12.950, Tone::Good, "shown by the twin"),
        ],
    });
    model
}

fn frames() -> Vec<FrameRow> {
    let states = [
        ("on radio", Tone::Plain),
        ("lost on backhaul, try 2", Tone::Bad),
        ("arrived, historical", Tone::Good),
        ("arrived", Tone::Good),
    ];
    let row = |(index, (state, tone)): (usize, (&str, Tone))| {
        let sequence = 214 - index as u32;
        let key = FrameKey { twin: 0, errand: Errand::Report, sequence };
        FrameRow { key, name: format!("seq {sequence}"), state: state.to_owned(), tone }
    };
    states.into_iter().enumerate().map(row).collect()
}

fn steps() -> [StepState; 6] {
    Step::ALL.map(|step| StepState {
        step,
        at: (step != Step::Propagate).then(|| SimTime::from_secs(if step == Step::Update { 26.8 } else { 24.75 })),
        lit: step == Step::Update,
    })
}

fn marks() -> Vec<Mark> {
    let at = SimTime::from_secs;
    vec![
        Mark::of(at(12.0), &Action::Partition { link: "wifi".to_owned(), hop: None, for_s: 10.0 }),
        Mark::of(
            at(20.0),
            &Action::SetLink { link: "wifi".to_owned(), hop: None, change: LinkChange::Loss(LossSpec::Bernoulli(0.2)) },
        ),
        Mark::of(
            at(33.0),
            &Action::Fault {
                device: "rotor".to_owned(),
                signal: None,
                for_s: None,
                kind: FaultKind::UnbalanceGrowth { g_mm_per_s: 2.0 },
            },
        ),
    ]
}

fn charts() -> Charts {
    let names = ["stream", "batch", "events", "mixed", "predict"];
    let wave = |phase: f64| -> Vec<[f64; 2]> {
        (0..200).map(|i| f64::from(i) * 0.05).map(|t| [16.85 + t, sin(2.0 * t + phase)]).collect()
    };
    let twins = |scale: f64| -> Vec<Curve> {
        let curve = |(index, kind): (usize, SyncKind)| Curve {
            name: names[index].into(),
            look: Look::Twin(kind),
            points: wave(index as f64 * scale),
        };
        SyncKind::ALL.into_iter().enumerate().map(curve).collect()
    };
    let mut history = vec![Curve { name: "rotor".into(), look: Look::Device, points: wave(0.0) }];
    history.extend(twins(0.2));
    let bins = (0..28).map(|i| f64::from(i) * 0.001 + 0.036);
    Charts {
        span: (16.85, 26.85),
        history_span: (16.85, 26.85),
        history,
        age: twins(0.5),
        error: twins(0.7),
        rmse: vec![Some(0.5); 5],
        latency: Some(Latency {
            bins: bins.map(|low_s| Bin { low_s, high_s: low_s + 0.001, share: 1.0 / 28.0 }).collect(),
            p50_s: 0.05,
            p95_s: 0.0591,
            p99_s: 0.06,
            count: 952,
        }),
        traffic: names
            .into_iter()
            .zip(SyncKind::ALL)
            .map(|(name, kind)| Traffic { name: name.into(), kind, bytes_per_s: 1234.0, bytes: 40_000 })
            .collect(),
        radar: Radar::of(&names.into_iter().zip(SyncKind::ALL).map(contestant).collect::<Vec<_>>()),
        levels: vec![level("age p95", Some(true)), level("rms error of accel_x", Some(false)), level("latency", None)],
    }
}

fn contestant((name, kind): (&str, SyncKind)) -> (String, &'static str, Values) {
    let figures =
        [("age_mean_s", 0.1), ("age_p99_s", 0.3), ("nrmse", 0.4), ("alignment_ratio", 0.8), ("bytes_per_s", 900.0)];
    (name.to_owned(), kind.name(), figures.into_iter().collect())
}

fn level(name: &str, met: Option<bool>) -> LevelState {
    let value = met.map(|met| if met { 0.2 } else { 0.8 });
    let margin = value.map(|value| 0.5 - value);
    LevelState { name: name.to_owned(), target: "below 0.5 s".to_owned(), met, value, margin, unit: "s".to_owned() }
}
