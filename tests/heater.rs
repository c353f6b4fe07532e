//! The heater against the closed forms of its law, and its safety gate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, device, digest, run, scene, secs, shipped};
use twinsync::core::device::{DeviceModel, HeaterMode, HeaterSpec, ModelSpec, Setting};
use twinsync::core::fault::FaultKind;
use twinsync::core::signal::Reading;
use twinsync::core::time::SimTime;
use twinsync::report::Report;
use twinsync::scene::{self, Origin};

const TEMPERATURE: usize = 0;
const POWER: usize = 1;
const ENERGY: usize = 2;

fn heater(spec: HeaterSpec) -> Box<dyn DeviceModel> {
    device(ModelSpec::Heater(spec), "heater", 1)
}

#[test]
fn each_mode_nears_its_limit_with_a_time_constant_of_50_s() {
    for (mode, target_c, limit_c) in [(HeaterMode::Eco, 27.5, 27.5), (HeaterMode::Boost, 42.5, 42.5)] {
        let mut device = heater(HeaterSpec { target_c, mode, ..HeaterSpec::default() });
        device.advance(secs(50.0));
        let after_tau = limit_c + (20.0 - limit_c) * (-1.0_f64).exp();
        close("one time constant", device.signal(TEMPERATURE), after_tau, 1e-9);
        device.advance(secs(2000.0));
        close("the limit", device.signal(TEMPERATURE), limit_c, 1e-9);
        let power = device.signal(POWER);
        close("power", power, if mode == HeaterMode::Eco { 45.0 } else { 180.0 }, 0.0);
        close("energy", device.signal(ENERGY), power * 2000.0 / 3600.0, 1e-9);
    }
}

#[test]
fn the_thermostat_keeps_its_band_with_the_period_of_the_closed_form() {
    let mut device = heater(HeaterSpec::default());
    // From 24.5 to 25.5 towards 27.5, and back towards 20.
    let heating = (3.0_f64 / 2.0).ln() / 0.02;
    let cooling = (5.5_f64 / 4.5).ln() / 0.02;
    let first = (7.5_f64 / 2.0).ln() / 0.02;
    let mut switches = Vec::new();
    let mut on = true;
    for step in 0..200_000 {
        let at = f64::from(step) * 0.001;
        device.advance(secs(at));
        if at > first {
            assert!((24.5 - 1e-9..=25.5 + 1e-9).contains(&device.signal(TEMPERATURE)));
        }
        if (device.signal(POWER) > 0.0) != on {
            on = !on;
            switches.push(at);
        }
    }
    close("first switch", switches[0], first, 0.0011);
    close("cooling", switches[1] - switches[0], cooling, 0.0021);
    close("heating", switches[2] - switches[1], heating, 0.0021);
    // Energy is power times the time on, to rounding: whole cycles after the first switch.
    let mut whole = heater(HeaterSpec::default());
    whole.advance(secs(first + 5.0 * (heating + cooling)));
    close("energy", whole.signal(ENERGY), 45.0 * (first + 5.0 * heating) / 3600.0, 1e-6);
}

#[test]
fn an_open_window_moves_the_limit_and_mending_moves_it_back() {
    for factor in [1.5, 3.0, 10.0] {
        let mut device = heater(HeaterSpec { target_c: 27.5, ..HeaterSpec::default() });
        device.fault(&FaultKind::OpenWindow { factor }).unwrap();
        device.advance(secs(3000.0));
        close("window open", device.signal(TEMPERATURE), 20.0 + 0.15 / (0.02 * factor), 1e-9);
        device.mend(&FaultKind::OpenWindow { factor: 1.0 });
        device.advance(secs(6000.0));
        close("window shut", device.signal(TEMPERATURE), 27.5, 1e-9);
    }
}

#[test]
fn a_failed_element_cools_to_ambient_and_takes_no_power() {
    let mut device = heater(HeaterSpec::default());
    device.advance(secs(300.0));
    let (warm, used) = (device.signal(TEMPERATURE), device.signal(ENERGY));
    device.fault(&FaultKind::FailedElement).unwrap();
    device.advance(secs(350.0));
    close("cooling", device.signal(TEMPERATURE), 20.0 + (warm - 20.0) * (-1.0_f64).exp(), 1e-9);
    close("power", device.signal(POWER), 0.0, 0.0);
    close("energy", device.signal(ENERGY), used, 0.0);
    assert!(device.fault(&FaultKind::StuckValve).unwrap_err().contains("heater"));
}

#[test]
fn what_a_mode_cannot_reach_is_refused_with_that_reason() {
    let mut device = heater(HeaterSpec::default());
    let refusal = device.operate(&Setting::Target { c: 30.0 }).unwrap_err();
    assert_eq!(refusal, "30 °C is unreachable: eco reaches at most 27.5 °C; boost reaches 42.5 °C");
    device.operate(&Setting::HeaterMode { mode: HeaterMode::Boost }).unwrap();
    device.operate(&Setting::Target { c: 30.0 }).unwrap();
    let refusal = device.operate(&Setting::HeaterMode { mode: HeaterMode::Eco }).unwrap_err();
    assert!(refusal.contains("30 °C is unreachable: eco reaches at most 27.5 °C"), "{refusal}");
    assert!(device.operate(&Setting::Target { c: 42.6 }).unwrap_err().contains("42.5"));
    assert!(device.operate(&Setting::Target { c: 2.0 }).unwrap_err().contains("safety limits"));
    assert!(device.operate(&Setting::Target { c: f64::NAN }).is_err());
    assert!(device.operate(&Setting::Stop { on: true }).unwrap_err().contains("heater"));
    device.advance(secs(1000.0));
    assert!((29.5..=30.5).contains(&device.signal(TEMPERATURE)), "what was refused has changed nothing");
    let scene = r#"(title: "", devices: [(name: "h", model: Heater(target_c: 30))], twins: [], links: [])"#;
    let error = scene::read(scene, Origin::Text("x.ron".to_owned())).unwrap_err().to_string();
    assert!(error.contains("target_c: 30 °C is unreachable: eco reaches at most 27.5 °C"), "{error}");
}

/// Deeds at odd instants, and the state at the end.
fn eventful(step_s: f64) -> u64 {
    let mut device = heater(HeaterSpec::default());
    let deeds: [(f64, &dyn Fn(&mut dyn DeviceModel)); 4] = [
        (33.3, &|device| device.operate(&Setting::HeaterMode { mode: HeaterMode::Boost }).unwrap()),
        (71.7, &|device| device.operate(&Setting::Target { c: 35.0 }).unwrap()),
        (222.2, &|device| device.fault(&FaultKind::OpenWindow { factor: 3.0 }).unwrap()),
        (444.4, &|device| device.mend(&FaultKind::OpenWindow { factor: 3.0 })),
    ];
    let mut at = 0.0;
    for (deed_s, deed) in deeds {
        while at + step_s < deed_s {
            at += step_s;
            device.advance(secs(at));
        }
        device.advance(secs(deed_s));
        deed(device.as_mut());
        at = deed_s;
    }
    while at + step_s < 900.0 {
        at += step_s;
        device.advance(secs(at));
    }
    device.advance(secs(900.0));
    digest(device.as_ref())
}

#[test]
fn how_often_it_is_asked_does_not_matter() {
    let whole = eventful(1e4);
    assert_eq!(whole, eventful(0.137));
    assert_eq!(whole, eventful(7.7));
}

#[test]
fn a_twin_with_the_law_follows_the_thermostat_between_rare_reports() {
    let mut device = heater(HeaterSpec::default());
    let mut twin = device.twin_model().unwrap();
    let (mut model, mut hold, mut held) = (0.0, 0.0, 20.0);
    for step in 0..4000 {
        let at = secs(f64::from(step) * 0.25);
        device.advance(at);
        if step % 80 == 0 {
            for signal in 0..3_u16 {
                twin.ingest(&Reading { signal, at, value: device.signal(usize::from(signal)) });
            }
            held = device.signal(TEMPERATURE);
        }
        let off = twin.predict(TEMPERATURE, at).unwrap() - device.signal(TEMPERATURE);
        model += off * off;
        hold += (held - device.signal(TEMPERATURE)).powi(2);
        close("power", twin.predict(POWER, at).unwrap(), device.signal(POWER), 0.0);
    }
    assert!(model < 1e-12 * hold, "model {model}, hold {hold}");
}

#[test]
fn a_twin_finds_out_that_mode_and_target_have_changed() {
    let mut device = heater(HeaterSpec::default());
    let mut twin = device.twin_model().unwrap();
    device.operate(&Setting::HeaterMode { mode: HeaterMode::Boost }).unwrap();
    device.operate(&Setting::Target { c: 35.0 }).unwrap();
    let mut worst: f64 = 0.0;
    for step in 0..1200 {
        let at = SimTime::from_secs(f64::from(step) * 0.5);
        device.advance(at);
        if step % 4 == 0 {
            for signal in 0..3_u16 {
                twin.ingest(&Reading { signal, at, value: device.signal(usize::from(signal)) });
            }
        }
        if step > 300 {
            worst = worst.max((twin.predict(TEMPERATURE, at).unwrap() - device.signal(TEMPERATURE)).abs());
        }
    }
    assert!(worst < 0.8, "within the thermostat's band: {worst}");
}

#[test]
fn in_the_lesson_the_model_needs_fewer_frames_and_errs_less() {
    let simulation = run(&shipped("heater"), 7);
    let report = Report::of(&simulation, 0.0);
    let rms = |name: &str| {
        let twin = report.twins.iter().find(|twin| twin.name == name).unwrap();
        twin.signals.iter().find(|signal| signal.name == "temperature").unwrap().rmse.unwrap()
    };
    assert!(rms("model") < 0.5 * rms("batch"), "model {}, batch {}", rms("model"), rms("batch"));
}

#[test]
fn a_scene_may_say_everything() {
    let text = r#"(title: "", devices: [(name: "h", model: Heater(target_c: 40, ambient_c: 20, mode: Boost, hysteresis_k: 2))], twins: [], links: [])"#;
    assert_eq!(run(&scene(text), 1).snapshot().devices[0].values.len(), 3);
}
