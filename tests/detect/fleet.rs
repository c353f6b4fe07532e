//! Equal devices compared with each other: who strays is told, and what strikes all of them alike is not.

use twinsync::core::detect::{DetectorKind, Fleet, Moment};
use twinsync::core::rng::Stream;
use twinsync::core::signal::SignalInfo;
use twinsync::core::time::SimTime;

use crate::common;

const NOISE: f64 = 0.05;
const SPACING_S: f64 = 0.1;
const FROM_S: f64 = 300.0;

/// Which members alarm within ten seconds after `FROM_S`, when each is off by so much from then on.
fn alarms(seed: u64, off: [f64; 3]) -> [bool; 3] {
    let mut fleet = Fleet::new(&[SignalInfo::new("value", "m")], &[NOISE], 3);
    let mut noises = [0, 1, 2].map(|member| Stream::new(seed, &format!("member {member}"), "noise"));
    let mut alarmed = [false; 3];
    for step in 0..((FROM_S + 10.0) / SPACING_S) as u32 {
        let at_s = f64::from(step) * SPACING_S;
        let moment = Moment { at: SimTime::from_secs(at_s), spacing_s: SPACING_S, calm: true };
        for member in 0..3 {
            let offset = if at_s >= FROM_S { off[member] } else { 0.0 };
            let value = (0.7 * at_s).sin() + offset + NOISE * noises[member].gaussian();
            let judged = fleet.judge(member, 0, moment, value);
            assert!(at_s >= FROM_S || !judged.alarms(), "seed {seed}: member {member} alarms at {at_s} s in peace");
            alarmed[member] |= judged.alarms();
        }
    }
    alarmed
}

#[test]
fn who_strays_from_two_equals_is_told_and_they_are_not() {
    for seed in 1..=5 {
        for stray in 0..3 {
            let mut off = [0.0; 3];
            // The median of two others is their mean: a stray of d moves it by d / 2 for each of them.
            off[stray] = 0.3;
            let alarmed = alarms(seed, off);
            assert!(alarmed[stray], "seed {seed}: member {stray} strays unnoticed");
        }
    }
}

#[test]
fn what_strikes_all_alike_is_the_worlds_doing() {
    for seed in 1..=5 {
        assert_eq!(alarms(seed, [2.0; 3]), [false; 3], "seed {seed}");
    }
}

#[test]
fn three_twins_of_equal_rotors_find_the_one_that_differs() {
    let device = |name: &str| {
        format!(
            r#"(name: "{name}", model: Rotor(), sensors: [
                (signal: "accel_x", rate_hz: 10, noise_std: 0.05), (signal: "phase_deg", rate_hz: 10)])"#
        )
    };
    let twin = |of: &str| {
        format!(r#"(name: "{of} twin", of: "{of}", sync: RealTime(rate_hz: 10), uplink: "link", watch: Only([Fleet]))"#)
    };
    let names = ["one", "two", "three"];
    let scene = common::scene(&format!(
        r#"(
            title: "fleet", duration_s: 330,
            devices: [{}],
            twins: [{}],
            links: [(name: "link", delay: Fixed(ms: 20))],
            timeline: [(at_s: 300, do: Fault(device: "three", signal: "accel_x", kind: Bias(offset: 3)))],
        )"#,
        names.map(device).join(", "),
        names.map(twin).join(", "),
    ));
    let simulation = common::run(&scene, 1);
    let first = |twin: usize| {
        let anomalies = simulation.snapshot().twins[twin].anomalies.clone().unwrap_or_default();
        anomalies.iter().filter_map(|anomaly| anomaly.raised_by[DetectorKind::Fleet.index()]).min()
    };
    let stray = first(2).expect("the stray is told").secs();
    assert!((300.0..305.0).contains(&stray), "told at {stray} s");
    for (twin, name) in names.iter().enumerate().take(2) {
        assert!(first(twin).is_none_or(|at| at.secs() >= stray), "{name} is told before the stray");
    }
}
