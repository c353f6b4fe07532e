//! The clock of a board as the session sees it.

use twinsync::core::device::ClockBoardSpec;
use twinsync::core::time::SimTime;
use twinsync::live::emulator::{Dialect, EmulatorSpec};

use crate::rig::{Rig, board, busy, secs};

/// The corrected clock may depart by its slew (500 ppm) and by what a rate that is not known yet is off, no more.
fn goes_on(last: &mut Option<(SimTime, SimTime)>, now: SimTime, shown: SimTime) {
    if let Some((then, before)) = last.replace((now, shown)) {
        let (passed, showed) = ((now - then).secs(), (shown - before).secs());
        assert!(showed >= 0.0, "the corrected clock goes back at {now}");
        assert!((showed - passed).abs() <= 1e-3 * passed + 1e-6, "it jumps by {} s at {now}", showed - passed);
    }
}

#[test]
fn after_50_samples_of_a_busy_host_the_drift_is_known_within_2_ppm() {
    let errors: Vec<f64> = (0..20)
        .map(|seed| {
            let spec = EmulatorSpec { delays: busy(), ..board(40.0, seed) };
            let mut rig = Rig::new(&format!("busy{seed}"), &spec);
            rig.run_to(secs(500.5));
            let state = rig.session.clock().state();
            assert_eq!((state.samples, state.left_out, rig.session.counts().rejected), (50, 0, 0));
            state.drift_ppm.unwrap() - 40.0
        })
        .collect();
    let rms = (errors.iter().map(|error| error * error).sum::<f64>() / 20.0).sqrt();
    assert!(rms < 2.0, "rms error {rms} ppm: {errors:?}");
}

#[test]
fn a_wrap_after_71_6_minutes_and_a_reboot_are_no_jumps() {
    let spec = EmulatorSpec { delays: busy(), reboots_s: vec![5000.0], ..board(-25.0, 3) };
    let mut rig = Rig::new("wrap", &spec);
    let mut last = None;
    rig.run_watched(secs(6000.0), |now, session| goes_on(&mut last, now, session.clock().corrected(now)));
    let state = rig.session.clock().state();
    assert_eq!((state.wraps, state.reboots, state.jumps, state.left_out), (1, 1, 0, 0));
    let counts = rig.session.counts();
    assert_eq!((counts.lost, counts.repeated, counts.rejected, counts.unclaimed, counts.boot_noise), (0, 0, 0, 0, 3));
    assert!((state.drift_ppm.unwrap() + 25.0).abs() < 1.0, "{state:?}");
    let off_s = (rig.session.clock().corrected(secs(6000.0)) - secs(6000.0)).secs();
    assert!(off_s.abs() < 0.01, "off by {off_s} s");
}

#[test]
fn a_counter_without_boot_numbers_wraps_and_reboots_too() {
    let clock = ClockBoardSpec { offset_s: 4250.0, ..board(15.0, 0).clock };
    let spec = EmulatorSpec { dialect: Dialect::Bare, clock, reboots_s: vec![905.0], ..board(15.0, 5) };
    let mut rig = Rig::new("bare", &spec);
    let mut last = None;
    rig.run_watched(secs(1500.0), |now, session| goes_on(&mut last, now, session.clock().corrected(now)));
    let state = rig.session.clock().state();
    assert_eq!((state.wraps, state.reboots, state.jumps), (1, 1, 0));
    assert!((state.drift_ppm.unwrap() - 15.0).abs() < 0.2, "{:?}", state.drift_ppm);
}

#[test]
fn digits_that_a_counter_gains_move_no_stamp() {
    let mut rig = Rig::new("digits", &EmulatorSpec { dialect: Dialect::Bare, ..board(30.0, 1) });
    rig.by_the_byte = true;
    // From 20,000,000 to 300,000,000 a digit is gained: stamped at their ends, the later lines would come 87 us late.
    rig.run_to(secs(300.0));
    let state = rig.session.clock().state();
    assert_eq!(state.samples, 30);
    let largest_s = state.residuals.unwrap().max_s;
    assert!(largest_s < 5e-6, "{largest_s}");
    assert!((state.drift_ppm.unwrap() - 30.0).abs() < 0.05);
}
