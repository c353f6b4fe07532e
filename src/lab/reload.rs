//! Reloading a scene file that is edited while it runs. A broken edit keeps the old scene.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use bevy::prelude::*;

use super::{Lab, Notice, Stage};
use crate::core::time::SimTime;
use crate::scene::{self, LoadedScene, Origin};

/// Looks at the file of the scene on stage, and notices when it changes.
#[derive(Default, Resource)]
pub struct Watch {
    seen: Option<(PathBuf, Stamp)>,
}

/// What tells an edited file from the one that was read.
type Stamp = (SystemTime, u64);

impl Watch {
    /// The scene read again with values set by path, or what is wrong with it, if its file has changed since the last
    /// look. The first look at a file only remembers it.
    pub fn look(&mut self, source: &Origin, edits: &[(String, String)]) -> Option<Result<LoadedScene, String>> {
        let Origin::File(path) = source else {
            self.seen = None;
            return None;
        };
        let about = fs::metadata(path).ok()?;
        let stamp = (about.modified().ok()?, about.len());
        let before = self.seen.replace((path.clone(), stamp));
        match before {
            Some((known, old)) if known == *path && old != stamp => {
                Some(scene::load_with(&path.to_string_lossy(), edits).map_err(|errors| errors.to_string()))
            }
            _ => None,
        }
    }
}

/// Takes an edited scene on stage, at the instant that is shown; a broken one becomes a notice.
pub(super) fn reload_edited(
    time: Res<Time<Real>>,
    mut since_look: Local<Duration>,
    mut watch: ResMut<Watch>,
    mut lab: ResMut<Lab>,
    mut stage: ResMut<Stage>,
) {
    *since_look += time.delta();
    if *since_look < Duration::from_millis(300) {
        return;
    }
    *since_look = Duration::ZERO;
    let Some(read) = watch.look(&stage.source, &stage.edits) else { return };
    let seed = stage.seed;
    match read.and_then(|scene| Stage::new(scene, seed)) {
        Ok(fresh) => {
            let (at, speed) = (lab.playback.at, lab.playback.speed);
            let edits = std::mem::take(&mut stage.edits);
            stage.replace(Stage { edits, ..fresh });
            lab.begin(&stage);
            lab.playback.set_speed(speed);
            lab.playback.seek(at.min(stage.simulation.end()).max(SimTime::ZERO));
        }
        Err(text) => lab.notice = Some(Notice::failure(text)),
    }
}
