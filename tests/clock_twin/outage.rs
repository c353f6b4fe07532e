//! Wraps, reboots and pulled cables: the corrected clock goes on, and predictions are as good as they said.

use super::board::{Board, Delay};
use twinsync::core::rng::Stream;
use twinsync::core::time::{ClockTwin, ClockTwinSpec, SimTime, Step};

/// A twin of a board, with the corrected clock watched all the way.
struct Watched {
    twin: ClockTwin,
    board: Board,
    boot: Option<u32>,
    stream: Stream,
    now_s: f64,
    /// Largest departure of the corrected clock from the reference since it was last asked.
    worst_s: f64,
}

impl Watched {
    fn new(board: Board, boot: Option<u32>, seed: u64) -> Self {
        let stream = Stream::new(seed, "outage", "test");
        Self { twin: ClockTwin::new(ClockTwinSpec::default()), board, boot, stream, now_s: 0.0, worst_s: 0.0 }
    }

    /// Lets time pass, and looks at the corrected clock every second.
    fn pass(&mut self, span_s: f64) {
        let (from_s, mut before) = (self.now_s, self.twin.corrected(SimTime::from_secs(self.now_s)));
        let seconds = span_s.ceil();
        for second in 1..=seconds as u32 {
            let at = SimTime::from_secs(from_s + span_s * f64::from(second) / seconds);
            let shown = self.twin.corrected(at);
            let moved_s = (shown - before).secs();
            assert!((0.0..1.05).contains(&moved_s), "the corrected clock moved by {moved_s} s in a second");
            self.worst_s = self.worst_s.max((shown - at).secs().abs());
            before = shown;
        }
        self.now_s += span_s;
    }

    fn read(&mut self) -> Step {
        let late_s = Delay::OneSided.draw(&mut self.stream);
        let micros = self.board.micros(self.now_s);
        let arrived = SimTime::from_secs(self.now_s + late_s);
        let before = self.twin.corrected(arrived);
        let seen = self.twin.observe(arrived, micros, self.boot, Some(25.0));
        assert_eq!(self.twin.corrected(arrived), before, "a reading moved the corrected clock");
        seen.step
    }

    /// Readings every 10 s.
    fn go_on(&mut self, readings: u32) -> Vec<Step> {
        (0..readings)
            .map(|_| {
                self.pass(10.0);
                self.read()
            })
            .collect()
    }
}

#[test]
fn a_wrap_after_71_6_minutes_is_only_a_wrap() {
    let board = Board { booted_s: 0.0, start_us: 0.0, rate: 40e-6 };
    let mut watched = Watched::new(board, None, 1);
    let steps = watched.go_on(450);
    let wrapped = steps.iter().position(|step| *step == Step::Continued { wraps: 1 }).unwrap();
    assert_eq!(wrapped, 429, "2^32 us are 4294.967 s; the reading at 4300 s is the 430th");
    let state = watched.twin.state();
    assert_eq!((state.wraps, state.reboots, state.jumps, state.samples), (1, 0, 0, 450));
    assert!((state.drift_ppm.unwrap() - 40.0).abs() < 4.0 * state.drift_bar_ppm.unwrap());
    watched.worst_s = 0.0;
    watched.go_on(50);
    assert!(watched.worst_s < 2e-3, "{}", watched.worst_s);
    // The counter's lead over the reference: it started at 0 with it.
    let state = watched.twin.state();
    assert!((state.offset_s.unwrap() - 40e-6 * 5000.0).abs() < 2e-3, "{:?}", state.offset_s);
}

#[test]
fn a_reboot_is_counted_and_does_not_move_the_corrected_clock() {
    for boot in [None, Some(1)] {
        let board = Board { booted_s: -2000.0, start_us: 0.0, rate: -30e-6 };
        let mut watched = Watched::new(board, boot, 2);
        watched.go_on(100);
        watched.worst_s = 0.0;
        // Five minutes without power.
        watched.pass(300.0);
        watched.board = Board { booted_s: watched.now_s, start_us: 0.0, rate: -30e-6 };
        watched.boot = boot.map(|id| id + 1);
        let mut steps = Vec::new();
        for _ in 0..20 {
            steps.extend(watched.go_on(1));
            // The rate is remembered, although the new boot's readings are few.
            let state = watched.twin.state();
            assert!((state.drift_ppm.unwrap() + 30.0).abs() < 0.5 && state.withheld.is_none(), "{state:?}");
            // What the new boot stamps is placed rightly, too.
            let now = SimTime::from_secs(watched.now_s);
            let placed = watched.twin.corrected_micros(now, watched.board.micros(watched.now_s));
            let off_s = placed.map(|placed| (placed - now).secs().abs());
            assert!(steps == [Step::Suspected] || off_s.unwrap() < 5e-3, "{off_s:?}");
        }
        let expected = if boot.is_some() {
            [Step::Rebooted, Step::Continued { wraps: 0 }]
        } else {
            [Step::Suspected, Step::Rebooted]
        };
        assert_eq!(steps[..2], expected);
        let state = watched.twin.state();
        assert_eq!((state.reboots, state.wraps, state.jumps), (1, 0, 0));
        assert!(watched.worst_s < 5e-3, "{}", watched.worst_s);
    }
}

#[test]
fn a_cable_pulled_for_an_hour_changes_nothing_but_the_band() {
    let (runs, mut inside) = (100, 0);
    for seed in 0..runs {
        let board = Board { booted_s: -3000.0, start_us: 0.0, rate: 17e-6 };
        let mut watched = Watched::new(board, None, seed);
        watched.go_on(60);
        let sigma = |watched: &Watched, after_s: f64| {
            watched.twin.predict(SimTime::from_secs(watched.now_s + after_s)).unwrap().sigma_s
        };
        let bands = [0.0, 60.0, 600.0, 3600.0].map(|after_s| sigma(&watched, after_s));
        assert!(bands.is_sorted() && bands[3] > 1.5 * bands[0], "{bands:?}");
        watched.worst_s = 0.0;
        watched.pass(3600.0);
        assert!(watched.worst_s < 5e-3, "{}", watched.worst_s);
        assert_eq!(watched.read(), Step::Continued { wraps: 1 });
        let state = watched.twin.state();
        let back = state.holdover.last.unwrap();
        assert!((back.gap_s - 3600.0).abs() < 0.1 && back.inside == (state.holdover.inside == 1));
        inside += state.holdover.inside;
        watched.worst_s = 0.0;
        watched.go_on(20);
        assert!(watched.worst_s < 5e-3, "{}", watched.worst_s);
        assert_eq!(watched.twin.state().holdover.inside + watched.twin.state().holdover.outside, 1);
    }
    // Two sigma of a rate that really is constant: no fewer than 95 % less four standard deviations.
    assert!(inside >= 86, "{inside} of {runs} returns were inside the band");
}

#[test]
fn a_rate_that_wanders_as_much_as_said_stays_in_the_band() {
    let (runs, mut inside) = (200_i32, 0_i32);
    let spec = ClockTwinSpec { wander_ppm_per_sqrt_s: 0.05, ..ClockTwinSpec::default() };
    for seed in 0..runs {
        let mut stream = Stream::new(seed as u64, "wander", "test");
        let (mut twin, mut rate, mut total_us) = (ClockTwin::new(spec), 12e-6, 1e6);
        for second in 0..5400 {
            let heard = second < 1800 && second % 10 == 0 || second == 5399;
            if heard {
                let arrived = SimTime::from_secs(f64::from(second) + Delay::OneSided.draw(&mut stream));
                let seen = twin.observe(arrived, total_us as u64 as u32, None, None);
                inside += i32::from(seen.returned.is_some_and(|returned| returned.inside));
            }
            rate += 0.05e-6 * stream.gaussian();
            total_us += (1.0 + rate) * 1e6;
        }
        let state = twin.state();
        assert_eq!(state.holdover.inside + state.holdover.outside, 1);
        assert!(state.holdover.last.unwrap().sigma_s > 5e-3, "an hour of this wander is 6 ms");
    }
    // 95.4 % are within two sigma.
    let expected = 0.954 * f64::from(runs);
    let deviation = (f64::from(runs) * 0.954 * 0.046).sqrt();
    assert!((f64::from(inside) - expected).abs() < 4.0 * deviation, "{inside} of {runs}");
}

#[test]
fn half_a_day_without_readings_is_bridged() {
    let board = Board { booted_s: 0.0, start_us: 0.0, rate: 17e-6 };
    let mut watched = Watched::new(board, None, 9);
    watched.go_on(100);
    watched.pass(43_200.0);
    assert_eq!(watched.read(), Step::Continued { wraps: 10 });
    assert_eq!(watched.twin.state().wraps, 10);
}

#[test]
fn lines_that_were_held_up_and_come_together_are_survived() {
    let board = Board { booted_s: -5.0, start_us: 0.0, rate: 17e-6 };
    let mut twin = ClockTwin::new(ClockTwinSpec::default());
    for index in 0..60 {
        let sent_s = 0.1 * f64::from(index);
        let arrived_s = if index < 10 { 1.0 } else { sent_s };
        twin.observe(SimTime::from_secs(arrived_s), board.micros(sent_s), None, None);
        if index == 9 {
            // All at one instant: a line of slope -1, which is no clock's.
            assert_eq!(twin.state().drift_ppm, None);
        }
    }
    let state = twin.state();
    assert!((state.drift_ppm.unwrap() - 17.0).abs() < 20.0, "{state:?}");
}

#[test]
fn memory_is_bounded_by_the_window() {
    let board = Board { booted_s: 0.0, start_us: 0.0, rate: 17e-6 };
    let mut twin = ClockTwin::new(ClockTwinSpec { window: 64, ..ClockTwinSpec::default() });
    for index in 0..5000 {
        let at_s = 5.0 * f64::from(index);
        twin.observe(SimTime::from_secs(at_s), board.micros(at_s), None, None);
        if index % 7 == 0 {
            let (t1, t4) = (SimTime::from_secs(at_s), SimTime::from_secs(at_s + 0.002));
            assert!(index == 0 || twin.exchange(t1, board.micros(at_s + 0.001), board.micros(at_s + 0.001), t4, None));
        }
    }
    let state = twin.state();
    assert_eq!((state.samples, state.in_window), (5000, 64));
    assert_eq!((state.series.gained_s.len(), state.series.residual_s.len()), (64, 64));
}
