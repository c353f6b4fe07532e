//! The arm that a twin runs for itself.
//!
//! It knows the programme, and finds its place in it from the reported joints: which line between two poses they lie on,
//! and how far along. From there it goes on by itself. What lies on no line of the programme stands still for all it
//! knows. The tool follows from the joints, currents and heat from the motion, always by nominal parameters.

use super::dynamics::{currents_a, heat_w, torques_nm, warmed_c};
use super::geometry::{JOINTS, OPENING_MM, TRAY};
use super::kinematics::tool;
use super::profile::Motion;
use super::program::{FINGERS_S, INDEX_S, Script, Step};
use super::signals::Quantity;
use super::spec::RobotArmSpec;
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Joints this far from a line of the programme are not on it, in degrees.
const ON_LINE_DEG: f64 = 0.5;
/// Joints this close to a pose stand there, in degrees.
const STANDING_DEG: f64 = 0.02;
/// An arm that has turned less than this between two reports stands still, in degrees.
const STOPPED_DEG: f64 = 1e-6;
/// The twin goes on by itself for so long, and then waits for a report, in seconds.
const HORIZON_S: f64 = 20.0;
/// Resolution of the average over a cycle.
const AVERAGED: u32 = 60;

/// A place in the programme: a step, the place in the tray, and when the step began.
#[derive(Clone, Copy, Debug)]
struct Phase {
    step: Step,
    place: usize,
    since: SimTime,
}

/// What the twin knows, and its script.
#[derive(Clone)]
pub(super) struct ArmTwin {
    script: Script,
    share: f64,
    part_kg: f64,
    /// Heat of each motor averaged over the programme, in watts.
    working_w: [f64; JOINTS],
    values: [Option<(SimTime, f64)>; Quantity::COUNT],
    phase: Option<Phase>,
    /// The last pose that was reported.
    last: Option<(SimTime, [f64; JOINTS])>,
    /// When the arm last reached for a part, as far as is known.
    reached: Option<SimTime>,
}

impl ArmTwin {
    /// A twin that knows the nominal parameters and has heard nothing yet.
    pub(super) fn new(spec: &RobotArmSpec) -> Self {
        let mut twin = Self {
            script: Script::new(),
            share: spec.speed_override / 100.0,
            part_kg: spec.payload_kg,
            working_w: [0.0; JOINTS],
            values: [None; Quantity::COUNT],
            phase: None,
            last: None,
            reached: None,
        };
        twin.working_w = twin.average_heat_w();
        twin
    }

    /// Heat of each motor, averaged over a cycle that waits for its part, in watts.
    fn average_heat_w(&self) -> [f64; JOINTS] {
        let (mut heat_ws, mut spent_s) = ([0.0; JOINTS], 0.0);
        let cycle_s: f64 = Step::CYCLE.iter().map(|step| self.script.lasts_s(*step, 0, self.share)).sum();
        for step in Step::CYCLE {
            let phase = Phase { step, place: 0, since: SimTime::ZERO };
            let waits_s = if step == Step::Await { (self.fetching_s() + INDEX_S - cycle_s).max(0.0) } else { 0.0 };
            let slice_s = (self.script.lasts_s(step, 0, self.share) + waits_s) / f64::from(AVERAGED);
            for slice in 0..AVERAGED {
                let at = SimTime::from_secs((f64::from(slice) + 0.5) * slice_s);
                let currents = self.currents_a(&phase, at);
                for joint in 0..JOINTS {
                    heat_ws[joint] += heat_w(joint, currents[joint]) * slice_s;
                }
                spent_s += slice_s;
            }
        }
        heat_ws.map(|heat| heat / spent_s)
    }

    /// Time in which the arm reaches and grips a part, while the belt stands still, in seconds.
    fn fetching_s(&self) -> f64 {
        self.script.lasts_s(Step::Reach, 0, self.share) + FINGERS_S
    }

    /// Time from part to part, in seconds.
    fn period_s(&self) -> f64 {
        let cycle_s: f64 = Step::CYCLE.iter().map(|step| self.script.lasts_s(*step, 0, self.share)).sum();
        cycle_s.max(self.fetching_s() + INDEX_S)
    }

    fn motion(&self, phase: &Phase, at: SimTime) -> Motion {
        self.script.nominal(phase.step, phase.place, phase.since, self.share).motion(at)
    }

    fn currents_a(&self, phase: &Phase, at: SimTime) -> [f64; JOINTS] {
        let part_kg = if phase.step.carries() { self.part_kg } else { 0.0 };
        currents_a(&torques_nm(&self.motion(phase, at), part_kg, &[0.0; JOINTS]))
    }

    /// All joints as reported at one instant.
    fn joints_deg(&self) -> Option<(SimTime, [f64; JOINTS])> {
        let (at, _) = self.values[0]?;
        let mut joints_deg = [0.0; JOINTS];
        for (joint, value) in joints_deg.iter_mut().zip(&self.values) {
            let (reported_at, deg) = (*value)?;
            *joint = (reported_at == at).then_some(deg)?;
        }
        Some((at, joints_deg))
    }

    /// The place in the tray that the count of parts points to.
    fn place(&self) -> usize {
        let cycles = self.values[Quantity::COUNT - 3].map_or(0.0, |(_, cycles)| cycles);
        cycles.max(0.0) as usize % TRAY
    }

    /// Finds the place in the programme of joints that have just been reported.
    fn locate(&mut self) {
        let Some((at, joints_deg)) = self.joints_deg() else { return };
        let (expected, reached) = self.phase.map_or((None, self.reached), |phase| {
            let (expected, reached) = self.run(phase, at);
            (Some(expected), reached)
        });
        let before = self.last.replace((at, joints_deg));
        self.phase = self.standing(at, &joints_deg, expected);
        if self.phase.is_none() {
            let stopped = before.is_some_and(|(then, deg)| {
                at > then && (0..JOINTS).all(|joint| (deg[joint] - joints_deg[joint]).abs() < STOPPED_DEG)
            });
            // Whoever stands still on the way has been stopped.
            self.phase = if stopped { None } else { self.moving(at, &joints_deg, expected) };
        }
        self.reached = match self.phase {
            None => None,
            // A part that is overdue comes when it comes.
            Some(phase) if phase.step == Step::Await => {
                reached.filter(|_| expected.is_none_or(|expected| expected.step == Step::Await))
            }
            Some(phase) => {
                let before = Step::CYCLE.iter().take_while(|step| **step != phase.step);
                let into_s: f64 = before.map(|step| self.script.lasts_s(*step, phase.place, self.share)).sum();
                Some(phase.since - SimTime::from_secs(into_s))
            }
        };
    }

    /// The phase of an arm that stands where the programme makes it stand.
    fn standing(&self, at: SimTime, joints_deg: &[f64; JOINTS], expected: Option<Phase>) -> Option<Phase> {
        let stands = |step: Step, place: usize| {
            let deg = self.script.target(step, place);
            (0..JOINTS).all(|joint| (deg[joint] - joints_deg[joint]).abs() < STANDING_DEG)
        };
        let steps = [Step::Await, Step::Grip, Step::Release].into_iter();
        let mut found = steps.flat_map(|step| (0..TRAY).map(move |place| (step, place)));
        let (step, place) = found.find(|(step, place)| stands(*step, *place))?;
        let place = if step == Step::Release { place } else { self.place() };
        match expected {
            Some(expected) if expected.step == step => Some(Phase { place, ..expected }),
            _ => Some(Phase { step, place, since: at }),
        }
    }

    /// The phase of an arm on its way along a line of the programme.
    fn moving(&self, at: SimTime, joints_deg: &[f64; JOINTS], expected: Option<Phase>) -> Option<Phase> {
        let first = self.place();
        let candidates =
            Step::CYCLE.iter().flat_map(|step| (0..TRAY).map(move |offset| (*step, (first + offset) % TRAY)));
        let mut best: Option<(f64, Phase)> = None;
        for (step, place) in candidates {
            let nominal = self.script.nominal(step, place, at, self.share);
            let (from, line) = nominal.line_deg();
            let length: f64 = line.iter().map(|deg| deg * deg).sum();
            if length < 1e-6 {
                continue;
            }
            let along: f64 =
                (0..JOINTS).map(|joint| line[joint] * (joints_deg[joint] - from[joint])).sum::<f64>() / length;
            let along = along.clamp(0.0, 1.0);
            let off = (0..JOINTS).map(|joint| (from[joint] + line[joint] * along - joints_deg[joint]).abs());
            let off = off.fold(0.0, f64::max);
            if off > ON_LINE_DEG {
                continue;
            }
            let since = at - SimTime::from_secs(nominal.time_at_s(along));
            let phase = Phase { step, place, since };
            // Lines are gone along both ways: the fingers tell which, or what was expected.
            let strange = if self.fingers_disagree(step, at) { 1.0 } else { 0.0 };
            let doubt = off + strange + expected.map_or(0.0, |expected| self.apart(&expected, &phase, at));
            if best.as_ref().is_none_or(|(least, _)| doubt < *least) {
                best = Some((doubt, phase));
            }
        }
        best.map(|(_, phase)| phase)
    }

    /// Whether the fingers, as last reported, speak against a step.
    fn fingers_disagree(&self, step: Step, at: SimTime) -> bool {
        let [open, round, _] = OPENING_MM;
        self.values[Quantity::COUNT - 1].is_some_and(|(reported_at, opening_mm)| {
            (at - reported_at).secs() < FINGERS_S && (opening_mm < (open + round) / 2.0) != step.carries()
        })
    }

    /// How far apart two phases are, as shares of a cycle.
    fn apart(&self, a: &Phase, b: &Phase, at: SimTime) -> f64 {
        let into = |phase: &Phase| -> f64 {
            let before = Step::CYCLE.iter().take_while(|step| **step != phase.step);
            let spent: f64 = before.map(|step| self.script.lasts_s(*step, phase.place, self.share)).sum();
            let whole: f64 = Step::CYCLE.iter().map(|step| self.script.lasts_s(*step, phase.place, self.share)).sum();
            (spent + (at - phase.since).secs()) / whole
        };
        let gap = (into(a) - into(b)).abs();
        gap.min((1.0 - gap).abs()) + if a.place == b.place { 0.0 } else { 0.05 }
    }

    /// The phase at a later instant, by the programme.
    fn after(&self, phase: Phase, at: SimTime) -> Phase {
        self.run(phase, at).0
    }

    /// The same, and when the arm will last have reached for a part.
    fn run(&self, mut phase: Phase, at: SimTime) -> (Phase, Option<SimTime>) {
        let latest = phase.since + SimTime::from_secs(HORIZON_S);
        let mut reached = self.reached;
        loop {
            let end = if phase.step == Step::Await {
                // The belt brings the next part from the moment when the last one was gripped.
                match reached {
                    Some(reached) => (reached + SimTime::from_secs(self.fetching_s() + INDEX_S)).max(phase.since),
                    None => SimTime::MAX,
                }
            } else {
                phase.since + SimTime::from_secs(self.script.lasts_s(phase.step, phase.place, self.share))
            };
            if end > at.min(latest) {
                return (phase, reached);
            }
            let next = phase.step.next();
            if next == Step::Reach {
                reached = Some(end);
            }
            let place = if next == Step::Await { (phase.place + 1) % TRAY } else { phase.place };
            phase = Phase { step: next, place, since: end };
        }
    }

    /// Parts placed between the report of their count and an instant.
    fn placed_since(&self, from: SimTime, at: SimTime) -> f64 {
        let Some(phase) = self.phase.map(|phase| self.after(phase, at)) else { return 0.0 };
        // Time since the last release, from the steps that lie between.
        let between =
            Step::CYCLE.iter().skip_while(|step| **step != Step::Leave).take_while(|step| **step != phase.step);
        let past_release = matches!(phase.step, Step::Leave | Step::Return | Step::Await);
        let spent_s: f64 = between.map(|step| self.script.lasts_s(*step, phase.place, self.share)).sum();
        let mut since_release_s = (at - phase.since).secs() + spent_s;
        if !past_release {
            let before = Step::CYCLE.iter().take_while(|step| **step != phase.step);
            let into_s: f64 = before.map(|step| self.script.lasts_s(*step, phase.place, self.share)).sum();
            let rest = Step::CYCLE.iter().take_while(|step| **step != Step::Leave);
            let release_s: f64 = rest.map(|step| self.script.lasts_s(*step, phase.place, self.share)).sum();
            since_release_s = (at - phase.since).secs() + into_s + self.period_s() - release_s;
        }
        let window_s = (at - from).secs();
        if since_release_s < window_s { 1.0 + ((window_s - since_release_s) / self.period_s()).floor() } else { 0.0 }
    }

    fn opening_mm(&self, phase: &Phase, at: SimTime) -> f64 {
        let share = ((at - phase.since).secs() / FINGERS_S).clamp(0.0, 1.0);
        let [open, round, _] = OPENING_MM;
        match phase.step {
            Step::Grip => open + (round - open) * share,
            Step::Release => round + (open - round) * share,
            step if step.carries() => round,
            _ => open,
        }
    }
}

impl TwinModel for ArmTwin {
    fn ingest(&mut self, reading: &Reading) {
        let signal = usize::from(reading.signal);
        if let Some(value) = self.values.get_mut(signal) {
            *value = Some((reading.at, reading.value));
        }
        // The six joints come together; whichever comes last completes the pose.
        if matches!(Quantity::of(signal), Quantity::Joint(_)) {
            self.locate();
        }
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let quantity = Quantity::of(signal);
        let phase = self.phase.map(|phase| self.after(phase, at));
        match quantity {
            Quantity::Joint(joint) => Some(self.motion(&phase?, at).deg[joint]),
            Quantity::Tool(axis) => {
                let joints_deg = match phase {
                    Some(phase) => self.motion(&phase, at).deg,
                    None => self.joints_deg()?.1,
                };
                Some(tool(&joints_deg).origin[axis])
            }
            Quantity::Current(joint) => Some(self.currents_a(&phase?, at)[joint]),
            Quantity::Temperature(joint) => {
                let (since, reported_c) = self.values[signal]?;
                let heat_w = match (phase, self.joints_deg()) {
                    (Some(_), _) => self.working_w[joint],
                    (None, Some((_, deg))) => {
                        let still = Motion { deg, ..Motion::default() };
                        heat_w(joint, currents_a(&torques_nm(&still, 0.0, &[0.0; JOINTS]))[joint])
                    }
                    (None, None) => return None,
                };
                Some(warmed_c(reported_c, heat_w, (at - since).secs()))
            }
            Quantity::Cycles => {
                let (since, reported) = self.values[signal]?;
                Some(reported + self.placed_since(since, at))
            }
            Quantity::Gripper => phase.map(|phase| self.opening_mm(&phase, at)),
            Quantity::Throughput => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::device::DeviceModel;
    use crate::core::device::robot_arm::RobotArm;
    use crate::core::device::robot_arm::cell::{CellSight, Hold, PartPose, TICK};

    /// Moves parts as a belt does that nothing slips on.
    fn carry(arm: &RobotArm, at: SimTime, parts: &mut CellSight) {
        let Some(order) = arm.order(at) else { return };
        for (part, hold) in parts.iter_mut().zip(order.parts) {
            match hold {
                Hold::Pinned(pose, _) => *part = pose,
                Hold::Free if part.at_m[0] < 0.0 => part.at_m[0] += (order.belt_mps * TICK.secs()) as f32,
                Hold::Free => {}
            }
        }
    }

    #[test]
    fn a_twin_that_hears_twice_a_second_knows_where_the_arm_is() {
        let spec = RobotArmSpec::default();
        let (mut arm, mut twin) = (RobotArm::new(&spec), ArmTwin::new(&spec));
        let mut parts: CellSight = [PartPose::default(); 6];
        let (mut worst, mut square) = (0.0_f64, 0.0);
        let ticks = 64 * 60;
        for tick in 0..ticks {
            let at = SimTime::from_nanos(tick * TICK.nanos());
            arm.see(at, &parts);
            arm.advance(at);
            if let Some(believed) = twin.predict(0, at)
                && tick > 64 * 8
            {
                let off = believed - arm.signal(0);
                worst = worst.max(off.abs());
                square += off * off;
            }
            if tick % 32 == 0 {
                for signal in (0..6).chain([21, 23]) {
                    twin.ingest(&Reading { signal: signal as u16, at, value: arm.signal(signal) });
                }
            }
            carry(&arm, at, &mut parts);
        }
        let rmse = (square / ticks as f64).sqrt();
        assert!(arm.signal(21) > 8.0, "{} cycles", arm.signal(21));
        assert!(rmse < 0.5 && worst < 10.0, "{rmse} degrees, at worst {worst}");
    }
}
