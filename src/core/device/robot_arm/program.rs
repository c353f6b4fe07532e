//! The programme: one cycle of picking a part from the belt and placing it in the tray.

use super::geometry::{BELT_PITCH_M, BELT_SPEED_MPS, JOINTS, PICK_M, TRAY, tray_place_m};
use super::kinematics::reach_down;
use super::profile::Move;
use crate::core::math;
use crate::core::time::SimTime;

/// How far above a part the tool comes from and goes to, in metres.
const CLEARANCE_M: f64 = 0.16;

/// Time that the fingers take to close or open, in seconds.
pub(super) const FINGERS_S: f64 = 0.3;

/// One step of the cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Step {
    /// To the place above the belt.
    #[default]
    Return,
    /// There, until the light barrier sees a part.
    Await,
    /// Down to the part.
    Reach,
    /// The fingers close.
    Grip,
    /// Up from the belt.
    Lift,
    /// To the place above the tray.
    Carry,
    /// Down into the tray.
    Lower,
    /// The fingers open.
    Release,
    /// Up from the tray.
    Leave,
}

impl Step {
    /// The steps in the order in which a cycle goes, from the moment a part is there.
    pub(super) const CYCLE: [Self; 9] = [
        Self::Reach,
        Self::Grip,
        Self::Lift,
        Self::Carry,
        Self::Lower,
        Self::Release,
        Self::Leave,
        Self::Return,
        Self::Await,
    ];

    /// What follows when all goes well.
    pub(super) fn next(self) -> Self {
        let at = Self::CYCLE.iter().position(|step| *step == self).unwrap_or(0);
        Self::CYCLE[(at + 1) % Self::CYCLE.len()]
    }

    /// Whether the fingers work in it, standing still.
    pub(super) fn works_fingers(self) -> bool {
        matches!(self, Self::Grip | Self::Release)
    }

    /// Whether a part is in the gripper while it lasts, when all goes well.
    pub(super) fn carries(self) -> bool {
        matches!(self, Self::Lift | Self::Carry | Self::Lower | Self::Release)
    }
}

/// The poses between which the steps lead, in degrees.
#[derive(Clone, Debug)]
pub(super) struct Script {
    above_pick: [f64; JOINTS],
    pick: [f64; JOINTS],
    above_place: [[f64; JOINTS]; TRAY],
    place: [[f64; JOINTS]; TRAY],
}

impl Script {
    pub(super) fn new() -> Self {
        let pick = reach_down(PICK_M, 0.0).unwrap_or_default();
        // Every other pose is the one that is the shortest way from there: no joint winds up.
        let reach = |[x, y, z]: [f64; 3], above: f64| {
            let pose = reach_down([x, y, z + above], 0.0).unwrap_or_default();
            std::array::from_fn(|joint| pick[joint] + math::wrap_difference(pose[joint] - pick[joint], 360.0))
        };
        let places: [[f64; 3]; TRAY] = std::array::from_fn(tray_place_m);
        Self {
            above_pick: reach(PICK_M, CLEARANCE_M),
            pick,
            above_place: places.map(|place| reach(place, CLEARANCE_M)),
            place: places.map(|place| reach(place, 0.0)),
        }
    }

    /// Where the arm is at the end of a step.
    pub(super) fn target(&self, step: Step, place: usize) -> [f64; JOINTS] {
        let place = place % TRAY;
        match step {
            Step::Return | Step::Await | Step::Lift => self.above_pick,
            Step::Reach | Step::Grip => self.pick,
            Step::Carry | Step::Leave => self.above_place[place],
            Step::Lower | Step::Release => self.place[place],
        }
    }

    /// The move of a step that begins at its proper place, at a share of the programmed speed.
    pub(super) fn nominal(&self, step: Step, place: usize, at: SimTime, share: f64) -> Move {
        let before = match step {
            Step::Return => Step::Leave,
            Step::Await => Step::Return,
            Step::Reach => Step::Await,
            Step::Grip => Step::Reach,
            Step::Lift => Step::Grip,
            Step::Carry => Step::Lift,
            Step::Lower => Step::Carry,
            Step::Release => Step::Lower,
            Step::Leave => Step::Release,
        };
        Move::plan(at, self.target(before, place), self.target(step, place), share)
    }

    /// How long a step lasts when all goes well, without waiting for a part, in seconds.
    pub(super) fn lasts_s(&self, step: Step, place: usize, share: f64) -> f64 {
        if step.works_fingers() { FINGERS_S } else { self.nominal(step, place, SimTime::ZERO, share).lasts_s() }
    }
}

/// Time that the belt takes from one part to the next, in seconds.
pub(super) const INDEX_S: f64 = BELT_PITCH_M / BELT_SPEED_MPS;

/// The shortest time from part to part that the belt allows, in seconds: it stands still while a part is reached and
/// gripped, and then brings the next one.
#[must_use]
pub fn belt_period_s(share: f64) -> f64 {
    Script::new().lasts_s(Step::Reach, 0, share) + FINGERS_S + INDEX_S
}

/// How long the cycle that fills a place of the tray takes at a share of the programmed speed when no part has to be
/// waited for, in seconds: the sum of its moves and of the fingers' work.
#[must_use]
pub fn cycle_time_s(place: usize, share: f64) -> f64 {
    let script = Script::new();
    Step::CYCLE.iter().map(|step| script.lasts_s(*step, place, share)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::device::robot_arm::geometry::JOINT_LIMITS_DEG;

    #[test]
    fn every_pose_is_in_reach_and_within_limits() {
        let script = Script::new();
        for place in 0..TRAY {
            for step in Step::CYCLE {
                let pose = script.target(step, place);
                assert!(pose != [0.0; JOINTS], "{step:?} at {place} is out of reach");
                assert!(pose.iter().all(|deg| *deg >= JOINT_LIMITS_DEG.0 && *deg <= JOINT_LIMITS_DEG.1));
                let turn = script.nominal(step, place, SimTime::ZERO, 1.0).line_deg().1;
                assert!(turn.iter().all(|deg| deg.abs() < 130.0), "{step:?} at {place} winds up: {turn:?}");
            }
        }
    }
}
