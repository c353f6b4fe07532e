//! Cables that are pulled, boards that are swapped, ports that are lent.

use twinsync::live::board::Way;
use twinsync::live::emulator::{Emulator, EmulatorSpec, Role};
use twinsync::live::serial::{SerialLink, SerialSettings};

use crate::rig::{Rig, board, busy, secs};

#[test]
fn an_hour_without_a_cable_loses_what_was_sent_meanwhile_and_nothing_else() {
    let mut rig = Rig::new("hour", &EmulatorSpec { delays: busy(), ..board(40.0, 9) });
    rig.run_to(secs(605.0));
    let before = *rig.session.counts();
    let chip = rig.session.chip().unwrap();
    rig.pull();
    rig.run_to(secs(4205.0));
    assert_eq!(rig.unheard, 360);
    rig.plug_in();
    rig.run_to(secs(4805.0));
    let counts = rig.session.counts();
    assert_eq!((before.lost, counts.lost), (0, 360));
    assert_eq!((counts.rejected, counts.partial, counts.unclaimed), (0, 0, 0));
    assert_eq!(counts.heard, rig.emulator.carried().whole - 360);
    assert_eq!((rig.session.chip(), rig.session.swaps()), (Some(chip), 0));
    let state = rig.session.clock().state();
    assert_eq!((state.reboots, state.jumps, state.left_out, state.samples), (0, 0, 0, 120));
    assert_eq!(state.holdover.inside + state.holdover.outside, 1);
    let off_s = (rig.session.clock().corrected(secs(4805.0)) - secs(4805.0)).secs();
    assert!(off_s.abs() < 0.01, "off by {off_s} s");
}

#[test]
fn a_board_that_comes_back_is_known_again_and_another_one_is_not_taken_for_it() {
    let mut rig = Rig::new("swap", &board(40.0, 1));
    rig.run_to(secs(305.0));
    let first = rig.session.chip().unwrap();
    rig.pull();
    // Another board, at the same port: its own time begins when it is plugged in.
    let mut other = Emulator::new(&board(-60.0, 2)).unwrap();
    while other.next_wakeup().is_some_and(|due| due <= secs(305.0)) {
        other.poll(secs(305.0));
    }
    let first_emulator = std::mem::replace(&mut rig.emulator, other);
    rig.plug_in();
    rig.run_to(secs(605.0));
    let second = rig.session.chip().unwrap();
    assert_ne!(first, second);
    assert_eq!(rig.session.swaps(), 1);
    assert!((rig.session.clock().state().drift_ppm.unwrap() + 60.0).abs() < 0.5);
    rig.pull();
    rig.emulator = first_emulator;
    rig.run_to(secs(605.0));
    rig.plug_in();
    rig.run_to(secs(606.0));
    assert_eq!((rig.session.chip(), rig.session.swaps()), (Some(first), 2));
    // Known at once, before it has sent a single reading.
    assert!((rig.session.clock().state().drift_ppm.unwrap() - 40.0).abs() < 0.5);
}

#[test]
fn a_port_is_lent_for_flashing_and_taken_back() {
    let mut rig = Rig::new("lent", &board(0.0, 4));
    rig.run_to(secs(15.0));
    let path = rig.pty.as_ref().unwrap().path().to_owned();
    let another = || {
        let (mouth, _feed) = twinsync::live::feed::feed(16);
        let clock = std::sync::Arc::new(twinsync::live::host_clock::HandClock::default());
        SerialLink::open(SerialSettings::of(&path), clock, mouth)
    };
    assert!(another().is_err(), "a port that is held opens for nobody else");
    rig.link.release();
    rig.wait_until("the port is released", |session, _| matches!(session.way(), Way::Down(_)));
    assert!(!rig.link.is_open());
    let flasher = another();
    assert!(flasher.is_ok(), "{:?}", flasher.err());
    drop(flasher);
    rig.link.take();
    rig.wait_until("the port is taken back", |session, _| matches!(session.way(), Way::Up(_)));
    rig.run_to(secs(25.0));
    assert_eq!(rig.session.clock().state().samples, 2);
}

#[test]
fn a_rotor_shakes_as_its_model_says() {
    let mut rig = Rig::new("rotor", &EmulatorSpec { role: Role::Rotor, ..board(0.0, 6) });
    rig.run_to(secs(10.3));
    // A free rotor: a = U w^2 / M along x and y, a sine; the sensor adds 0.05 m/s^2 of noise.
    let omega = std::f64::consts::TAU * 25.0;
    let amplitude = 30e-6 * omega * omega / 0.25;
    let expected = (amplitude * amplitude / 2.0 + 0.05 * 0.05_f64).sqrt();
    let vibration = rig.session.vibration();
    let [x, y, z] = vibration.rms_m_s2().unwrap();
    let sd = expected / (2.0 * vibration.total() as f64).sqrt();
    assert!((x - expected).abs() < 4.0 * sd && (y - expected).abs() < 4.0 * sd, "{x} {y} {expected}");
    assert!((z - 0.05).abs() < 4.0 * 0.05 / (2.0 * vibration.total() as f64).sqrt(), "{z}");
    assert!((vibration.mean_m_s2().unwrap()[1] - 9.806_65).abs() < 0.05);
    assert!((vibration.rate_hz().unwrap() - 100.0).abs() < 0.1);
    assert_eq!(rig.session.counts().lost, 0);
}
