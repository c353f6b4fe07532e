//! A real board on stage: what is heard becomes the run, and the run repeats.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use std::collections::VecDeque;
use std::sync::Arc;

use twinsync::core::action::{Action, LinkChange};
use twinsync::core::link::LossSpec;
use twinsync::core::time::SimTime;
use twinsync::lab::{Lab, Listening, Stage, listening};
use twinsync::live::board::{Board, BoardSettings};
use twinsync::live::carrier::Carrier;
use twinsync::live::feed::Heard;
use twinsync::live::host_clock::HandClock;
use twinsync::scene::{self, Origin};

/// Lines that come when their time has come.
struct Script {
    clock: Arc<HandClock>,
    lines: VecDeque<(SimTime, String)>,
    /// When the way opens.
    opens: Option<SimTime>,
}

impl Carrier for Script {
    fn kind(&self) -> &'static str {
        "script"
    }

    fn name(&self) -> String {
        "a script".to_owned()
    }

    fn hear(&mut self) -> Vec<Heard> {
        use twinsync::live::host_clock::HostClock as _;
        let now = self.clock.now();
        let mut heard: Vec<Heard> =
            self.opens.take().map(|at| Heard::Up { at, name: self.name() }).into_iter().collect();
        while let Some((at, line)) = self.lines.pop_front_if(|(at, _)| *at <= now) {
            heard.push(Heard::Bytes { at, bytes: line.into_bytes() });
        }
        heard
    }

    fn dropped(&self) -> u64 {
        0
    }

    fn send(&mut self, _bytes: &[u8]) -> bool {
        false
    }
}

const DRIFT: f64 = 40e-6;
const FIRST_US: f64 = 4_200_000_000.0;

/// What a board counts that runs 40 ppm fast; it wraps after a minute and a half.
fn micros(at: SimTime) -> u32 {
    (FIRST_US + at.secs() * 1e6 * (1.0 + DRIFT)).round() as u64 as u32
}

/// A board that tells its counter every 5 s, with garbage in between, watched until `end_s`.
fn watch(end_s: u32) -> (Stage, Listening) {
    let clock = Arc::new(HandClock::default());
    let at = |line: u32| SimTime::from_millis(5000.0 * f64::from(line) + 137.0);
    let text = |line: u32| format!("RAW_MICROS:{},CUR_WALL:1.000\n", micros(at(line)));
    let mut lines: VecDeque<_> = (0..end_s / 5).map(|line| (at(line), text(line))).collect();
    lines.insert(7, (at(7) - SimTime::from_millis(500.0), "RAW_MICROS:12x,CUR_WALL:1.0\n".to_owned()));
    let carrier = Box::new(Script { clock: Arc::clone(&clock), lines, opens: Some(SimTime::ZERO) });
    let board = Board::new(BoardSettings::default());
    let mut session = Listening::new(board, carrier, Arc::clone(&clock) as _);
    let scene = scene::read(listening::SCENE, Origin::Text("live".to_owned())).unwrap();
    let mut stage = Stage { live: true, ..Stage::new(scene, None).unwrap() };
    for tick in 0..=end_s * 10 {
        clock.set(SimTime::from_millis(100.0 * f64::from(tick)));
        assert_eq!(session.pump(&mut stage), None);
    }
    (stage, session)
}

#[test]
fn what_is_heard_acts_at_its_instant_and_its_twin_runs_on_by_itself() {
    let (stage, session) = watch(600);
    assert_eq!(stage.simulation.refusals(), [] as [String; 0]);
    let snapshot = stage.simulation.snapshot();
    let now = snapshot.now;
    assert!((now.secs() - 599.75).abs() < 0.02, "a quarter of a second behind the wall: {now}");
    let (board, clock_twin, last_line) = (&snapshot.devices[0], &snapshot.twins[0], &snapshot.twins[1]);
    let off = |value: f64| (value - f64::from(micros(now))).abs();
    assert!(off(board.values[0]) < 1e3, "drawn as if its clock ran right since the last line: {}", board.values[0]);
    // Of 120 lines the predictive twin asked for few, and knows the drift by them: 40 ppm of five seconds are 200 us.
    assert!(off(clock_twin.values[0].unwrap()) < 200.0, "{:?}", clock_twin.values[0]);
    assert!(clock_twin.frames.sent < 30, "{:?}", clock_twin.frames);
    assert_eq!(last_line.frames.sent, 120, "every line, but not the broken one");
    assert!(off(last_line.values[0].unwrap()) > 4e6, "the last line holds");
    assert_eq!((session.board.counts().heard, session.board.counts().rejected), (121, 1));
    let state = &session.state;
    assert!((state.drift_ppm.unwrap() - 40.0).abs() < 0.1 && state.wraps == 1, "{state:?}");
    assert!(stage.simulation.journal().is_empty(), "what is heard is no deed");
}

#[test]
fn a_run_with_a_real_board_repeats() {
    let (stage, _) = watch(120);
    let mut again = stage.simulation.rewound(SimTime::MAX).unwrap();
    again.advance_to(stage.simulation.now());
    assert_eq!(again.now(), stage.simulation.now());
    assert_eq!(again.digest(), stage.simulation.digest());
}

#[test]
fn whoever_looks_back_still_acts_now() {
    let (mut stage, _) = watch(60);
    let mut lab = Lab::default();
    lab.begin(&stage);
    let now = stage.simulation.now();
    stage.show(SimTime::from_secs(20.0));
    assert!(stage.is_past());
    let change = LinkChange::Loss(LossSpec::Bernoulli(1.0));
    stage.act(Action::SetLink { link: "cable".to_owned(), hop: None, change }, SimTime::from_secs(20.0)).unwrap();
    assert_eq!(stage.simulation.now(), now, "the run was not cut");
    assert_eq!(stage.simulation.journal()[0].at_s, now.secs());
    stage.show(SimTime::from_secs(1e5));
    assert_eq!(stage.simulation.now(), now, "nobody runs ahead of the wall");
}
