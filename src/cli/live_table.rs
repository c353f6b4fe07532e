//! The table that `live` prints, and its line of progress.

use std::fmt::Write as _;

use super::columns::{aligned, dash, short};
use crate::core::time::SimTime;
use crate::live::board::Board;
use crate::live::estimates::estimates as lines_of;
use crate::live::summary::{CommandSummary, Summary};

/// A session as a table, with lines about board, clock and lines round it.
#[must_use]
pub fn of(summary: &Summary, commands: &CommandSummary) -> String {
    let mut text = head(summary);
    let clock = &summary.clock.state;
    if clock.samples > 0 {
        text += &estimators(summary);
        text += &counter(summary);
    }
    if let Some(vibration) = &summary.vibration {
        let axes = |values: Option<[f64; 3]>| {
            values.map_or_else(dash, |[x, y, z]| format!("x {} y {} z {}", short(x), short(y), short(z)))
        };
        let rate = vibration.rate_hz.map_or_else(dash, |rate| format!("{rate:.1}"));
        let _ = writeln!(
            text,
            "vibration   {} samples · {rate} Hz · rms {} m/s² · mean {} m/s²",
            vibration.samples,
            axes(vibration.rms_m_s2),
            axes(vibration.mean_m_s2)
        );
    }
    for plotted in &summary.plotted {
        let _ = writeln!(text, "plotted     {} {}", plotted.label, short(plotted.value));
    }
    let lines = &summary.lines;
    let _ = writeln!(
        text,
        "lines       {} heard · {} accepted · {} rejected · {} lost · {} repeated",
        lines.heard, lines.accepted, lines.rejected, lines.lost, lines.repeated
    );
    if lines.rejected + lines.partial + lines.boot_noise + lines.unclaimed > 0 {
        let _ = writeln!(
            text,
            "left out    {} too long · {} no text · {} checksum · {} no checksum · {} unreadable · {} unknown · {} partial · {} boot loader · {} unclaimed",
            lines.too_long,
            lines.not_text,
            lines.checksum,
            lines.unsealed,
            lines.unreadable,
            lines.unknown,
            lines.partial,
            lines.boot_noise,
            lines.unclaimed
        );
    }
    if *commands != CommandSummary::default() {
        let CommandSummary { done, refused, timed_out, waiting, .. } = commands;
        let _ = writeln!(
            text,
            "commands    {done} done · {refused} refused · {timed_out} without an answer · {waiting} waiting"
        );
    }
    if let Some(off_s) = commands.steered_off_s {
        let _ = writeln!(text, "steered     its own clock is {} ms ahead of the date", short(off_s * 1e3));
    }
    if let Some(prediction) = &summary.prediction {
        let micros = prediction.micros.map_or_else(dash, |micros| micros.to_string());
        let sigma = prediction.sigma_s.map_or_else(dash, |sigma_s| format!("{} ms", short(sigma_s * 1e3)));
        let _ = writeln!(
            text,
            "prediction  at {} s: counter {micros} µs, sigma {sigma}, corrected clock {:.6} s",
            prediction.ref_s, prediction.corrected_s
        );
    }
    if lines.heard == 0 {
        text += "nothing was heard: look at the port, the cable and the rate (--baud), or at the name in the broker's URL\n";
    }
    text
}

fn head(summary: &Summary) -> String {
    let board = &summary.board;
    let mut parts = vec![format!("board {}", board.chip.as_deref().unwrap_or("without a name"))];
    parts.extend(board.firmware.as_ref().map(|firmware| format!("firmware {firmware}")));
    parts.extend(board.dialect.map(|dialect| format!("{dialect} dialect")));
    parts.extend(board.temperature_c.map(|celsius| format!("{celsius:.2} °C")));
    parts.extend(summary.duration_s.map(|duration_s| format!("{duration_s:.1} s")));
    parts.join(" · ") + "\n\n"
}

fn estimators(summary: &Summary) -> String {
    let clock = &summary.clock.state;
    let headings =
        ["estimator", "", "R [ppm]", "± 1.96 sigma", "multiplier", "phi [s]", "± 1.96 sigma [ms]", "rms [ms]"];
    let headings = headings.map(str::to_owned);
    let millis = |value: Option<f64>| value.map_or_else(dash, |value| short(value * 1e3));
    let rows: Vec<Vec<String>> = lines_of(clock)
        .iter()
        .map(|estimate| {
            vec![
                estimate.name.name().to_owned(),
                if estimate.name == clock.estimator { "in use".to_owned() } else { String::new() },
                estimate.drift_ppm.map_or_else(dash, |ppm| format!("{ppm:.3}")),
                estimate.bar_ppm.map_or_else(dash, |ppm| format!("{:.3}", 1.96 * ppm)),
                estimate.multiplier.map_or_else(dash, |multiplier| format!("{multiplier:.8}")),
                estimate.offset_s.map_or_else(dash, |offset_s| format!("{offset_s:.6}")),
                millis(estimate.offset_bar_s.map(|bar_s| 1.96 * bar_s)),
                millis(estimate.residual_rms_s),
            ]
        })
        .collect();
    aligned(&headings, &rows, 2) + "\n"
}

fn counter(summary: &Summary) -> String {
    let clock = &summary.clock.state;
    let mut text = String::new();
    let offset = clock.offset_s.map_or_else(dash, |offset_s| format!("{offset_s:.6} s"));
    let gained = clock.gained_s.map_or_else(dash, |gained_s| format!("{} ms", short(gained_s * 1e3)));
    let _ = writeln!(text, "clock       phi {offset} · gained {gained} · multiplier {:.8}", clock.multiplier);
    if let Some(reason) = &clock.withheld {
        let _ = writeln!(text, "            {reason}");
    }
    let _ = writeln!(
        text,
        "readings    {} used · {} in the window · {} left out · {} wraps · {} reboots · {} jumps",
        clock.samples, clock.in_window, clock.left_out, clock.wraps, clock.reboots, clock.jumps
    );
    if let Some(residuals) = &clock.residuals {
        let _ = writeln!(
            text,
            "residuals   rms {} ms · largest {} ms · spread {} ms",
            short(residuals.rms_s * 1e3),
            short(residuals.max_s * 1e3),
            short(residuals.spread_s * 1e3)
        );
        if let Some(hint) = &residuals.hint {
            let _ = writeln!(text, "            {hint}");
        }
    }
    if let Some(delay) = &clock.delay {
        let _ = writeln!(
            text,
            "delay       {} ms ± {} ms by {} pings, quickest round trip {} ms",
            short(delay.delay_s * 1e3),
            short(delay.bound_s * 1e3),
            delay.exchanges,
            short(delay.round_trip_s * 1e3)
        );
    }
    text
}

/// One line about a session that goes on.
#[must_use]
pub fn progress(board: &Board, now: SimTime) -> String {
    let counts = board.counts();
    let drift = board.clock().rate().map_or_else(dash, |rate| format!("{:.2} ppm", rate * 1e6));
    format!("{now} · {} lines, {} rejected, {} lost · drift {drift}", counts.heard, counts.rejected, counts.lost)
}
