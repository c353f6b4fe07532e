//! The parts in the cell: who is where in its life, from the belt to the tray or the floor.
//!
//! The physics engine moves the parts; this module decides, on the engine's own ticks, which of them it holds and which it
//! lets go, from what the cell's sensors can see: where the parts are.

use super::geometry::{
    BELT_PITCH_M, BELT_SPEED_MPS, BELT_TOP_M, BELT_Y_M, FEED_X_M, PART_M, PARTS, PICK_M, PICK_X_M, TRAY, TRAY_TOP_M,
};
use super::kinematics::Vector;
use crate::core::digest::Digest;
use crate::core::time::SimTime;

/// Time between ticks of the engine and of the cell's controller.
pub const TICK: SimTime = SimTime::from_nanos(15_625_000);

/// Part that is on the belt at the start, as a distance before the light barrier, in metres.
const HEAD_START_M: f64 = 0.2;
/// A part that lies about is taken away after this, in seconds.
const SWEEP_S: f64 = 4.0;
/// How far from the middle of the fingers a part may be to be gripped, in metres.
const GRASP_M: f64 = 0.035;
/// A part this far below its support has fallen, in metres.
const FALLEN_M: f64 = 0.06;

/// Where a part is: its centre in metres, and its rotation as a unit quaternion (x, y, z, w), in the cell's axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartPose {
    /// Centre, in metres.
    pub at_m: [f32; 3],
    /// Rotation.
    pub turn: [f32; 4],
}

impl Default for PartPose {
    fn default() -> Self {
        Self { at_m: [0.0; 3], turn: [0.0, 0.0, 0.0, 1.0] }
    }
}

impl PartPose {
    /// Upright at a point.
    #[must_use]
    pub fn upright(at_m: Vector) -> Self {
        Self { at_m: at_m.map(|metres| metres as f32), ..Self::default() }
    }

    /// The centre, in metres.
    #[must_use]
    pub fn centre(&self) -> Vector {
        self.at_m.map(f64::from)
    }
}

/// Where the engine has the parts.
pub type CellSight = [PartPose; PARTS];

/// What is to become of a part in the next tick.
#[derive(Clone, Copy, Debug)]
pub enum Hold {
    /// The engine moves it.
    Free,
    /// It is held at a pose that moves with a velocity, in metres per second.
    Pinned(PartPose, [f64; 3]),
}

/// What the cell does in the next tick of the engine.
#[derive(Clone, Copy, Debug)]
pub struct CellOrder {
    /// The parts.
    pub parts: [Hold; PARTS],
    /// Speed of the belt, in metres per second.
    pub belt_mps: f64,
}

/// A part's place in life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Life {
    /// Not in the cell.
    Away,
    /// Being put on the belt at x, in metres.
    Fed(f64),
    /// On its way to the light barrier.
    OnBelt,
    /// In the gripper.
    Held,
    /// In the tray.
    Placed,
    /// Where it should not be, since an instant.
    Loose(SimTime),
}

/// All parts of a cell.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) lives: [Life; PARTS],
    /// Where they were at the last tick.
    seen: CellSight,
    /// How far the belt has run when the next part is due, in metres.
    next_feed_m: f64,
    belt_runs: bool,
    belt_m: f64,
    belt_at: SimTime,
}

impl Parts {
    pub(super) fn new() -> Self {
        let mut lives = [Life::Away; PARTS];
        lives[0] = Life::Fed(PICK_X_M - HEAD_START_M);
        Self {
            lives,
            seen: std::array::from_fn(storage),
            next_feed_m: 0.0,
            belt_runs: true,
            belt_m: 0.0,
            belt_at: SimTime::ZERO,
        }
    }

    /// Looks at the parts, and feeds, sweeps and empties the tray once the arm is clear of it.
    pub(super) fn tick(&mut self, at: SimTime, sight: &CellSight, clear_of_tray: bool) {
        self.seen = *sight;
        self.belt_m = self.belt_m(at);
        self.belt_at = at;
        for (life, pose) in self.lives.iter_mut().zip(sight) {
            let height = pose.centre()[2] - PART_M / 2.0;
            *life = match *life {
                Life::OnBelt if height < BELT_TOP_M - FALLEN_M => Life::Loose(at),
                Life::Placed if height < TRAY_TOP_M - FALLEN_M => Life::Loose(at),
                Life::Loose(since) if (at - since).secs() >= SWEEP_S => Life::Away,
                other => other,
            };
        }
        if self.placed() >= TRAY && clear_of_tray {
            for life in self.lives.iter_mut().filter(|life| **life == Life::Placed) {
                *life = Life::Away;
            }
        }
        self.belt_runs = self.waiting().is_none();
        // What was put on the belt is on its way once it is seen there.
        for (life, pose) in self.lives.iter_mut().zip(sight) {
            if let Life::Fed(x) = *life
                && (pose.centre()[0] - x).abs() < GRASP_M
                && (pose.centre()[2] - PICK_M[2]).abs() < GRASP_M
            {
                *life = Life::OnBelt;
            }
        }
        self.feed();
    }

    /// Puts a part on the belt wherever its pitch says so, if there is one.
    fn feed(&mut self) {
        if self.belt_m < self.next_feed_m {
            return;
        }
        if let Some(life) = self.lives.iter_mut().find(|life| **life == Life::Away) {
            *life = Life::Fed(FEED_X_M);
            self.next_feed_m = self.belt_m + BELT_PITCH_M;
        }
    }

    /// The part that stands at the light barrier.
    pub(super) fn waiting(&self) -> Option<usize> {
        self.find(|[x, y, z]| {
            (PICK_X_M..PICK_X_M + GRASP_M).contains(&x)
                && (y - BELT_Y_M).abs() < GRASP_M
                && (z - PICK_M[2]).abs() < GRASP_M
        })
    }

    /// The part between the fingers when the tool is at a point.
    pub(super) fn between_fingers(&self, tool: Vector) -> Option<usize> {
        self.find(|centre| (0..3).all(|axis| (centre[axis] - tool[axis]).abs() < GRASP_M))
    }

    fn find(&self, is_there: impl Fn(Vector) -> bool) -> Option<usize> {
        let free = |life: &Life| matches!(life, Life::OnBelt | Life::Loose(_));
        self.lives.iter().zip(&self.seen).position(|(life, pose)| free(life) && is_there(pose.centre()))
    }

    /// The part in the gripper.
    pub(super) fn held(&self) -> Option<usize> {
        self.lives.iter().position(|life| *life == Life::Held)
    }

    /// Parts in the tray.
    pub(super) fn placed(&self) -> usize {
        self.lives.iter().filter(|life| **life == Life::Placed).count()
    }

    fn belt_mps(&self) -> f64 {
        if self.belt_runs { BELT_SPEED_MPS } else { 0.0 }
    }

    /// How far the belt has run, in metres.
    pub(super) fn belt_m(&self, at: SimTime) -> f64 {
        self.belt_m + self.belt_mps() * (at - self.belt_at).secs()
    }

    /// What the engine is to do with the parts, with the gripper at a pose and a velocity.
    pub(super) fn order(&self, gripper: (PartPose, Vector)) -> CellOrder {
        let still = [0.0; 3];
        let hold = |(index, life): (usize, &Life)| match *life {
            Life::Away => Hold::Pinned(storage(index), still),
            Life::Fed(x) => Hold::Pinned(PartPose::upright([x, BELT_Y_M, BELT_TOP_M + PART_M / 2.0]), still),
            Life::Held => Hold::Pinned(gripper.0, gripper.1),
            Life::OnBelt | Life::Placed | Life::Loose(_) => Hold::Free,
        };
        let mut holds = self.lives.iter().enumerate().map(hold);
        let parts = std::array::from_fn(|_| holds.next().unwrap_or(Hold::Free));
        CellOrder { parts, belt_mps: self.belt_mps() }
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        for (life, pose) in self.lives.iter().zip(&self.seen) {
            let rank = match life {
                Life::Away => 0,
                Life::Fed(_) => 1,
                Life::OnBelt => 2,
                Life::Held => 3,
                Life::Placed => 4,
                Life::Loose(_) => 5,
            };
            digest.u64(rank);
            pose.centre().into_iter().for_each(|metres| digest.f64(metres));
        }
    }
}

/// Where a part is kept that is not in the cell: far below, out of everybody's way.
fn storage(index: usize) -> PartPose {
    PartPose::upright([0.3 * index as f64, 0.0, -5.0])
}
