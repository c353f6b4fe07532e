//! A recording says the same as the session that made it.

use std::io::BufReader;

use twinsync::core::time::SimTime;
use twinsync::live::board::{Board, BoardSettings};
use twinsync::live::emulator::{Dialect, EmulatorSpec, Role};
use twinsync::live::recording::Player;
use twinsync::live::summary::Summary;

use crate::rig::{Rig, board, busy, secs};

fn said(session: &Board) -> String {
    serde_json::to_string_pretty(&Summary::of(session, Some(secs(5000.0)))).unwrap()
}

fn replayed(tape: &[u8]) -> Board {
    let mut session = Board::new(BoardSettings::default());
    let mut player = Player::new(BufReader::new(tape)).unwrap();
    while let Some((at, line)) = player.next_line().unwrap() {
        session.hear_line(at, &line);
    }
    session
}

#[test]
fn a_replay_gives_the_same_json_as_the_session_did() {
    for (index, dialect) in [Dialect::Rich, Dialect::Course, Dialect::Bare].into_iter().enumerate() {
        let spec = EmulatorSpec {
            dialect,
            delays: busy(),
            garbage_share: 0.1,
            reboots_s: vec![1203.0, 2501.0],
            ..board(40.0, 11 + index as u64)
        };
        let mut rig = Rig::new(&format!("tape{index}"), &spec);
        rig.run_to(secs(1800.0));
        rig.pull();
        rig.run_to(secs(2400.0));
        rig.plug_in();
        rig.run_to(secs(3600.0));
        let carried = rig.emulator.carried();
        let counts = rig.session.counts();
        assert!(carried.damaged > 0 && carried.rubbish > 0 && counts.rejected > 20, "{counts:?}");
        let (live, tape) = (said(&rig.session), rig.tape.into_inner());
        assert_eq!(live, said(&replayed(&tape)), "{dialect:?}");
    }
}

#[test]
fn every_damaged_line_is_counted_and_none_is_believed() {
    let spec = EmulatorSpec { garbage_share: 0.2, role: Role::Rotor, ..board(0.0, 21) };
    let mut rig = Rig::new("garbage", &spec);
    rig.run_to(secs(30.0));
    let (carried, counts) = (rig.emulator.carried(), rig.session.counts());
    assert_eq!(counts.rejected + counts.partial, carried.damaged + carried.rubbish);
    assert_eq!(counts.accepted, carried.whole);
    assert!(counts.rejected > 400 && counts.lost > 200);
    let unseen = rig.emulator.next_wakeup().unwrap_or(SimTime::ZERO);
    assert!(unseen > secs(30.0), "all that was due was sent");
}
