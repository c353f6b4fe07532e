//! A run written down: the text of its scene, its seed, and its journal. Whoever reads it replays the same results.

use std::sync::Arc;

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::Stage;
use crate::core::action::TimelineEntry;
use crate::scene::{self, Origin};
use crate::sim::Simulation;

/// The shape that is written and read.
const FORMAT: u32 = 1;

/// Longer texts are refused: no run that a person made is near it.
pub const MOST_BYTES: usize = 4 << 20;

/// A run as a file or a link holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Run", deny_unknown_fields)]
pub struct WrittenRun {
    /// The version of this shape.
    format: u32,
    /// What the scene is called.
    pub name: String,
    /// The seed of its random streams.
    pub seed: u64,
    /// The text of the scene.
    pub scene: String,
    /// What was done by hand, in order.
    pub journal: Vec<TimelineEntry>,
}

impl WrittenRun {
    /// Writes a run down.
    #[must_use]
    pub fn of(simulation: &Simulation) -> Self {
        let loaded = simulation.loaded();
        Self {
            format: FORMAT,
            name: loaded.origin.name(),
            seed: simulation.seed(),
            scene: loaded.text.to_string(),
            journal: simulation.journal().to_vec(),
        }
    }

    /// Reads what [`WrittenRun::text`] wrote.
    ///
    /// # Errors
    /// A sentence, when it is not a run, or longer than [`MOST_BYTES`].
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MOST_BYTES {
            return Err(format!("the run is {} bytes long, which is more than {MOST_BYTES}", text.len()));
        }
        let run: Self = ron::from_str(text).map_err(|error| format!("this is not a run: {error}"))?;
        if run.format == FORMAT { Ok(run) } else { Err(format!("a run of format {} is not known here", run.format)) }
    }

    /// The run as a text that people can read.
    #[must_use]
    pub fn text(&self) -> String {
        let layout = PrettyConfig::default().struct_names(true).escape_strings(false).depth_limit(2);
        // A value of these types can always be written.
        ron::ser::to_string_pretty(self, layout).unwrap_or_default() + "\n"
    }

    /// Whether a text is meant to be a run rather than a scene.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.trim_start().starts_with("Run(")
    }
}

impl Stage {
    /// A run of a scene that is given as a text, under a name for errors; the shipped scene where both are its own.
    ///
    /// # Errors
    /// Sentences with line and column, when the scene cannot be read.
    pub fn open(name: &str, text: &str, seed: Option<u64>) -> Result<Self, String> {
        Self::new(scene::read(text, origin(name, text)).map_err(|errors| errors.to_string())?, seed)
    }

    /// A written run from its beginning.
    ///
    /// # Errors
    /// Sentences, when its scene cannot be read or its journal does not fit the scene.
    pub fn replay(run: &WrittenRun) -> Result<Self, String> {
        let loaded = scene::read(&run.scene, origin(&run.name, &run.scene)).map_err(|errors| errors.to_string())?;
        loaded.check_journal(&run.journal, &run.name).map_err(|errors| errors.to_string())?;
        let source = loaded.origin.clone();
        let own = loaded.spec.seed;
        let simulation = Simulation::replay(Arc::new(loaded), Some(run.seed), run.journal.clone())
            .map_err(|error| error.to_string())?;
        let seed = Some(run.seed).filter(|seed| *seed != own);
        Ok(Self::of(simulation, source, seed))
    }
}

fn origin(name: &str, text: &str) -> Origin {
    let ships = scene::shipped().iter().any(|shipped| shipped.name == name && shipped.text == text);
    if ships { Origin::Shipped(name.to_owned()) } else { Origin::Text(name.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::action::Action;
    use crate::core::sync::SyncSpec;
    use crate::core::time::SimTime;

    fn bent() -> Stage {
        let mut stage = Stage::load("rotor_five_ways").expect("it ships");
        stage.show(SimTime::from_secs(2.0));
        let sync = SyncSpec::Periodic { interval_s: 0.1 + 0.2 };
        stage.act(Action::SetSync { twin: "stream".to_owned(), sync }, SimTime::from_secs(2.0)).expect("a run");
        stage.show(SimTime::from_secs(7.0));
        stage
    }

    #[test]
    fn a_written_run_replays_to_the_same_digest() {
        let stage = bent();
        let written = WrittenRun::of(&stage.simulation);
        let read = WrittenRun::parse(&written.text()).expect("it was written");
        assert_eq!(read, written);
        let mut again = Stage::replay(&read).expect("a run");
        assert_eq!(again.source, Origin::Shipped("rotor_five_ways".to_owned()));
        again.show(SimTime::from_secs(7.0));
        assert_eq!(again.simulation.digest(), stage.simulation.digest());
        assert_eq!(again.simulation.journal(), stage.simulation.journal());
    }

    #[test]
    fn what_is_not_a_run_is_refused_with_a_sentence() {
        let good = WrittenRun::of(&bent().simulation);
        for (wrong, said) in [
            ("(title: 3".to_owned(), "not a run"),
            (WrittenRun { format: 9, ..good.clone() }.text(), "format 9"),
            ("x".repeat(MOST_BYTES + 1), "more than"),
        ] {
            assert!(WrittenRun::parse(&wrong).is_err_and(|why| why.contains(said)), "{said}");
        }
        let mut stranger = good;
        stranger.journal.iter_mut().for_each(|entry| {
            entry.action = Action::Partition { link: "nowhere".to_owned(), hop: None, for_s: 1.0 };
        });
        assert!(Stage::replay(&stranger).is_err_and(|why| why.contains("nowhere")));
    }
}
