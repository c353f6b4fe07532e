//! Whatever a wire can say: no panic, nothing unbounded, and every number is a number.

use proptest::prelude::*;
use twinsync::core::time::{ClockTwin, ClockTwinSpec, Estimator, SimTime};

#[test]
fn a_report_has_the_agreed_keys_and_null_for_what_is_unknown() {
    let mut twin = ClockTwin::new(ClockTwinSpec::default());
    let json = serde_json::to_value(twin.state()).unwrap();
    for key in ["drift_ppm", "drift_bar_ppm", "offset_s"] {
        assert!(json[key].is_null(), "{key} of no reading: {json}");
    }
    for index in 0..60_u32 {
        twin.observe(SimTime::from_secs(10.0 * f64::from(index)), index * 10_000_400, None, None);
    }
    let json = serde_json::to_value(twin.state()).unwrap();
    for key in ["drift_ppm", "drift_bar_ppm", "offset_s", "samples", "wraps", "reboots", "multiplier"] {
        assert!(json[key].is_number(), "{key}: {json}");
    }
    assert_eq!(json["estimator"], "theil_sen");
    let names: Vec<&str> = json["estimators"].as_array().unwrap().iter().filter_map(|e| e["name"].as_str()).collect();
    assert_eq!(names, Estimator::ALL.map(Estimator::name));
    for estimate in json["estimators"].as_array().unwrap() {
        assert!((estimate["drift_ppm"].as_f64().unwrap() - 40.0).abs() < 0.01, "{estimate}");
        assert!(estimate["bar_ppm"].as_f64().unwrap() > 0.0, "{estimate}");
    }
    let settings: ClockTwinSpec = serde_json::from_str(r#"{"window": 64, "estimator": "lower_hull"}"#).unwrap();
    assert_eq!((settings.window, settings.estimator), (64, Estimator::LowerHull));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_readings_at_any_instants_are_survived(
        estimator in prop::sample::select(Estimator::ALL.to_vec()),
        wild in any::<bool>(),
        readings in prop::collection::vec(
            (any::<i64>(), any::<u32>(), prop::option::of(0_u32..3), prop::option::of(any::<f64>()), 0..4_u32),
            0..60,
        ),
    ) {
        let mut twin = ClockTwin::new(ClockTwinSpec { estimator, window: 16, ..ClockTwinSpec::default() });
        let (mut now, mut count) = (0_i64, 0_u32);
        for (nanos, micros, boot, temperature_c, kind) in readings {
            // Wild instants, or gaps of up to 20 s, half of them none; wild counts, or such as go on within a second.
            let gap = if kind % 2 == 0 { 0 } else { nanos.unsigned_abs() as i64 % 20_000_000_000 };
            now = if wild { nanos } else { now.saturating_add(gap) };
            count = count.wrapping_add((gap / 1000) as u32).wrapping_add(micros % 1_000_000);
            let micros = if wild { micros } else { count };
            let boot = boot.filter(|_| wild || micros % 64 == 0);
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
