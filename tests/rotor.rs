//! The rotor against the closed form of an unbalanced rotor on springs, measured by lock-in at 1x.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

use std::f64::consts::{PI, TAU};

use twinsync::core::device::{DeviceModel, ModelSpec, RotorSpec, Setting};
use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;

const ACCEL_X: usize = 0;
const ACCEL_Y: usize = 1;

fn rotor(spec: RotorSpec) -> Box<dyn DeviceModel> {
    ModelSpec::Rotor(spec).build(None, Stream::new(1, "rotor", "model")).unwrap()
}

/// Amplitude and phase (radians, of `cos(w t + phase)`) of a signal at the shaft's frequency over whole turns.
fn lock_in(device: &mut dyn DeviceModel, signal: usize, from_s: f64, speed_rpm: f64, turns: u32) -> (f64, f64) {
    let omega = speed_rpm * TAU / 60.0;
    let samples = 360 * turns;
    let (mut cosine, mut sine) = (0.0, 0.0);
    for i in 0..samples {
        let t = from_s + f64::from(i) / f64::from(samples) * f64::from(turns) * TAU / omega;
        device.advance(SimTime::from_secs(t));
        cosine += device.signal(signal) * (omega * t).cos();
        sine -= device.signal(signal) * (omega * t).sin();
    }
    let scale = 2.0 / f64::from(samples);
    ((cosine * cosine + sine * sine).sqrt() * scale, sine.atan2(cosine))
}

#[test]
fn amplitude_and_phase_on_springs_match_the_closed_form() {
    let (mass, stiffness, zeta, unbalance) = (0.25, 8000.0_f64, 0.05, 30e-6);
    let natural = (stiffness / mass).sqrt();
    for q in [0.5, 0.8, 1.0, 1.2, 2.0, 3.0] {
        let speed_rpm = q * natural * 60.0 / TAU;
        let mut device = rotor(RotorSpec {
            speed_rpm,
            mass_kg: mass,
            unbalance_g_mm: 30.0,
            phase_deg: 30.0,
            stiffness_n_per_m: Some(stiffness),
            damping_ratio: zeta,
            spin_up_s: 0.0,
        });
        let omega = q * natural;
        let denominator = ((1.0 - q * q).powi(2) + (2.0 * zeta * q).powi(2)).sqrt();
        let expected = unbalance / mass * q * q / denominator * omega * omega;
        let lag = (2.0 * zeta * q).atan2(1.0 - q * q);
        for (signal, turn) in [(ACCEL_X, 0.0), (ACCEL_Y, PI / 2.0)] {
            let (amplitude, phase) = lock_in(device.as_mut(), signal, 1.0 + turn, speed_rpm, 20);
            assert!((amplitude / expected - 1.0).abs() < 1e-6, "q {q}: amplitude {amplitude}, theory {expected}");
            // Acceleration is opposite to displacement: phase 30 degrees - lag + 180 degrees.
            let off = (phase - (PI / 6.0 - turn - lag + PI)).rem_euclid(TAU);
            assert!(off.min(TAU - off) < 1e-5, "q {q}: phase off by {off}");
        }
    }
}

#[test]
fn doubling_the_speed_quadruples_the_force_on_a_free_support() {
    let amplitude = |speed_rpm| {
        let mut device = rotor(RotorSpec { speed_rpm, stiffness_n_per_m: None, ..RotorSpec::default() });
        lock_in(device.as_mut(), ACCEL_X, 0.0, speed_rpm, 10).0
    };
    assert!((amplitude(3000.0) / amplitude(1500.0) - 4.0).abs() < 1e-6);
    // a = U w^2 / M
    let omega = 1500.0 * TAU / 60.0;
    assert!((amplitude(1500.0) / (30e-6 * omega * omega / 0.25) - 1.0).abs() < 1e-6);
}

#[test]
fn a_run_up_through_resonance_does_not_depend_on_how_often_it_is_asked() {
    let at_two_seconds = |steps: u32| {
        let mut device = rotor(RotorSpec { spin_up_s: 1.5, stiffness_n_per_m: Some(8000.0), ..RotorSpec::default() });
        for i in 1..=steps {
            device.advance(SimTime::from_secs(2.0 * f64::from(i) / f64::from(steps)));
        }
        [0, 1, 3, 4].map(|signal| device.signal(signal))
    };
    for (once, often) in at_two_seconds(1).into_iter().zip(at_two_seconds(4_000)) {
        assert!((once - often).abs() < 1e-9, "{once} {often}");
    }
}

#[test]
fn a_run_up_agrees_with_a_fine_integration_of_the_equation_of_motion() {
    // Runge-Kutta on M x'' + c x' + k x = U (w^2 cos a + w' sin a) for a 2 s run-up to 2,400 turns a minute.
    let (mass, stiffness, zeta, unbalance) = (0.25_f64, 8000.0_f64, 0.05, 30e-6);
    let (wn, top, up_s) = ((stiffness / mass).sqrt(), 2400.0 * TAU / 60.0, 2.0);
    let spin = top / up_s;
    let mut device = rotor(RotorSpec {
        speed_rpm: 2400.0,
        phase_deg: 0.0,
        spin_up_s: up_s,
        stiffness_n_per_m: Some(stiffness),
        ..RotorSpec::default()
    });
    let force = |t: f64| unbalance / mass * (spin * t).powi(2) * (0.5 * spin * t * t).cos();
    let accel = |t: f64, x: f64, v: f64| force(t) - 2.0 * zeta * wn * v - wn * wn * x;
    let h = 1.0 / 65_536.0;
    let (mut x, mut v, mut worst, mut largest) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    for i in 0..(1.9 / h) as u32 {
        let t = f64::from(i) * h;
        if i % 64 == 0 {
            device.advance(SimTime::from_secs(t));
            let a = accel(t, x, v);
            worst = worst.max((device.signal(ACCEL_X) - a).abs());
            largest = largest.max(a.abs());
        }
        let (k1x, k1v) = (v, accel(t, x, v));
        let (k2x, k2v) = (v + h / 2.0 * k1v, accel(t + h / 2.0, x + h / 2.0 * k1x, v + h / 2.0 * k1v));
        let (k3x, k3v) = (v + h / 2.0 * k2v, accel(t + h / 2.0, x + h / 2.0 * k2x, v + h / 2.0 * k2v));
        let (k4x, k4v) = (v + h * k3v, accel(t + h, x + h * k3x, v + h * k3v));
        x += h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x);
        v += h / 6.0 * (k1v + 2.0 * k2v + 2.0 * k3v + k4v);
    }
    // Pieces of constant speed lag the climb by at most half a piece's gain in speed.
    assert!(worst < 0.03 * largest, "worst {worst} of {largest}");
}

#[test]
fn a_new_speed_rings_at_the_natural_frequency_and_settles() {
    let mut device = rotor(RotorSpec { stiffness_n_per_m: Some(8000.0), ..RotorSpec::default() });
    device.advance(SimTime::from_secs(1.0));
    let before = device.signal(ACCEL_X);
    device.operate(&Setting::Speed { rpm: 600.0, over_s: 0.0 }).unwrap();
    device.advance(SimTime::from_secs(1.0));
    // Position and velocity do not jump; acceleration may, by the change of force alone.
    assert!((device.signal(ACCEL_X) - before).abs() < 2.0 * before.abs() + 20.0);
    let settled = lock_in(device.as_mut(), ACCEL_X, 10.0, 600.0, 10).0;
    let (q, omega) = (600.0 * TAU / 60.0 / (8000.0_f64 / 0.25).sqrt(), 600.0 * TAU / 60.0);
    let expected = 30e-6 / 0.25 * q * q / ((1.0 - q * q).powi(2) + (0.1 * q).powi(2)).sqrt() * omega * omega;
    assert!((settled / expected - 1.0).abs() < 1e-3, "{settled} {expected}");
}
