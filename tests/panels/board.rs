//! A real board beside the picture: what is read of its clock and its lines, and what is uttered.

use std::sync::Arc;

use bevy_egui::egui::accesskit::Role;
use bevy_egui::egui::{Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use twinsync::core::math;
use twinsync::core::time::{ClockTwin, ClockTwinSpec, SimTime};
use twinsync::lab::{BoardWish, LabCommand, ThemeKind};
use twinsync::live::board::Counts;
use twinsync::ui::model::{LineRow, LiveView, Model, VibrationView};

use super::desk::{Desk, desk, model, sized};

/// The tabs of a board.
pub const TABS: [&str; 5] = ["Clock", "Fits", "Heat", "Shake", "Lines"];

/// A board of +40 ppm whose every tenth line stalls by 80 ms, a corrupt line among them.
fn live(readings: u32) -> LiveView {
    let mut clock = ClockTwin::new(ClockTwinSpec::default());
    for reading in 0..readings {
        let counted_s = 5.0 * f64::from(reading);
        let late_s = if reading % 10 == 7 { 0.08 } else { 0.001 * f64::from(reading % 3) };
        let arrived = SimTime::from_secs(counted_s / (1.0 + 40e-6) + late_s);
        clock.observe(arrived, (counted_s * 1e6) as u32, Some(7), Some(25.0 + 0.01 * f64::from(reading)));
    }
    let line = |at_s: f64, text: &str, reject: Option<&str>| LineRow {
        at_s,
        text: text.to_owned(),
        reject: reject.map(str::to_owned),
        faulty: reject.is_some(),
    };
    LiveView {
        name: "/dev/ttyUSB0".to_owned(),
        standing: ("serial · open".to_owned(), true),
        identity: Some("02c22c6efa7e · firmware 0.1.0".to_owned()),
        counts: Counts { heard: 1227, accepted: 1222, rejected: 5, lost: 12, ..Counts::default() },
        clock: Arc::new(clock.state()),
        corrected_s: (1000.0, 1000.0002),
        holdover_s: Some((0.024, 3.2)),
        temperature_c: Some(25.4),
        temperatures: (0..200).map(|n| [5.0 * f64::from(n), 25.0 + 0.01 * f64::from(n)]).collect(),
        vibration: Some(VibrationView {
            rate_hz: Some(100.0),
            rms_m_s2: [6.94, 6.93, 0.05],
            axes: [0.0, 0.25, 0.5].map(|turn| {
                let at = |n: u32| [10.0 + 0.01 * f64::from(n), 9.8 * math::sin(0.6 * f64::from(n) + turn)];
                (0..200).map(at).collect()
            }),
        }),
        steered: Some((true, Some(-0.0004))),
        command: Some(("SET_MULT:0.99996000 · done".to_owned(), true)),
        writes: true,
        bars: (4..200).map(|n| [f64::from(n), 300.0 / f64::from(n * n)]).collect(),
        lines: vec![
            line(1000.2, "RAW_MICROS:4294000000,CUR_WALL:1764364562.125,SEQ:199,BOOT:1e91132b,TEMP:25.40*D049", None),
            line(995.1, "RAW_MICROS:42x", Some("the checksum is missing")),
        ],
        released: Some(false),
        recorded: Some("desk.csv".to_owned()),
    }
}

/// A window with a board, one of its tabs open.
pub fn listening(theme: ThemeKind, size: Vec2, tab: &str) -> Harness<'static, Desk> {
    let mut harness = sized(Model { live: Some(live(200)), ..model(theme) }, size);
    harness.get_by_role_and_label(Role::RadioButton, tab).click();
    harness.run();
    harness
}

#[test]
fn a_board_tells_its_drift_with_its_bar_and_its_correction() {
    let harness = listening(ThemeKind::Dark, vec2(1280.0, 720.0), "Clock");
    let drift = live(200).clock.drift_ppm.unwrap();
    assert!((drift - 40.0).abs() < 1.0, "{drift}");
    assert!(harness.query_by_label_contains(&format!("{drift:.2} \u{b1} ")).is_some());
    for label in ["/dev/ttyUSB0", "1227", "5 · 12", "0.200 ms ahead", "\u{2212}0.4 ms ahead", "desk.csv"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
}

#[test]
fn a_correction_that_is_withheld_says_why() {
    let view = live(2);
    let reason = view.clock.withheld.clone().expect("two readings are too few");
    let harness = desk(Model { live: Some(view), ..model(ThemeKind::Dark) });
    assert!(harness.query_by_label(&reason).is_some(), "{reason}");
}

#[test]
fn estimators_stand_side_by_side_and_rejected_lines_are_marked() {
    let harness = listening(ThemeKind::Dark, vec2(1280.0, 720.0), "Fits");
    for estimator in ["Theil-Sen", "Least squares", "Huber", "Lower hull"] {
        assert!(harness.query_by_label(estimator).is_some(), "{estimator}");
    }
    let harness = listening(ThemeKind::Dark, vec2(1280.0, 720.0), "Lines");
    assert!(harness.query_by_label("RAW_MICROS:42x").is_some());
}

#[test]
fn temperature_and_vibration_have_their_tabs() {
    let harness = listening(ThemeKind::Dark, vec2(1280.0, 720.0), "Heat");
    for label in ["25.4 °C", "Curvature"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
    let harness = listening(ThemeKind::Dark, vec2(1280.0, 720.0), "Shake");
    for label in ["100 Hz", "rms 6.94 m/s²", "Along x"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
}

#[test]
fn one_click_steers_records_exports_and_releases() {
    let mut harness = listening(ThemeKind::Dark, vec2(1280.0, 720.0), "Clock");
    assert!(harness.query_by_label("SET_MULT:0.99996000 · done").is_some());
    let wishes = [
        ("Steer the board's clock, acting", BoardWish::Steer(false)),
        ("Record the lines, acting", BoardWish::Record(false)),
        ("Export the clock", BoardWish::Export),
        ("Release the port", BoardWish::ReleasePort(true)),
    ];
    for (label, wish) in wishes {
        harness.get_by_label(label).click();
        harness.run();
        assert_eq!(harness.state().wishes.last(), Some(&LabCommand::Board(wish)));
    }
}

#[test]
fn who_knows_no_date_and_writes_no_files_is_not_offered_to() {
    let view = LiveView { steered: None, writes: false, released: None, recorded: None, ..live(200) };
    let harness = desk(Model { live: Some(view), ..model(ThemeKind::Dark) });
    for label in ["Steer the board's clock", "Record the lines", "Export the clock", "Release the port"] {
        assert!(harness.query_by_label(label).is_none(), "{label}");
    }
}
