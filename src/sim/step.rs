//! One step of the run: the schedule and its systems.

use bevy::ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};
use bevy::prelude::*;

use super::machines::EcsMachines;
use super::pair::Device;
use super::physics;
use super::scope::Scope;
use crate::core::action::TimelineEntry;
use crate::core::exchange::Exchange;
use crate::core::time::SimTime;

/// The schedule of one step.
#[derive(Clone, Debug, PartialEq, Eq, Hash, ScheduleLabel)]
pub struct SimStep;

/// The order inside a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, SystemSet)]
pub enum SimSystems {
    /// Journal entries due are handed to the event loop. Nothing else enters.
    Input,
    /// Rigid bodies move past the end of the step; what is asked between their ticks is interpolated.
    Physics,
    /// The event loop handles everything due before the end of the step.
    Exchange,
    /// Devices and beliefs are brought to the end of the step.
    Predict,
}

/// Where the run is.
#[derive(Clone, Copy, Debug, Resource)]
pub(super) struct SimClock {
    /// The end of the last step.
    pub(super) now: SimTime,
    /// The end of the step in progress.
    pub(super) step_end: SimTime,
    /// The end of the run.
    pub(super) run_end: SimTime,
    /// Whether every step is looked at.
    pub(super) observed: bool,
}

/// The event loop of this world.
#[derive(Resource)]
pub(super) struct EventLoop(pub(super) Exchange);

/// Raw samples of this world.
#[derive(Resource)]
pub(super) struct Oscilloscope(pub(super) Scope);

/// Actions posted since the last step.
#[derive(Default, Resource)]
pub(super) struct Inbox(pub(super) Vec<TimelineEntry>);

/// The schedule with its systems; `bodies` adds the physics engine's tick.
pub(super) fn schedule(bodies: bool) -> Schedule {
    let mut schedule = Schedule::new(SimStep);
    schedule.set_executor(SingleThreadedExecutor::new());
    schedule.set_build_settings(ScheduleBuildSettings { ambiguity_detection: LogLevel::Error, ..default() });
    schedule
        .configure_sets((SimSystems::Input, SimSystems::Physics, SimSystems::Exchange, SimSystems::Predict).chain());
    schedule.add_systems((
        take_input.in_set(SimSystems::Input),
        exchange.in_set(SimSystems::Exchange),
        predict.in_set(SimSystems::Predict),
    ));
    if bodies {
        schedule.add_systems(physics::run_to_step_end.in_set(SimSystems::Physics));
    }
    schedule
}

/// Asks for the first samples and timers; runs once, before the first step.
pub(super) fn start(mut event_loop: ResMut<EventLoop>, mut machines: EcsMachines) {
    event_loop.0.start(&mut machines);
}

fn take_input(mut inbox: ResMut<Inbox>, mut event_loop: ResMut<EventLoop>, clock: Res<SimClock>) {
    for entry in inbox.0.drain(..) {
        event_loop.0.schedule(clock.now, entry);
    }
}

fn exchange(
    mut event_loop: ResMut<EventLoop>,
    mut scope: ResMut<Oscilloscope>,
    mut machines: EcsMachines,
    clock: Res<SimClock>,
) {
    event_loop.0.run_until(clock.step_end, &mut machines, &mut scope.0);
}

fn predict(mut devices: Query<&mut Device>, mut clock: ResMut<SimClock>) {
    clock.now = clock.step_end;
    // A run without a history looks at its devices only at its end: idle pairs cost nothing.
    if clock.observed || clock.now >= clock.run_end {
        for mut device in &mut devices {
            device.0.model.advance(clock.now);
        }
    }
}
