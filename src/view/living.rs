//! Parts of a device's body that change with it; each kind of device has its own list of them.

use bevy::prelude::*;

use super::material::{Materials, Surface};

/// A part that moves or is lit, and whose it is.
#[derive(Component, Clone, Copy, Debug)]
pub struct Living<P: Send + Sync + 'static> {
    /// Index of the device.
    pub device: usize,
    /// Which part.
    pub part: P,
}

impl<P: Send + Sync + 'static> Living<P> {
    /// Spawns the part on a body.
    pub fn spawn(
        self,
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        materials: &Materials,
        (mesh, surface): (Mesh, Surface),
        at: Transform,
        body: Entity,
    ) {
        let looks = (Mesh3d(meshes.add(mesh)), materials.surface(surface), at, Visibility::default());
        commands.spawn((self, looks, ChildOf(body)));
    }
}
