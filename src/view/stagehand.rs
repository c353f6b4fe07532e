//! The stagehand: clears the stage when another run is on, and puts every device and ghost in its place.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::{Lab, Stage};

use super::haunt::Haunts;
use super::material::Materials;
use super::paint::linear;
use super::place::{Layout, Stand};
use super::shape::faded_disc;
use super::{bench, board, crowd, exhibit, gauge, heater, road, robot, rotor, ward, wire, zone};

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
    mut haunts: ResMut<Haunts>,
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
    *haunts = Haunts::new(&stage.shown);
    let mut placed = wire::spawn_tiers(&mut commands, &mut meshes, &materials, &stage, &layout);
    if layout.road {
        placed.extend(road::spawn_track(&mut commands, &mut meshes, &materials));
    }
    if layout.crowd {
        placed.extend(crowd::spawn(&mut commands, &mut meshes, &materials, &stage, &layout, &haunts));
    } else {
        placed.extend(cast(&mut commands, &mut meshes, &mut store, &materials, &lab, &stage, &layout, &haunts));
    }
    for entity in placed {
        commands.entity(entity).insert(Prop);
    }
}

/// Every device and ghost as a body of its own.
fn cast(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    store: &mut Assets<StandardMaterial>,
    materials: &Materials,
    lab: &Lab,
    stage: &Stage,
    layout: &Layout,
    haunts: &Haunts,
) -> Vec<Entity> {
    let mut placed = Vec::new();
    let mut garage = road::Garage::default();
    for (device, stand) in layout.stands.iter().enumerate() {
        placed.push(match stand.kind {
            ModelKind::Rotor => rotor::spawn(commands, meshes, materials, device, stand),
            ModelKind::Vehicle => road::spawn(commands, meshes, materials, &mut garage, device),
            ModelKind::Hvac => zone::spawn(commands, meshes, materials, device, stand),
            ModelKind::Heater => heater::spawn(commands, meshes, materials, device, stand),
            ModelKind::Patient => ward::spawn(commands, meshes, materials, device, stand),
            ModelKind::ClockBoard => board::spawn(commands, meshes, materials, device, stand),
            ModelKind::RobotArm => robot::spawn(commands, meshes, materials, device, stand),
            _ => bench::spawn(commands, meshes, materials, stand),
        });
        let body = *placed.last().unwrap_or(&Entity::PLACEHOLDER);
        gauge::spawn(commands, meshes, materials, device, stand.kind, body);
        placed.push(contact_shadow(commands, meshes, store, lab, stand, body));
    }
    for twin in 0..stage.shown.twins.len() {
        let Some(haunt) = haunts.of(&stage.shown, twin) else {
            continue;
        };
        let Some(stand) = layout.stands.get(haunt.device) else {
            continue;
        };
        placed.extend(match stand.kind {
            ModelKind::Rotor => rotor::spawn_hoop(commands, meshes, materials, &haunt),
            ModelKind::Vehicle => road::spawn_phantom(commands, meshes, materials, &mut garage, &haunt),
            ModelKind::Hvac | ModelKind::Heater => gauge::spawn_level(commands, meshes, materials, &haunt),
            ModelKind::Patient => ward::spawn_pane(commands, meshes, materials, &haunt),
            ModelKind::ClockBoard => board::spawn_hand(commands, meshes, materials, &haunt),
            ModelKind::RobotArm => robot::spawn_phantom(commands, meshes, materials, &haunt),
            _ => bench::spawn_pane(commands, meshes, materials, &haunt),
        });
    }
    placed
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
    let (x, reach) = exhibit::of(stand.kind).shadow;
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
