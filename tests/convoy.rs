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
use twinsync::report::Report;
use twinsync::sim::Simulation;

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
    let driver = Driver::new(9.0, GAP_S);
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
    let mut simulation = Simulation::new(
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

const X: usize = 0;
const SPEED: usize = 3;
const BATTERY: usize = 5;
const TYRE: usize = 6;
const POWER: usize = 7;
const TICK_S: f64 = 1.0 / 64.0;

/// One vehicle alone on the road.
fn alone(parameters: &str, duration_s: f64, timeline: &str) -> Simulation {
    let text = format!(
        r#"(title: "alone", duration_s: {duration_s},
            devices: [(name: "car", model: Vehicle({parameters}))], twins: [], links: [], timeline: [{timeline}])"#
    );
    Simulation::new(scene(&text), None).unwrap()
}

/// Runs to an instant and reads the first device.
fn at(simulation: &mut Simulation, at_s: f64) -> Vec<f64> {
    simulation.advance_to(common::secs(at_s));
    simulation.snapshot().devices[0].values.clone()
}

#[test]
fn the_battery_loses_the_integral_of_its_power_and_nothing_else() {
    let brake = "(at_s: 20, do: Fault(device: \"car\", kind: EmergencyBrake(decel_mps2: 3, for_s: 6)))";
    for regeneration in [0.0, 0.6] {
        let mut car = alone(&format!("regeneration: {regeneration}"), 60.0, brake);
        let (start, mut drawn_j, mut rises, mut last) = (at(&mut car, 0.0)[BATTERY], 0.0, 0, 100.0);
        for tick in 1..=60 * 64 {
            let values = at(&mut car, f64::from(tick) * TICK_S);
            drawn_j += values[POWER] * 1000.0 * TICK_S;
            rises += u32::from(values[BATTERY] > last);
            last = values[BATTERY];
        }
        common::close("charge", start - last, 100.0 * drawn_j / 3.6e6, 1e-9);
        assert_eq!(rises > 0, regeneration > 0.0, "{rises} rises with a regeneration of {regeneration}");
    }
}

#[test]
fn a_steady_stretch_takes_what_the_road_and_the_air_take() {
    let mut car = alone("target_speed_mps: 8", 200.0, "");
    let from = at(&mut car, 60.0);
    let to = at(&mut car, 160.0);
    let v = to[SPEED];
    common::close("a steady speed", from[SPEED], v, 0.02);
    let force_n = 0.012 * 1200.0 * 9.806_65 + 0.5 * 1.2 * 0.6 * v * v;
    let expected_j = 100.0 * (250.0 + force_n * v / 0.88);
    let measured_j = (from[BATTERY] - to[BATTERY]) / 100.0 * 3.6e6;
    // Speed ripples by a per cent where straights meet bends.
    common::close("energy of 100 s, in joules", measured_j, expected_j, 0.02 * expected_j);
}

#[test]
fn a_puncture_empties_a_tyre_by_its_law_and_slows_the_driver() {
    let mut car = alone("", 120.0, "(at_s: 30, do: Fault(device: \"car\", kind: Puncture(kpa_per_s: 10)))");
    let sound = at(&mut car, 30.0);
    assert!(sound[TYRE] > 250.0 && sound[TYRE] < 253.0, "a rolling tyre is a little warm: {}", sound[TYRE]);
    let warmth = (sound[TYRE] + 101.325) / 351.325;
    for t in [1.0, 10.0, 25.0] {
        let cold = 250.0 * f64::exp(-10.0 * t / 250.0);
        let expected = (cold + 101.325) * warmth - 101.325;
        common::close("pressure", at(&mut car, 30.0 + t)[TYRE], expected, 1.0);
    }
    let flat = at(&mut car, 115.0);
    assert!(flat[SPEED] < 3.0 && flat[SPEED] > 1.0, "nobody drives {} m/s on a flat tyre", flat[SPEED]);
}

#[test]
fn a_stalled_vehicle_rolls_out_in_the_distance_of_the_theory() {
    let mut car = alone("target_speed_mps: 8", 80.0, "(at_s: 40, do: Fault(device: \"car\", kind: Stall))");
    let v = at(&mut car, 40.0)[SPEED];
    let mut rolled_m = 0.0;
    for tick in 40 * 64..80 * 64 {
        rolled_m += at(&mut car, f64::from(tick + 1) * TICK_S)[SPEED] * TICK_S;
    }
    // v' = -(a + k v^2) stops after ln(1 + k v^2 / a) / (2 k).
    let (a, k) = (0.5 + 0.012 * 9.806_65, 0.5 * 1.2 * 0.6 / 1200.0);
    common::close("roll-out", rolled_m, (1.0 + k * v * v / a).ln() / (2.0 * k), 1.0);
    let stopped = at(&mut car, 80.0);
    assert!(stopped[SPEED].abs() < 1e-6);
    common::close("a standing vehicle draws its auxiliaries, in kW", stopped[POWER], 0.25, 1e-9);
}

#[test]
fn an_empty_battery_ends_the_drive() {
    let mut car = alone("battery_kwh: 0.02, charge_percent: 50", 120.0, "");
    let end = at(&mut car, 120.0);
    assert_eq!((end[BATTERY], end[SPEED].abs() < 1e-6), (0.0, true));
}

/// Smallest free distance between any two vehicles, and the fastest and slowest of the leader.
fn closest(text: &str, from_s: f64) -> (f64, f64) {
    let mut simulation = Simulation::new(scene(text), None).unwrap();
    let (mut gap_m, mut slowest) = (f64::MAX, f64::MAX);
    while simulation.now() < simulation.end() {
        simulation.advance_to(simulation.now() + common::secs(0.125));
        let cars: Vec<_> = simulation.snapshot().devices.iter().map(|device| &device.values).collect();
        for (index, a) in cars.iter().enumerate() {
            for b in &cars[index + 1..] {
                gap_m = gap_m.min((a[0] - b[0]).hypot(a[1] - b[1]) - LENGTH_M);
            }
        }
        if simulation.now() > common::secs(from_s) {
            slowest = slowest.min(cars[0][SPEED]);
        }
    }
    (gap_m, slowest)
}

#[test]
fn nobody_touches_a_vehicle_that_stalls() {
    let (gap_m, slowest) = closest(&convoy("timeline: [(at_s: 40, do: Fault(device: \"leader\", kind: Stall))]"), 40.0);
    assert!(gap_m > 0.5 && slowest < 0.01, "{gap_m} m, {slowest} m/s");
}

#[test]
fn faded_brakes_stop_later_but_in_time() {
    let stop = |share: f64| {
        let fade = format!("(at_s: 30, do: Fault(device: \"car\", kind: BrakeFade(share: {share})))");
        let brake = "(at_s: 40, do: Fault(device: \"car\", kind: EmergencyBrake(decel_mps2: 8, for_s: 20)))";
        let mut car = alone("", 60.0, &format!("{fade}, {brake}"));
        let v = at(&mut car, 40.0)[SPEED];
        let distance: f64 =
            (40 * 64..60 * 64).map(|tick| at(&mut car, f64::from(tick + 1) * TICK_S)[SPEED] * TICK_S).sum();
        common::close("stopping distance", distance, v * v / (2.0 * 8.0 * (1.0 - share)), 0.2);
        distance
    };
    assert!(stop(0.5) > 1.9 * stop(0.0));
    let timeline = "timeline: [
        (at_s: 30, do: Fault(device: \"car_3\", kind: BrakeFade(share: 0.5))),
        (at_s: 40, do: Fault(device: \"leader\", kind: EmergencyBrake(decel_mps2: 6, for_s: 3)))]";
    let (gap_m, slowest) = closest(&convoy(timeline), 40.0);
    assert!(gap_m > 0.2 && slowest < 0.01, "{gap_m} m, {slowest} m/s");
}

#[test]
fn a_jump_of_the_positioning_leaves_the_body_where_it_is() {
    let jump = "(at_s: 10, do: Fault(device: \"car\", kind: GpsJump(x_m: 3, y_m: -2)))";
    let mut with = alone("", 20.0, jump);
    let mut without = alone("", 20.0, "");
    let (shown, truth) = (at(&mut with, 20.0), at(&mut without, 20.0));
    common::close("east", shown[X] - truth[X], 3.0, 1e-9);
    common::close("north", shown[1] - truth[1], -2.0, 1e-9);
    assert_eq!(with.snapshot().devices[0].body, without.snapshot().devices[0].body);
}

#[test]
fn vehicles_stay_within_what_they_call_plausible() {
    let mut simulation = Simulation::new(scene(&convoy("")), None).unwrap();
    let mut last: Option<Vec<Vec<f64>>> = None;
    while simulation.now() < simulation.end() {
        simulation.advance_to(simulation.now() + common::secs(TICK_S));
        let now: Vec<Vec<f64>> = simulation.snapshot().devices.iter().map(|device| device.values.clone()).collect();
        for (device, values) in simulation.snapshot().devices.iter().zip(&now) {
            for (signal, value) in device.signals.iter().zip(values) {
                if let Some((low, high)) = signal.plausible {
                    assert!((low..=high).contains(value), "{} {value} at {}", signal.name, simulation.now());
                }
            }
        }
        for (device, (now, before)) in now.iter().zip(last.iter().flatten()).enumerate() {
            for (signal, info) in simulation.snapshot().devices[device].signals.iter().enumerate() {
                let rate = info.difference(now[signal], before[signal]).abs() / TICK_S;
                let fastest = info.fastest_per_s.unwrap_or(f64::MAX);
                assert!(rate <= fastest, "{} changes by {rate} a second at {}", info.name, simulation.now());
            }
        }
        last = Some(now);
    }
}

#[test]
fn controls_refuse_what_is_outside_their_limits() {
    use twinsync::core::device::{ModelSpec, Setting, VehicleSpec};
    let stream = twinsync::core::rng::Stream::new(1, "car", "model");
    let mut car = ModelSpec::Vehicle(VehicleSpec::default()).build(None, stream).unwrap();
    assert_eq!(
        car.operate(&Setting::Gap { s: 0.1 }).unwrap_err(),
        "the time gap 0.1 s is outside the safety limits of 0.5 to 5 s"
    );
    assert!(car.operate(&Setting::TargetSpeed { mps: f64::NAN }).is_err());
    assert!(car.operate(&Setting::Gap { s: 2.0 }).is_ok());
    assert!(car.operate(&Setting::Stop { on: true }).is_ok());
    assert!(car.driver(twinsync::core::time::SimTime::ZERO).unwrap().slowing_mps2.is_some());
    for fault in car.own_faults() {
        assert!(car.fault(&fault).is_ok(), "{fault:?}");
        car.mend(&fault);
    }
    assert_eq!(car.controls().len(), 3);
}

#[test]
fn a_twin_with_a_model_is_closer_than_one_that_holds() {
    let twin = |name: &str, predictor: &str| {
        format!(
            "(name: \"{name}\", of: \"car_3\", sync: RealTime(rate_hz: 0.5), uplink: \"link\", predictor: {predictor})"
        )
    };
    let twins = format!("twins: [{}, {}]", twin("hold", "Hold"), twin("model", "Model"));
    let text =
        convoy("").replace("twins: []", &twins).replace("links: []", "links: [(name: \"link\", delay: Fixed(ms: 50))]");
    let report = Report::of(&run(&scene(&text), 1), 0.0);
    let rmse = |twin: usize, signal: &str| {
        report.twins[twin].signals.iter().find(|entry| entry.name == signal).unwrap().rmse.unwrap()
    };
    for (signal, better) in [("x", 3.0), ("y", 3.0), ("heading_deg", 1.5), ("speed_mps", 1.0), ("battery", 1.5)] {
        let (hold, model) = (rmse(0, signal), rmse(1, signal));
        assert!(better * model < hold, "{signal}: {model} with a model, {hold} without");
    }
}
