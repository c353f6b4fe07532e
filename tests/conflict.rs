//! Shadows in whole runs: one quarrel under nine rules, and commands tried out on a copy of the twin.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use common::{close, run, scene, secs, shipped};
use twinsync::core::device::{Setting, field};
use twinsync::core::exchange::{Standing, Verdict};
use twinsync::core::math::exp;
use twinsync::report::Report;
use twinsync::sim::Simulation;

#[test]
fn nine_rules_settle_one_quarrel_each_in_its_own_way() {
    let simulation = run(&shipped("conflicts"), 11);
    let report = Report::of(&simulation, 0.0);
    assert_eq!(report.refusals, [] as [String; 0]);
    // Seen, device won, twin won, refused, kept both, asked, and how often who wrote later lost. The heaters' clocks are
    // ahead by more than any gap, so whoever goes by clocks believes the device; truly it wrote last in two of four.
    let expected = [
        ("by device", [4, 4, 0, 0, 0, 0, 2]),
        ("by twin", [4, 0, 4, 0, 0, 0, 2]),
        ("by arrival", [4, 4, 0, 0, 0, 0, 2]),
        ("by clock", [4, 4, 0, 0, 0, 0, 2]),
        ("by version", [4, 0, 0, 4, 0, 0, 2]),
        ("by merge", [4, 0, 0, 0, 4, 0, 0]),
        ("by owner", [4, 0, 4, 0, 0, 0, 2]),
        ("by crdt", [4, 4, 0, 0, 0, 0, 2]),
        ("by person", [4, 0, 0, 0, 0, 4, 0]),
    ];
    for (twin, (name, counts)) in report.twins.iter().zip(expected) {
        let seen = twin.conflicts.unwrap();
        let measured =
            [seen.seen, seen.device_won, seen.twin_won, seen.rejected, seen.kept_both, seen.asked, seen.wrong_writer];
        assert_eq!((twin.name.as_str(), measured), (name, counts));
    }
}

#[test]
fn when_all_is_heard_device_and_document_agree() {
    let simulation = run(&shipped("conflicts"), 11);
    for state in &simulation.snapshot().twins {
        let shadow = state.shadow.as_ref().unwrap();
        let (controls, _) = simulation.offer(state.device).unwrap();
        let stands: Vec<_> = field::standing(&controls).collect();
        for row in shadow.rows.iter().filter(|row| !row.field.starts_with("/signals")) {
            let (_, truth) = stands.iter().find(|(path, _)| *path == row.field).unwrap();
            assert_eq!(row.reported.as_ref(), Some(truth), "{}: {}", state.name, row.field);
            let kept_apart = &*state.name == "by merge";
            assert!(kept_apart || row.in_step != Some(false), "{}: {row:?}", state.name);
        }
        assert!(shadow.bytes < 8 * 1024);
    }
}

#[test]
fn a_wish_that_the_twins_copy_refuses_need_not_be_sent() {
    let mut simulation = Simulation::new(shipped("heater"), Some(7)).unwrap();
    simulation.advance_to(secs(50.0));
    let twin = simulation.snapshot().twins.iter().position(|twin| &*twin.name == "model").unwrap();
    let refused = simulation.what_if(twin, &Setting::Target { c: 35.0 }, 60.0).unwrap_err();
    assert!(refused.contains("unreachable"), "{refused}");
    let outlook = simulation.what_if(twin, &Setting::Target { c: 22.0 }, 120.0).unwrap();
    let temperature = &outlook.curves[0].points;
    let (_, with_c, without_c) = *temperature.last().unwrap();
    assert!((with_c - 22.0).abs() < 0.6 && (without_c - 25.0).abs() < 0.6, "{with_c} {without_c}");
    // Eco warms a cold heater towards ambient + 7.5 degrees with a time constant of 50 s.
    let mut cold = Simulation::new(shipped("heater"), Some(7)).unwrap();
    cold.advance_to(secs(21.0));
    let start_c = cold.snapshot().twins[twin].values[0].unwrap();
    let ahead = cold.what_if(twin, &Setting::Target { c: 27.0 }, 30.0).unwrap();
    let theory_c = 27.5 - (27.5 - start_c) * exp(-30.0 / 50.0);
    close("half a minute ahead", ahead.curves[0].points.last().unwrap().1, theory_c, 1e-6);
}

#[test]
fn a_command_waits_for_its_answer_until_the_twin_has_heard_of_the_devices_choice() {
    let mut simulation = Simulation::new(shipped("conflicts"), Some(11)).unwrap();
    simulation.advance_to(secs(15.0));
    let standing = |simulation: &Simulation, name: &str| {
        let twin = simulation.snapshot().twins.iter().position(|twin| &*twin.name == name).unwrap();
        let mut own = simulation.snapshot().commands.iter().filter(|record| record.twin as usize == twin);
        own.next_back().unwrap().standing(simulation.now())
    };
    simulation.advance_to(secs(18.0));
    assert_eq!(standing(&simulation, "by twin"), Standing::Answered(Verdict::Applied));
    assert!(matches!(standing(&simulation, "by device"), Standing::Answered(Verdict::Refused(_))));
}

/// The document knows no expiry, but the device does: a wish that comes after it is answered with what stands.
#[test]
fn a_wish_that_outlived_its_expiry_is_not_acted_on() {
    for (expires_s, verdict, executions, target_c) in [(4, Verdict::Expired, 0, 22.0), (60, Verdict::Applied, 1, 26.0)]
    {
        let text = format!(
            r#"(title: "late", duration_s: 60,
                devices: [(name: "heater", model: Heater(target_c: 22), sensors: [(signal: "temperature", rate_hz: 1)])],
                twins: [(name: "twin", of: "heater", sync: RealTime(rate_hz: 1), uplink: "air", downlink: "air",
                    delivery: AtLeastOnce(timeout_s: 1, retries: 30), conflict: TwinWins)],
                links: [(name: "air", delay: Fixed(ms: 100))],
                timeline: [
                    (at_s: 5, do: Partition(link: "air", for_s: 10)),
                    (at_s: 6, do: Command(twin: "twin", setting: Target(c: 26), expires_s: {expires_s})),
                ])"#
        );
        let simulation = run(&scene(&text), 1);
        let record = &simulation.snapshot().commands[0];
        assert_eq!(record.standing(simulation.now()), Standing::Answered(verdict), "expires after {expires_s} s");
        assert_eq!(record.executions, executions, "expires after {expires_s} s");
        let (controls, _) = simulation.offer(0).unwrap();
        let (_, stands) = field::standing(&controls).find(|(path, _)| path == "/target_c").unwrap();
        assert_eq!(stands.as_f64(), Some(target_c), "expires after {expires_s} s");
        let shadow = simulation.snapshot().twins[0].shadow.as_ref().unwrap();
        assert!(shadow.rows.iter().all(|row| row.in_step != Some(false)), "{:?}", shadow.rows);
    }
}
