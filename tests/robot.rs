//! The robot arm: limits, times, poses, heat and parts against what is published or can be worked out by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{run, scene, secs};
use proptest::prelude::*;
use twinsync::core::action::Action;
use twinsync::core::device::robot_arm::geometry::{
    FLOOR_M, JOINT_LIMITS_DEG, JOINT_SPEED_DEG_S, PART_M, TRAY, tray_place_m,
};
use twinsync::core::device::robot_arm::{
    ArmPose, ArmStatus, SPEED_DEG_S, STOP_DEG_S2, THERMAL_TIME_S, TRIP_C, belt_period_s, cycle_time_s, kinematics,
};
use twinsync::core::device::{Body, Setting};
use twinsync::report::Report;
use twinsync::sim::Simulation;

/// A cell of its own, with a journal of what is done to its arm.
fn cell(duration_s: f64, parameters: &str, timeline: &str) -> String {
    format!(
        r#"(title: "cell", duration_s: {duration_s}, devices: [(name: "arm", model: RobotArm({parameters}))],
            twins: [], links: [], timeline: [{timeline}])"#
    )
}

fn operate(at_s: f64, setting: &str) -> String {
    format!("(at_s: {at_s}, do: Operate(device: \"arm\", setting: {setting})), ")
}

fn fault(at_s: f64, kind: &str) -> String {
    format!("(at_s: {at_s}, do: Fault(device: \"arm\", kind: {kind})), ")
}

fn arm(simulation: &Simulation) -> ArmPose {
    match simulation.snapshot().devices[0].body {
        Body::RobotArm(pose) => pose,
        other => panic!("{other:?} is no robot arm"),
    }
}

fn value(simulation: &Simulation, signal: &str) -> f64 {
    let device = &simulation.snapshot().devices[0];
    let index = device.signals.iter().position(|info| &*info.name == signal).unwrap();
    device.values[index]
}

fn joints(simulation: &Simulation) -> [f64; 6] {
    std::array::from_fn(|joint| value(simulation, &format!("joint_{}", joint + 1)))
}

/// Runs in slices and looks after each.
fn watch(text: &str, slice_s: f64, mut look: impl FnMut(&Simulation)) -> Simulation {
    let mut simulation = Simulation::new(scene(text), None).unwrap();
    while simulation.now() < simulation.end() {
        simulation.advance_to((simulation.now() + secs(slice_s)).min(simulation.end()));
        look(&simulation);
    }
    simulation
}

#[test]
fn joints_keep_their_limits_and_the_programmed_speed() {
    let timeline = operate(20.0, "SpeedOverride(percent: 30)")
        + &operate(30.0, "SpeedOverride(percent: 100)")
        + &operate(41.3, "EmergencyStop(on: true)")
        + &operate(43.0, "EmergencyStop(on: false)")
        + &operate(43.5, "Run(on: true)");
    let mut before: Option<(f64, [f64; 6])> = None;
    watch(&cell(60.0, "", &timeline), 1.0 / 64.0, |simulation| {
        let (at, now) = (simulation.now().secs(), joints(simulation));
        for (joint, deg) in now.iter().enumerate() {
            assert!((JOINT_LIMITS_DEG.0..=JOINT_LIMITS_DEG.1).contains(deg), "joint {} at {deg}", joint + 1);
            if let Some((then, before)) = before
                && at > then
            {
                let speed = (deg - before[joint]).abs() / (at - then);
                assert!(speed < SPEED_DEG_S * (1.0 + 1e-9), "joint {} at {speed} deg/s at {at} s", joint + 1);
            }
        }
        before = Some((at, now));
    });
    const { assert!(SPEED_DEG_S <= JOINT_SPEED_DEG_S) };
}

#[test]
fn a_cycle_takes_the_sum_of_its_moves() {
    // The first part waits in front of the light barrier; the later ones come at the belt's own pace.
    for percent in [100.0, 40.0] {
        let mut counted = Vec::new();
        watch(&cell(70.0, &format!("speed_override: {percent}"), ""), 1.0 / 64.0, |simulation| {
            let cycles = value(simulation, "cycles");
            if counted.last().is_none_or(|(count, _)| *count < cycles) && cycles > 0.0 {
                counted.push((cycles, simulation.now().secs()));
            }
        });
        for pair in counted.windows(2).skip(1) {
            let took = pair[1].1 - pair[0].1;
            // A release ends a cycle in the middle: up from one place, and down into the next.
            let places = [pair[0].0 as usize - 1, pair[1].0 as usize - 1]
                .map(|place| cycle_time_s(place % TRAY, percent / 100.0));
            let own = (places[0] + places[1]) / 2.0;
            let expected = own.max(belt_period_s(percent / 100.0));
            let most = (places[0] - places[1]).abs() / 2.0 + 0.1;
            assert!((took - expected).abs() < most, "{took} s instead of {expected} s at {percent} %");
        }
        assert!(counted.len() >= 4, "{counted:?} at {percent} %");
    }
}

#[test]
fn the_tool_is_where_the_joints_put_it() {
    watch(&cell(15.0, "", ""), 0.11, |simulation| {
        let tool = kinematics::tool(&joints(simulation)).origin;
        for (axis, name) in ["tool_x", "tool_y", "tool_z"].into_iter().enumerate() {
            assert!((tool[axis] - value(simulation, name)).abs() < 1e-12);
        }
    });
}

#[test]
fn every_counted_cycle_has_put_one_part_in_the_tray() {
    let mut held = 0;
    let simulation = watch(&cell(80.0, "", ""), 0.1, |simulation| {
        let pose = arm(simulation);
        let cycles = value(simulation, "cycles") as usize;
        let standing: Vec<[f32; 3]> = pose
            .parts
            .iter()
            .enumerate()
            .filter(|(index, _)| pose.held != Some(*index as u8))
            .filter_map(|(_, part)| part.map(|part| part.at_m))
            .collect();
        // The tray is emptied when it is full and the arm has left it.
        let in_tray = (0..TRAY)
            .filter(|place| {
                let [x, y, z] = tray_place_m(*place);
                standing.iter().any(|at| {
                    (f64::from(at[0]) - x).abs() < 0.01
                        && (f64::from(at[1]) - y).abs() < 0.01
                        && (f64::from(at[2]) - z).abs() < 0.005
                })
            })
            .count();
        let expected = cycles % TRAY;
        let just_let_go = pose.held.is_some() && in_tray == expected + 1;
        assert!(
            in_tray == expected || (in_tray == TRAY && expected == 0) || just_let_go,
            "{in_tray} parts in the tray after {cycles} cycles at {}: {:?}",
            simulation.now(),
            standing
        );
        held += usize::from(pose.held.is_some());
    });
    assert!(value(&simulation, "cycles") > 10.0 && held > 100);
    // As many parts per hour as the belt brings, to within one part in the window.
    let expected = 3600.0 / belt_period_s(1.0);
    assert!((value(&simulation, "throughput") / expected - 1.0).abs() < 0.15, "{}", value(&simulation, "throughput"));
}

#[test]
fn a_dropped_part_falls_to_the_floor_and_is_not_counted() {
    let (mut carried, mut lowest, mut missed) = (None, f32::INFINITY, 0.0);
    let with = cell(40.0, "", &fault(1.0, "DroppedPart"));
    watch(&with, 0.05, |simulation| {
        let pose = arm(simulation);
        if simulation.now().secs() < 8.0 {
            carried = carried.or(pose.held);
            if let Some(part) = carried.and_then(|part| pose.parts[usize::from(part)]) {
                lowest = lowest.min(part.at_m[2]);
            }
            missed = value(simulation, "cycles");
        }
    });
    assert!((f64::from(lowest) - (FLOOR_M + PART_M / 2.0)).abs() < 0.01, "it came to rest at {lowest} m");
    assert_eq!(missed, 0.0, "a dropped part is no cycle");
    let (with, without) = (run(&scene(&with), 1), run(&scene(&cell(40.0, "", "")), 1));
    assert_eq!(value(&with, "cycles") + 1.0, value(&without, "cycles"));
}

#[test]
fn a_motor_settles_at_its_thermal_resistance_and_with_its_time_constant() {
    // At rest in a pose the current is constant, and so is the heat: T = Ta + R (P0 + I^2 R_w) from there on.
    let pose = "Pose(joints_deg: (0, -45, 30, -60, -90, 0))";
    let mut seen = Vec::new();
    let simulation = watch(&cell(300.0, "", &operate(5.0, pose)), 100.0, |simulation| {
        seen.push((simulation.now().secs(), value(simulation, "motor_2_temperature")));
    });
    let current = value(&simulation, "motor_2_current");
    assert!(current.abs() > 2.0, "{current} A");
    let settled = 22.0 + 2.0 * (6.0 + 0.8 * current * current);
    let (from_s, from_c) = seen[0];
    for (at_s, at_c) in &seen[1..] {
        let expected = settled + (from_c - settled) * (-(at_s - from_s) / THERMAL_TIME_S).exp();
        assert!((at_c - expected).abs() < 1e-6, "{at_c} instead of {expected} at {at_s} s");
    }
}

#[test]
fn a_motor_that_is_too_hot_stops_the_arm_until_it_has_cooled() {
    let timeline = fault(10.0, "OverheatedMotor(joint: 3, watts: 250)") + &operate(75.0, "Run(on: true)");
    let mut hottest = 0.0_f64;
    let simulation = watch(&cell(80.0, "", &timeline), 0.25, |simulation| {
        if arm(simulation).status == ArmStatus::Working {
            hottest = hottest.max(value(simulation, "motor_3_temperature"));
        }
    });
    assert!(hottest < TRIP_C && hottest > TRIP_C - 1.0, "{hottest}");
    assert_eq!(arm(&simulation).status, ArmStatus::Overheated(3));
    assert!(simulation.refusals()[0].contains("motor 3 has not cooled below 65"), "{:?}", simulation.refusals());
    assert_eq!(value(&simulation, "motor_2_current"), 0.0, "the brakes hold it");
}

#[test]
fn friction_is_paid_for_in_current() {
    let timeline = fault(0.0, "JointFriction(joint: 1, nm_per_s: 1)");
    let peak = |timeline: &str| {
        let mut peak = 0.0_f64;
        watch(&cell(30.0, "", timeline), 0.05, |simulation| {
            if simulation.now().secs() > 24.0 {
                peak = peak.max(value(simulation, "motor_1_current").abs());
            }
        });
        peak
    };
    let (sound, rough) = (peak(""), peak(&timeline));
    // 24 to 30 Nm more at 12.6 Nm per ampere.
    assert!((rough - sound) > 24.0 / 12.6 - 0.1 && (rough - sound) < 30.0 / 12.6 + 0.1, "{sound} A, {rough} A");
}

#[test]
fn a_slipped_encoder_deceives_the_controller_but_not_the_tracker() {
    let mut jump = 0.0_f64;
    let timeline = operate(0.5, "Run(on: false)") + &fault(1.0, "EncoderSlip(joint: 1, deg: 3)");
    let text = cell(4.0, "", &timeline);
    let mut before = None;
    let simulation = watch(&text, 1.0 / 64.0, |simulation| {
        let shown = value(simulation, "joint_1");
        jump = jump.max(shown - before.replace(shown).unwrap_or(shown));
    });
    assert!((jump - 3.0).abs() < 0.5, "the encoder jumps by {jump} degrees");
    // The controller has turned the joint back until the encoder shows what it wants.
    let shown = joints(&simulation);
    let body = arm(&simulation);
    assert!((shown[0] - body.joints_deg[0] - 3.0).abs() < 1e-9);
    let seen = [value(&simulation, "tool_x"), value(&simulation, "tool_y")];
    let believed = kinematics::tool(&shown).origin;
    let radius = seen[0].hypot(seen[1]);
    let off = (seen[0] - believed[0]).hypot(seen[1] - believed[1]);
    assert!((off - 2.0 * radius * 1.5_f64.to_radians().sin()).abs() < 1e-9, "{off} m at {radius} m");
}

#[test]
fn what_is_outside_the_limits_is_refused_in_a_sentence() {
    let refusals = |setting: Setting, before: Setting| {
        let mut simulation = Simulation::new(scene(&cell(1.5, "", "")), None).unwrap();
        for setting in [before, setting] {
            simulation.post(Action::Operate { device: "arm".to_owned(), setting });
            simulation.advance_to(simulation.now() + secs(0.5));
        }
        simulation.refusals().to_vec()
    };
    let on = Setting::Run { on: true };
    let pose = |joints_deg| Setting::Pose { joints_deg };
    let stop = Setting::EmergencyStop { on: true };
    for (setting, before, words) in [
        (
            Setting::SpeedOverride { percent: 150.0 },
            &on,
            "the speed override 150 % is outside the safety limits of 5 to 100 %",
        ),
        (pose([0.0, 0.0, 400.0, 0.0, 0.0, 0.0]), &on, "joint 3 400 ° is outside the safety limits of -360 to 360 °"),
        (pose([0.0, 90.0, 0.0, 0.0, 0.0, 0.0]), &on, "the pose would drive the arm into the floor"),
        (pose([0.0, -90.0, 0.0, -90.0, 0.0, 0.0]), &stop, "the arm does not move: emergency stop"),
        (on.clone(), &stop, "the arm is in emergency stop: release it first"),
        (Setting::Speed { rpm: 10.0, over_s: 0.0 }, &on, "a robot arm has no control \"Speed\""),
    ] {
        let said = refusals(setting, before.clone());
        assert!(said.iter().any(|sentence| sentence.contains(words)), "{said:?}");
    }
}

#[test]
fn an_emergency_stop_is_as_hard_as_stated_and_starts_nothing_when_released() {
    let (mut moving, mut stood, mut rest) = (None, None, None);
    let timeline = operate(3.5, "EmergencyStop(on: true)") + &operate(7.0, "EmergencyStop(on: false)");
    watch(&cell(9.0, "", &timeline), 1.0 / 64.0, |simulation| {
        let (at, pose) = (simulation.now().secs(), arm(simulation));
        let fastest = pose.speeds_deg_s.iter().fold(0.0_f32, |most, speed| most.max(speed.abs()));
        if at <= 3.5 {
            moving = Some(f64::from(fastest));
        } else if fastest < 1e-6 && stood.is_none() {
            stood = Some(at);
        }
        if stood.is_some() {
            rest = rest.or(Some(pose.joints_deg));
            assert_eq!(rest, Some(pose.joints_deg), "it does not move by itself at {at} s");
        }
    });
    let (speed, stood) = (moving.unwrap(), stood.unwrap());
    assert!(speed > 50.0, "the arm moves when it is stopped: {speed} deg/s");
    assert!(stood - 3.5 <= speed / STOP_DEG_S2 + 2.0 / 64.0, "{speed} deg/s stopped in {} s", stood - 3.5);
}

#[test]
fn a_twin_with_a_model_follows_a_sound_arm() {
    let text = r#"(title: "twin", duration_s: 40, devices: [(name: "arm", model: RobotArm())],
        twins: [
            (name: "hold", of: "arm", sync: Periodic(interval_s: 0.5), uplink: "lan"),
            (name: "model", of: "arm", sync: Periodic(interval_s: 0.5), uplink: "lan", predictor: Model),
        ],
        links: [(name: "lan", delay: Fixed(ms: 5))])"#;
    let report = Report::of(&run(&scene(text), 1), 0.0);
    let rmse = |twin: usize, signal: &str| {
        report.twins[twin].signals.iter().find(|row| row.name == signal).unwrap().rmse.unwrap()
    };
    // Until the belt's pace is known, the first part comes as a surprise.
    for (signal, share) in [
        ("joint_1", 0.02),
        ("joint_3", 0.2),
        ("tool_x", 0.02),
        ("tool_z", 0.3),
        ("motor_2_current", 0.4),
        ("gripper", 0.2),
    ] {
        let (hold, model) = (rmse(0, signal), rmse(1, signal));
        assert!(model < share * hold, "{signal}: {model} with the model, {hold} held");
    }
    assert!(rmse(1, "motor_2_temperature") < 0.1);
}

#[test]
fn cells_side_by_side_and_vehicles_do_not_disturb_one_another() {
    let text = |others: &str| {
        format!(
            r#"(title: "both", duration_s: 30, devices: [(name: "arm", model: RobotArm()){others}], twins: [], links: [])"#
        )
    };
    let alone = run(&scene(&text("")), 1);
    let others = ", (name: \"car\", model: Vehicle()), (name: \"other\", model: RobotArm(speed_override: 50))";
    let with = run(&scene(&text(others)), 1);
    assert_eq!(alone.snapshot().devices[0].values, with.snapshot().devices[0].values);
    assert!(value(&alone, "cycles") > with.snapshot().devices[2].values[21]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Whatever poses are asked for, and whenever: limits hold, and whoever cuts the run into slices sees the same.
    #[test]
    fn any_pose_is_reached_within_limits_or_refused(
        poses in proptest::collection::vec((proptest::array::uniform6(-400.0..400.0_f64), 0.1..3.0_f64, 1.0..120.0_f64), 1..5),
        slice_s in 0.02..0.9_f64,
    ) {
        let text = cell(12.0, "", "");
        let play = |slice_s: f64| {
            let mut simulation = Simulation::new(scene(&text), None).unwrap();
            let mut at_s = 0.0;
            for (joints_deg, wait_s, percent) in &poses {
                at_s += wait_s;
                while simulation.now() < secs(at_s) {
                    let before = joints(&simulation);
                    let then = simulation.now();
                    simulation.advance_to((then + secs(slice_s)).min(secs((at_s / 0.015625).ceil() * 0.015625)));
                    let passed = (simulation.now() - then).secs();
                    if passed <= 0.0 { break; }
                    for (joint, deg) in joints(&simulation).iter().enumerate() {
                        assert!((JOINT_LIMITS_DEG.0..=JOINT_LIMITS_DEG.1).contains(deg));
                        assert!((deg - before[joint]).abs() <= SPEED_DEG_S * passed + 1e-6);
                    }
                }
                for setting in [Setting::Pose { joints_deg: *joints_deg }, Setting::SpeedOverride { percent: *percent }] {
                    simulation.post(Action::Operate { device: "arm".to_owned(), setting });
                }
            }
            simulation.advance_to(simulation.end());
            simulation.digest()
        };
        prop_assert_eq!(play(slice_s), play(30.0));
    }
}
