//! The clock on the wire: raw, corrected, across wraps and restarts, and the two-way exchange.

use super::rig::{Heard, Rig, micros_at};
use super::words::{field, fixed, scaled, seal, whole};

/// A corrected clock is written in milliseconds.
const ROUNDING_US: f64 = 500.5;

fn clock_lines(lines: &[Heard]) -> Vec<&Heard> {
    lines.iter().filter(|heard| heard.line.starts_with("RAW_MICROS:")).collect()
}

/// Time that lies between two readings of the counter, less than a wrap apart.
fn since(later: &Heard, earlier: &Heard) -> f64 {
    let micros = |heard: &Heard| whole(heard.body(), "RAW_MICROS") as u32;
    f64::from(micros(later).wrapping_sub(micros(earlier)))
}

fn wall_us(heard: &Heard) -> f64 {
    fixed(heard.body(), "CUR_WALL", 3) as f64 * 1000.0
}

#[test]
fn a_board_says_who_it_is_and_then_what_time_it_has() {
    let Some(mut rig) = Rig::start(&[("seed", 11)]) else { return };
    let lines = rig.listen(16_000_000, 5_000);
    let hello = lines[0].body();
    let boot = field(hello, "BOOT").unwrap().to_owned();
    assert_eq!(hello, format!("HELLO:twinsync,FW:1.0.0,CHIP:112233445566,BOOT:{boot}"));
    assert!(boot.len() == 8 && boot.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')), "{boot}");

    let clocks = clock_lines(&lines);
    assert_eq!(clocks.len(), 4, "at once and every 5 s");
    let first = clocks[0].body();
    let names: Vec<&str> = first.split(',').map(|field| field.split_once(':').unwrap().0).collect();
    assert_eq!(names, ["RAW_MICROS", "CUR_WALL", "SEQ", "BOOT", "TEMP"]);
    assert_eq!(field(first, "TEMP"), Some("53.33"), "the chip's own temperature before the sensor is up");
    assert_eq!(field(clocks[1].body(), "TEMP"), Some("25.00"), "the sensor's");

    let telemetry = lines.iter().filter(|heard| heard.line.contains(",SEQ:"));
    for (seq, heard) in telemetry.enumerate() {
        assert_eq!((whole(heard.body(), "SEQ"), field(heard.body(), "BOOT")), (seq as u64, Some(&boot[..])));
    }
}

/// The counter of a fast board, read when the line begins to leave: a line's own time before its arrival.
#[test]
fn a_clock_line_carries_the_instant_at_which_it_leaves() {
    let drift_ppb = 40_000_000;
    let options = [("drift-ppb", drift_ppb), ("start-us", 77), ("loop-us", 50)];
    let Some(mut rig) = Rig::start(&options) else { return };
    let lines = rig.listen(6_000_000, 100);
    for clock in clock_lines(&lines) {
        let travel_ns = (clock.line.len() as i64 + 1) * 86_806;
        let expected = micros_at(clock.at_ns - travel_ns, drift_ppb, 77);
        let late_us = expected.wrapping_sub(whole(clock.body(), "RAW_MICROS") as u32).cast_signed();
        // A step of the test, two turns of the loop, a transfer on the bus.
        assert!((-110..=700).contains(&late_us), "{late_us} us: {}", clock.line);
    }
}

#[test]
fn the_corrected_clock_runs_on_where_micros_wraps() {
    let start_us = i64::from(u32::MAX) - 12_000_000;
    let Some(mut rig) = Rig::start(&[("start-us", start_us)]) else { return };
    let lines = rig.listen(31_000_000, 10_000);
    let clocks = clock_lines(&lines);
    let raw: Vec<u64> = clocks.iter().map(|heard| whole(heard.body(), "RAW_MICROS")).collect();
    assert!(raw.windows(2).any(|pair| pair[1] < pair[0]), "it wrapped: {raw:?}");
    for pair in clocks.windows(2) {
        let run_us = since(pair[1], pair[0]);
        assert!((run_us - 5e6).abs() < 15_000.0, "{run_us}");
        assert!((wall_us(pair[1]) - wall_us(pair[0]) - run_us).abs() <= 2.0 * ROUNDING_US);
    }
}

#[test]
fn the_clock_survives_three_hours_of_wraps() {
    let Some(mut rig) = Rig::start(&[("loop-us", 20_000), ("tone-hz", 0)]) else { return };
    rig.ask(seal("VIBRATION:0,ID:1"));
    rig.ask("SET_PHASE:1000000000.000\n");
    let lines = rig.listen(3 * 3600 * 1_000_000, 100_000);
    let clocks = clock_lines(&lines);
    assert!(clocks.len() > 2150, "{}", clocks.len());
    let (first, last) = (clocks[0], clocks[clocks.len() - 1]);
    let run_us = (last.at_ns - first.at_ns) as f64 / 1000.0;
    assert!((wall_us(last) - wall_us(first) - run_us).abs() <= 200_000.0, "two steps of this test");
    assert!(wall_us(first) > 1e15);
}

/// `SET_PHASE` means the instant at which the line began to arrive.
#[test]
fn a_phase_sets_the_clock_to_the_instant_of_its_first_byte() {
    let Some(mut rig) = Rig::start(&[("loop-us", 50)]) else { return };
    rig.advance(1_000_000);
    let said_us = rig.now_ns as f64 / 1000.0;
    let answers = rig.ask(seal("SET_PHASE:1764364562.125,ID:9"));
    assert_eq!(answers, [seal("ACK: SET_PHASE:1764364562.125,ID:9").trim_end()]);
    let lines = rig.listen(10_000_000, 10_000);
    for clock in clock_lines(&lines) {
        // Without drift, the counter is the reference time.
        let expected_us = 1_764_364_562_125_000.0 + whole(clock.body(), "RAW_MICROS") as f64 - said_us;
        let late_us = expected_us - wall_us(clock);
        // The byte takes 87 us, a transfer on the bus may hold it up.
        assert!((-ROUNDING_US..=800.0 + ROUNDING_US).contains(&late_us), "{late_us} us");
    }
}

/// New multipliers leave no jump, and the clock then runs by them.
#[test]
fn multipliers_change_the_rate_and_nothing_else() {
    let Some(mut rig) = Rig::start(&[("drift-ppb", 40_000)]) else { return };
    rig.ask("SET_PHASE:1718000000.000\n");
    let multipliers = ["0.99996000", "1.02200000", "0.97800000", "1.00000000"];
    let mut lines = rig.listen(11_000_000, 10_000);
    for (id, multiplier) in multipliers.into_iter().enumerate() {
        let rate = scaled(multiplier, 8) as f64 * 1e-8;
        let asked = rig.micros;
        let answers = rig.ask(seal(&format!("SET_MULT:{multiplier},ID:{id}")));
        assert_eq!(answers, [seal(&format!("ACK: SET_MULT:{multiplier},ID:{id}")).trim_end()]);
        let later = rig.listen(21_000_000, 10_000);
        let before = clock_lines(&lines).pop().unwrap().clone();
        let clocks = clock_lines(&later);
        for pair in clocks.windows(2) {
            let run_us = since(pair[1], pair[0]);
            assert!((wall_us(pair[1]) - wall_us(pair[0]) - rate * run_us).abs() <= 2.0 * ROUNDING_US);
        }
        // Across the change: the old rate until it, the new one after it. The command took some milliseconds.
        let old_rate = id.checked_sub(1).map_or(1.0, |id| scaled(multipliers[id], 8) as f64 * 1e-8);
        let until_us = f64::from(asked.wrapping_sub(whole(before.body(), "RAW_MICROS") as u32));
        let across_us = since(clocks[0], &before);
        let expected_us = old_rate * until_us + rate * (across_us - until_us);
        let jump_us = wall_us(clocks[0]) - wall_us(&before) - expected_us;
        assert!(jump_us.abs() <= 2.0 * ROUNDING_US + 10_000.0 * (rate - old_rate).abs(), "a jump of {jump_us} us");
        lines = later;
    }
}

#[test]
fn a_restart_begins_again_under_another_name() {
    let Some(mut rig) = Rig::start(&[("start-us", 900_000_000)]) else { return };
    let first = rig.listen(1_000_000, 10_000);
    rig.ask("SET_PHASE:1718000000.000\n");
    rig.reboot();
    let second = rig.listen(1_000_000, 10_000);
    let boot = |lines: &[Heard]| field(lines[0].body(), "BOOT").unwrap().to_owned();
    assert!(second[0].line.starts_with("HELLO:"));
    assert_ne!(boot(&first), boot(&second));
    let clock = clock_lines(&second)[0].body();
    assert_eq!((whole(clock, "SEQ"), field(clock, "CUR_WALL").unwrap().split_once('.').unwrap().0), (0, "0"));
    assert!(whole(clock, "RAW_MICROS") < 100_000);
}

/// The exchange's offset is wrong by half of what one way takes longer than the other, and by no more.
#[test]
fn a_ping_measures_the_offset_of_the_clocks() {
    let drift_ppb = -25_000_000;
    let options = [("drift-ppb", drift_ppb), ("start-us", 123_456_789), ("loop-us", 50)];
    let Some(mut rig) = Rig::start(&options) else { return };
    rig.advance(2_000_000);
    for id in 0..40_u32 {
        rig.advance(1_000 * i64::from(id % 17));
        let t1_ns = rig.now_ns;
        let truth = micros_at(t1_ns, drift_ppb, 123_456_789);
        rig.say(seal(&format!("PING:{id}")).as_bytes());
        let lines = rig.listen(40_000, 50);
        let pong = lines.iter().find(|heard| heard.line.starts_with("PONG:")).unwrap();
        let body = pong.body();
        let names: Vec<&str> = body.split(',').map(|field| field.split_once(':').unwrap().0).collect();
        assert_eq!((names, whole(body, "PONG")), (vec!["PONG", "T2", "T3", "BOOT"], u64::from(id)));
        let (t2, t3) = (whole(body, "T2") as u32, whole(body, "T3") as u32);
        // The host reads the line's first byte one byte's time after it began to leave.
        let t4_ns = pong.at_ns - pong.line.len() as i64 * 86_806;
        let forward_us = f64::from(t2.wrapping_sub(truth));
        let back_us = f64::from(micros_at(t4_ns, drift_ppb, 123_456_789).wrapping_sub(t3).cast_signed());
        let offset_error_us = 0.5 * (forward_us - back_us);
        // A step of the test, two turns of the loop, a transfer on the bus.
        assert!((0.0..=700.0).contains(&forward_us), "the way there took {forward_us} us");
        assert!((-60.0..=250.0).contains(&back_us), "the way back took {back_us} us");
        assert!(offset_error_us.abs() <= 350.0, "{offset_error_us} us");
        assert!(f64::from(t3.wrapping_sub(t2)) < 20_000.0, "a line and a FIFO at most");
    }
}
