//! The tables of the trials, as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::trial::{Outcome, Quiet};
use crate::core::detect::{DetectorKind, Score};
use crate::core::fault::FaultClass;

/// Fault by detector: the median delay of those that were noticed, and how many were missed; a dot where all were.
#[must_use]
pub fn faults(outcomes: &BTreeMap<String, Vec<Outcome>>) -> String {
    let mut text = String::from("| fault | runs |");
    for kind in DetectorKind::ALL {
        let _ = write!(text, " {} |", kind.name());
    }
    let _ = writeln!(text, " all but Threshold |\n|---|---:|{}", "---:|".repeat(DetectorKind::ALL.len() + 1));
    for (name, outcomes) in outcomes {
        let _ = write!(text, "| {name} | {} |", outcomes.len());
        for kind in DetectorKind::ALL {
            let mut sum = Score::default();
            outcomes.iter().for_each(|outcome| sum.add(&outcome.by[kind.index()]));
            let _ = write!(text, " {} |", cell(&sum));
        }
        let mut sum = Score::default();
        outcomes.iter().for_each(|outcome| sum.add(&outcome.together));
        let _ = writeln!(text, " {} |", cell(&sum));
    }
    text
}

fn cell(score: &Score) -> String {
    match score.delay_s(0.5) {
        Some(delay_s) if score.missed() > 0 => format!("{delay_s:.1} s, {} missed", score.missed()),
        Some(delay_s) => format!("{delay_s:.1} s"),
        None => "·".to_owned(),
    }
}

/// False alarms in quiet hours, by device and detector.
#[must_use]
pub fn quiet(devices: &BTreeMap<String, Vec<Quiet>>) -> String {
    let mut text = String::from("| device | hours |");
    for kind in DetectorKind::ALL {
        let _ = write!(text, " {} |", kind.name());
    }
    let _ =
        writeln!(text, " most of one signal in an hour |\n|---|---:|{}", "---:|".repeat(DetectorKind::ALL.len() + 1));
    for (name, runs) in devices {
        let hours = runs.iter().map(|run| run.seconds).sum::<f64>() / 3600.0;
        let _ = write!(text, "| {name} | {hours:.0} |");
        for kind in DetectorKind::ALL {
            let sum: u64 = runs.iter().map(|run| run.by[kind.index()]).sum();
            let _ = write!(text, " {sum} |");
        }
        let _ = writeln!(text, " {} |", runs.iter().map(|run| run.worst.0).max().unwrap_or(0));
    }
    let hours = devices.values().flatten().map(|run| run.seconds).sum::<f64>() / 3600.0;
    let _ = write!(text, "| all, for each hour | {hours:.0} |");
    for kind in DetectorKind::ALL {
        let sum: u64 = devices.values().flatten().map(|run| run.by[kind.index()]).sum();
        let _ = write!(text, " {:.2} |", sum as f64 / hours.max(1e-9));
    }
    let worst = devices.values().flatten().map(|run| run.worst.0).max().unwrap_or(0);
    let _ = writeln!(text, " {worst} |");
    text
}

/// What was injected against what it was said to be, and the share that was right, 0 to 1.
#[must_use]
pub fn confusion(said: &[(FaultClass, Option<FaultClass>)]) -> (String, f64) {
    let classes = [FaultClass::Sensor, FaultClass::Network, FaultClass::Real];
    let mut text = String::from("| injected | said: sensor | said: network | said: real change | not noticed |\n");
    text.push_str("|---|---:|---:|---:|---:|\n");
    for truth in classes {
        let of = |class: Option<FaultClass>| said.iter().filter(|pair| **pair == (truth, class)).count();
        let _ = write!(text, "| {} |", truth.name());
        for class in classes.map(Some).into_iter().chain([None]) {
            let _ = write!(text, " {} |", of(class));
        }
        text.push('\n');
    }
    let right = said.iter().filter(|(truth, class)| *class == Some(*truth)).count();
    (text, right as f64 / said.len().max(1) as f64)
}
