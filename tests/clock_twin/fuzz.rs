//! Whatever a wire can say: no panic, nothing unbounded, and every number is a number.

use proptest::prelude::*;
use twinsync::core::time::{ClockTwin, ClockTwinSpec, Estimator, SimTime};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_readings_at_any_instants_are_survived(
        estimator in prop::sample::select(Estimator::ALL.to_vec()),
        wild in any::<bool>(),
        readings in prop::collection::vec(
            (any::<i64>(), any::<u32>(), prop::option::of(0_u32..3), prop::option::of(any::<f64>())),
            0..60,
        ),
    ) {
        let mut twin = ClockTwin::new(ClockTwinSpec { estimator, window: 16, ..ClockTwinSpec::default() });
        let mut now = 0_i64;
        for (nanos, micros, boot, temperature_c) in readings {
            now = if wild { nanos } else { now.saturating_add(nanos.unsigned_abs() as i64 % 20_000_000_000) };
            let at = SimTime::from_nanos(now);
            twin.observe(at, micros, boot, temperature_c);
            twin.exchange(at, micros, micros.wrapping_add(10), SimTime::from_nanos(now.wrapping_add(nanos)), boot);
            let _ = (twin.corrected(SimTime::from_nanos(nanos)), twin.predict(SimTime::MAX), twin.board_multiplier(at));
            let state = twin.state();
            for value in [state.drift_ppm, state.drift_bar_ppm, state.offset_s, state.offset_bar_s, state.gained_s] {
                prop_assert!(value.is_none_or(f64::is_finite), "{value:?} in {state:?}");
            }
            prop_assert!((0.978..=1.022).contains(&state.multiplier));
            prop_assert!(state.in_window <= 16 && state.estimators.len() == Estimator::ALL.len());
        }
    }
}
