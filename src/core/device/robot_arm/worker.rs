//! The controller: it works through the programme, obeys, and stops when it must.
//!
//! Moves begin and end at exact instants; whatever depends on a sensor (the light barrier, the gripper's feel, motor
//! temperatures) is looked at on the cell's own ticks. So the state depends on the past alone, not on who asks when.

use std::collections::VecDeque;

use super::cell::{CellSight, Life, PartPose, Parts, TICK};
use super::dynamics::{currents_a, torques_nm};
use super::geometry::{JOINT_TORQUE_NM, JOINTS, OPENING_MM};
use super::health::{Health, TRIP_C};
use super::kinematics::{Vector, minus, scaled, tool};
use super::pose::ArmStatus;
use super::profile::{Motion, Move};
use super::program::{FINGERS_S, Script, Step};
use crate::core::time::SimTime;

/// The throughput is counted over this, in seconds.
pub const THROUGHPUT_WINDOW_S: f64 = 120.0;

/// The fingers, on their way from one opening to another.
#[derive(Clone, Copy, Debug)]
struct Fingers {
    from_mm: f64,
    to_mm: f64,
    since: SimTime,
}

/// What follows a stop.
#[derive(Clone, Copy, Debug)]
enum Next {
    Step(Step),
    Pose([f64; JOINTS]),
}

/// The state of arm and cell at an instant.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    pub(super) now: SimTime,
    next_tick: i64,
    pub(super) status: ArmStatus,
    pub(super) step: Step,
    place: usize,
    motion: Move,
    /// What follows when the arm has come to a stop.
    next: Option<Next>,
    dwell_end: SimTime,
    /// Share of the programmed speed.
    pub(super) share: f64,
    part_kg: f64,
    fingers: Fingers,
    pub(super) parts: Parts,
    pub(super) health: Health,
    pub(super) cycles: u32,
    placed_at: VecDeque<SimTime>,
    /// Whether the gripper is to let go half-way to the tray.
    pub(super) drops_next: bool,
}

impl Worker {
    pub(super) fn new(script: &Script, share: f64, part_kg: f64) -> Self {
        let above_pick = script.target(Step::Await, 0);
        Self {
            now: SimTime::ZERO,
            next_tick: 0,
            status: ArmStatus::Working,
            step: Step::Await,
            place: 0,
            motion: Move::rest(SimTime::ZERO, above_pick),
            next: None,
            dwell_end: SimTime::ZERO,
            share,
            part_kg,
            fingers: Fingers { from_mm: OPENING_MM[0], to_mm: OPENING_MM[0], since: SimTime::ZERO },
            parts: Parts::new(),
            health: Health::sound(),
            cycles: 0,
            placed_at: VecDeque::new(),
            drops_next: false,
        }
    }

    /// Moves on to `now`. `sight` tells where the engine has the parts at a tick.
    pub(super) fn advance<'a>(
        &mut self,
        script: &Script,
        now: SimTime,
        sight: impl Fn(SimTime) -> Option<&'a CellSight>,
    ) {
        loop {
            let tick = SimTime::from_nanos(self.next_tick * TICK.nanos());
            let step_end = self.step_end();
            if step_end.min(tick) > now {
                break;
            }
            if step_end <= tick {
                self.now = step_end;
                self.finish_step(script, step_end);
            } else {
                self.now = tick;
                self.next_tick += 1;
                self.tick(script, tick, sight(tick));
            }
        }
        self.now = now;
    }

    /// When the step is over by itself.
    fn step_end(&self) -> SimTime {
        match (self.status, self.step) {
            (ArmStatus::Working | ArmStatus::AtPose, _) if self.next.is_some() => self.motion.end(),
            (ArmStatus::Working, Step::Await) => SimTime::MAX,
            (ArmStatus::Working, step) if step.works_fingers() => self.dwell_end,
            (ArmStatus::Working, _) => self.motion.end(),
            _ => SimTime::MAX,
        }
    }

    fn tick(&mut self, script: &Script, at: SimTime, sight: Option<&CellSight>) {
        let over_tray = matches!(self.step, Step::Lower | Step::Release | Step::Leave);
        if let Some(sight) = sight {
            self.parts.tick(at, sight, !over_tray);
        }
        let torques = self.torques_nm(at);
        self.health.tick(at, &currents_a(&torques));
        if self.drops_next && self.step == Step::Carry && at >= self.halfway() {
            self.let_go(at);
        }
        if matches!(self.status, ArmStatus::Working | ArmStatus::Paused | ArmStatus::AtPose) {
            let strained = (0..JOINTS).find(|joint| torques[*joint].abs() > JOINT_TORQUE_NM[*joint]);
            if let Some(joint) = self.health.hotter_than(TRIP_C, at) {
                self.halt(at, ArmStatus::Overheated(joint as u8 + 1));
            } else if let Some(joint) = strained {
                self.halt(at, ArmStatus::Overloaded(joint as u8 + 1));
            }
        }
        if self.awaits_part() && self.parts.waiting().is_some() {
            self.enter(script, Step::Reach, at);
        }
    }

    /// Whether it stands above the belt until a part is there.
    fn awaits_part(&self) -> bool {
        self.status == ArmStatus::Working && self.step == Step::Await && self.next.is_none()
    }

    fn halfway(&self) -> SimTime {
        let (start, end) = (self.motion.start(), self.motion.end());
        SimTime::from_nanos(start.nanos() + (end - start).nanos() / 2)
    }

    fn finish_step(&mut self, script: &Script, at: SimTime) {
        if self.next.is_some() {
            self.begin_next(script, at);
            return;
        }
        let next = match self.step {
            Step::Grip => {
                self.grasp(at);
                Step::Lift
            }
            Step::Release => {
                self.set_down(at);
                Step::Leave
            }
            // A gripper that has lost its part feels it, and the arm goes back for another one.
            Step::Lift | Step::Carry if self.parts.held().is_none() => Step::Return,
            Step::Lower if self.parts.held().is_none() => Step::Leave,
            step => step.next(),
        };
        self.enter(script, next, at);
    }

    fn enter(&mut self, script: &Script, step: Step, at: SimTime) {
        if step == Step::Carry && self.step != Step::Carry {
            self.place = self.parts.placed();
        }
        self.step = step;
        match step {
            Step::Grip => {
                let closed =
                    if self.parts.between_fingers(self.tool(at)).is_some() { OPENING_MM[1] } else { OPENING_MM[2] };
                self.move_fingers(closed, at);
            }
            Step::Release => self.move_fingers(OPENING_MM[0], at),
            Step::Await | Step::Return | Step::Reach if self.parts.held().is_none() => {
                self.move_fingers(OPENING_MM[0], at);
            }
            _ => {}
        }
        self.dwell_end = at + SimTime::from_secs(FINGERS_S);
        let from = self.motion.motion(at).deg;
        self.motion = Move::plan(at, from, script.target(step, self.place), self.share);
    }

    fn move_fingers(&mut self, to_mm: f64, at: SimTime) {
        self.fingers = Fingers { from_mm: self.opening_mm(at), to_mm, since: at };
    }

    fn grasp(&mut self, at: SimTime) {
        if let Some(part) = self.parts.between_fingers(self.tool(at)) {
            self.parts.lives[part] = Life::Held;
        }
    }

    fn set_down(&mut self, at: SimTime) {
        if let Some(part) = self.parts.held() {
            self.parts.lives[part] = Life::Placed;
            self.cycles += 1;
            self.placed_at.push_back(at);
            while self.placed_at.front().is_some_and(|first| (at - *first).secs() > THROUGHPUT_WINDOW_S) {
                self.placed_at.pop_front();
            }
        }
    }

    /// The gripper lets go of its part, if it has one.
    pub(super) fn let_go(&mut self, at: SimTime) {
        self.drops_next = false;
        if let Some(part) = self.parts.held() {
            self.parts.lives[part] = Life::Loose(at);
            self.move_fingers(OPENING_MM[0], at);
        }
    }

    /// Comes to a stop as hard as it may, and stays so.
    pub(super) fn halt(&mut self, at: SimTime, status: ArmStatus) {
        self.motion = self.motion.stopped(at);
        self.status = status;
        self.next = None;
    }

    /// Takes up the programme where it makes sense, once the arm stands still.
    pub(super) fn resume(&mut self, script: &Script, at: SimTime) {
        if self.status == ArmStatus::Working {
            return;
        }
        let step = match (self.status, self.parts.held()) {
            (ArmStatus::AtPose, Some(_)) => Step::Carry,
            (ArmStatus::AtPose, None) => Step::Return,
            _ if self.step == Step::Await => Step::Return,
            _ => self.step,
        };
        self.then(script, at, ArmStatus::Working, Next::Step(step));
    }

    /// Goes to a pose and waits there.
    pub(super) fn go_to(&mut self, script: &Script, joints_deg: [f64; JOINTS], at: SimTime) {
        self.then(script, at, ArmStatus::AtPose, Next::Pose(joints_deg));
    }

    /// Stops gently enough, and does something else from there.
    fn then(&mut self, script: &Script, at: SimTime, status: ArmStatus, next: Next) {
        self.motion = self.motion.stopped(at);
        self.status = status;
        self.next = Some(next);
        if self.motion.end() <= at {
            self.begin_next(script, at);
        }
    }

    fn begin_next(&mut self, script: &Script, at: SimTime) {
        match self.next.take() {
            Some(Next::Step(step)) => self.enter(script, step, at),
            Some(Next::Pose(joints_deg)) => {
                self.motion = Move::plan(at, self.motion.motion(at).deg, joints_deg, self.share);
            }
            None => {}
        }
    }

    /// Another share of the programmed speed, from now on.
    pub(super) fn set_share(&mut self, share: f64, at: SimTime) {
        self.share = share;
        self.motion = self.motion.retimed(at, share);
    }

    /// What the controller wants of the joints.
    pub(super) fn wanted(&self, at: SimTime) -> Motion {
        self.motion.motion(at)
    }

    /// Where the joints truly are, in degrees.
    pub(super) fn true_deg(&self, at: SimTime) -> [f64; JOINTS] {
        self.health.true_deg(&self.wanted(at).deg, at)
    }

    fn tool(&self, at: SimTime) -> Vector {
        tool(&self.true_deg(at)).origin
    }

    /// Torques that the motors give, in newton metres; a halted arm hangs in its brakes.
    pub(super) fn torques_nm(&self, at: SimTime) -> [f64; JOINTS] {
        if self.status.is_halted() && at >= self.motion.end() {
            return [0.0; JOINTS];
        }
        let held_kg = if self.parts.held().is_some() { self.part_kg } else { 0.0 };
        torques_nm(&self.wanted(at), held_kg, &self.health.extra_friction_nm(at))
    }

    /// Opening between the fingers, in millimetres.
    pub(super) fn opening_mm(&self, at: SimTime) -> f64 {
        let Fingers { from_mm, to_mm, since } = self.fingers;
        from_mm + (to_mm - from_mm) * ((at - since).secs() / FINGERS_S).min(1.0)
    }

    /// Parts per hour over the last [`THROUGHPUT_WINDOW_S`], or since the start.
    pub(super) fn throughput_per_h(&self, at: SimTime) -> f64 {
        let window_s = THROUGHPUT_WINDOW_S.min(at.secs());
        let recent = self.placed_at.iter().filter(|placed| (at - **placed).secs() < window_s).count();
        if recent == 0 { 0.0 } else { recent as f64 * 3600.0 / window_s }
    }

    /// The pose that a held part has, and its velocity in metres per second.
    pub(super) fn gripper(&self, at: SimTime) -> (PartPose, Vector) {
        let wanted = self.wanted(at);
        let here_deg = self.health.true_deg(&wanted.deg, at);
        let soon_deg = std::array::from_fn(|joint| here_deg[joint] + wanted.deg_s[joint] * 1e-3);
        let here = tool(&here_deg);
        let velocity = scaled(minus(tool(&soon_deg).origin, here.origin), 1e3);
        (PartPose { turn: super::pose::quaternion(&here), ..PartPose::upright(here.origin) }, velocity)
    }
}
