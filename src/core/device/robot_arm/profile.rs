//! Point-to-point moves: all joints together along a straight line in joint space, with a trapezoidal speed.
//!
//! A move is `q(s) = from + s (to - from)`, and `s` runs from 0 to 1 with constant acceleration, constant speed and
//! constant deceleration, as fast as the slowest joint allows (Lynch and Park, Modern Robotics, section 9.2.2.2).

use super::geometry::JOINTS;
use crate::core::time::SimTime;

/// Acceleration and deceleration of the joint that turns farthest, in degrees per second squared.
pub const ACCEL_DEG_S2: f64 = 300.0;
/// Deceleration of the joint that turns farthest in an emergency or protective stop, in degrees per second squared.
pub const STOP_DEG_S2: f64 = 900.0;
/// Programmed speed of the joint that turns farthest, in degrees per second; the arm could do 180.
pub const SPEED_DEG_S: f64 = 150.0;

/// A stretch of constant acceleration along a line in joint space.
#[derive(Clone, Copy, Debug, Default)]
struct Phase {
    for_s: f64,
    accel: f64,
}

/// A move of all joints.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    from_deg: [f64; JOINTS],
    to_deg: [f64; JOINTS],
    start: SimTime,
    end: SimTime,
    /// Share of the line per second at the start.
    speed: f64,
    phases: [Phase; 3],
    /// Whether it stops short of `to_deg`.
    cut: bool,
}

/// Angles, speeds and accelerations of all joints, in degrees and seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Motion {
    pub(super) deg: [f64; JOINTS],
    pub(super) deg_s: [f64; JOINTS],
    pub(super) deg_s2: [f64; JOINTS],
}

impl Move {
    /// Standing still.
    pub(super) fn rest(at: SimTime, joints_deg: [f64; JOINTS]) -> Self {
        let phases = [Phase::default(); 3];
        Self { from_deg: joints_deg, to_deg: joints_deg, start: at, end: at, speed: 0.0, phases, cut: false }
    }

    /// From standing still to a pose; `share` of the programmed speed.
    pub(super) fn plan(at: SimTime, from_deg: [f64; JOINTS], to_deg: [f64; JOINTS], share: f64) -> Self {
        Self::plan_from(at, from_deg, to_deg, 0.0, share)
    }

    /// The rest of this move at another share of the programmed speed.
    pub(super) fn retimed(&self, at: SimTime, share: f64) -> Self {
        if at >= self.end || self.cut {
            return *self;
        }
        let (along, speed, _) = self.progress(at);
        Self::plan_from(at, self.motion(at).deg, self.to_deg, speed / (1.0 - along).max(1e-9), share)
    }

    /// Stops on the line as fast as the stop deceleration allows.
    pub(super) fn stopped(&self, at: SimTime) -> Self {
        let (_, speed, _) = self.progress(at);
        if at >= self.end || speed <= 0.0 {
            return Self::rest(at, self.motion(at).deg);
        }
        let decel = STOP_DEG_S2 / self.longest_deg();
        let for_s = speed / decel;
        let stop = Phase { for_s, accel: -decel };
        let start = Self { from_deg: self.motion(at).deg, start: at, end: at + ceil(for_s), cut: true, ..*self };
        // What is left of the line is measured from here, so shares of it are kept in the old measure.
        let to_deg = std::array::from_fn(|joint| start.from_deg[joint] + self.to_deg[joint] - self.from_deg[joint]);
        Self { to_deg, speed, phases: [stop, Phase::default(), Phase::default()], ..start }
    }

    fn plan_from(at: SimTime, from_deg: [f64; JOINTS], to_deg: [f64; JOINTS], speed: f64, share: f64) -> Self {
        let line = Self { to_deg, ..Self::rest(at, from_deg) };
        let longest = line.longest_deg();
        if longest < 1e-9 {
            return Self::rest(at, to_deg);
        }
        let cruise = SPEED_DEG_S * share / longest;
        // Whoever is already too close to stop gently stops harder.
        let accel = (ACCEL_DEG_S2 / longest).max(speed * speed / 2.0);
        let braking = |v: f64| v * v / (2.0 * accel);
        let (first, top) = if speed > cruise {
            (Phase { for_s: (speed - cruise) / accel, accel: -accel }, cruise)
        } else {
            let top = cruise.min((accel + speed * speed / 2.0).sqrt());
            (Phase { for_s: (top - speed) / accel, accel }, top)
        };
        let changing = (braking(speed) - braking(top)).abs();
        let level_s = ((1.0 - changing - braking(top)) / top).max(0.0);
        let last = Phase { for_s: top / accel, accel: -accel };
        let phases = [first, Phase { for_s: level_s, accel: 0.0 }, last];
        let total_s: f64 = phases.iter().map(|phase| phase.for_s).sum();
        Self { end: at + ceil(total_s), speed, phases, ..line }
    }

    fn longest_deg(&self) -> f64 {
        let turns = self.from_deg.iter().zip(&self.to_deg).map(|(from, to)| (to - from).abs());
        turns.fold(0.0, f64::max)
    }

    /// When it is over.
    pub(super) fn end(&self) -> SimTime {
        self.end
    }

    /// When it began.
    pub(super) fn start(&self) -> SimTime {
        self.start
    }

    /// How far along the line, how fast and with which acceleration.
    fn progress(&self, at: SimTime) -> (f64, f64, f64) {
        let mut left_s = (at - self.start).secs();
        let (mut along, mut speed) = (0.0, self.speed);
        for phase in &self.phases {
            let t = left_s.min(phase.for_s);
            along += (speed + 0.5 * phase.accel * t) * t;
            speed += phase.accel * t;
            if left_s < phase.for_s {
                return (along, speed, phase.accel);
            }
            left_s -= t;
        }
        (along, 0.0, 0.0)
    }

    /// The joints at an instant.
    pub(super) fn motion(&self, at: SimTime) -> Motion {
        if at >= self.end && !self.cut {
            return Motion { deg: self.to_deg, ..Motion::default() };
        }
        let (along, speed, accel) = self.progress(at);
        let line: [f64; JOINTS] = std::array::from_fn(|joint| self.to_deg[joint] - self.from_deg[joint]);
        Motion {
            deg: std::array::from_fn(|joint| self.from_deg[joint] + line[joint] * along),
            deg_s: line.map(|length| length * speed),
            deg_s2: line.map(|length| length * accel),
        }
    }

    /// The line in joint space: start and whole way, in degrees.
    pub(super) fn line_deg(&self) -> ([f64; JOINTS], [f64; JOINTS]) {
        (self.from_deg, std::array::from_fn(|joint| self.to_deg[joint] - self.from_deg[joint]))
    }

    /// When a move from rest has come a share of its way, in seconds from its start.
    pub(super) fn time_at_s(&self, share: f64) -> f64 {
        let (mut along, mut speed, mut past_s) = (0.0, self.speed, 0.0);
        for phase in &self.phases {
            let length = (speed + 0.5 * phase.accel * phase.for_s) * phase.for_s;
            if along + length >= share {
                let left = share - along;
                // The root of speed t + accel t^2 / 2 = left that does not cancel.
                let reached = (speed * speed + 2.0 * phase.accel * left).max(0.0).sqrt();
                return past_s + (2.0 * left / (speed + reached).max(1e-12)).min(phase.for_s);
            }
            along += length;
            speed += phase.accel * phase.for_s;
            past_s += phase.for_s;
        }
        past_s
    }

    /// How long it takes, in seconds.
    pub(super) fn lasts_s(&self) -> f64 {
        self.phases.iter().map(|phase| phase.for_s).sum()
    }
}

/// The first whole nanosecond that is not before this many seconds.
fn ceil(span_s: f64) -> SimTime {
    SimTime::from_nanos((span_s * 1e9).ceil() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TO: [f64; JOINTS] = [90.0, -30.0, 10.0, 0.0, 0.0, 0.0];

    fn at(secs: f64) -> SimTime {
        SimTime::from_secs(secs)
    }

    #[test]
    fn a_move_takes_the_textbook_time() {
        // Way over speed plus speed over acceleration: 90/150 + 150/300.
        let long = Move::plan(at(1.0), [0.0; JOINTS], TO, 1.0);
        assert!((long.lasts_s() - (90.0 / SPEED_DEG_S + SPEED_DEG_S / ACCEL_DEG_S2)).abs() < 1e-12);
        assert_eq!(long.motion(long.end()).deg, TO);
        // Too short to reach the speed: twice the square root of way over acceleration.
        let short = Move::plan(at(0.0), [0.0; JOINTS], TO.map(|deg| deg / 9.0), 1.0);
        assert!((short.lasts_s() - 2.0 * (10.0 / ACCEL_DEG_S2).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_retimed_move_goes_on_smoothly_and_arrives() {
        let whole = Move::plan(at(0.0), [0.0; JOINTS], TO, 1.0);
        for step in 0..110 {
            let when = at(f64::from(step) * 0.01);
            let (before, slow) = (whole.motion(when), whole.retimed(when, 0.1));
            let after = slow.motion(when);
            for joint in 0..JOINTS {
                assert!((before.deg[joint] - after.deg[joint]).abs() < 1e-9);
                assert!((before.deg_s[joint] - after.deg_s[joint]).abs() < 1e-6, "{step}");
            }
            let just_before = slow.motion(SimTime::from_nanos(slow.end().nanos() - 1_000));
            assert!((just_before.deg[0] - 90.0).abs() < 1e-3, "{just_before:?}");
        }
    }

    #[test]
    fn a_stop_is_on_the_line_and_as_hard_as_stated() {
        let whole = Move::plan(at(0.0), [0.0; JOINTS], TO, 1.0);
        let stop = whole.stopped(at(0.6));
        assert!(((stop.end() - at(0.6)).secs() - SPEED_DEG_S / STOP_DEG_S2).abs() < 1e-6);
        let rest = stop.motion(at(5.0));
        assert!(rest.deg_s[0].abs() < 1e-9 && (rest.deg[1] / rest.deg[0] + 1.0 / 3.0).abs() < 1e-9);
        let way = rest.deg[0] - whole.motion(at(0.6)).deg[0];
        assert!((way - SPEED_DEG_S * SPEED_DEG_S / (2.0 * STOP_DEG_S2)).abs() < 1e-6);
    }

    #[test]
    fn the_time_at_a_share_of_the_way_is_the_inverse_of_the_way() {
        let whole = Move::plan(at(0.0), [0.0; JOINTS], TO, 0.7);
        for step in 1..50 {
            let share = f64::from(step) / 50.0;
            let deg = whole.motion(at(whole.time_at_s(share))).deg[0];
            assert!((deg - 90.0 * share).abs() < 1e-6, "{deg} at {share}");
        }
    }
}
