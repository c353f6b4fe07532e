//! The clock board against arithmetic: rate, wrap, temperature curve, corrected clock, and a twin's holdover.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, device, digest, secs};
use twinsync::core::device::clock_board::WRAP_US;
use twinsync::core::device::{ClockBoardSpec, DeviceModel, ModelSpec, Setting};
use twinsync::core::fault::FaultKind;
use twinsync::core::signal::Reading;
use twinsync::core::time::SimTime;
use twinsync::core::twin::TwinModel;

const MICROS: usize = 0;
const TEMPERATURE: usize = 1;
const CORRECTED: usize = 2;
const RATE: usize = 3;

fn steady() -> ClockBoardSpec {
    ClockBoardSpec { drift_ppm: 0.0, wander_ppm: 0.0, ..ClockBoardSpec::default() }
}

fn board(spec: ClockBoardSpec) -> Box<dyn DeviceModel> {
    device(ModelSpec::ClockBoard(spec), "board", 1)
}

fn at(device: &mut dyn DeviceModel, at_s: f64, signal: usize) -> f64 {
    device.advance(secs(at_s));
    device.signal(signal)
}

#[test]
fn the_counter_runs_at_exactly_one_plus_its_rate_error() {
    for ppm in [-20_000.0, -7.0, 0.0, 11.574, 40.0, 22_000.0] {
        let mut device = board(ClockBoardSpec { drift_ppm: ppm, ..steady() });
        let counted = at(device.as_mut(), 4000.0, MICROS);
        close("microseconds", counted, (4e9 + 4000.0 * ppm).rem_euclid(WRAP_US).floor(), 1.0);
    }
    // 11.574 ppm gain a second a day.
    let mut device = board(ClockBoardSpec { drift_ppm: 11.574, ..steady() });
    close("a day", at(device.as_mut(), 86_400.0, CORRECTED), 86_401.0, 1e-4);
}

#[test]
fn the_counter_wraps_after_4294_967296_seconds() {
    let mut device = board(steady());
    assert_eq!(at(device.as_mut(), 4_294.967_295, MICROS), WRAP_US - 1.0);
    assert_eq!(at(device.as_mut(), 4_294.967_296, MICROS), 0.0);
    assert_eq!(at(device.as_mut(), 4_300.0, MICROS), 5_032_704.0);
    assert_eq!(device.signal(CORRECTED), 4_300.0, "seconds do not wrap");
    let info = &device.signals()[MICROS];
    assert_eq!(info.difference(5.0, WRAP_US - 5.0), 10.0);
    let mut late = board(ClockBoardSpec { offset_s: 4_290.0, ..steady() });
    assert_eq!(at(late.as_mut(), 5.0, MICROS), 32_704.0);
}

#[test]
fn the_rate_bends_with_the_square_of_the_temperature() {
    for (celsius, ppm) in [(25.0, 40.0), (35.0, 36.6), (15.0, 36.6), (5.0, 26.4), (65.0, -14.4)] {
        let mut device = board(ClockBoardSpec { drift_ppm: 40.0, temperature_c: celsius, ..steady() });
        close("rate error", at(device.as_mut(), 1.0, RATE), ppm, 1e-9);
    }
}

#[test]
fn a_ramp_adds_up_to_the_closed_form_and_ends_where_a_board_survives() {
    let mut device = board(ClockBoardSpec { drift_ppm: 3.0, temperature_c: 20.0, ..steady() });
    device.advance(secs(10.0));
    device.fault(&FaultKind::TemperatureRamp { k_per_s: 0.5 }).unwrap();
    close("temperature", at(device.as_mut(), 70.0, TEMPERATURE), 50.0, 1e-9);
    // Integral of (T - 25)^2 over T = 20 .. 50 at 0.5 K/s: (25^3 + 5^3) / 3 / 0.5 = 10500 K^2 s; and 250 before it.
    let gained_us = 3.0 * 70.0 - 0.034 * (10_500.0 + 250.0);
    close("gained", (device.signal(CORRECTED) - 70.0) * 1e6, gained_us, 1e-3);
    device.mend(&FaultKind::TemperatureRamp { k_per_s: 0.5 });
    close("held", at(device.as_mut(), 100.0, TEMPERATURE), 50.0, 1e-9);
    device.fault(&FaultKind::TemperatureRamp { k_per_s: 10.0 }).unwrap();
    close("survives", at(device.as_mut(), 200.0, TEMPERATURE), 85.0, 1e-9);
    device.fault(&FaultKind::TemperatureRamp { k_per_s: 1.0 }).unwrap();
    close("no further", at(device.as_mut(), 201.0, TEMPERATURE), 85.0, 1e-9);
}

#[test]
fn wander_is_a_random_walk_of_the_rate() {
    let (runs, walked_s) = (400, 100.0);
    let square: f64 = (0..runs)
        .map(|seed| {
            let spec = ClockBoardSpec { wander_ppm: 0.01, ..steady() };
            let mut device = device(ModelSpec::ClockBoard(spec), "board", seed);
            at(device.as_mut(), walked_s, RATE).powi(2)
        })
        .sum();
    let variance = square / runs as f64;
    close("variance over theory", variance / (0.01 * 0.01 * walked_s), 1.0, 4.0 * (2.0 / runs as f64).sqrt());
}

#[test]
fn a_reboot_starts_the_counter_at_zero_and_forgets_corrections() {
    let mut device = board(ClockBoardSpec { drift_ppm: 40.0, offset_s: 100.0, ..steady() });
    device.advance(secs(50.0));
    device.operate(&Setting::Phase { s: 1e9 }).unwrap();
    device.fault(&FaultKind::Reboot).unwrap();
    assert_eq!((device.signal(MICROS), device.signal(CORRECTED)), (0.0, 0.0));
    close("after", at(device.as_mut(), 60.0, MICROS), 10_000_400.0, 1.0);
}

#[test]
fn a_multiplier_leaves_the_corrected_clock_continuous_and_monotone() {
    let mut device = board(ClockBoardSpec { drift_ppm: 40.0, ..steady() });
    device.advance(secs(10.0));
    device.operate(&Setting::Phase { s: 10.0 }).unwrap();
    assert_eq!(device.signal(CORRECTED), 10.0);
    let mut before = 10.0;
    for i in 0..200 {
        let t = 10.0 + f64::from(i) * 0.5;
        device.advance(secs(t));
        let shown = device.signal(CORRECTED);
        assert!(shown >= before, "{shown} after {before}");
        if i % 20 == 0 {
            let factor = [1.0 / 1.000_04, 1.02, 0.98][i as usize / 20 % 3];
            device.operate(&Setting::Multiplier { factor }).unwrap();
            close("continuous", device.signal(CORRECTED), shown, 1e-9);
        }
        before = device.signal(CORRECTED);
    }
    // 1 / (1 + R), not 1 - R: with it the corrected clock keeps the reference's time.
    let (from_s, from) = (109.5, device.signal(CORRECTED));
    device.operate(&Setting::Multiplier { factor: 1.0 / 1.000_04 }).unwrap();
    close("an hour", at(device.as_mut(), from_s + 3600.0, CORRECTED) - from, 3600.0, 1e-6);
}

#[test]
fn refusals_say_why() {
    let mut device = board(steady());
    for (setting, part) in [
        (Setting::Multiplier { factor: 1.03 }, "outside the safety limits of 0.978 to 1.022"),
        (Setting::Multiplier { factor: 0.0 }, "outside"),
        (Setting::Phase { s: -1.0 }, "outside"),
        (Setting::Phase { s: 5e9 }, "outside"),
        (Setting::AcknowledgeAlarm, "a clock board has no control"),
    ] {
        let said = device.operate(&setting).unwrap_err();
        assert!(said.contains(part), "{said}");
    }
    assert!(device.fault(&FaultKind::Occlusion).is_err());
}

#[test]
fn one_go_and_many_slices_end_in_the_same_state() {
    let end = |slice_s: f64| {
        let mut device = board(ClockBoardSpec { wander_ppm: 0.05, temperature_c: 33.0, ..ClockBoardSpec::default() });
        let deeds: [(f64, &dyn Fn(&mut dyn DeviceModel)); 4] = [
            (3.337, &|device| device.fault(&FaultKind::TemperatureRamp { k_per_s: 0.7 }).unwrap()),
            (7.01, &|device| device.operate(&Setting::Multiplier { factor: 0.99 }).unwrap()),
            (8.7, &|device| device.mend(&FaultKind::TemperatureRamp { k_per_s: 0.7 })),
            (21.1, &|device| device.fault(&FaultKind::TemperatureRamp { k_per_s: -3.0 }).unwrap()),
        ];
        let mut now = 0.0;
        for (at, deed) in deeds {
            while now + slice_s < at {
                now += slice_s;
                device.advance(secs(now));
            }
            device.advance(secs(at));
            deed(device.as_mut());
        }
        device.advance(secs(77.7));
        digest(device.as_ref())
    };
    let whole = end(1e9);
    for slice_s in [0.001, 0.0371, 1.7] {
        assert_eq!(whole, end(slice_s));
    }
}

fn report(device: &mut dyn DeviceModel, twin: &mut dyn TwinModel, at: SimTime) {
    device.advance(at);
    for signal in [TEMPERATURE, MICROS, CORRECTED] {
        twin.ingest(&Reading { signal: signal as u16, at, value: device.signal(signal) });
    }
}

fn miss_us(device: &mut dyn DeviceModel, twin: &dyn TwinModel, at: SimTime) -> f64 {
    device.advance(at);
    let info = &device.signals()[MICROS];
    info.difference(twin.predict(MICROS, at).unwrap(), device.signal(MICROS)).abs()
}

#[test]
fn a_twin_holds_a_clock_to_microseconds_across_a_wrap_and_a_ramp() {
    let spec = ClockBoardSpec { offset_s: 4_200.0, ..ClockBoardSpec::default() };
    let mut device = board(spec);
    let mut twin = device.twin_model().unwrap();
    let mut worst = 0.0_f64;
    for i in 0..120 {
        let now = secs(f64::from(i) * 5.0);
        if i == 60 {
            device.advance(now);
            device.fault(&FaultKind::TemperatureRamp { k_per_s: 0.05 }).unwrap();
        }
        if i > 10 {
            worst = worst.max(miss_us(device.as_mut(), twin.as_ref(), now));
        }
        report(device.as_mut(), twin.as_mut(), now);
    }
    // A clock held at its last value would be 5 s behind, and one at nominal rate 200 us.
    assert!(worst < 10.0, "{worst} us");
}

#[test]
fn a_twin_starts_anew_after_a_reboot_and_keeps_the_rate() {
    let mut device = board(ClockBoardSpec { wander_ppm: 0.0, ..ClockBoardSpec::default() });
    let mut twin = device.twin_model().unwrap();
    for i in 0..20 {
        report(device.as_mut(), twin.as_mut(), secs(f64::from(i) * 5.0));
    }
    device.fault(&FaultKind::Reboot).unwrap();
    report(device.as_mut(), twin.as_mut(), secs(100.0));
    assert!(miss_us(device.as_mut(), twin.as_ref(), secs(130.0)) < 3.0);
}

#[test]
fn a_twin_follows_a_new_multiplier_after_two_reports() {
    let mut device = board(ClockBoardSpec { wander_ppm: 0.0, ..ClockBoardSpec::default() });
    let mut twin = device.twin_model().unwrap();
    for i in 0..20 {
        report(device.as_mut(), twin.as_mut(), secs(f64::from(i) * 5.0));
    }
    device.operate(&Setting::Multiplier { factor: 1.0 / 1.000_04 }).unwrap();
    for i in 20..23 {
        report(device.as_mut(), twin.as_mut(), secs(f64::from(i) * 5.0));
    }
    device.advance(secs(140.0));
    let miss_s = twin.predict(CORRECTED, secs(140.0)).unwrap() - device.signal(CORRECTED);
    assert!(miss_s.abs() < 1e-5, "{miss_s}");
}
