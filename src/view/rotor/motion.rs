//! What of a rotor's motion is drawn: micrometres exaggerated, hertz slowed by a stroboscope.

use std::f64::consts::TAU;

use bevy::prelude::Vec3;

use crate::core::device::Body;
use crate::core::twin::PredictorSpec;
use crate::lab::{Lab, Stage};
use crate::sim::Moment;
use crate::sim::{DeviceState, TwinState};

use super::super::place::ROTOR_SCALE;

/// Swing that the automatic exaggeration aims at, as a share of the disc's radius.
const SWING: f64 = 0.123;

/// How far back the automatic exaggeration looks for the largest swing, in seconds.
const WINDOW_S: f64 = 3.0;

/// Factors that read well on screen.
const ROUND: [f64; 12] = [1.0, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 4.0, 5.0, 6.0, 7.5, 9.0];

/// Standard gravity, which an accelerometer that points up reads at rest.
const GRAVITY: f64 = 9.806_65;

/// A disc as drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn {
    /// Angle, in radians, slowed by the stroboscope.
    pub angle: f32,
    /// Displacement of its centre, in rig units, exaggerated.
    pub offset: Vec3,
}

/// The factor by which vibration is drawn too large: as chosen, or such that the swing is a visible share
/// of the disc.
#[must_use]
pub fn exaggeration(stage: &Stage, lab: &Lab, device: usize) -> f64 {
    if let Some(factor) = lab.exaggeration {
        return factor;
    }
    let now = stage.shown.now;
    let recent = moments(stage).iter().rev().skip_while(|moment| moment.at > now);
    let shown = stage.shown.devices.get(device).map(|device| device.body);
    let largest = recent
        .take_while(|moment| (now - moment.at).secs() < WINDOW_S)
        .filter_map(|moment| moment.bodies.get(device).copied())
        .chain(shown)
        .map(|body| match body {
            Body::Rotor { x_m, y_m, .. } => x_m.hypot(y_m),
            _ => 0.0,
        })
        .fold(0.0, f64::max);
    round_factor(SWING / (largest * f64::from(ROTOR_SCALE)).max(1e-9))
}

fn moments(stage: &Stage) -> &[Moment] {
    stage.simulation.trace().map_or(&[], |trace| trace.moments())
}

/// The nearest factor that reads well, at least 1.
fn round_factor(wanted: f64) -> f64 {
    let decade = 10_f64.powf(wanted.max(1.0).log10().floor());
    let steps = ROUND.iter().map(|step| step * decade).chain([10.0 * decade]);
    steps.min_by(|a, b| (a / wanted).ln().abs().total_cmp(&(b / wanted).ln().abs())).unwrap_or(1.0).min(1e5)
}

/// The device's disc. It is eased over `lead_s`, the time since the run's last step.
#[must_use]
pub fn true_disc(body: &Body, lab: &Lab, exaggeration: f64, lead_s: f64) -> Option<Drawn> {
    let Body::Rotor { angle_rad, speed_rpm, x_m, y_m } = *body else {
        return None;
    };
    let shown = (angle_rad + speed_rpm * TAU / 60.0 * lead_s) / lab.strobe;
    Some(drawn(shown, angle_rad, (x_m, y_m), exaggeration))
}

/// A twin's disc, and how many turns it is behind the device.
#[must_use]
pub fn believed_disc(stage: &Stage, lab: &Lab, twin: &TwinState, exaggeration: f64) -> Option<(Drawn, f64)> {
    let device = stage.shown.devices.get(twin.device)?;
    let Body::Rotor { angle_rad: true_angle, speed_rpm: true_rpm, .. } = device.body else {
        return None;
    };
    let generated_at = twin.generated_at?;
    let mut angle = match twin.predictor {
        PredictorSpec::Hold => angle_at(stage, twin.device, generated_at.secs())?,
        PredictorSpec::Linear | PredictorSpec::Model => true_angle,
    };
    if let Some(phase_deg) = believed(device, twin, "phase_deg") {
        let off = phase_deg.to_radians() - angle;
        angle += off - TAU * (off / TAU).round();
    }
    let speed = believed(device, twin, "speed_rpm").unwrap_or(true_rpm) * TAU / 60.0;
    let square = (speed * speed).max(1.0);
    let x = -believed(device, twin, "accel_x").unwrap_or(0.0) / square;
    let y = -believed(device, twin, "accel_y").map_or(0.0, |accel| accel - GRAVITY) / square;
    Some((drawn(angle / lab.strobe, angle, (x, y), exaggeration), (true_angle - angle) / TAU))
}

/// The unwrapped angle a device had at an instant, from the recorded history.
fn angle_at(stage: &Stage, device: usize, at_s: f64) -> Option<f64> {
    let at = crate::core::time::SimTime::from_secs(at_s);
    let moment = stage.simulation.trace()?.at(at)?;
    match moment.bodies.get(device)? {
        Body::Rotor { angle_rad, speed_rpm, .. } => {
            Some(angle_rad + speed_rpm * TAU / 60.0 * (at_s - moment.at.secs()))
        }
        _ => None,
    }
}

fn believed(device: &DeviceState, twin: &TwinState, signal: &str) -> Option<f64> {
    let index = device.signals.iter().position(|info| &*info.name == signal)?;
    twin.values.get(index).copied().flatten()
}

/// A whirl keeps its place relative to the disc, so it turns with the disc's shown angle.
fn drawn(shown: f64, angle: f64, (x_m, y_m): (f64, f64), exaggeration: f64) -> Drawn {
    let (sin, cos) = (shown - angle).sin_cos();
    let (x, y) = (x_m * cos - y_m * sin, x_m * sin + y_m * cos);
    let scale = f64::from(ROTOR_SCALE) * exaggeration;
    // The rig's shaft lies along x; the model's horizontal axis points away from us.
    let offset = Vec3::new(0.0, (y * scale) as f32, -(x * scale) as f32).clamp_length_max(0.45);
    Drawn { angle: (shown % TAU) as f32, offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn automatic_factors_keep_the_swing_between_10_and_15_percent() {
        for swing_m in [1e-6, 3.3e-5, 4e-4, 7.7e-4, 1.9e-3] {
            let swing = swing_m * f64::from(ROTOR_SCALE);
            let drawn = swing * round_factor(SWING / swing);
            assert!((0.10..=0.15).contains(&drawn), "{swing_m} m is drawn as {drawn}");
        }
    }
}
