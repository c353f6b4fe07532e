//! The zone against closed forms: air quality, the fan laws, warmth, limits and the safety gate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, device, digest, run, secs, shipped};
use twinsync::core::device::{DeviceModel, HvacSpec, ModelSpec, Setting, ZoneMode};
use twinsync::core::fault::FaultKind;
use twinsync::core::signal::Reading;
use twinsync::report::Report;

const TEMPERATURE: usize = 0;
const SUPPLY: usize = 1;
const HUMIDITY: usize = 2;
const CO2: usize = 3;
const VALVE: usize = 4;
const FAN_POWER: usize = 5;
const OCCUPANTS: usize = 7;
const HOUR_S: f64 = 3600.0;

fn zone(spec: HvacSpec) -> Box<dyn DeviceModel> {
    device(ModelSpec::Hvac(spec), "zone", 1)
}

/// Outdoor air of the textbook zone at a share of the full flow, in cubic metres per second: a quarter of five changes an
/// hour, and leaks of a tenth of the volume an hour.
fn fresh_m3_s(flow_share: f64) -> f64 {
    300.0 / HOUR_S * (0.25 * 5.0 * flow_share + 0.1)
}

#[test]
fn carbon_dioxide_nears_what_people_give_over_what_air_takes() {
    // From nine to twelve all ten are there.
    for fan_percent in [40.0, 70.0, 100.0] {
        let mut device = zone(HvacSpec { start_hour: 9.0, fan_percent, ..HvacSpec::default() });
        device.advance(secs(2.5 * HOUR_S));
        assert_eq!(device.signal(OCCUPANTS), 10.0);
        let fresh = fresh_m3_s(fan_percent / 100.0);
        let settled = 420.0 + 1e6 * 10.0 * 5.2e-6 / fresh;
        let expected = settled + (420.0 - settled) * (-fresh / 300.0 * 2.5 * HOUR_S).exp();
        close("co2", device.signal(CO2), expected, 1e-6);
    }
}

#[test]
fn fan_power_goes_with_the_cube_of_its_speed() {
    let power = |fan_percent| zone(HvacSpec { fan_percent, ..HvacSpec::default() }).signal(FAN_POWER);
    close("full", power(100.0), 1500.0 * 300.0 * 5.0 / HOUR_S, 1e-9);
    for share in [0.2_f64, 0.5, 0.7] {
        close("cube", power(100.0 * share) / power(100.0), share.powi(3), 1e-12);
    }
}

#[test]
fn the_zone_settles_at_its_setpoint_by_heating_and_by_cooling() {
    let winter = HvacSpec { outdoor_swing_k: 0.0, start_hour: 20.0, ..HvacSpec::default() };
    let summer = HvacSpec {
        outdoor_c: 30.0,
        setpoint_c: 24.0,
        start_c: 27.0,
        mode: ZoneMode::Cool,
        fan_percent: 100.0,
        ..winter.clone()
    };
    for spec in [winter, summer] {
        let setpoint_c = spec.setpoint_c;
        let mut device = zone(spec);
        device.advance(secs(11.0 * HOUR_S));
        close("setpoint", device.signal(TEMPERATURE), setpoint_c, 0.02);
        assert!((5.0..95.0).contains(&device.signal(VALVE)), "valve {}", device.signal(VALVE));
    }
}

#[test]
fn an_unconditioned_zone_cools_with_the_time_constant_of_its_mass() {
    // Without fan and people air and mass lose heat to outdoors through two ways: the slow rate of the 2R2C network.
    let spec = HvacSpec {
        mode: ZoneMode::Off,
        outdoor_swing_k: 0.0,
        start_hour: 0.0,
        persons: 0,
        start_c: 21.0,
        ..HvacSpec::default()
    };
    let mut device = zone(spec);
    let air = 3.0 * 1.2 * 1006.0 * 300.0;
    let (mass, inside, envelope, leaks) = (1.1e7, 1552.5, 100.0, 1.2 * 1006.0 * 30.0 / HOUR_S);
    let (a, d) = ((inside + leaks) / air, (inside + envelope) / mass);
    let bc = inside * inside / (air * mass);
    let slow = 0.5 * (a + d) - (0.25 * (a - d) * (a - d) + bc).sqrt();
    device.advance(secs(10.0 * HOUR_S));
    let early = device.signal(TEMPERATURE) - 5.0;
    device.advance(secs(40.0 * HOUR_S));
    let late = device.signal(TEMPERATURE) - 5.0;
    close("time constant in hours", 30.0 / (early / late).ln(), 1.0 / slow / HOUR_S, 1e-6);
}

#[test]
fn limits_hold_through_a_day_of_every_fault() {
    let faults = [
        FaultKind::StuckValve,
        FaultKind::CloggedFilter { share: 1.0 },
        FaultKind::FailedFan,
        FaultKind::BiasedThermostat { offset_k: -10.0 },
    ];
    for mode in [ZoneMode::Off, ZoneMode::Heat, ZoneMode::Cool, ZoneMode::Ventilate] {
        for outdoor_c in [-20.0, 34.0] {
            let mut device = zone(HvacSpec { mode, outdoor_c, ..HvacSpec::default() });
            for minute in 0..1440_u32 {
                device.advance(secs(f64::from(minute) * 60.0));
                if minute % 240 == 60 {
                    device.fault(&faults[(minute / 240) as usize % 4]).unwrap();
                }
                if minute % 240 == 180 {
                    device.mend(&faults[(minute / 240) as usize % 4]);
                }
                for (index, info) in device.signals().iter().enumerate() {
                    let value = device.signal(index);
                    assert!(value.is_finite(), "{}", info.name);
                    if [HUMIDITY, CO2, VALVE, FAN_POWER, OCCUPANTS].contains(&index) {
                        let (low, high) = info.plausible.unwrap();
                        assert!((low..=high).contains(&value), "{} {value}", info.name);
                    }
                }
            }
        }
    }
}

#[test]
fn a_sound_day_stays_within_what_its_signals_are_said_to_do() {
    let mut device = zone(HvacSpec::default());
    let mut before: Vec<f64> = (0..8).map(|index| device.signal(index)).collect();
    for second in 1..86_400_u32 {
        device.advance(secs(f64::from(second)));
        for (index, info) in device.signals().iter().enumerate() {
            let value = device.signal(index);
            let (low, high) = info.plausible.unwrap();
            assert!((low..=high).contains(&value), "{} {value} at {second} s", info.name);
            if let Some(fastest) = info.fastest_per_s {
                assert!((value - before[index]).abs() <= fastest, "{} at {second} s", info.name);
            }
            before[index] = value;
        }
    }
}

#[test]
fn faults_do_what_they_say() {
    let at_nine = |fault: Option<FaultKind>| {
        let mut device = zone(HvacSpec { start_hour: 8.5, ..HvacSpec::default() });
        device.advance(secs(0.5 * HOUR_S));
        let before: Vec<f64> = (0..8).map(|index| device.signal(index)).collect();
        if let Some(fault) = fault {
            device.fault(&fault).unwrap();
        }
        device.advance(secs(2.5 * HOUR_S));
        (before, (0..8).map(|index| device.signal(index)).collect::<Vec<f64>>())
    };
    let (_, sound) = at_nine(None);
    let (before, stuck) = at_nine(Some(FaultKind::StuckValve));
    assert_eq!(stuck[VALVE], before[VALVE]);
    let (_, clogged) = at_nine(Some(FaultKind::CloggedFilter { share: 0.6 }));
    assert!(clogged[CO2] > sound[CO2] + 200.0 && clogged[FAN_POWER] < sound[FAN_POWER]);
    let (_, failed) = at_nine(Some(FaultKind::FailedFan));
    assert_eq!(failed[FAN_POWER], 0.0);
    assert!(failed[CO2] > clogged[CO2] && (failed[SUPPLY] - failed[TEMPERATURE]).abs() < 1.0);
    let (_, biased) = at_nine(Some(FaultKind::BiasedThermostat { offset_k: -2.0 }));
    close(
        "the zone is warmed by what the thermostat feels too little",
        biased[TEMPERATURE],
        sound[TEMPERATURE] + 2.0,
        0.4,
    );
    assert!(zone(HvacSpec::default()).fault(&FaultKind::Stall).unwrap_err().contains("zone"));
}

#[test]
fn the_safety_gate_refuses_what_would_do_harm() {
    let mut device = zone(HvacSpec::default());
    for setting in [
        Setting::Setpoint { c: 15.9 },
        Setting::Setpoint { c: 28.1 },
        Setting::Setpoint { c: f64::NAN },
        Setting::FanSpeed { percent: 19.0 },
        Setting::FanSpeed { percent: 101.0 },
    ] {
        assert!(device.operate(&setting).unwrap_err().contains("safety limits"), "{setting:?}");
    }
    assert!(device.operate(&Setting::Target { c: 20.0 }).unwrap_err().contains("zone"));
    device.operate(&Setting::FanSpeed { percent: 100.0 }).unwrap();
    device.advance(secs(60.0));
    close("fan power", device.signal(FAN_POWER), 625.0, 1e-9);
    device.operate(&Setting::ZoneMode { mode: ZoneMode::Off }).unwrap();
    device.advance(secs(200.0));
    assert_eq!((device.signal(FAN_POWER), device.signal(VALVE)), (0.0, 0.0));
}

#[test]
fn how_often_it_is_asked_does_not_matter() {
    let eventful = |step_s: f64| {
        let mut device = zone(HvacSpec::default());
        let mut at = 0.0;
        for (deed_s, kind) in [(1800.5, FaultKind::StuckValve), (2500.25, FaultKind::CloggedFilter { share: 0.5 })] {
            while at + step_s < deed_s {
                at += step_s;
                device.advance(secs(at));
            }
            device.advance(secs(deed_s));
            device.fault(&kind).unwrap();
            at = deed_s;
        }
        while at + step_s < 7200.0 {
            at += step_s;
            device.advance(secs(at));
        }
        device.advance(secs(7200.0));
        digest(device.as_ref())
    };
    let whole = eventful(1e5);
    assert_eq!(whole, eventful(0.73));
    assert_eq!(whole, eventful(13.9));
}

#[test]
fn a_twin_with_the_model_knows_more_between_reports_than_one_that_holds() {
    let mut device = zone(HvacSpec::default());
    let mut twin = device.twin_model().unwrap();
    let (mut model, mut hold, mut held) = ([0.0; 8], [0.0; 8], [0.0; 8]);
    for step in 0..720_u32 {
        let at = secs(f64::from(step) * 15.0);
        device.advance(at);
        for index in 0..8_u16 {
            let truth = device.signal(usize::from(index));
            if step % 40 == 0 {
                twin.ingest(&Reading { signal: index, at, value: truth });
                held[usize::from(index)] = truth;
            }
        }
        for index in 0..8 {
            let truth = device.signal(index);
            model[index] += (twin.predict(index, at).unwrap() - truth).powi(2);
            hold[index] += (held[index] - truth).powi(2);
        }
    }
    for (index, share) in [(TEMPERATURE, 0.05), (SUPPLY, 0.05), (HUMIDITY, 0.1), (CO2, 0.15), (VALVE, 0.1)] {
        assert!(model[index] < share * hold[index], "signal {index}: model {}, hold {}", model[index], hold[index]);
    }
}

#[test]
fn in_the_lesson_the_model_needs_fewer_frames_and_errs_less() {
    let report = Report::of(&run(&shipped("hvac"), 7), 0.0);
    let twin = |name: &str| report.twins.iter().find(|twin| twin.name == name).unwrap();
    let rms =
        |name: &str, signal: &str| twin(name).signals.iter().find(|entry| entry.name == signal).unwrap().rmse.unwrap();
    for signal in ["temperature", "co2_ppm"] {
        assert!(rms("model", signal) < 0.6 * rms("batch", signal), "{signal}");
    }
    assert!(twin("model").frames.sent < twin("event").frames.sent, "fewer frames than by event");
}
