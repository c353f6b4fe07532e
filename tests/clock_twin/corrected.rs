//! The corrected clock: its multiplier is exact, it never steps and never runs backward, whatever comes in.

use super::board::{Board, Delay};
use proptest::prelude::*;
use twinsync::core::rng::Stream;
use twinsync::core::time::{ClockTwin, ClockTwinSpec, Estimator, Servo, SimTime};

#[test]
fn the_multiplier_is_one_over_one_plus_r_and_not_one_minus_r() {
    let rate = 0.01;
    let board = Board { booted_s: 0.0, start_us: 0.0, rate };
    let mut twin = ClockTwin::new(ClockTwinSpec::default());
    for index in 0..500 {
        let at_s = 10.0 * f64::from(index);
        twin.observe(SimTime::from_secs(at_s), board.micros(at_s), None, None);
    }
    let state = twin.state();
    let known = twin.rate().unwrap();
    assert_eq!(state.multiplier, 1.0 / (1.0 + known));
    assert_eq!(state.drift_ppm, Some(known * 1e6));
    for estimate in &state.estimators {
        let multiplier = estimate.multiplier.unwrap();
        assert!((multiplier * 1.01 - 1.0).abs() < 1e-8, "{estimate:?}");
    }
    // A day of a board that is 1 % fast: 1 - R would lose 8.64 s of it.
    let day_s = 86_400.0 * (1.0 + rate);
    assert!((day_s * state.multiplier - 86_400.0).abs() < 1e-3);
    assert!((86_400.0 - day_s * (1.0 - known) - 8.64).abs() < 1e-3);
}

#[test]
fn corrected_counts_are_the_reference_to_within_the_delay() {
    for estimator in Estimator::ALL {
        let board = Board { booted_s: -1.7e9, start_us: -1.7e15, rate: -80e-6 };
        let mut twin = ClockTwin::new(ClockTwinSpec { estimator, ..ClockTwinSpec::default() });
        let mut stream = Stream::new(5, "counts", "corrected");
        let start_s = 1.7e9;
        let board = Board { booted_s: start_s - 100.0, start_us: 0.0, ..board };
        let at = |after_s: f64| SimTime::from_nanos(1_700_000_000_000_000_000) + SimTime::from_secs(after_s);
        for index in 0..600 {
            let sent_s = 10.0 * f64::from(index);
            twin.observe(at(sent_s + Delay::OneSided.draw(&mut stream)), board.micros(start_s + sent_s), None, None);
        }
        // Six readings later nothing else was heard; something was stamped 20 s after the last one.
        let stamped_s = 6010.0;
        let corrected = twin.corrected_micros(at(stamped_s + 0.3), board.micros(start_s + stamped_s)).unwrap();
        let off_s = (corrected - at(stamped_s)).secs();
        assert!(off_s.abs() < 3e-3, "{estimator:?}: {off_s}");
        assert!(((twin.corrected(at(stamped_s)) - at(stamped_s)).secs()).abs() < 3e-3);
    }
}

/// One thing that happens to a twin.
#[derive(Clone, Debug)]
enum Event {
    Reading { after_ms: u32, late_ms: u32, boot: Option<u32> },
    Garbled { after_ms: u32, micros: u32 },
    Reboot { after_ms: u32 },
    Exchange { after_ms: u32, out_ms: u32, back_ms: u32 },
    Quiet { after_ms: u32 },
}

fn event() -> impl Strategy<Value = Event> {
    let gap = || prop_oneof![8 => 1_u32..20_000, 1 => 0_u32..4_000_000];
    prop_oneof![
        12 => (gap(), 0_u32..200, prop_oneof![3 => Just(None), 1 => Just(Some(7))])
            .prop_map(|(after_ms, late_ms, boot)| Event::Reading { after_ms, late_ms, boot }),
        1 => (gap(), any::<u32>()).prop_map(|(after_ms, micros)| Event::Garbled { after_ms, micros }),
        1 => gap().prop_map(|after_ms| Event::Reboot { after_ms }),
        2 => (gap(), 0_u32..50, 0_u32..50)
            .prop_map(|(after_ms, out_ms, back_ms)| Event::Exchange { after_ms, out_ms, back_ms }),
        3 => gap().prop_map(|after_ms| Event::Quiet { after_ms }),
    ]
}

/// The corrected clock over a span: within the limits of both servos' rates and slews, to a few roundings.
fn assert_smooth(before: SimTime, after: SimTime, span_ns: i64) {
    let moved = (after - before).nanos();
    let fastest = (1.022_f64 + 500e-6).powi(2);
    let slowest = (0.978_f64 - 500e-6).powi(2);
    assert!(moved >= 0, "{moved} ns backward over {span_ns} ns");
    let (least, most) = (span_ns as f64 * slowest - 4.0, span_ns as f64 * fastest + 4.0);
    assert!((least..=most).contains(&(moved as f64)), "{moved} ns shown over {span_ns} ns");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_makes_it_step_or_run_backward(
        rate in -20e-3..20e-3_f64,
        estimator in prop::sample::select(Estimator::ALL.to_vec()),
        events in prop::collection::vec(event(), 1..120),
    ) {
        let mut twin = ClockTwin::new(ClockTwinSpec { estimator, window: 32, ..ClockTwinSpec::default() });
        let mut board = Board { booted_s: -50.0, start_us: 0.0, rate };
        twin.observe(SimTime::ZERO, board.micros(0.0), None, None);
        let (mut now_ms, mut shown) = (0_u64, twin.corrected(SimTime::ZERO));
        let at = |ms: u64| SimTime::from_nanos(ms as i64 * 1_000_000);
        let secs = |ms: u64| ms as f64 * 1e-3;
        for event in events {
            let (Event::Reading { after_ms, .. } | Event::Garbled { after_ms, .. } | Event::Reboot { after_ms }
                | Event::Exchange { after_ms, .. } | Event::Quiet { after_ms }) = event;
            let then_ms = now_ms + u64::from(after_ms);
            let before = twin.corrected(at(then_ms));
            assert_smooth(shown, before, (then_ms - now_ms) as i64 * 1_000_000);
            now_ms = then_ms;
            match event {
                Event::Reading { late_ms, boot, .. } => {
                    let sent_s = (secs(now_ms) - secs(u64::from(late_ms))).max(board.booted_s);
                    twin.observe(at(now_ms), board.micros(sent_s), boot, Some(25.0));
                }
                Event::Garbled { micros, .. } => { twin.observe(at(now_ms), micros, None, None); }
                Event::Reboot { .. } => board = Board { booted_s: secs(now_ms), ..board },
                Event::Exchange { out_ms, back_ms, .. } => {
                    let turned_s = secs(now_ms) - secs(u64::from(back_ms));
                    let micros = board.micros(turned_s.max(board.booted_s));
                    let left = at(now_ms.saturating_sub(u64::from(out_ms + back_ms)));
                    twin.exchange(left, micros, micros, at(now_ms), None);
                }
                Event::Quiet { .. } => {}
            }
            shown = twin.corrected(at(now_ms));
            prop_assert_eq!(shown, before, "an input moved the clock at the instant it came");
        }
    }

    #[test]
    fn a_servo_is_continuous_and_monotone_under_any_corrections(
        steps in prop::collection::vec((1_i64..1_000_000_000_000, any::<f64>(), any::<f64>(), 0.97..1.03_f64), 1..100),
    ) {
        let mut servo = Servo::new(500e-6);
        servo.start(0, 1_700_000_000_000_000_000);
        let mut now = 0_i64;
        for (after, wild_rate, wild_owed, rate) in steps {
            let (middle, then) = (now + after / 2, now + after);
            let shown = [servo.at(now), servo.at(middle), servo.at(then)].map(SimTime::from_nanos);
            assert_smooth(shown[0], shown[1], middle - now);
            assert_smooth(shown[1], shown[2], then - middle);
            let rate = if after % 3 == 0 { wild_rate } else { rate };
            servo.steer(then, rate, if after % 2 == 0 { wild_owed } else { rate * 1e9 - 1e9 });
            prop_assert_eq!(SimTime::from_nanos(servo.at(then)), shown[2]);
            prop_assert!(servo.at(then - 1) <= servo.at(then), "backward where it was corrected");
            prop_assert!(!servo.start(then, 0), "a second step");
            now = then;
        }
    }
}
