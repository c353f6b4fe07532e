//! The accelerometer: its registers, its scale, its sampling period, and what becomes of it when something gives way.

use std::f64::consts::TAU;

use super::rig::{Heard, Rig};
use super::words::{field, scaled, seal, whole};

struct Sample {
    micros: u64,
    seq: u64,
    force_m_s2: [f64; 3],
}

fn samples(lines: &[Heard]) -> Vec<Sample> {
    let vibration = lines.iter().filter(|heard| heard.line.starts_with("VIB:"));
    vibration
        .map(|heard| {
            let body = heard.body();
            let numbers: Vec<&str> = body["VIB:".len()..].split(',').collect();
            let names: Vec<&str> = numbers[3..].iter().map(|field| field.split_once(':').unwrap().0).collect();
            assert_eq!(names, ["MICROS", "SEQ", "BOOT"]);
            let force_m_s2 = [0, 1, 2].map(|axis| scaled(numbers[axis], 3) as f64 * 1e-3);
            Sample { micros: whole(body, "MICROS"), seq: whole(body, "SEQ"), force_m_s2 }
        })
        .collect()
}

#[test]
fn the_sensor_is_set_up_as_documented() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    assert_eq!(rig.registers, "0000000040", "asleep, at its own defaults");
    rig.advance(300_000);
    assert_eq!(rig.registers, "0003100001", "1 kHz, low-pass 44 Hz, +-8 g, awake on the gyroscope's oscillator");
}

/// What is sold as an MPU-6050 often is a later chip, with a filter of its own for acceleration and another thermometer.
#[test]
fn successors_of_the_sensor_are_known() {
    for (who, registers, running) in
        [(0x70, "0003100301", 1), (0x71, "0003100301", 1), (0x73, "0003100301", 1), (0x98, "0000000040", 0)]
    {
        let Some(mut rig) = Rig::start(&[("who-am-i", who)]) else { return };
        let lines = rig.listen(6_000_000, 10_000);
        assert_eq!(rig.registers, registers, "{who:#x}");
        assert_eq!(rig.count("SENSOR"), running, "{who:#x}");
        let clock = lines.iter().rfind(|heard| heard.line.starts_with("RAW_MICROS:")).unwrap();
        let temperature = if running == 1 { "25.00" } else { "53.33" };
        assert_eq!(field(clock.body(), "TEMP"), Some(temperature), "{who:#x}");
    }
}

/// A tone and gravity come out in m/s^2: amplitude by lock-in, within what quantisation to 4096 counts a g and to 1 mm/s^2 leaves
/// of it over so many samples.
#[test]
fn the_scale_is_right() {
    let (tone_hz, amplitude) = (13.0, 30.0);
    let options = [("tone-hz", 13), ("tone-mps2", 30), ("loop-us", 100)];
    let Some(mut rig) = Rig::start(&options) else { return };
    let samples = samples(&rig.listen(12_000_000, 10_000));
    let window = &samples[samples.len() - 1000..];
    let lock_in = |axis: usize| {
        let (mut cosine, mut sine) = (0.0, 0.0);
        for sample in window {
            let turn = TAU * tone_hz * sample.micros as f64 * 1e-6;
            cosine += sample.force_m_s2[axis] * turn.cos() / 500.0;
            sine += sample.force_m_s2[axis] * turn.sin() / 500.0;
        }
        f64::hypot(cosine, sine)
    };
    // A count is 2.394 mm/s^2: its rounding has sd 0.69, that of the line 0.29 mm/s^2; 4 sd of the mean of 1000.
    let bar = 4.0 * f64::hypot(0.69e-3, 0.29e-3) * (2.0_f64 / 1000.0).sqrt();
    for axis in [0, 1] {
        assert!((lock_in(axis) - amplitude).abs() <= bar, "{}", lock_in(axis));
    }
    assert!(window.iter().all(|sample| (sample.force_m_s2[2] - 9.80665).abs() <= 0.0006), "gravity along z");
}

#[test]
fn beyond_its_range_it_clips() {
    let Some(mut rig) = Rig::start(&[("tone-mps2", 200)]) else { return };
    let samples = samples(&rig.listen(3_000_000, 10_000));
    let most = samples.iter().map(|sample| sample.force_m_s2[0]).fold(0.0, f64::max);
    assert!((most - 32767.0 / 4096.0 * 9.80665).abs() <= 0.0006, "{most}");
}

/// The schedule is a grid of the board's own clock: no sample is farther from it than a turn of the loop and a line on its way,
/// after ten minutes as after one second, through the counter's wrap.
#[test]
fn samples_keep_their_grid() {
    let start_us = i64::from(u32::MAX) - 300_000_000;
    let options = [("drift-ppb", 30_000_000), ("start-us", start_us)];
    let Some(mut rig) = Rig::start(&options) else { return };
    let lines = rig.listen(600_000_000, 50_000);
    let samples = samples(&lines);
    for sample in &samples {
        let since_start_us = (sample.micros as u32).wrapping_sub(start_us as u32);
        assert!(since_start_us % 10_000 < 700, "{} us beside the grid", since_start_us % 10_000);
    }
    for pair in samples.windows(2) {
        let gap_us = (pair[1].micros as u32).wrapping_sub(pair[0].micros as u32);
        assert!((9_300..=10_700).contains(&gap_us), "{gap_us}");
    }
    let own_s = 600.0 * 1.03 - 0.15;
    assert!((samples.len() as f64 - own_s * 100.0).abs() <= 3.0, "{} samples in {own_s} s", samples.len());
    assert_eq!((rig.count("LATE"), rig.count("DROP")), (0, 0));
}

/// A program held up for 35 ms misses three samples, says so, and is on the grid again at once.
#[test]
fn a_stall_costs_samples_and_not_the_grid() {
    let Some(mut rig) = Rig::start(&[("loop-us", 50)]) else { return };
    // Quiet moments: between a sample and the next, nothing of the last still on its way.
    rig.listen(1_009_900, 100);
    rig.control("stall 35000");
    let samples = samples(&rig.listen(1_000_000, 1_000));
    for sample in &samples[1..] {
        assert!(sample.micros % 10_000 < 700, "{}", sample.micros);
    }
    assert_eq!(rig.count("LATE"), 3);
    assert_eq!(samples[1].seq - samples[0].seq, 1, "what was never measured is no loss on the way");
}

/// A loose wire and a sensor that lost its supply are noticed; the sensor is set up again by itself.
#[test]
fn a_lost_sensor_comes_back() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    for fault in ["sensor 0", "brownout"] {
        rig.advance(1_000_000);
        assert_eq!(rig.count("SENSOR"), 1);
        rig.control(fault);
        rig.listen(100_000, 10_000);
        assert_eq!(rig.count("SENSOR"), 0, "{fault}");
        assert!(samples(&rig.listen(500_000, 10_000)).is_empty(), "{fault}");
        rig.control("sensor 1");
        rig.advance(1_500_000);
        assert!(samples(&rig.listen(500_000, 10_000)).len() >= 49, "{fault}");
        assert_eq!(rig.registers, "0003100001", "{fault}");
    }
    let clocks = rig.listen(6_000_000, 10_000).iter().filter(|heard| heard.line.starts_with("RAW_MICROS:")).count();
    assert!(clocks >= 1);
}

/// More questions than the wire can answer: nothing blocks, what does not fit is counted, and every lost sample leaves a
/// gap in the numbers.
#[test]
fn what_does_not_fit_is_counted() {
    const PINGS: u64 = 3000;
    // Long numbers, long lines.
    let Some(mut rig) = Rig::start(&[("start-us", 4_000_000_000), ("tone-mps2", 40)]) else { return };
    let mut lines = rig.listen(500_000, 10_000);
    for id in 0..PINGS {
        rig.say(seal(&format!("PING:{id}")).as_bytes());
        lines.extend(rig.listen(2_000, 2_000));
    }
    lines.extend(rig.listen(500_000, 10_000));
    let telemetry: Vec<u64> =
        lines.iter().filter(|heard| heard.line.contains(",SEQ:")).map(|heard| whole(heard.body(), "SEQ")).collect();
    let pongs = lines.iter().filter(|heard| heard.line.starts_with("PONG:")).count() as u64;
    let span = telemetry[telemetry.len() - 1] + 1;
    let lost = span - telemetry.len() as u64;
    assert!(telemetry.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(lost >= 10 && pongs < PINGS, "{lost} {pongs}");
    assert_eq!(rig.count("DROP"), lost + PINGS - pongs);
    assert_eq!(rig.count("BAD"), 0);
}

#[test]
fn vibration_is_sent_while_it_is_wanted() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    rig.listen(500_000, 10_000);
    rig.ask(seal("VIBRATION:0,ID:1"));
    assert!(samples(&rig.listen(1_000_000, 10_000)).is_empty());
    rig.ask(seal("VIBRATION:1,ID:2"));
    assert!(samples(&rig.listen(1_000_000, 10_000)).len() >= 99);
}
