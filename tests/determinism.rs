//! Same scene, seed and journal: same digest, whoever runs it and however it is sliced.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use std::sync::Arc;

use common::{only_twin, run, scene, secs, shipped};
use twinsync::core::action::{Action, LinkChange};
use twinsync::core::link::LossSpec;
use twinsync::core::sync::{Schedule, SyncSpec};
use twinsync::lab::Stage;
use twinsync::report::Report;
use twinsync::scene::{self, LoadedScene};
use twinsync::sim::Simulation;

const SCENES: &[&str] = &[
    "rotor_five_ways",
    "convoy",
    "recording",
    "heater",
    "hvac",
    "ward",
    "clock_board",
    "robot_cell",
    "campus",
    "conflicts",
    "wire",
];

/// A shipped scene, cut short.
fn short(name: &str, duration_s: f64) -> Arc<LoadedScene> {
    let mut scene = scene::load(name).unwrap_or_else(|errors| panic!("{errors}"));
    scene.spec.duration_s = duration_s;
    Arc::new(scene)
}

#[test]
fn shipped_scenes_match_their_golden_digests() {
    let mut text = String::new();
    for name in SCENES {
        let first = run(&short(name, 30.0), 7).digest();
        assert_eq!(first, run(&short(name, 30.0), 7).digest(), "{name}: the same run twice");
        assert_ne!(first, run(&short(name, 30.0), 8).digest(), "{name}: another seed");
        text += &format!("{name} {first}\n");
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/digests.txt");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(golden, &text).unwrap();
    }
    let expected = std::fs::read_to_string(golden).unwrap_or_default();
    assert_eq!(text, expected, "results changed; if that is meant, run the tests with UPDATE_GOLDENS=1 and say why");
}

#[test]
fn slices_do_not_matter() {
    for name in SCENES {
        let scene = short(name, 12.0);
        let whole = run(&scene, 7);
        let mut sliced = Simulation::new(Arc::clone(&scene), Some(7)).unwrap();
        let mut at = 0.0;
        while sliced.now() < sliced.end() {
            at += 0.0371;
            sliced.advance_to(secs(at).min(sliced.end()));
        }
        assert_eq!(whole.digest(), sliced.digest(), "{name}");
    }
}

#[test]
fn age_and_latency_do_not_depend_on_the_step_length() {
    let text = |step_ms: f64| {
        let mut scene = scene::load("rotor_five_ways").unwrap();
        scene.spec.step_ms = step_ms;
        let simulation = run(&Arc::new(scene), 7);
        serde_json::to_value(Report::of(&simulation, 0.0)).unwrap()
    };
    let fine = text(1.0);
    for step_ms in [1000.0 / 64.0, 1000.0] {
        let coarse = text(step_ms);
        for (fine, coarse) in fine["twins"].as_array().unwrap().iter().zip(coarse["twins"].as_array().unwrap()) {
            assert_eq!(fine["frames"], coarse["frames"]);
            for table in ["age_s", "latency_s"] {
                for (key, value) in fine[table].as_object().unwrap() {
                    let (fine, coarse) = (value.as_f64().unwrap(), coarse[table][key].as_f64().unwrap());
                    assert!((fine - coarse).abs() <= 1e-9, "{table}.{key}: {fine} {coarse} at {step_ms} ms");
                }
            }
        }
    }
}

#[test]
fn deleting_every_twin_leaves_the_devices_as_they_are() {
    for name in SCENES {
        let mut scene = scene::load(name).unwrap();
        scene.spec.duration_s = 20.0;
        // What twins do to devices is not what is looked for here.
        scene.spec.timeline.retain(|entry| !matches!(entry.action, Action::Command { .. }));
        let with = run(&Arc::new(scene), 7);
        let mut scene = scene::load(name).unwrap();
        scene.spec.duration_s = 20.0;
        scene.spec.twins.clear();
        let on_devices = |action: &Action| {
            matches!(
                action,
                Action::Fault { .. } | Action::Operate { .. } | Action::Push { .. } | Action::Update { .. }
            )
        };
        scene.spec.timeline.retain(|entry| on_devices(&entry.action));
        let without = run(&Arc::new(scene), 7);
        assert_eq!(with.device_digest(), without.device_digest(), "{name}");
    }
}

#[test]
fn adding_a_twin_changes_nobody_elses_draws() {
    let one = shipped("rotor_five_ways");
    let mut more = scene::load("rotor_five_ways").unwrap();
    let mut extra = more.spec.twins[0].clone();
    extra.name = "another".to_owned();
    more.spec.twins.insert(0, extra);
    let (one, more) = (run(&one, 7), run(&Arc::new(more), 7));
    let (one, more) = (Report::of(&one, 0.0), Report::of(&more, 0.0));
    for (alone, together) in one.twins.iter().zip(&more.twins[1..]) {
        assert_eq!(serde_json::to_string(alone).unwrap(), serde_json::to_string(together).unwrap());
    }
}

fn deeds() -> [(f64, Action); 3] {
    [
        (
            2.0,
            Action::SetLink { link: "wifi".to_owned(), hop: None, change: LinkChange::Loss(LossSpec::Bernoulli(0.5)) },
        ),
        (
            4.0,
            Action::SetSync {
                twin: "stream".to_owned(),
                sync: SyncSpec::RealTime { rate_hz: 3.0, schedule: Schedule::Regular },
            },
        ),
        (6.0, Action::Partition { link: "wifi@batch".to_owned(), hop: None, for_s: 3.0 }),
    ]
}

#[test]
fn a_rewound_run_replays_its_journal_to_the_same_digest() {
    let scene = short("rotor_five_ways", 15.0);
    let mut simulation = Simulation::new(Arc::clone(&scene), None).unwrap();
    for (at_s, action) in deeds() {
        simulation.advance_to(secs(at_s));
        simulation.post(action);
    }
    simulation.advance_to(simulation.end());
    assert_eq!(*simulation.snapshot().twins[0].sync, SyncSpec::RealTime { rate_hz: 3.0, schedule: Schedule::Regular });
    let untouched = run(&scene, 7).digest();
    assert_ne!(simulation.digest(), untouched);
    let mut again = simulation.rewound(simulation.end()).unwrap();
    again.advance_to(again.end());
    assert_eq!(simulation.digest(), again.digest());
    let mut blank = simulation.rewound(secs(0.0)).unwrap();
    blank.advance_to(blank.end());
    assert_eq!(blank.digest(), untouched);
}

#[test]
fn acting_in_the_past_branches_and_keeps_what_was_before() {
    let mut stage = Stage::new(scene::load("rotor_five_ways").unwrap(), None).unwrap();
    for step in 1..=10 {
        stage.show(secs(f64::from(step)));
    }
    let [(_, first), (_, second), _] = deeds();
    stage.show(secs(3.0));
    assert!(stage.is_past());
    stage.act(first, secs(3.0)).unwrap();
    assert!((stage.simulation.now().secs() - 3.0).abs() < 0.02, "the future is cut");
    stage.show(secs(5.0));
    stage.act(second, secs(5.0)).unwrap();
    assert_eq!(stage.simulation.journal().len(), 2);
}

#[test]
fn a_shown_past_moment_is_what_was_there() {
    let mut stage = Stage::new(scene::load("rotor_five_ways").unwrap(), None).unwrap();
    stage.show(secs(2.0));
    let (values, body) = (stage.shown.twins[0].values.clone(), stage.shown.devices[0].body);
    stage.show(secs(5.0));
    assert_ne!(stage.shown.devices[0].body, body);
    stage.show(secs(2.0));
    assert_eq!((&stage.shown.twins[0].values, stage.shown.devices[0].body), (&values, body));
}

#[test]
fn timeline_cuts_act_at_their_exact_instant() {
    // At 10 Hz with no loss a cut from 1.0 s for 0.95 s takes the frames of 1.0, 1.1 .. 1.9 s.
    let text = r#"(title: "cut", duration_s: 3, step_ms: 700,
        devices: [(name: "source", model: Generator(), sensors: [(signal: "value", rate_hz: 10)])],
        twins: [(name: "twin", of: "source", uplink: "link", sync: RealTime(rate_hz: 10))],
        links: [(name: "link", delay: Fixed(ms: 10))],
        timeline: [(at_s: 1, do: Partition(link: "link", for_s: 0.95))])"#;
    assert_eq!(only_twin(text, 1).frames.lost, 10);
    let queued = text.replace("delay: Fixed(ms: 10)", "delay: Fixed(ms: 10), rate_fps: 1000");
    let twin = only_twin(&queued, 1);
    assert_eq!((twin.frames.lost, twin.queue.max), (0, 10), "a link with a rate keeps them waiting");
    let simulation = run(&scene(&queued), 1);
    assert_eq!(simulation.snapshot().links[0].queued, 0);
}

#[test]
fn the_windowed_host_gives_the_same_digest_as_a_bare_run() {
    use bevy::app::App;
    use bevy::prelude::MinimalPlugins;
    use bevy::time::TimeUpdateStrategy;
    use twinsync::lab::{Lab, LabCommand, LabPlugin, Wish};

    for name in ["rotor_five_ways", "convoy"] {
        let scene = short(name, 4.0);
        let bare = run(&scene, scene.spec.seed).digest();
        let stage = Stage::new(scene.as_ref().clone(), None).unwrap();
        let mut lab = Lab::default();
        lab.begin(&stage);
        let mut app = App::new();
        app.add_plugins((MinimalPlugins, LabPlugin)).insert_resource(lab).insert_resource(stage);
        // Frames of 23 ms, a pause, a look back and a change of speed on the way.
        app.insert_resource(TimeUpdateStrategy::ManualDuration(std::time::Duration::from_micros(23_456)));
        for frame in 0..400 {
            let wish = match frame {
                50 => Some(LabCommand::TogglePlay),
                60 => Some(LabCommand::Seek(secs(0.5))),
                70 => Some(LabCommand::TogglePlay),
                90 => Some(LabCommand::SetSpeed(2.0)),
                _ => None,
            };
            wish.map(|wish| app.world_mut().write_message(Wish(wish)));
            app.update();
        }
        let stage = app.world().resource::<Stage>();
        assert_eq!(stage.simulation.now(), stage.simulation.end(), "{name}");
        assert_eq!(stage.simulation.digest(), bare, "{name}");
    }
}

#[test]
fn a_raised_rate_frees_the_line_and_a_cut_holds_what_is_being_sent() {
    // One frame a second at 1 bit a second would take for ever; at 5 s the limit goes, at 8 s the link is cut.
    let text = r#"(title: "rate", duration_s: 12,
        devices: [(name: "source", model: Generator(), sensors: [(signal: "value", rate_hz: 1)])],
        twins: [(name: "twin", of: "source", uplink: "link", sync: RealTime(rate_hz: 1))],
        links: [(name: "link", delay: Fixed(ms: 0), rate_bps: 1)],
        timeline: [(at_s: 5.5, do: SetLink(link: "link", change: RateBps(None)))])"#;
    let simulation = run(&scene(text), 1);
    assert_eq!(simulation.snapshot().twins[0].frames.delivered, 12);
    let held = text.replace(
        "(at_s: 5.5, do: SetLink(link: \"link\", change: RateBps(None)))",
        "(at_s: 0.5, do: Partition(link: \"link\", for_s: 3))",
    );
    // 20 bytes at 160 bits a second take one second: half of it before the cut, half after it.
    let held = held.replace("rate_bps: 1", "rate_bps: 160");
    let mut simulation = Simulation::new(scene(&held), Some(1)).unwrap();
    simulation.advance_to(secs(3.99));
    assert_eq!(simulation.snapshot().twins[0].frames.delivered, 0);
    simulation.advance_to(secs(4.1));
    assert_eq!(simulation.snapshot().twins[0].frames.delivered, 1);
}

#[test]
fn a_wish_builds_on_the_one_before_it_and_a_past_moment_shows_what_held_then() {
    let mut stage = Stage::new(scene::load("rotor_five_ways").unwrap(), None).unwrap();
    stage.show(secs(2.0));
    let [_, (_, switch), _] = deeds();
    stage.act(switch, secs(2.0)).unwrap();
    let switched = stage.shown.twins[0].sync.clone();
    assert_eq!(*switched, SyncSpec::RealTime { rate_hz: 3.0, schedule: Schedule::Regular }, "shown while paused");
    stage.show(secs(4.0));
    stage.show(secs(1.0));
    assert_eq!(*stage.shown.twins[0].sync, SyncSpec::RealTime { rate_hz: 10.0, schedule: Schedule::Regular });
}
