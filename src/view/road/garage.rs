//! The garage: meshes that all cars share, made once.

use bevy::prelude::*;

/// Meshes by name.
#[derive(Default)]
pub struct Garage {
    made: Vec<(&'static str, Handle<Mesh>)>,
}

impl Garage {
    /// The mesh of this name, made if it is not there yet.
    pub fn mesh(&mut self, meshes: &mut Assets<Mesh>, name: &'static str, make: impl FnOnce() -> Mesh) -> Handle<Mesh> {
        if let Some((_, handle)) = self.made.iter().find(|(made, _)| *made == name) {
            return handle.clone();
        }
        let handle = meshes.add(make());
        self.made.push((name, handle.clone()));
        handle
    }
}
