//! Steering: a board's own clock is kept with the host's date, without jumps.

use twinsync::live::emulator::EmulatorSpec;
use twinsync::live::order::Wish;

use crate::rig::{Rig, board, busy, secs};

/// The date at which the host's clock shows 0.
const EPOCH_S: f64 = 1_764_000_000.0;

#[test]
fn a_steered_clock_is_set_once_and_then_kept_within_milliseconds_without_a_jump() {
    let spec = EmulatorSpec { delays: busy(), ..board(40.0, 3) };
    let mut rig = Rig::new("steered", &spec);
    rig.session.steer(Some(EPOCH_S));
    let (mut last_s, mut back, mut worst_s) = (0.0_f64, 0, 0.0_f64);
    rig.run_watched(secs(7200.0), |now, session| {
        let Some((at, wall_s)) = session.wall() else { return };
        if at != now || wall_s < EPOCH_S {
            return;
        }
        back += u32::from(wall_s < last_s);
        last_s = wall_s;
        if now > secs(1800.0) {
            worst_s = worst_s.max(session.steered_off_s().unwrap_or(f64::INFINITY).abs());
        }
    });
    let settled: Vec<_> = rig.session.courier().settled().collect();
    let phases = settled.iter().filter(|settled| matches!(settled.wish, Wish::SetPhase { .. })).count();
    assert!(last_s > EPOCH_S + 7000.0 && back == 0, "it goes on and never back: {last_s}, {back} times");
    assert!(phases <= 1, "it is set once: {phases} times");
    // The clock is written in milliseconds and a line's own lateness is known to about its jitter of 1 ms.
    assert!(worst_s < 6e-3, "off by {worst_s} s");
    assert!(rig.emulator.executed() < 120, "{} commands in two hours", rig.emulator.executed());
}

#[test]
fn a_board_that_starts_again_is_steered_again() {
    let mut rig = Rig::new("steered-again", &EmulatorSpec { reboots_s: vec![1500.0], ..board(-25.0, 5) });
    rig.session.steer(Some(EPOCH_S));
    rig.run_to(secs(1400.0));
    assert!(rig.session.steered_off_s().is_some_and(|off_s| off_s.abs() < 3e-3), "{:?}", rig.session.steered_off_s());
    rig.run_to(secs(2600.0));
    assert!(rig.session.steered_off_s().is_some_and(|off_s| off_s.abs() < 3e-3), "{:?}", rig.session.steered_off_s());
    rig.session.steer(None);
    assert_eq!(rig.session.steered_off_s(), None);
    let executed = rig.emulator.executed();
    rig.run_to(secs(3600.0));
    assert_eq!(rig.emulator.executed(), executed, "it is left alone");
}
