//! The stagehand: clears the stage when another run is on, and puts every device and ghost in its place.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::{Lab, Stage};

use super::haunt::Haunt;
use super::material::Materials;
use super::paint::linear;
use super::place::{Layout, Stand};
use super::shape::faded_disc;
use super::{bench, road, rotor, wire};

/// Something that stands for the run on stage and leaves with it.
#[derive(Component)]
pub struct Prop;

/// Seconds by which the window is ahead of the run's last step: devices are eased by it, ghosts never.
#[must_use]
pub fn lead_s(stage: &Stage, lab: &Lab) -> f64 {
    let ahead = (lab.playback.at - stage.shown.now).secs();
    ahead.clamp(0.0, stage.simulation.step().secs())
}

/// Sets the stage for the run that is on.
pub fn set(
    mut commands: Commands,
    stage: Res<Stage>,
    layout: Res<Layout>,
    lab: Res<Lab>,
    materials: Res<Materials>,
    mut standing: Local<Option<u64>>,
    props: Query<Entity, With<Prop>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut store: ResMut<Assets<StandardMaterial>>,
) {
    if *standing == Some(stage.generation) {
        return;
    }
    *standing = Some(stage.generation);
    for prop in &props {
        commands.entity(prop).despawn();
    }
    let mut placed = wire::spawn_tiers(&mut commands, &mut meshes, &materials, &layout);
    if layout.road {
        placed.extend(road::spawn_track(&mut commands, &mut meshes, &materials));
    }
    for (device, stand) in layout.stands.iter().enumerate() {
        placed.push(match stand.kind {
            ModelKind::Rotor => rotor::spawn(&mut commands, &mut meshes, &materials, device, stand),
            ModelKind::Vehicle => road::spawn(&mut commands, &mut meshes, &materials, device),
            ModelKind::Recording | ModelKind::Generator => bench::spawn(&mut commands, &mut meshes, &materials, stand),
        });
        placed.push(contact_shadow(
            &mut commands,
            &mut meshes,
            &mut store,
            &lab,
            stand,
            *placed.last().unwrap_or(&Entity::PLACEHOLDER),
        ));
    }
    for twin in 0..stage.shown.twins.len() {
        let Some(haunt) = Haunt::of(&stage.shown, twin) else {
            continue;
        };
        let Some(stand) = layout.stands.get(haunt.device) else {
            continue;
        };
        placed.extend(match stand.kind {
            ModelKind::Rotor => rotor::spawn_hoop(&mut commands, &mut meshes, &materials, &haunt),
            ModelKind::Vehicle => road::spawn_phantom(&mut commands, &mut meshes, &materials, &haunt),
            ModelKind::Recording | ModelKind::Generator => {
                bench::spawn_pane(&mut commands, &mut meshes, &materials, &haunt)
            }
        });
    }
    for entity in placed {
        commands.entity(entity).insert(Prop);
    }
}

/// A soft darkness where a device meets the floor; it belongs to the device and moves with it.
fn contact_shadow(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    store: &mut Assets<StandardMaterial>,
    lab: &Lab,
    stand: &Stand,
    owner: Entity,
) -> Entity {
    let (x, reach) = match stand.kind {
        ModelKind::Rotor => (-1.36, Vec3::new(2.75, 1.0, 1.55)),
        ModelKind::Vehicle => (0.0, Vec3::new(2.9, 1.0, 1.5)),
        ModelKind::Recording | ModelKind::Generator => (0.0, Vec3::new(1.9, 1.0, 1.0)),
    };
    let rings = [(0.0, 0.55), (0.5, 0.5), (0.72, 0.28), (0.88, 0.08), (1.0, 0.0)];
    let material = StandardMaterial {
        base_color: Color::WHITE,
        unlit: true,
        alpha_mode: AlphaMode::Blend,
        depth_bias: -700.0,
        ..default()
    };
    let height = if stand.kind == ModelKind::Vehicle { 0.05 } else { 0.004 };
    commands
        .spawn((
            Mesh3d(meshes.add(faded_disc(&rings, linear(lab.theme.tokens().surfaces.shadow)))),
            MeshMaterial3d(store.add(material)),
            Transform::from_xyz(x, height, 0.0).with_scale(reach),
            NotShadowCaster,
            NotShadowReceiver,
            ChildOf(owner),
        ))
        .id()
}
