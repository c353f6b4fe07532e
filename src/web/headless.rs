//! Runs and checks without a picture, for scripts.

use std::sync::Arc;

use serde::Serialize;

use crate::core::time::SimTime;
use crate::report::Report;
use crate::scene::{self, Origin, SceneErrors};
use crate::sim::Simulation;

/// Runs a shipped scene, as `twinsync run SCENE --for S --json` does. `clock_s` tells seconds of the wall.
///
/// # Errors
/// Sentences, when there is no such scene or it cannot run.
pub fn run(name: &str, for_s: Option<f64>, seed: Option<u64>, clock_s: impl Fn() -> f64) -> Result<Report, String> {
    let loaded = scene::load(name).map_err(|errors| errors.to_string())?;
    let started_s = clock_s();
    let mut simulation = Simulation::new(Arc::new(loaded), seed).map_err(|error| error.to_string())?;
    if let Some(for_s) = for_s {
        if !(for_s > 0.0 && for_s <= 1e7) {
            return Err(format!("{for_s} s is not a length above 0 and at most 1e7"));
        }
        simulation.set_end(SimTime::from_secs(for_s));
    }
    simulation.advance_to(simulation.end());
    Ok(Report::of(&simulation, clock_s() - started_s))
}

/// What is wrong with a scene, for an editor to point at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Complaint {
    /// The line, counted from 1; none where the fault is not in the text.
    pub line: Option<usize>,
    /// The column, counted from 1.
    pub column: Option<usize>,
    /// The whole sentence, with place, field and value.
    pub text: String,
    /// What would be right.
    pub hint: Option<String>,
}

/// Everything that is wrong with the text of a scene; nothing, if it can run.
#[must_use]
pub fn complaints(name: &str, text: &str) -> Vec<Complaint> {
    let listed = |errors: SceneErrors| {
        let complaint = |error: &scene::SceneError| Complaint {
            line: error.place.map(|(line, _)| line),
            column: error.place.map(|(_, column)| column),
            text: error.to_string(),
            hint: error.hint.clone(),
        };
        errors.iter().map(complaint).collect()
    };
    scene::read(text, Origin::Text(name.to_owned())).err().map_or_else(Vec::new, listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_for_scripts_is_the_run_of_the_command_line() {
        let report = run("heater", Some(5.0), None, || 0.0).expect("it ships");
        let mut same = Simulation::new(Arc::new(scene::load("heater").expect("it ships")), None).expect("a run");
        same.set_end(SimTime::from_secs(5.0));
        // In slices, as the command line advances.
        for slice in 1..=50 {
            same.advance_to(SimTime::from_secs(f64::from(slice) * 0.1));
        }
        assert_eq!(report.digest, same.digest().to_string());
        assert!(run("heater", Some(-1.0), None, || 0.0).is_err_and(|why| why.contains("-1 s")));
        assert!(run("nothing", None, None, || 0.0).is_err_and(|why| why.contains("no such")));
    }

    #[test]
    fn an_editor_is_told_line_and_column() {
        assert_eq!(complaints("x.ron", scene::shipped()[0].text), []);
        let wrong = complaints("x.ron", "(title: \"t\", devices: [],\n twins: [], links: 3)");
        assert_eq!((wrong[0].line, wrong.len()), (Some(2), 1));
        assert!(wrong[0].text.starts_with("x.ron:2:"), "{}", wrong[0].text);
    }
}
