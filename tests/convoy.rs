//! The convoy: rigid bodies that follow the road and keep the Intelligent Driver Model's equilibrium gaps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{run, scene};
use twinsync::core::device::vehicle::{Driver, LENGTH_M, road};

const GAP_S: f64 = 1.2;

fn convoy(extra: &str) -> String {
    let followers: String =
        (2..=5).map(|i| format!("(name: \"car_{i}\", model: Vehicle(target_speed_mps: 9)),")).collect();
    format!(
        r#"(title: "convoy", duration_s: 120,
            devices: [(name: "leader", model: Vehicle(target_speed_mps: 6)), {followers}],
            twins: [], links: [], {extra})"#
    )
}

/// Station and speed of every vehicle at the end.
fn stations(text: &str) -> Vec<(f64, f64)> {
    let simulation = run(&scene(text), 1);
    let snapshot = simulation.snapshot();
    snapshot
        .devices
        .iter()
        .map(|device| (road::station(device.values[0], device.values[1]), device.values[3]))
        .collect()
}

#[test]
fn followers_settle_at_the_equilibrium_gap() {
    let cars = stations(&convoy(""));
    let driver = Driver { target_speed_mps: 9.0, gap_s: GAP_S, braking_mps2: None };
    for pair in cars.windows(2) {
        let ((ahead, _), (own, speed)) = (pair[0], pair[1]);
        let gap = road::ahead(own, ahead) - LENGTH_M;
        let expected = driver.equilibrium_gap_m(speed);
        // Cars cut bends by the width of pursuit, so that stations and bodies differ by a few per cent.
        assert!((gap / expected - 1.0).abs() < 0.05, "gap {gap} m at {speed} m/s, theory {expected} m");
    }
    assert!((cars[0].1 - 6.0).abs() < 0.3, "the leader drives at its own speed: {}", cars[0].1);
}

#[test]
fn everybody_stays_on_the_road_and_nobody_touches() {
    let mut simulation = twinsync::sim::Simulation::new(
        scene(&convoy(
            "timeline: [(at_s: 30, do: Fault(device: \"leader\", kind: EmergencyBrake(decel_mps2: 7, for_s: 4)))]",
        )),
        None,
    )
    .unwrap();
    let mut stopped = false;
    while simulation.now() < simulation.end() {
        simulation.advance_to(simulation.now() + common::secs(0.25));
        let cars: Vec<_> =
            simulation.snapshot().devices.iter().map(|device| (device.values[0], device.values[1])).collect();
        for (x, y) in &cars {
            let place = road::place(road::station(*x, *y));
            let off = (x - place.x_m).hypot(y - place.y_m);
            assert!(off < road::WIDTH_M / 2.0 - 0.9, "{off} m off the centre line at {}", simulation.now());
        }
        for (index, a) in cars.iter().enumerate() {
            for b in &cars[index + 1..] {
                assert!((a.0 - b.0).hypot(a.1 - b.1) > LENGTH_M, "two vehicles touch at {}", simulation.now());
            }
        }
        stopped |= simulation.snapshot().devices[0].values[3] < 0.1 && simulation.now() > common::secs(30.0);
    }
    assert!(stopped, "the emergency brake stops the leader");
}

#[test]
fn a_car_that_is_driven_into_stops_the_one_behind() {
    // A vehicle parked by its brake is a wall to a driver who does not brake: contacts are real.
    let text = r#"(title: "crash", duration_s: 30,
        devices: [(name: "a", model: Vehicle(target_speed_mps: 6)), (name: "b", model: Vehicle(target_speed_mps: 9, gap_s: 0.05))],
        twins: [], links: [],
        timeline: [(at_s: 12, do: Fault(device: "a", kind: EmergencyBrake(decel_mps2: 8, for_s: 18)))])"#;
    let cars = stations(text);
    let gap = road::ahead(cars[1].0, cars[0].0) - LENGTH_M;
    assert!(gap > -0.2, "bodies do not pass through one another: {gap} m");
}
