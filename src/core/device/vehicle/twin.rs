//! The vehicle that a twin runs for itself: dead reckoning on a plane, and the nominal drive.

use super::powertrain::Powertrain;
use super::{ACCEL, BATTERY, COUNT, HEADING, POWER, SPEED, X, Y};
use crate::core::math::{self, PI};
use crate::core::signal::Reading;
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;

/// Reports closer together than this say nothing about the turn rate: jitter would rule it.
const TURN_BASELINE: SimTime = SimTime::from_nanos(250_000_000);

/// No vehicle turns more tightly than this.
const MIN_TURN_RADIUS_M: f64 = 6.0;

/// Dead reckoning stops here and waits for a report, in seconds: beyond it a lost report would send the twin off
/// the road.
const HORIZON_S: f64 = 3.0;

/// An acceleration says this much about the time to come, in seconds: drivers change their minds.
const INTENT_S: f64 = 0.5;

/// Constant turn rate at constant speed, and a battery that empties as the nominal drive would empty it.
#[derive(Clone)]
pub(super) struct VehicleTwin {
    drive: Powertrain,
    values: [Option<(SimTime, f64)>; COUNT],
    /// The heading from which the next turn rate is taken.
    baseline: Option<(SimTime, f64)>,
    turn_rad_s: f64,
}

impl VehicleTwin {
    /// A twin that knows the drive and has heard nothing yet.
    pub(super) fn new(drive: Powertrain) -> Self {
        Self { drive, values: [None; COUNT], baseline: None, turn_rad_s: 0.0 }
    }

    fn turn(&mut self, reading: &Reading) {
        match self.baseline {
            Some((at, _)) if reading.at - at < TURN_BASELINE => {}
            Some((at, heading)) => {
                let turned = math::wrap_difference(reading.value - heading, 360.0) * PI / 180.0;
                self.turn_rad_s = turned / (reading.at - at).secs();
                self.baseline = Some((reading.at, reading.value));
            }
            None => self.baseline = Some((reading.at, reading.value)),
        }
    }

    /// A coordinate after `t` seconds on the arc that was driven when it was measured; `axis` 0 is east.
    fn along_the_arc(&self, axis: usize, t: f64) -> Option<f64> {
        let (since, reported) = self.values[axis]?;
        let (turning_since, heading_deg) = self.values[HEADING]?;
        let (_, speed) = self.values[SPEED]?;
        let rate = self.turn_rate(speed);
        // The heading when this signal was measured, which may be later than the last report of the heading.
        let start_rad = heading_deg * PI / 180.0 + rate * (since - turning_since).secs().clamp(0.0, HORIZON_S);
        // The chord of an arc points along its middle heading.
        let half = rate * t / 2.0;
        let chord = speed * t * if half.abs() < 1e-6 { 1.0 } else { math::sin(half) / half };
        let middle = start_rad + half;
        Some(reported + chord * if axis == X { math::cos(middle) } else { math::sin(middle) })
    }

    fn turn_rate(&self, speed: f64) -> f64 {
        let sharpest = speed.abs() / MIN_TURN_RADIUS_M;
        self.turn_rad_s.clamp(-sharpest, sharpest)
    }

    /// Acceleration, if it was reported.
    fn accel(&self) -> f64 {
        self.values[ACCEL].map_or(0.0, |(_, accel)| accel)
    }
}

impl TwinModel for VehicleTwin {
    fn ingest(&mut self, reading: &Reading) {
        if usize::from(reading.signal) == HEADING {
            self.turn(reading);
        }
        self.values[usize::from(reading.signal)] = Some((reading.at, reading.value));
    }

    fn predict(&self, signal: usize, at: SimTime) -> Option<f64> {
        let (since, reported) = self.values[signal]?;
        let t = (at - since).secs().min(HORIZON_S);
        let speed = self.values[SPEED]?.1;
        match signal {
            X | Y => self.along_the_arc(signal, t),
            HEADING => Some(math::wrap(reported + self.turn_rate(speed) * t * 180.0 / PI, 360.0)),
            SPEED => Some((reported + self.accel() * t.min(INTENT_S)).max(0.0)),
            BATTERY => {
                let whole_s = (at - since).secs();
                let intent_s = whole_s.min(INTENT_S);
                let drawn_j = self.drive.drawn_w(speed, self.accel(), true) * intent_s
                    + self.drive.drawn_w(speed, 0.0, true) * (whole_s - intent_s);
                Some((reported - self.drive.percent(drawn_j)).clamp(0.0, 100.0))
            }
            POWER => Some(self.drive.drawn_w(speed, self.accel(), true) / 1000.0),
            _ => None,
        }
    }

    fn clone_box(&self) -> Box<dyn TwinModel> {
        Box::new(self.clone())
    }
}
