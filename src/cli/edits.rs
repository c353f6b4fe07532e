//! `--set` and `--do`: a scene as it is, with a few things changed.

use clap::Args;

use super::Failure;
use crate::scene::{self, LoadedScene};

/// Changes to a scene from the command line.
#[derive(Args, Clone, Debug, Default)]
pub struct Edits {
    /// Set a value of the scene: links.wifi.loss=Bernoulli(0.2)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Add an action to the timeline, in the words of a scene: 20 `EndFault(number: 0)`
    #[arg(long = "do", value_name = "AT_S ACTION")]
    deeds: Vec<String>,
}

/// Reads the length of a run, in seconds.
///
/// # Errors
/// A sentence, when there is no run of that length.
pub fn seconds(text: &str) -> Result<f64, String> {
    let length = text.parse().ok().filter(|length: &f64| *length > 0.0 && *length <= 1e7);
    length.ok_or_else(|| "it is not a number above 0 and at most 1e7".to_owned())
}

impl Edits {
    /// Loads a scene with the changes made.
    ///
    /// # Errors
    /// With exit code 2 for changes and scenes that cannot be read.
    pub fn load(&self, scene: &str) -> Result<LoadedScene, Failure> {
        self.load_with(scene, &[])
    }

    /// The same with more values set after those.
    ///
    /// # Errors
    /// As [`Edits::load`].
    pub fn load_with(&self, scene: &str, more: &[(String, String)]) -> Result<LoadedScene, Failure> {
        let mut values = self.values()?;
        values.extend_from_slice(more);
        scene::load_with(scene, &values).map_err(Failure::input)
    }

    /// Both kinds as values by path.
    ///
    /// # Errors
    /// With exit code 2 for changes that cannot be read.
    pub fn values(&self) -> Result<Vec<(String, String)>, Failure> {
        let set = self.set.iter().map(|text| {
            let (path, value) = text.split_once('=').ok_or_else(|| {
                Failure::input(format!("--set: {text:?} is not PATH=VALUE")).with_hint("links.wifi.loss=Bernoulli(0.2)")
            })?;
            Ok((path.trim().to_owned(), value.trim().to_owned()))
        });
        let deeds = self.deeds.iter().map(|text| {
            let parts = text.trim().split_once(char::is_whitespace);
            let (at_s, action) = parts.filter(|(at_s, _)| at_s.parse::<f64>().is_ok()).ok_or_else(|| {
                Failure::input(format!("--do: {text:?} is not AT_S ACTION"))
                    .with_hint("'20 Partition(link: \"wifi\", for_s: 10)'")
            })?;
            Ok(("timeline.+".to_owned(), format!("(at_s: {at_s}, do: {})", action.trim())))
        });
        set.chain(deeds).collect()
    }
}
