//! What a twin watches for, as a scene writes it.

use serde::{Deserialize, Serialize};

use super::detector::DetectorKind;

/// Which detectors of a twin are at work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum WatchSpec {
    /// None: the twin believes what it is told.
    #[default]
    Off,
    /// All but the plain threshold, which is there to be compared with.
    All,
    /// These.
    Only(Vec<DetectorKind>),
}

impl WatchSpec {
    /// The detectors at work, each once, in the order of [`DetectorKind::ALL`].
    #[must_use]
    pub fn detectors(&self) -> Vec<DetectorKind> {
        let works = |kind: &DetectorKind| match self {
            Self::Off => false,
            Self::All => *kind != DetectorKind::Threshold,
            Self::Only(kinds) => kinds.contains(kind),
        };
        DetectorKind::ALL.into_iter().filter(works).collect()
    }
}
