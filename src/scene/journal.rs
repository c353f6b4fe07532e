//! Whether a journal fits a scene: what a person did in one run must be possible in another.

use super::check;
use super::error::SceneErrors;
use super::load::LoadedScene;
use crate::core::action::TimelineEntry;

/// What messages call the list of entries.
const LIST: &str = "journal";

impl LoadedScene {
    /// Checks the entries of a journal as those of the scene's own timeline are checked.
    ///
    /// # Errors
    /// With everything that is wrong with them; the file is called `file`.
    pub fn check_journal(&self, journal: &[TimelineEntry], file: &str) -> Result<(), SceneErrors> {
        let spec = super::SceneSpec { timeline: journal.to_vec(), ..self.spec.clone() };
        let faults = check::check(&spec, &self.tables);
        let errors: Vec<_> = faults
            .into_iter()
            .map(|fault| {
                let mut error = fault.unplaced(file);
                if let Some(rest) = error.path.strip_prefix("timeline") {
                    error.path = format!("{LIST}{rest}");
                }
                error
            })
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(SceneErrors::new(errors)) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;
    use crate::core::action::Action;

    #[test]
    fn entries_that_the_scene_does_not_allow_are_named() {
        let scene = load("rotor_five_ways").expect("it ships");
        let cut = |link: &str, at_s| TimelineEntry {
            at_s,
            action: Action::Partition { link: link.to_owned(), hop: None, for_s: 5.0 },
        };
        assert!(scene.check_journal(&[cut("wifi", 3.0), cut("wifi@stream", 4.0)], "run").is_ok());
        let errors = scene.check_journal(&[cut("wifi", 3.0), cut("wire", f64::NAN)], "run").expect_err("two faults");
        let text = errors.to_string();
        assert!(text.contains("run: journal[1].at_s") && text.contains("journal[1].do.link"), "{text}");
    }
}
