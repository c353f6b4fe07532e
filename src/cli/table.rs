//! The table that `run` prints: a row for each twin, every column with its unit.

use std::fmt::Write as _;

use super::columns::{aligned, dash, short};
use crate::report::{Report, TwinReport};

const HEADINGS: [&str; 9] = [
    "twin",
    "mode",
    "age mean [s]",
    "age p95 [s]",
    "latency p50 [s]",
    "lost [%]",
    "aligned [%]",
    "sent [kB]",
    "rms error",
];

/// The report as a table, with a line about the run above and below.
#[must_use]
pub fn of(report: &Report) -> String {
    let mut text = format!("{} · {:.0} s · seed {}\n\n", report.scene, report.duration_s, report.seed);
    let rows: Vec<Vec<String>> = report.twins.iter().map(row).collect();
    text += &aligned(&HEADINGS.map(str::to_owned), &rows, 2);
    if report.twins.iter().any(|twin| !twin.service_levels.is_empty()) {
        text.push('\n');
    }
    for (twin, level) in report.twins.iter().flat_map(|twin| twin.service_levels.iter().map(move |level| (twin, level)))
    {
        let measured = level.value.map_or_else(dash, |value| format!("{} {}", short(value), level.unit));
        let verdict = match level.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "nothing measured",
        };
        let _ = writeln!(text, "{}: {} {}: {}, {verdict}", twin.name, level.name, level.target, measured.trim_end());
    }
    let _ = writeln!(
        text,
        "\n{} events · {:.0}x real time · digest {}",
        report.events, report.real_time_factor, report.digest
    );
    for refusal in &report.refusals {
        let _ = writeln!(text, "refused: {refusal}");
    }
    text
}

fn row(twin: &TwinReport) -> Vec<String> {
    let share = |part: u64, whole: u64| {
        if whole == 0 { dash() } else { format!("{:.1}", 100.0 * part as f64 / whole as f64) }
    };
    let seconds = |value: Option<f64>| value.map_or_else(dash, |value| format!("{value:.3}"));
    let error = twin
        .signals
        .first()
        .and_then(|signal| signal.rmse.map(|rmse| format!("{} {:.3} {}", signal.name, rmse, signal.unit)));
    vec![
        twin.name.clone(),
        twin.mode.to_owned(),
        seconds(twin.age_s.map(|age| age.mean)),
        seconds(twin.age_s.map(|age| age.p95)),
        seconds(twin.latency_s.map(|latency| latency.p50)),
        share(twin.frames.lost, twin.frames.sent),
        twin.alignment_ratio.map_or_else(dash, |ratio| format!("{:.1}", 100.0 * ratio)),
        format!("{:.1}", twin.bytes.up as f64 / 1000.0),
        error.unwrap_or_else(dash),
    ]
}
