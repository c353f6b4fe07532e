//! Sync modes: rates, intervals, thresholds and the signals they name.

use super::super::path::Path;
use super::bounds::{Bounds, INTERVAL_S, NOT_NEGATIVE, RATE_HZ};
use super::report::Report;
use crate::core::sync::{SyncSpec, Threshold};

/// Shortest time between frames, in seconds.
const PMIN_S: Bounds = NOT_NEGATIVE.up_to(1e7);

/// Checks a sync mode of a twin that follows the given signals, where they are known.
pub(super) fn check(at: Path<'_>, sync: &SyncSpec, signals: Option<&[String]>, report: &mut Report) {
    match sync {
        SyncSpec::RealTime { rate_hz, .. } => report.number(at.field("rate_hz"), *rate_hz, RATE_HZ),
        SyncSpec::Periodic { interval_s } => report.number(at.field("interval_s"), *interval_s, INTERVAL_S),
        SyncSpec::EventDriven { threshold, pmin_s, pmax_s, .. } => {
            check_threshold(at.field("threshold"), threshold, signals, report);
            check_silence(at, *pmin_s, *pmax_s, report);
        }
        SyncSpec::Hybrid { critical, interval_s, threshold, pmin_s, pmax_s, .. } => {
            let list = at.field("critical");
            if critical.is_empty() {
                report.refuse(list, "[] names no signal to stream");
            }
            report.distinct(list, critical);
            for (index, name) in critical.iter().enumerate() {
                check_signal(list.item(index), name, signals, report);
            }
            report.number(at.field("interval_s"), *interval_s, INTERVAL_S);
            check_threshold(at.field("threshold"), threshold, signals, report);
            check_silence(at, *pmin_s, *pmax_s, report);
        }
        SyncSpec::Predictive { threshold, heartbeat_s, .. } => {
            check_threshold(at.field("threshold"), threshold, signals, report);
            if let Some(heartbeat_s) = heartbeat_s {
                report.number(at.field("heartbeat_s"), *heartbeat_s, INTERVAL_S);
            }
        }
    }
}

/// Refuses a signal that the twin does not follow.
pub(super) fn check_signal(at: Path<'_>, name: &str, signals: Option<&[String]>, report: &mut Report) {
    if let Some(signals) = signals.filter(|signals| !signals.iter().any(|signal| signal == name)) {
        report.refuse_name(at, name, "a signal that this twin gets", signals.iter().map(String::as_str));
    }
}

fn check_threshold(at: Path<'_>, threshold: &Threshold, signals: Option<&[String]>, report: &mut Report) {
    match threshold {
        Threshold::Same(value) => report.number(at, *value, NOT_NEGATIVE),
        Threshold::BySignal(map) => {
            if map.is_empty() {
                report.refuse(at, "{} names no signal");
            }
            for (name, value) in map {
                check_signal(at.field(name), name, signals, report);
                report.number(at.field(name), *value, NOT_NEGATIVE);
            }
        }
    }
}

fn check_silence(at: Path<'_>, pmin_s: f64, pmax_s: Option<f64>, report: &mut Report) {
    report.number(at.field("pmin_s"), pmin_s, PMIN_S);
    if let Some(pmax_s) = pmax_s {
        report.number(at.field("pmax_s"), pmax_s, INTERVAL_S);
        if pmin_s > pmax_s {
            report.refuse(at.field("pmin_s"), format!("{pmin_s} is longer than pmax_s, which is {pmax_s}"));
        }
    }
}
