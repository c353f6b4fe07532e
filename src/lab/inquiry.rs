//! What is worked out about a twin when it changes, not anew for each frame: what a command would do, and whether the
//! document is what its events say.

use crate::core::device::{ModelKind, Setting};
use crate::core::time::SimTime;
use crate::sim::WhatIf;

use super::{Lab, Stage};

/// How far ahead a trial looks, in seconds.
const AHEAD_S: f64 = 60.0;
/// The same for the zones of a building, which take their time.
const AHEAD_OF_ZONE_S: f64 = 600.0;

/// A command that is tried on a copy of a twin before anybody sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The twin: its place in the scene.
    pub twin: usize,
    /// What would be sent.
    pub setting: Setting,
    /// When it was tried.
    pub at: SimTime,
    /// What it would do, or why it would be refused.
    pub outcome: Result<WhatIf, String>,
}

/// Whether a document equals the one that its events build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Which run and twin, and the version of its document.
    of: (u64, usize, u64),
    /// Whether both are the same.
    pub same: bool,
}

impl Trial {
    /// Tries a command now.
    #[must_use]
    pub fn of(stage: &Stage, twin: usize, setting: Setting) -> Self {
        let simulation = &stage.simulation;
        let device = simulation.snapshot().twins.get(twin).map(|state| state.device);
        let kind = device.and_then(|device| simulation.snapshot().devices.get(device)).map(|device| device.kind);
        let ahead_s = if kind == Some(ModelKind::Hvac) { AHEAD_OF_ZONE_S } else { AHEAD_S };
        let outcome = simulation.what_if(twin, &setting, ahead_s);
        Self { twin, setting, at: simulation.now(), outcome }
    }

    /// Whether it still says what would happen: it holds for a second of the run.
    fn holds(&self, stage: &Stage) -> bool {
        let second = |at: SimTime| at.secs().floor();
        second(self.at) == second(stage.simulation.now())
    }
}

impl Lab {
    /// Brings what was asked up to date, where what it rests on has changed.
    pub fn inquire(&mut self, stage: &Stage) {
        if let Some(trial) = self.trial.take_if(|trial| !trial.holds(stage)) {
            self.trial = Some(Trial::of(stage, trial.twin, trial.setting));
        }
        let shadow = stage.simulation.snapshot().twins.get(self.twin).and_then(|twin| twin.shadow.as_ref());
        let of = shadow.map(|shadow| (stage.generation, self.twin, shadow.version));
        if self.audit.map(|audit| audit.of) != of {
            let same = stage.simulation.rebuilds(self.twin);
            self.audit = of.zip(same).map(|(of, same)| Audit { of, same });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::action::Action;
    use crate::lab::LabCommand;

    fn heaters(at_s: f64) -> (Lab, Stage) {
        let mut stage = Stage::load("conflicts").expect("a shipped scene");
        let mut lab = Lab::default();
        lab.begin(&stage);
        lab.playback.seek(SimTime::from_secs(at_s));
        stage.show(lab.playback.at);
        (lab, stage)
    }

    #[test]
    fn a_trial_changes_nothing_is_renewed_each_second_and_ends_when_it_is_sent() {
        let (mut lab, mut stage) = heaters(3.2);
        let digest = stage.simulation.digest();
        let warmer = Setting::Target { c: 26.0 };
        lab.apply(LabCommand::Try { twin: 0, setting: warmer.clone() }, &mut stage);
        assert_eq!(stage.simulation.digest(), digest);
        let first = lab.trial.clone().expect("tried");
        assert!(first.outcome.is_ok());
        for (at_s, renewed) in [(3.9, false), (4.1, true)] {
            stage.show(SimTime::from_secs(at_s));
            lab.inquire(&stage);
            assert_eq!(lab.trial.as_ref().map(|trial| trial.at != first.at), Some(renewed), "at {at_s} s");
        }
        let twin = stage.shown.twins[0].name.to_string();
        lab.apply(LabCommand::Act(Action::Command { twin, setting: warmer, expires_s: None }), &mut stage);
        assert_eq!(lab.trial, None);
    }

    #[test]
    fn what_the_safety_gate_would_refuse_is_said_before_it_is_sent() {
        let (mut lab, mut stage) = heaters(3.0);
        lab.apply(LabCommand::Try { twin: 0, setting: Setting::Target { c: 400.0 } }, &mut stage);
        let outcome = lab.trial.expect("tried").outcome;
        assert!(outcome.as_ref().is_err_and(|why| why.contains("400")), "{outcome:?}");
    }

    #[test]
    fn documents_are_what_their_events_say_whatever_was_written() {
        let (mut lab, mut stage) = heaters(0.0);
        for second in [2.0, 8.0, 26.0, 50.0] {
            stage.show(SimTime::from_secs(second));
            for twin in 0..stage.shown.twins.len() {
                lab.twin = twin;
                lab.inquire(&stage);
                assert_eq!(lab.audit.map(|audit| audit.same), Some(true), "twin {twin} at {second} s");
            }
        }
    }
}
