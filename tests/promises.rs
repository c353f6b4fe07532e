//! Radios and service levels in whole runs: what a scene asks for is in the report, and is what theory says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use common::{close, only_twin, pair};
use twinsync::core::metric::RadioSpec;
use twinsync::report::TwinReport;

/// A frame of 20 bytes every `interval_s`, from 0 on, for 100 s.
fn sent_every(interval_s: f64, radio: &str, levels: &str) -> TwinReport {
    let twin = format!("sync: RealTime(rate_hz: {}), service_levels: [{levels}]", 1.0 / interval_s);
    only_twin(&pair(100.0, "Ramp(slope_per_s: 0.5)", 50.0, &twin, &format!("delay: Fixed(ms: 100){radio}")), 1)
}

#[test]
fn the_energy_of_a_run_is_that_of_its_frames() {
    for (name, spec) in [
        ("Wifi", RadioSpec::Wifi),
        ("Lte", RadioSpec::Lte),
        ("Umts", RadioSpec::Umts),
        ("Gprs", RadioSpec::Gprs),
        ("LoRaWan(spreading_factor: 9)", RadioSpec::LoRaWan { spreading_factor: 9 }),
        ("Ble", RadioSpec::Ble),
        ("Wired", RadioSpec::Wired),
    ] {
        let (wake, burst) = (spec.promotion(), spec.burst(20));
        let tail: (f64, f64) =
            spec.tail().iter().fold((0.0, 0.0), |(s, j), phase| (s + phase.s, j + phase.s * phase.w));
        // Five frames, at 0, 20, 40, 60 and 80 s: each wakes the radio and leaves it a whole tail.
        let twin = sent_every(20.0, &format!(", radio: {name}"), "");
        assert_eq!((twin.frames.sent, twin.bytes.up), (5, 100), "{name}");
        close(name, twin.energy_j.unwrap(), 5.0 * (wake.s * wake.w + burst.j + tail.1), 1e-6);
        close(name, twin.radio_on_s.unwrap(), 5.0 * (wake.s + burst.s + tail.0), 1e-6);
    }
}

#[test]
fn on_4g_a_stream_costs_no_more_than_a_frame_every_ten_seconds() {
    let energy = |interval_s| sent_every(interval_s, ", radio: Lte", "").energy_j.unwrap();
    // The tail of 11.6 s never ends, so that 100 s at 1.06 W are spent either way.
    close("every 10 s", energy(10.0), 100.0 * 1.06, 2.0);
    close("every second", energy(1.0), energy(10.0), 0.01 * energy(10.0));
    assert!(energy(50.0) < 0.3 * energy(10.0));
}

#[test]
fn without_a_radio_nothing_is_claimed() {
    let twin = sent_every(10.0, "", "");
    assert_eq!((twin.radio_on_s, twin.energy_j), (None, None));
    let json = serde_json::to_value(&twin).unwrap();
    assert!(json["energy_j"].is_null() && json["radio_on_s"].is_null());
    assert_eq!(json["service_levels"], serde_json::json!([]));
}

#[test]
fn promises_are_kept_or_broken_by_the_closed_forms() {
    // Sent every second over 0.1 s: age is uniform from 0.1 to 1.1 s, its 90 % point 1 s; a ramp of 0.5 a second held for an age a
    // errs by a / 2: rms 0.5 sqrt((1.1^3 - 0.1^3) / 3).
    let levels = r#"AgeBelow(s: 1.05, share: 0.9), AgeBelow(s: 0.95, share: 0.9), LatencyBelow(s: 0.2),
        ErrorBelow(signal: "value", value: 0.2), DeliveryAbove(share: 0.98), AlignmentAbove(ratio: 0.98),
        BytesBelow(per_s: 30), PowerBelow(w: 0.5)"#;
    let twin = sent_every(1.0, ", radio: Lte", levels);
    let rms = 0.5 * ((1.1_f64.powi(3) - 0.1_f64.powi(3)) / 3.0).sqrt();
    let expected = [
        ("age p90", true, 1.0, 0.05),
        ("age p90", false, 1.0, -0.05),
        ("latency p95", true, 0.1, 0.1),
        ("rms error of value", false, rms, 0.2 - rms),
        ("delivered", true, 1.0, 0.02),
        ("aligned", true, 1.0, 0.02),
        ("bytes up", true, 20.0, 10.0),
        ("radio power", false, 1.06, -0.56),
    ];
    assert_eq!(twin.service_levels.len(), expected.len());
    for (level, (name, met, value, margin)) in twin.service_levels.iter().zip(expected) {
        assert_eq!((level.name.as_str(), level.met), (name, Some(met)), "{level:?}");
        // Percentiles within 0.2 %, errors at 50 samples a second within half a sample's ramp.
        close(name, level.value.unwrap(), value, 0.01 * value.max(0.5));
        close(name, level.margin.unwrap(), margin, 0.01 * value.max(0.5));
    }
}

#[test]
fn a_twin_that_hears_nothing_keeps_no_promise_and_breaks_none() {
    let text = pair(
        10.0,
        "Ramp(slope_per_s: 1)",
        10.0,
        "sync: RealTime(rate_hz: 1), service_levels: [AgeBelow(s: 1), LatencyBelow(s: 1)]",
        "delay: Fixed(ms: 1), loss: Bernoulli(1)",
    );
    for level in only_twin(&text, 1).service_levels {
        assert_eq!((level.met, level.value, level.margin), (None, None, None), "{level:?}");
    }
}
