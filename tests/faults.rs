//! Faults, hands, commands and updates, through whole runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use common::{run, scene, secs};
use twinsync::core::action::Action;
use twinsync::core::exchange::{Standing, Verdict};
use twinsync::core::fault::FaultClass;
use twinsync::report::Report;
use twinsync::sim::Simulation;

/// A ramp of 1 per second, sampled and sent every 100 ms over 10 ms, with the given timeline.
fn ramp(timeline: &str) -> String {
    format!(
        r#"(title: "ramp", duration_s: 20,
        devices: [(name: "source", model: Generator(waveform: Ramp(slope_per_s: 1)), sensors: [(signal: "value", rate_hz: 10)])],
        twins: [(name: "twin", of: "source", uplink: "link", sync: RealTime(rate_hz: 10))],
        links: [(name: "link", delay: Fixed(ms: 10))],
        timeline: [{timeline}])"#
    )
}

/// What the twin believes at an instant, and the truth.
fn at(text: &str, s: f64) -> (f64, f64) {
    let mut simulation = Simulation::new(scene(text), None).unwrap();
    simulation.advance_to(secs(s));
    let snapshot = simulation.snapshot();
    (snapshot.twins[0].values[0].unwrap(), snapshot.devices[0].values[0])
}

#[test]
fn a_biased_sensor_misleads_the_twin_and_recovers() {
    let text = ramp(r#"(at_s: 5, do: Fault(device: "source", signal: "value", kind: Bias(offset: 4), for_s: 5))"#);
    let (believed, truth) = at(&text, 8.0);
    assert!((believed - truth - 4.0).abs() < 0.2, "{believed} {truth}");
    let (believed, truth) = at(&text, 12.0);
    assert!((believed - truth).abs() < 0.2, "{believed} {truth}");
}

#[test]
fn a_stuck_sensor_falls_behind_at_the_speed_of_the_truth() {
    let text = ramp(r#"(at_s: 5, do: Fault(device: "source", signal: "value", kind: Stuck))"#);
    let (believed, truth) = at(&text, 15.0);
    assert!((believed - 5.0).abs() < 0.11, "{believed}");
    assert!((truth - 15.0).abs() < 1e-9, "{truth}");
}

#[test]
fn without_power_nothing_is_sent_and_afterwards_all_is_well() {
    let text = ramp(r#"(at_s: 5, do: Fault(device: "source", kind: PowerLoss, for_s: 6))"#);
    let (believed, truth) = at(&text, 10.0);
    assert!((believed - 5.0).abs() < 0.11 && (truth - 10.0).abs() < 1e-9, "{believed} {truth}");
    let (believed, truth) = at(&text, 15.0);
    assert!((believed - truth).abs() < 0.2, "{believed} {truth}");
    let frames = Report::of(&run(&scene(&text), 1), 0.0).twins.remove(0).frames;
    assert_eq!(frames.lost, 0);
    assert!((139..=142).contains(&frames.sent), "20 s less 6 s at 10 Hz: {}", frames.sent);
}

#[test]
fn a_push_moves_the_truth_itself() {
    let text = ramp(
        r#"(at_s: 5, do: Push(device: "source", signal: "value", by: 100)), (at_s: 10, do: Push(device: "source", signal: "value", by: 0))"#,
    );
    let (believed, truth) = at(&text, 8.0);
    assert!((truth - 108.0).abs() < 1e-9 && (believed - truth).abs() < 0.2, "{believed} {truth}");
    let (_, truth) = at(&text, 12.0);
    assert!((truth - 12.0).abs() < 1e-9);
}

#[test]
fn link_faults_delay_double_and_lose() {
    let counts = |kind: &str| {
        let text = ramp(&format!(r#"(at_s: 0, do: LinkFault(link: "link", kind: {kind}))"#));
        Report::of(&run(&scene(&text), 1), 0.0).twins.remove(0)
    };
    let late = counts("LatencySpike(add_ms: 490)");
    assert!((late.latency_s.unwrap().mean - 0.5).abs() < 1e-6);
    let doubled = counts("DuplicateStorm(copies: 2)");
    assert_eq!(doubled.frames.duplicated, 2 * doubled.frames.delivered);
    assert_eq!(doubled.frames.stale, 0, "a copy is counted as a copy");
    let lossy = counts("BurstLoss(loss: 0.5, mean_burst: 4)").frames;
    // 200 frames; bursts of 4 at half loss triple the variance of the share: 4 sd are 0.245.
    let share = lossy.lost as f64 / lossy.sent as f64;
    assert!((share - 0.5).abs() < 0.245, "{share}");
}

#[test]
fn a_fault_ends_by_itself_by_hand_or_never() {
    let mut simulation = Simulation::new(
        scene(&ramp(
            r#"(at_s: 2, do: Partition(link: "link", for_s: 10)),
               (at_s: 3, do: Fault(device: "source", signal: "value", kind: Bias(offset: 1)))"#,
        )),
        None,
    )
    .unwrap();
    simulation.advance_to(secs(5.0));
    let acting: Vec<&str> = simulation.snapshot().acting_faults().map(|(_, fault)| fault.what.label()).collect();
    assert_eq!(acting, ["Partition", "Bias"]);
    assert_eq!(simulation.snapshot().faults[0].what.class(), FaultClass::Network);
    assert!(simulation.snapshot().links[0].cut);
    simulation.post(Action::EndFault { number: 0 });
    simulation.advance_to(secs(6.0));
    assert!(!simulation.snapshot().links[0].cut);
    assert_eq!(simulation.snapshot().acting_faults().count(), 1);
    // Its planned end comes and changes nothing.
    simulation.advance_to(secs(15.0));
    let (until, twin) = (simulation.snapshot().faults[0].until, &simulation.snapshot().twins[0]);
    assert!((until.secs() - 5.0).abs() < 0.02);
    assert!((twin.values[0].unwrap() - simulation.snapshot().devices[0].values[0] - 1.0).abs() < 0.2);
    simulation.post(Action::EndFault { number: 7 });
    simulation.advance_to(secs(16.0));
    assert_eq!(simulation.refusals(), ["there is no fault number 7"]);
}

const COMMANDED: &str = r#"(title: "commanded", duration_s: 20,
    devices: [
        (name: "gateway", model: Generator(waveform: Ramp(slope_per_s: 0)), sensors: [(signal: "value", rate_hz: 1)]),
        (name: "rotor", model: Rotor(), sensors: [(signal: "speed_rpm", rate_hz: 10)], depends_on: ["gateway", "air"]),
    ],
    twins: [(name: "twin", of: "rotor", uplink: "air", downlink: "air", sync: RealTime(rate_hz: 10))],
    links: [(name: "air", delay: Fixed(ms: 100))],
    timeline: [
        (at_s: 2, do: Command(twin: "twin", setting: Speed(rpm: 2400))),
        (at_s: 4, do: Command(twin: "twin", setting: Speed(rpm: 99999))),
        (at_s: 6, do: Partition(link: "air", for_s: 1)),
        (at_s: 6.5, do: Command(twin: "twin", setting: Speed(rpm: 600))),
        (at_s: 10, do: Update(device: "rotor", firmware: "2.0.1")),
        (at_s: 15, do: Fault(device: "gateway", kind: PowerLoss)),
    ])"#;

#[test]
fn a_device_acts_refuses_with_a_reason_or_never_hears() {
    let simulation = run(&scene(COMMANDED), 1);
    let snapshot = simulation.snapshot();
    let standing: Vec<Standing> = snapshot.commands.iter().map(|record| record.standing(snapshot.now)).collect();
    assert_eq!(standing[0], Standing::Answered(Verdict::Applied));
    let Standing::Answered(Verdict::Refused(reason)) = &standing[1] else { panic!("{:?}", standing[1]) };
    assert!(reason.contains("99999 rpm is outside the safety limits of 0 to 6000 rpm"), "{reason}");
    assert_eq!(standing[2], Standing::TimedOut);
    assert!((snapshot.devices[1].values[3] - 2400.0).abs() < 1e-6, "the refused and the lost one changed nothing");
    let commands = Report::of(&simulation, 0.0).twins.remove(0).commands;
    assert_eq!((commands.sent, commands.applied, commands.refused, commands.expired), (3, 1, 1, 1));
    let latency = commands.ack_latency_s.unwrap();
    assert!((latency.mean - 0.2).abs() < 1e-9, "there and back: {}", latency.mean);
}

#[test]
fn a_twin_learns_versions_with_the_next_frame_and_not_before() {
    let mut simulation = Simulation::new(scene(COMMANDED), None).unwrap();
    simulation.advance_to(secs(10.05));
    let snapshot = simulation.snapshot();
    assert!(snapshot.is_outdated(&snapshot.twins[0]));
    assert_eq!(snapshot.devices[1].versions.firmware.to_string(), "2.0.1");
    simulation.advance_to(secs(10.5));
    let snapshot = simulation.snapshot();
    assert!(!snapshot.is_outdated(&snapshot.twins[0]));
    assert_eq!(snapshot.twins[0].versions.config, 2, "the command that was applied made a new configuration");
}

#[test]
fn trouble_upstream_is_marked_downstream() {
    let mut simulation = Simulation::new(scene(COMMANDED), None).unwrap();
    let upstream = |simulation: &Simulation| simulation.snapshot().trouble_upstream(1).map(|name| name.to_string());
    simulation.advance_to(secs(5.0));
    assert_eq!(upstream(&simulation), None);
    simulation.advance_to(secs(6.5));
    assert_eq!(upstream(&simulation).as_deref(), Some("air"));
    simulation.advance_to(secs(16.0));
    assert_eq!(upstream(&simulation).as_deref(), Some("gateway"));
}
