//! Parts as rigid bodies in the cells of robot arms: a belt, a tray, a floor, and whatever the arm holds or drops.
//!
//! A cell's x is the engine's x, its y is -z and its z is y. Cells stand on a grid high above the road and apart from one
//! another, so that nothing in one can touch anything in another.

use avian3d::prelude::*;
use bevy::prelude::*;

use super::super::pair::Device;
use super::super::step::SimClock;
use crate::core::device::RobotArmSpec;
use crate::core::device::robot_arm::geometry::{
    BELT_TOP_M, BELT_WIDTH_M, BELT_X_M, BELT_Y_M, FLOOR_M, PART_M, PARTS, TRAY_AT_M, TRAY_SIZE_M, TRAY_TOP_M,
};
use crate::core::device::robot_arm::{CellSight, Hold, PartPose};
use crate::core::time::SimTime;

/// Where the first cell's origin is: high above the ground of the vehicles, in metres.
const FIRST_M: Vec3 = Vec3::new(0.0, 20.0, 0.0);
/// From cell to cell, and cells in a row, in metres.
const PITCH_M: f32 = 8.0;
const ROW: usize = 32;

/// Half the floor of a cell, and how thick supports are, in metres.
const FLOOR_HALF_M: f32 = 2.5;
const THICK_M: f32 = 0.06;

/// Friction of a part on whatever is not the belt.
const GRIP: f32 = 0.6;

/// A part is lighter than this nowhere: an engine cannot move what weighs nothing, in kilograms.
const LEAST_KG: f64 = 0.05;

/// The belt carries what stands on it within this height, in metres.
const CARRIED_M: f32 = 0.01;

/// A cell: where its origin is in the engine's world, and its parts.
#[derive(Component)]
pub(super) struct Cell {
    origin: Vec3,
    parts: [Entity; PARTS],
}

/// A point of a cell in the engine's axes.
fn engine_axes([x, y, z]: [f32; 3]) -> Vec3 {
    Vec3::new(x, z, -y)
}

fn point(x: f64, y: f64, z: f64) -> Vec3 {
    engine_axes([x, y, z].map(|metres| metres as f32))
}

/// Spawns the furniture and the parts of the cell of a device, the `order`th of its kind.
pub(in super::super) fn furnish(world: &mut World, device: Entity, spec: &RobotArmSpec, order: usize) {
    let origin = FIRST_M + PITCH_M * Vec3::new((order % ROW) as f32, 0.0, (order / ROW) as f32);
    let mut support = |at: Vec3, size: Vec3, friction: Friction| {
        let at = Transform::from_translation(origin + at - Vec3::Y * size.y / 2.0);
        world.spawn((RigidBody::Static, Collider::cuboid(size.x, size.y, size.z), friction, at));
    };
    let floor = Vec3::new(2.0 * FLOOR_HALF_M, THICK_M, 2.0 * FLOOR_HALF_M);
    support(point(0.0, 0.0, FLOOR_M), floor, Friction::new(GRIP));
    // The belt itself moves what stands on it, so its surface must not brake it.
    let slippery = Friction::ZERO.with_combine_rule(CoefficientCombine::Min);
    let length = BELT_X_M.1 - BELT_X_M.0;
    let belt = Vec3::new(length as f32, THICK_M, BELT_WIDTH_M as f32);
    support(point(BELT_X_M.0 + length / 2.0, BELT_Y_M, BELT_TOP_M), belt, slippery);
    let tray = Vec3::new(TRAY_SIZE_M as f32, THICK_M, TRAY_SIZE_M as f32);
    support(point(TRAY_AT_M.0, TRAY_AT_M.1, TRAY_TOP_M), tray, Friction::new(GRIP));
    let pedestal = Vec3::new(0.2, -FLOOR_M as f32, 0.2);
    support(Vec3::ZERO, pedestal, Friction::new(GRIP));
    let edge = PART_M as f32;
    let density = spec.payload_kg.max(LEAST_KG) as f32 / (edge * edge * edge);
    let parts = std::array::from_fn(|part| {
        let away = origin + Vec3::new(part as f32, -10.0, 0.0);
        let body = (
            RigidBody::Dynamic,
            Collider::cuboid(edge, edge, edge),
            ColliderDensity(density),
            Friction::new(GRIP),
            Restitution::new(0.1),
            SleepingDisabled,
            Transform::from_translation(away),
        );
        world.spawn(body).id()
    });
    world.entity_mut(device).insert(Cell { origin, parts });
}

/// The cells in the order in which they were spawned.
fn cells(world: &mut World) -> Vec<(Entity, Vec3, [Entity; PARTS])> {
    let mut query = world.query::<(Entity, &Cell)>();
    let mut cells: Vec<_> = query.iter(world).map(|(device, cell)| (device, cell.origin, cell.parts)).collect();
    cells.sort_unstable_by_key(|(device, ..)| *device);
    cells
}

/// Lets every arm hold its part and every belt carry what stands on it, for the next tick.
pub(super) fn handle_all(world: &mut World, now: SimTime) {
    // Everything that is to happen before the last step's end has happened.
    let known = world.resource::<SimClock>().now.min(now);
    for (device, origin, parts) in cells(world) {
        let Some(mut machine) = world.get_mut::<Device>(device) else { continue };
        machine.0.model.advance(known);
        let Some(order) = machine.0.model.order(now) else { continue };
        for (part, hold) in parts.into_iter().zip(order.parts) {
            match hold {
                Hold::Pinned(pose, mps) => {
                    let [x, y, z, w] = pose.turn;
                    set(world, part, Position(origin + engine_axes(pose.at_m)));
                    set(world, part, Rotation(Quat::from_xyzw(x, z, -y, w).normalize()));
                    set(world, part, LinearVelocity(engine_axes(mps.map(|component| component as f32))));
                    set(world, part, AngularVelocity(Vec3::ZERO));
                }
                Hold::Free => {
                    if world.get::<Position>(part).is_some_and(|position| on_belt(position.0 - origin))
                        && let Some(mut velocity) = world.get_mut::<LinearVelocity>(part)
                    {
                        velocity.0 = Vec3::new(order.belt_mps as f32, velocity.y, 0.0);
                    }
                }
            }
        }
    }
}

fn set<C: Component<Mutability = bevy::ecs::component::Mutable>>(world: &mut World, entity: Entity, value: C) {
    if let Some(mut component) = world.get_mut::<C>(entity) {
        *component = value;
    }
}

fn on_belt(at: Vec3) -> bool {
    let height = at.y - (BELT_TOP_M + PART_M / 2.0) as f32;
    let aside = at.z + BELT_Y_M as f32;
    (BELT_X_M.0 as f32..BELT_X_M.1 as f32).contains(&at.x)
        && aside.abs() < BELT_WIDTH_M as f32 / 2.0
        && height.abs() < CARRIED_M
}

/// Reads where the parts are and tells every cell's device.
pub(super) fn note_poses(world: &mut World, at: SimTime) {
    for (device, origin, parts) in cells(world) {
        let sight: CellSight = std::array::from_fn(|part| {
            let place = world.get::<Position>(parts[part]).map_or(Vec3::ZERO, |position| position.0 - origin);
            let turn = world.get::<Rotation>(parts[part]).map_or(Quat::IDENTITY, |rotation| rotation.0);
            PartPose { at_m: [place.x, -place.z, place.y], turn: [turn.x, -turn.z, turn.y, turn.w] }
        });
        if let Some(mut machine) = world.get_mut::<Device>(device) {
            machine.0.model.see(at, &sight);
        }
    }
}
