//! The fence round Avian: whatever touches something else is a rigid body here.
//!
//! The engine ticks at its own 1/64 s whatever the step length. Its world has y up.

mod parts;
mod vehicles;

pub(super) use parts::furnish;
pub(super) use vehicles::chassis;

use std::time::Duration;

use avian3d::prelude::*;
use bevy::ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};
use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, ComputeTaskPool, TaskPoolBuilder};

use super::step::SimClock;
use crate::core::time::SimTime;

/// The engine's tick: 1/64 s, exact in binary and in nanoseconds.
pub(super) const TICK: SimTime = SimTime::from_nanos(15_625_000);

/// The schedule of one tick of the engine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, ScheduleLabel)]
struct PhysicsTick;

/// How far the engine has come.
#[derive(Default, Resource)]
struct EngineClock(SimTime);

/// A world with the engine mounted on a schedule of ours, and nothing in it.
pub(super) fn world() -> World {
    // A scene has some dozens of bodies: handing them to other threads takes longer than moving them.
    let one = || TaskPoolBuilder::new().num_threads(1).build();
    ComputeTaskPool::get_or_init(one);
    AsyncComputeTaskPool::get_or_init(one);
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

/// Writes the poses before the first tick.
pub(super) fn place_all(world: &mut World) {
    vehicles::note_poses(world, SimTime::ZERO, false);
    parts::note_poses(world, SimTime::ZERO);
}

/// Ticks the engine until it is past the end of the step.
pub(super) fn run_to_step_end(world: &mut World) {
    let end = world.resource::<SimClock>().step_end;
    while world.resource::<EngineClock>().0 < end {
        let now = world.resource::<EngineClock>().0;
        vehicles::drive_all(world, now);
        parts::handle_all(world, now);
        world.resource_mut::<Time>().advance_by(Duration::from_nanos(TICK.nanos().unsigned_abs()));
        world.run_schedule(PhysicsTick);
        world.resource_mut::<EngineClock>().0 = now + TICK;
        vehicles::note_poses(world, now + TICK, true);
        parts::note_poses(world, now + TICK);
    }
}
