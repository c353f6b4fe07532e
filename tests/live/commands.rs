//! Commands: acknowledged, repeated with the same identifier, executed once.

use std::cell::Cell;
use std::rc::Rc;

use twinsync::core::time::SimTime;
use twinsync::live::board::{Outcome, TRY_LIMIT};
use twinsync::live::emulator::{Dialect, Emulator, EmulatorSpec, Role};
use twinsync::live::line::seal;
use twinsync::live::order::Wish;

use crate::rig::{Rig, board, secs};

const SLOWER: Wish = Wish::SetMultiplier { multiplier: 0.999_96 };

/// Swallows the first so many lines that begin like this.
fn swallow(beginning: &'static str, count: u32) -> Box<dyn FnMut(&str) -> bool> {
    let left = Rc::new(Cell::new(count));
    Box::new(move |line| {
        let hit = line.starts_with(beginning) && left.get() > 0;
        left.set(left.get() - u32::from(hit));
        hit
    })
}

fn outcomes(rig: &Rig) -> Vec<(u32, Outcome)> {
    rig.session.courier().settled().map(|settled| (settled.tries, settled.outcome.clone())).collect()
}

fn done(words: &str) -> Outcome {
    Outcome::Done(words.to_owned())
}

#[test]
fn a_command_is_done_and_acknowledged() {
    let mut rig = Rig::new("done", &board(40.0, 1));
    rig.run_to(secs(12.0));
    rig.session.wish(secs(12.0), SLOWER).unwrap();
    rig.session.wish(secs(12.0), Wish::SetPhase { epoch_s: 1_764_364_562.0 }).unwrap();
    rig.run_to(secs(25.0));
    assert_eq!(outcomes(&rig), [(1, done("SET_MULT:0.99996000")), (1, done("SET_PHASE:1764364562.004"))]);
    assert_eq!(rig.emulator.executed(), 2);
    // The phase left when the multiplier's answer had come, 4 ms later, and says so; then the clock keeps time.
    let (_, wall_s) = rig.session.wall().unwrap();
    let counted_s = 20.0 - 12.004;
    assert!((wall_s - 1_764_364_562.004 - counted_s).abs() < 2e-3, "{wall_s}");
}

#[test]
fn lost_answers_and_lost_commands_are_repeated_and_executed_once() {
    for (lost_up, lost_down) in [(2, 0), (0, 3), (1, 1), (0, 0)] {
        let mut rig = Rig::new(&format!("lost{lost_up}{lost_down}"), &board(0.0, 2));
        rig.run_to(secs(12.0));
        rig.swallow_up = swallow("ACK", lost_up);
        rig.swallow_down = swallow("SET_MULT", lost_down);
        rig.session.wish(secs(12.0), SLOWER).unwrap();
        rig.run_to(secs(20.0));
        assert_eq!(outcomes(&rig), [(1 + lost_up + lost_down, done("SET_MULT:0.99996000"))]);
        assert_eq!(rig.emulator.executed(), 1);
    }
}

#[test]
fn a_board_that_never_answers_is_given_up() {
    let mut rig = Rig::new("deaf", &board(0.0, 3));
    rig.run_to(secs(12.0));
    rig.swallow_up = swallow("ACK", u32::MAX);
    rig.session.wish(secs(12.0), SLOWER).unwrap();
    rig.run_to(secs(30.0));
    assert_eq!(outcomes(&rig), [(TRY_LIMIT, Outcome::TimedOut)]);
    assert_eq!(rig.emulator.executed(), 1, "five tries, one deed");
}

#[test]
fn a_board_of_the_course_takes_commands_without_identifiers() {
    let spec = EmulatorSpec { dialect: Dialect::Course, interval_s: Some(5.0), ..board(0.0, 4) };
    let mut rig = Rig::new("course", &spec);
    rig.run_to(secs(12.0));
    rig.session.wish(secs(12.0), SLOWER).unwrap();
    rig.run_to(secs(14.0));
    assert_eq!(outcomes(&rig), [(1, done("SET_MULT:0.99996000"))]);
    assert_eq!(rig.session.pings().0, 0, "it is asked nothing that it does not know");
}

#[test]
fn commands_wait_for_a_cable() {
    let mut rig = Rig::new("waits", &board(0.0, 5));
    rig.run_to(secs(12.0));
    rig.pull();
    rig.session.wish(secs(12.0), SLOWER).unwrap();
    rig.run_to(secs(100.0));
    assert_eq!(rig.session.courier().waiting().map(|waiting| waiting.tries).collect::<Vec<_>>(), [0]);
    rig.plug_in();
    rig.run_to(secs(101.0));
    assert_eq!(outcomes(&rig), [(1, done("SET_MULT:0.99996000"))]);
}

#[test]
fn vibration_starts_and_ends_on_command() {
    let mut rig = Rig::new("shakes", &EmulatorSpec { role: Role::Rotor, ..board(0.0, 7) });
    rig.run_to(secs(2.0));
    rig.session.wish(secs(2.0), Wish::SetVibration { on: false }).unwrap();
    rig.run_to(secs(3.0));
    let total = rig.session.vibration().total();
    rig.run_to(secs(4.0));
    assert_eq!(rig.session.vibration().total(), total);
    rig.session.wish(secs(4.0), Wish::SetVibration { on: true }).unwrap();
    rig.run_to(secs(5.0));
    assert!((95..=101).contains(&(rig.session.vibration().total() - total)));
}

#[test]
fn what_a_board_refuses_says_why() {
    let mut emulator = Emulator::new(&board(0.0, 8)).unwrap();
    let mut say = |order: String| {
        let now = secs(1.0);
        while emulator.poll(now).is_some() {}
        emulator.hear(now, format!("{order}\n").as_bytes());
        let emission = emulator.poll(now + SimTime::from_millis(100.0));
        emission.map(|emission| String::from_utf8(emission.bytes).unwrap())
    };
    let far = say(seal("SET_MULT:9.00000000,ID:3")).unwrap();
    assert!(far.starts_with("NAK: the multiplier 9 is outside 0.978 to 1.022,ID:3*"), "{far}");
    let odd = say(seal("SET_MULT:fast,ID:4")).unwrap();
    assert!(odd.starts_with("NAK: SET_MULT \"fast\" is not a decimal number,ID:4*"), "{odd}");
    assert_eq!(say("SET_MULT:0.99,ID:5*0000".to_owned()), None, "a damaged command is not answered");
    assert_eq!(say("SET_TICK_MULTIPLIER = 0.99".to_owned()).unwrap(), "ACK: SET_MULT:0.99000000\n");
}
