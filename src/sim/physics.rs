//! The fence round Avian: vehicles as rigid bodies on a plane, driven by their drivers.
//!
//! The engine ticks at its own 1/64 s whatever the step length. Its world has y up: a vehicle's east is x and
//! its north is -z.

use std::time::Duration;

use avian3d::prelude::*;
use bevy::ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};
use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, ComputeTaskPool, TaskPool};

use super::pair::{Device, DeviceId};
use super::step::SimClock;
use crate::core::device::vehicle::{self, Driver, VehicleSigns, pursuit_curvature, road};
use crate::core::device::{Body, VehicleSpec};
use crate::core::math;
use crate::core::time::SimTime;

/// The engine's tick: 1/64 s, exact in binary and in nanoseconds.
pub(super) const TICK: SimTime = SimTime::from_nanos(15_625_000);

/// Metres between vehicles at the start, centre to centre.
const START_SPACING_M: f64 = 13.0;

/// How far ahead a driver looks to steer, in metres.
const LOOK_AHEAD_M: f64 = 4.0;

/// Strongest sideways force of the tyres, as an acceleration in m/s^2.
const GRIP_MPS2: f64 = 9.0;

/// The schedule of one tick of the engine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, ScheduleLabel)]
struct PhysicsTick;

/// How far the engine has come.
#[derive(Default, Resource)]
struct EngineClock(SimTime);

/// A vehicle's body: its speed at the last tick.
#[derive(Component, Default)]
struct Chassis {
    speed_mps: f64,
}

/// What is known of a vehicle between two ticks.
struct Sight {
    entity: Entity,
    station_m: f64,
    x_m: f64,
    y_m: f64,
    heading_rad: f64,
    forward_mps: f64,
    left_mps: f64,
}

/// A world with the engine mounted on a schedule of ours, and nothing in it.
pub(super) fn world() -> World {
    ComputeTaskPool::get_or_init(TaskPool::default);
    AsyncComputeTaskPool::get_or_init(TaskPool::default);
    let mut app = App::new();
    let mut tick = Schedule::new(PhysicsTick);
    tick.set_executor(SingleThreadedExecutor::new());
    tick.set_build_settings(ScheduleBuildSettings { ambiguity_detection: LogLevel::Error, ..default() });
    app.add_schedule(tick)
        .init_resource::<Time>()
        .init_resource::<EngineClock>()
        .add_plugins(PhysicsPlugins::new(PhysicsTick));
    app.finish();
    app.cleanup();
    let mut world = std::mem::take(app.world_mut());
    world.spawn((
        RigidBody::Static,
        Collider::cuboid(400.0, 1.0, 400.0),
        Friction::ZERO,
        Transform::from_xyz(0.0, -0.5, 0.0),
    ));
    world
}

/// The body of the vehicle that is `order`th of `convoy` vehicles; its pose at the start is written to its device.
pub(super) fn chassis(spec: &VehicleSpec, order: usize, convoy: usize) -> impl Bundle + use<> {
    let spacing_m = START_SPACING_M.min(road::LENGTH_M / convoy as f64);
    let at = road::place(-spacing_m * order as f64);
    let (length, height, width) = (vehicle::LENGTH_M as f32, vehicle::HEIGHT_M as f32, vehicle::WIDTH_M as f32);
    let volume = length * height * width;
    (
        Chassis::default(),
        RigidBody::Dynamic,
        Collider::cuboid(length, height, width),
        ColliderDensity(spec.mass_kg as f32 / volume),
        Friction::ZERO,
        Restitution::new(0.1),
        SleepingDisabled,
        LockedAxes::new().lock_rotation_x().lock_rotation_z(),
        Transform::from_xyz(at.x_m as f32, height / 2.0, -at.y_m as f32).with_rotation(yaw(at.heading_rad)),
    )
}

fn yaw(heading_rad: f64) -> Quat {
    let half = heading_rad / 2.0;
    Quat::from_xyzw(0.0, math::sin(half) as f32, 0.0, math::cos(half) as f32)
}

/// Writes the poses before the first tick.
pub(super) fn place_all(world: &mut World) {
    note_poses(world, SimTime::ZERO, false);
}

/// Ticks the engine until it is past the end of the step.
pub(super) fn run_to_step_end(world: &mut World) {
    let end = world.resource::<SimClock>().step_end;
    while world.resource::<EngineClock>().0 < end {
        let now = world.resource::<EngineClock>().0;
        drive_all(world, now);
        world.resource_mut::<Time>().advance_by(Duration::from_nanos(TICK.nanos().unsigned_abs()));
        world.run_schedule(PhysicsTick);
        world.resource_mut::<EngineClock>().0 = now + TICK;
        note_poses(world, now + TICK, true);
    }
}

fn sights(world: &mut World) -> Vec<Sight> {
    let mut bodies = world.query::<(Entity, &DeviceId, &Position, &Rotation, &LinearVelocity, &Chassis)>();
    let mut sights: Vec<(u32, Sight)> = bodies
        .iter(world)
        .map(|(entity, id, position, rotation, velocity, _)| {
            let (x_m, y_m) = (f64::from(position.x), -f64::from(position.z));
            let heading_rad = 2.0 * math::atan2(f64::from(rotation.0.y), f64::from(rotation.0.w));
            let (east, north) = (f64::from(velocity.x), -f64::from(velocity.z));
            let (sin, cos) = (math::sin(heading_rad), math::cos(heading_rad));
            let sight = Sight {
                entity,
                station_m: road::station(x_m, y_m),
                x_m,
                y_m,
                heading_rad,
                forward_mps: east * cos + north * sin,
                left_mps: north * cos - east * sin,
            };
            (id.0, sight)
        })
        .collect();
    sights.sort_unstable_by_key(|(id, _)| *id);
    sights.into_iter().map(|(_, sight)| sight).collect()
}

/// Lets every driver look at the vehicle in front and at the road, and sets the motion for the next tick.
fn drive_all(world: &mut World, now: SimTime) {
    let sights = sights(world);
    for (index, own) in sights.iter().enumerate() {
        let ahead = sights
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
            .map(|(_, other)| (road::ahead(own.station_m, other.station_m), other))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let (gap_m, closing) = match ahead {
            Some((distance, other)) => (distance - vehicle::LENGTH_M, own.forward_mps - other.forward_mps),
            None => (road::LENGTH_M, 0.0),
        };
        let Some(mut device) = world.get_mut::<Device>(own.entity) else { continue };
        let Some(driver) = device.0.model.driver(now) else { continue };
        let (velocity, turn) = motion(&driver, own, gap_m, closing);
        if let Some(mut linear) = world.get_mut::<LinearVelocity>(own.entity) {
            linear.x = velocity.0 as f32;
            linear.z = -velocity.1 as f32;
        }
        if let Some(mut angular) = world.get_mut::<AngularVelocity>(own.entity) {
            angular.y = turn as f32;
        }
    }
}

/// Velocity (east, north) and turn rate for the next tick: the driver's acceleration along the heading, tyres
/// that take out sideways motion as far as they grip, and the arc that leads back to the centre line.
fn motion(driver: &Driver, own: &Sight, gap_m: f64, closing: f64) -> ((f64, f64), f64) {
    let tick_s = TICK.secs();
    let mut forward = own.forward_mps + tick_s * driver.acceleration(own.forward_mps, gap_m, closing);
    if own.forward_mps >= 0.0 {
        forward = forward.max(0.0);
    }
    let left = own.left_mps - own.left_mps.clamp(-GRIP_MPS2 * tick_s, GRIP_MPS2 * tick_s);
    let aim = road::place(own.station_m + LOOK_AHEAD_M);
    let (dx, dy) = (aim.x_m - own.x_m, aim.y_m - own.y_m);
    let (sin, cos) = (math::sin(own.heading_rad), math::cos(own.heading_rad));
    let curvature = pursuit_curvature(dx * cos + dy * sin, dy * cos - dx * sin);
    ((forward * cos - left * sin, forward * sin + left * cos), forward * curvature)
}

/// Reads every pose and hands it to its device.
fn note_poses(world: &mut World, at: SimTime, moved: bool) {
    for sight in sights(world) {
        let Some(mut chassis) = world.get_mut::<Chassis>(sight.entity) else { continue };
        let gained = sight.forward_mps - chassis.speed_mps;
        chassis.speed_mps = sight.forward_mps;
        let height = world.get::<Position>(sight.entity).map_or(0.0, |position| f64::from(position.y));
        let body = Body::Vehicle {
            x_m: sight.x_m,
            y_m: sight.y_m,
            z_m: height - vehicle::HEIGHT_M / 2.0,
            heading_rad: sight.heading_rad,
            speed_mps: sight.forward_mps,
            accel_mps2: if moved { gained / TICK.secs() } else { 0.0 },
            signs: VehicleSigns::default(),
        };
        if let Some(mut device) = world.get_mut::<Device>(sight.entity) {
            device.0.model.place(at, &body);
        }
    }
}
