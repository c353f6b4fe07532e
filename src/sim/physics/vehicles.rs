//! Vehicles as rigid bodies on a plane, driven by their drivers.
//!
//! A vehicle's east is the engine's x and its north is -z.

use avian3d::prelude::*;
use bevy::prelude::*;

use super::super::pair::{Device, DeviceId};
use super::TICK;
use crate::core::device::vehicle::{self, Driver, VehicleSigns, pursuit_curvature, road};
use crate::core::device::{Body, VehicleSpec};
use crate::core::math;
use crate::core::time::SimTime;

/// Metres between vehicles at the start, centre to centre.
const START_SPACING_M: f64 = 13.0;

/// How far ahead a driver looks to steer, in metres.
const LOOK_AHEAD_M: f64 = 4.0;

/// Strongest sideways force of the tyres, as an acceleration in m/s^2.
const GRIP_MPS2: f64 = 9.0;

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

/// The body of the vehicle that is `order`th of `convoy` vehicles; its pose at the start is written to its device.
pub(in super::super) fn chassis(spec: &VehicleSpec, order: usize, convoy: usize) -> impl Bundle + use<> {
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
pub(super) fn drive_all(world: &mut World, now: SimTime) {
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
pub(super) fn note_poses(world: &mut World, at: SimTime, moved: bool) {
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
