//! Two-way exchange: the constant delay of readings is found and taken out.

use super::board::Board;
use twinsync::core::rng::Stream;
use twinsync::core::time::{ClockTwin, ClockTwinSpec, SimTime};

/// A twin whose readings arrive 8 ms late at least, and which asks now and then over ways of 3 ms each.
fn asked(with_exchanges: bool) -> (ClockTwin, Board) {
    let mut twin = ClockTwin::new(ClockTwinSpec::default());
    let mut stream = Stream::new(11, "exchange", "test");
    let board = Board { booted_s: -500.0, start_us: 0.0, rate: 25e-6 };
    for index in 0..300 {
        let sent_s = 5.0 * f64::from(index);
        let arrived = SimTime::from_secs(sent_s + 8e-3 + stream.exponential(0.5e-3));
        twin.observe(arrived, board.micros(sent_s), Some(3), None);
        if with_exchanges && index % 6 == 5 {
            let (out_s, back_s) = (3e-3 + stream.exponential(1e-3), 3e-3 + stream.exponential(1e-3));
            let (left_s, turned_s) = (sent_s + 1.0, sent_s + 1.0 + out_s);
            let (t1, t4) = (SimTime::from_secs(left_s), SimTime::from_secs(turned_s + 1e-3 + back_s));
            assert!(twin.exchange(t1, board.micros(turned_s), board.micros(turned_s + 1e-3), t4, Some(3)));
            assert!(!twin.exchange(t1, board.micros(turned_s), board.micros(turned_s), t4, Some(4)), "another boot");
        }
    }
    (twin, board)
}

#[test]
fn the_constant_delay_is_found_within_half_the_round_trip() {
    let (twin, board) = asked(true);
    let state = twin.state();
    let delay = state.delay.unwrap();
    // The line lies in the middle of the readings: 8 ms and the median of the rest.
    let expected_s = 8e-3 + 0.5e-3 * std::f64::consts::LN_2;
    assert!((delay.delay_s - expected_s).abs() <= delay.bound_s, "{delay:?}");
    assert!(delay.bound_s < 4.5e-3 && delay.round_trip_s >= 6e-3, "{delay:?}");
    // What the board stamps now is put right by it; without exchanges it is late by all of it.
    let end_s = 1500.0;
    let at = SimTime::from_secs(end_s);
    let off_s = |twin: &ClockTwin| (twin.corrected_micros(at, board.micros(end_s)).unwrap() - at).secs();
    assert!(off_s(&twin).abs() <= delay.bound_s, "{}", off_s(&twin));
    assert!((twin.corrected(at) - at).secs().abs() < 1e-3);
    let last_s = 299.0 * 5.0 + 8e-3;
    let offset_s = board.total_us(last_s) * 1e-6 - last_s;
    assert!((state.offset_s.unwrap() - offset_s).abs() <= delay.bound_s, "{:?}, not {offset_s}", state.offset_s);
    let (one_way, _) = asked(false);
    assert!((off_s(&one_way) - expected_s).abs() < 1e-3, "{}", off_s(&one_way));
    assert_eq!(one_way.state().delay, None);
}

#[test]
fn nothing_is_taken_before_the_first_reading_or_of_impossible_instants() {
    let mut twin = ClockTwin::new(ClockTwinSpec::default());
    assert!(!twin.exchange(SimTime::ZERO, 5, 6, SimTime::from_secs(1.0), None));
    twin.observe(SimTime::from_secs(2.0), 2_000_000, None, None);
    let (t1, t4) = (SimTime::from_secs(3.0), SimTime::from_secs(3.001));
    assert!(!twin.exchange(t1, 3_000_000, 3_500_000, t4, None), "the board took longer than the round trip");
    assert!(!twin.exchange(t4, 3_000_000, 3_000_100, t1, None), "the answer came before the question");
}
