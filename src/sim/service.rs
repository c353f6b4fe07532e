//! How the promises of a scene stand, for panels while a run goes on and for its report.

use super::Simulation;
use crate::core::metric::LevelState;

impl Simulation {
    /// The service levels of a twin as they stand now, in the order of the scene.
    #[must_use]
    pub fn service_levels(&self, twin: usize) -> Vec<LevelState> {
        let state = || {
            let promised = &self.scene().twins.get(twin)?.service_levels;
            let (books, state) = (self.books(twin)?, self.snapshot().twins.get(twin)?);
            let signals = &self.snapshot().devices.get(state.device)?.signals;
            Some(promised.iter().map(|level| level.state(books, signals, self.now())).collect())
        };
        state().unwrap_or_default()
    }
}
