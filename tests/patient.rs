//! The patient against its sources: beat statistics, the shape of the electrocardiogram, drug kinetics, gates.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use common::{close, device, digest, secs};
use twinsync::core::device::patient::{ALARM_MMHG, CLEARANCE_L_PER_MIN, HALF_LIFE_S, SYRINGE_UG_PER_ML};
use twinsync::core::device::{DeviceModel, ModelSpec, PatientSpec, Setting};
use twinsync::core::fault::FaultKind;
use twinsync::core::signal::Reading;

const ECG: usize = 0;
const HEART_RATE: usize = 1;
const SPO2: usize = 2;
const RESP_RATE: usize = 3;
const MAP: usize = 5;
const PUMP: usize = 6;
const PLETH: usize = 7;
const DRUG: usize = 9;
const LINE: usize = 10;
const ALARM: usize = 11;
const BEAT: usize = 12;
const SIGNALS: usize = 13;

fn patient(spec: PatientSpec, seed: u64) -> Box<dyn DeviceModel> {
    device(ModelSpec::Patient(spec), "patient", seed)
}

/// Instants of the R waves from `from_s` for `for_s`, where the beat's angle passes 0, and the heights there.
fn r_waves(device: &mut dyn DeviceModel, from_s: f64, for_s: f64) -> Vec<(f64, f64)> {
    let step_s = 1.0 / 512.0;
    let mut waves = Vec::new();
    let mut before = None;
    for i in 0..(for_s / step_s) as u32 {
        let t = from_s + f64::from(i) * step_s;
        device.advance(secs(t));
        let angle = device.signal(BEAT);
        if let Some((angle_before, t_before)) = before
            && angle < 90.0
            && angle_before > 270.0
        {
            let share = (360.0 - angle_before) / (360.0 - angle_before + angle);
            waves.push((t_before + share * step_s, device.signal(ECG)));
        }
        before = Some((angle, t));
    }
    waves
}

fn intervals(waves: &[(f64, f64)]) -> Vec<f64> {
    waves.windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

#[test]
fn beats_have_the_asked_mean_and_spread_over_seeds() {
    for (bpm, sdnn_s) in [(50.0, 0.08), (72.0, 0.05), (110.0, 0.02)] {
        let (mut means, mut spreads) = (Vec::new(), Vec::new());
        for seed in 0..6 {
            let spec = PatientSpec { heart_rate_bpm: bpm, sdnn_ms: sdnn_s * 1e3, ..PatientSpec::default() };
            let waves = r_waves(patient(spec, seed).as_mut(), 0.0, 300.0);
            let intervals = intervals(&waves);
            means.push(60.0 / mean(&intervals));
            spreads.push(deviation(&intervals));
        }
        close("mean rate", mean(&means), bpm, 0.01 * bpm);
        close("spread", mean(&spreads), sdnn_s, 0.12 * sdnn_s + 0.002);
    }
}

#[test]
fn beat_lengths_have_a_low_and_a_high_band_of_the_published_ratio() {
    // Lomb's sum at each frequency: power within 0.03 Hz of 0.1 Hz and of 0.25 Hz, over seeds.
    let (mut low, mut high, mut between) = (0.0, 0.0, 0.0);
    for seed in 0..6 {
        let waves = r_waves(patient(PatientSpec::default(), seed).as_mut(), 0.0, 300.0);
        let intervals = intervals(&waves);
        let mean = mean(&intervals);
        let power = |hz: f64| {
            let (mut cosine, mut sine) = (0.0, 0.0);
            for (interval, wave) in intervals.iter().zip(&waves) {
                let angle = std::f64::consts::TAU * hz * wave.0;
                cosine += (interval - mean) * angle.cos();
                sine += (interval - mean) * angle.sin();
            }
            cosine * cosine + sine * sine
        };
        let band = |centre: f64| (-9..=9).map(|i| power(centre + f64::from(i) / 300.0)).sum::<f64>();
        low += band(0.1);
        high += band(0.25);
        between += band(0.175) / 2.0;
    }
    close("low over high", low / high, 0.5, 0.12);
    assert!(between < 0.15 * high, "between {between} high {high}");
}

#[test]
fn every_beat_has_one_r_wave_of_about_1_2_millivolts_at_any_rate() {
    for bpm in [45.0, 72.0, 140.0] {
        let spec = PatientSpec { heart_rate_bpm: bpm, sdnn_ms: 20.0, ..PatientSpec::default() };
        let mut device = patient(spec.clone(), 3);
        let waves = r_waves(device.as_mut(), 5.0, 60.0);
        for (_, height) in &waves {
            close("R wave", *height, 1.2, 0.2);
        }
        // Peaks counted in the wave itself, with no word from the beat's angle.
        let mut again = patient(spec, 3);
        let (mut above, mut count, mut lowest) = (false, 0, f64::INFINITY);
        for i in 0..60 * 512 {
            again.advance(secs(5.0 + f64::from(i) / 512.0));
            let mv = again.signal(ECG);
            lowest = lowest.min(mv);
            count += usize::from(!above && mv > 0.75);
            above = mv > 0.75 || (above && mv > 0.4);
        }
        assert!(count.abs_diff(waves.len()) <= 1, "{count} peaks, {} beats at {bpm}", waves.len());
        assert!((-0.75..-0.3).contains(&lowest), "the S wave reaches {lowest} mV");
    }
}

#[test]
fn the_electrocardiogram_solves_the_published_equation() {
    // At a constant 60 beats a minute: a fourth-order integration of equation 1 with table I, scaled alike.
    let spec = PatientSpec { heart_rate_bpm: 60.0, sdnn_ms: 0.0, ..PatientSpec::default() };
    let mut device = patient(spec, 1);
    device.advance(secs(10.0));
    let pi = std::f64::consts::PI;
    let table = [
        (-pi / 3.0, 1.2, 0.25),
        (-pi / 12.0, -5.0, 0.1),
        (0.0, 30.0, 0.1),
        (pi / 12.0, -7.5, 0.1),
        (pi / 2.0, 0.75, 0.4),
    ];
    let slope = |angle: f64, z: f64| {
        let pull = |(at, a, b): (f64, f64, f64)| {
            let off = (angle - at + pi).rem_euclid(2.0 * pi) - pi;
            a * off * (-0.5 * off * off / (b * b)).exp()
        };
        -table.into_iter().map(pull).sum::<f64>() - z
    };
    // The same start: the angle of the device, the height by its own scale, the breath's part left out below.
    let scale = 28.6;
    let mut angle = device.signal(BEAT).to_radians();
    let mut z = device.signal(ECG) / scale;
    let (h, mut worst) = (1.0 / 4096.0, 0.0_f64);
    for i in 1..=4096 {
        let rate = 2.0 * pi * h; // The pressure wanders, so the rate is followed from the device at every step.
        let k1 = slope(angle, z);
        let k2 = slope(angle + rate / 2.0, z + h / 2.0 * k1);
        let k3 = slope(angle + rate / 2.0, z + h / 2.0 * k2);
        let k4 = slope(angle + rate, z + h * k3);
        z += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        device.advance(secs(10.0 + f64::from(i) * h));
        angle = device.signal(BEAT).to_radians();
        worst = worst.max((device.signal(ECG) - scale * z).abs());
    }
    // The breath moves the baseline by less than 0.15 mV meanwhile, and the rate differs from 60 by up to 1 %.
    assert!(worst < 0.16, "{worst}");
}

#[test]
fn the_drug_settles_at_rate_over_clearance_with_its_half_life() {
    let mut device = patient(PatientSpec { pump_ml_per_h: Some(0.0), ..PatientSpec::default() }, 1);
    device.advance(secs(1.03));
    assert_eq!(device.signal(DRUG), 0.0);
    device.operate(&Setting::PumpRate { ml_per_h: 12.0 }).unwrap();
    // 12 ml/h of 80 ug/ml are 16 ug/min; cleared at 3 l/min that is 5.33 ng/ml.
    let settled = 12.0 * SYRINGE_UG_PER_ML / 60.0 / CLEARANCE_L_PER_MIN;
    device.advance(secs(1.03 + HALF_LIFE_S));
    close("half", device.signal(DRUG), settled / 2.0, 1e-9);
    device.advance(secs(1.03 + 20.0 * HALF_LIFE_S));
    close("settled", device.signal(DRUG), settled, 1e-5);
    // Emax: 60 + 32 C / (4 + C), with a wander of 1 mmHg.
    close("pressure", device.signal(MAP), 60.0 + 32.0 * settled / (4.0 + settled), 4.0);
    assert!(device.signal(HEART_RATE) < 72.0, "the baroreflex slows the heart");
}

#[test]
fn an_occlusion_builds_up_pressure_and_stops_the_pump() {
    let mut device = patient(PatientSpec { pump_ml_per_h: Some(10.0), ..PatientSpec::default() }, 1);
    device.advance(secs(5.0));
    let before = device.signal(DRUG);
    device.fault(&FaultKind::Occlusion).unwrap();
    // 3000 mmHg for each ml held back: 288 mmHg take 0.096 ml, 34.6 s at 10 ml/h.
    device.advance(secs(39.0));
    assert!(device.signal(PUMP) == 10.0 && device.signal(LINE) < ALARM_MMHG && device.signal(ALARM) == 0.0);
    assert!(device.signal(DRUG) < before, "nothing flows");
    device.advance(secs(41.0));
    assert_eq!((device.signal(PUMP), device.signal(ALARM)), (0.0, 1.0));
    device.operate(&Setting::AcknowledgeAlarm).unwrap();
    device.advance(secs(42.0));
    assert_eq!((device.signal(PUMP), device.signal(ALARM)), (0.0, 0.0), "silenced, but still blocked");
    let low = device.signal(DRUG);
    device.mend(&FaultKind::Occlusion);
    assert!(device.signal(DRUG) > low, "what was held back arrives");
    device.operate(&Setting::PumpRate { ml_per_h: 10.0 }).unwrap();
    device.advance(secs(43.0));
    assert_eq!(device.signal(PUMP), 10.0);
}

#[test]
fn faults_look_like_themselves_and_end() {
    let mut device = patient(PatientSpec::default(), 5);
    device.advance(secs(10.0));
    device.fault(&FaultKind::Desaturation { to_percent: 80.0 }).unwrap();
    device.advance(secs(200.0));
    close("saturation", device.signal(SPO2), 80.0, 1.5);
    assert!(device.signal(RESP_RATE) > 19.0 && device.signal(HEART_RATE) > 76.0 && device.signal(ALARM) >= 1.0);
    device.mend(&FaultKind::Desaturation { to_percent: 80.0 });
    device.advance(secs(400.0));
    close("recovered", device.signal(SPO2), 97.0, 1.5);
    assert_eq!(device.signal(ALARM), 0.0);

    device.fault(&FaultKind::LeadOff).unwrap();
    device.advance(secs(401.0));
    assert!(device.signal(HEART_RATE).is_nan() && device.signal(BEAT).is_nan(), "there is nothing to measure");
    assert!(device.signal(ECG).abs() < 0.1 && device.signal(ALARM) == 1.0);
    device.mend(&FaultKind::LeadOff);

    let calm = deviation(&intervals(&r_waves(device.as_mut(), 402.0, 60.0)));
    device.fault(&FaultKind::Arrhythmia).unwrap();
    let waves = intervals(&r_waves(device.as_mut(), 465.0, 120.0));
    let (wild, rate) = (deviation(&waves), 60.0 / mean(&waves));
    // Fibrillation: a coefficient of variation of about 0.24, and faster by 1 / 0.65 (the reflex adds to it).
    close("spread", wild / mean(&waves), 0.24, 0.06);
    assert!(wild > 2.0 * calm && (95.0..135.0).contains(&rate), "{wild} {calm} {rate}");
}

#[test]
fn refusals_say_why() {
    let mut device = patient(PatientSpec::default(), 1);
    let refusal = |device: &mut Box<dyn DeviceModel>, setting: Setting| device.operate(&setting).unwrap_err();
    let limits = |signal: &str, low, high| Setting::AlarmLimits { signal: signal.to_owned(), low, high };
    let words = [
        (Setting::PumpRate { ml_per_h: 60.0 }, "outside the safety limits of 0 to 52.5 ml/h"),
        (Setting::PumpRate { ml_per_h: f64::NAN }, "outside"),
        (limits("spo2", 20.0, 100.0), "safety limits of 50 to 100"),
        (limits("spo2", 95.0, 90.0), "not below"),
        (limits("ecg", 0.0, 1.0), "no alarm limits for \"ecg\""),
        (Setting::Gap { s: 1.0 }, "a patient has no control"),
    ];
    for (setting, part) in words {
        let said = refusal(&mut device, setting);
        assert!(said.contains(part), "{said}");
    }
    assert!(device.fault(&FaultKind::Stall).is_err());
    device.operate(&limits("heart_rate", 80.0, 120.0)).unwrap();
    device.advance(secs(1.0));
    assert_eq!(device.signal(ALARM), 1.0);
    device.operate(&Setting::AcknowledgeAlarm).unwrap();
    assert_eq!(device.signal(ALARM), 0.0);
}

#[test]
fn signals_stay_within_bounds_whatever_fails() {
    for bpm in [30.0, 72.0, 200.0] {
        let mut device = patient(PatientSpec { heart_rate_bpm: bpm, sdnn_ms: 300.0, ..PatientSpec::default() }, 9);
        for fault in device.own_faults() {
            device.fault(&fault).unwrap();
        }
        device.fault(&FaultKind::Desaturation { to_percent: 40.0 }).unwrap();
        device.mend(&FaultKind::LeadOff);
        for i in 0..20_000 {
            device.advance(secs(f64::from(i) * 0.0173));
            let at = |signal: usize| device.signal(signal);
            assert!((0.0..=100.0).contains(&at(SPO2)) && (0.0..300.0).contains(&at(HEART_RATE)));
            assert!((-3.0..4.0).contains(&at(ECG)) && (0.0..3.0).contains(&at(PLETH)) && at(MAP) > 30.0);
            assert!((0.0..40.0).contains(&at(RESP_RATE)) && at(DRUG) >= 0.0 && at(LINE) < ALARM_MMHG + 5.0);
        }
    }
}

#[test]
fn a_sound_patient_stays_within_what_its_signals_say() {
    let mut device = patient(PatientSpec::default(), 2);
    let infos = device.signals().to_vec();
    let mut before: Option<Vec<f64>> = None;
    let step_s = 1.0 / 250.0;
    for i in 0..250 * 240 {
        device.advance(secs(f64::from(i) * step_s));
        let values: Vec<f64> = (0..SIGNALS).map(|signal| device.signal(signal)).collect();
        for (signal, info) in infos.iter().enumerate() {
            if let Some((low, high)) = info.plausible {
                assert!((low..=high).contains(&values[signal]), "{} {}", info.name, values[signal]);
            }
            if let (Some(fastest), Some(before)) = (info.fastest_per_s, &before) {
                // Averages over beats move at beats: a second's change is what counts for them.
                let span = if signal == HEART_RATE { 1.0 } else { step_s };
                let change = info.difference(values[signal], before[signal]).abs() / span;
                assert!(change <= fastest, "{} changes by {change} a second", info.name);
            }
        }
        before = Some(values);
    }
}

#[test]
fn one_go_and_many_slices_end_in_the_same_state() {
    let end = |slice_s: f64| {
        let mut device = patient(PatientSpec::default(), 4);
        let deeds: [(f64, &dyn Fn(&mut dyn DeviceModel)); 5] = [
            (3.337, &|device| device.fault(&FaultKind::Arrhythmia).unwrap()),
            (7.01, &|device| device.operate(&Setting::PumpRate { ml_per_h: 30.0 }).unwrap()),
            (8.7, &|device| device.fault(&FaultKind::Occlusion).unwrap()),
            (21.1, &|device| device.mend(&FaultKind::Arrhythmia)),
            (33.3, &|device| device.mend(&FaultKind::Occlusion)),
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
        device.advance(secs(60.0));
        (digest(device.as_ref()), (0..SIGNALS).map(|signal| device.signal(signal).to_bits()).collect::<Vec<_>>())
    };
    let whole = end(1e9);
    for slice_s in [0.001, 0.0371, 1.7] {
        assert_eq!(whole, end(slice_s));
    }
}

#[test]
fn the_twin_s_own_model_draws_the_next_beats() {
    let mut device = patient(PatientSpec { sdnn_ms: 5.0, ..PatientSpec::default() }, 6);
    let mut twin = device.twin_model().unwrap();
    for at in [20.0, 20.2] {
        device.advance(secs(at));
        for signal in 0..SIGNALS {
            let value = device.signal(signal);
            twin.ingest(&Reading { signal: signal as u16, at: secs(at), value });
        }
    }
    for (signal, worst_allowed) in [(ECG, 0.3), (PLETH, 0.2), (8, 0.25), (MAP, 1.5), (DRUG, 0.01)] {
        let (mut worst, mut again) = (0.0_f64, patient(PatientSpec { sdnn_ms: 5.0, ..PatientSpec::default() }, 6));
        for i in 0..500 {
            let at = secs(20.2 + f64::from(i) * 0.004);
            again.advance(at);
            worst = worst.max((twin.predict(signal, at).unwrap() - again.signal(signal)).abs());
        }
        assert!(worst < worst_allowed, "signal {signal}: {worst}");
    }
}
