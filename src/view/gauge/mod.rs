//! A gauge beside a device in which nothing large moves: a thermometer whose liquid shows the truth, with the level that
//! each twin believes in as a translucent column of its own.
//!
//! It shows the chosen signal of the chosen device, else the first signal.

mod body;
mod face;
mod level;
mod scale;

pub use body::{follow, spawn};
pub use face::draw as draw_faces;
pub use level::{draw as draw_levels, reach_beside, spawn as spawn_level};
pub use scale::Scale;

use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::lab::{Lab, Stage};

use super::{heater, zone};

/// Where the scale begins above the foot, and its length.
const FOOT: f32 = 0.5;
const LENGTH: f32 = 2.0;
/// Where a gauge stands, and what its scale shows of some signals: index, lowest and highest value, distance of ticks.
pub struct Mount {
    /// Its foot, in units of the exhibit.
    pub at: Vec3,
    /// Scales that are better than the plausible range, narrow ones first: the first that holds truth and beliefs is
    /// shown.
    pub scales: &'static [(usize, Scale)],
}

fn mount(kind: ModelKind) -> Option<&'static Mount> {
    match kind {
        ModelKind::Hvac => Some(&zone::GAUGE),
        ModelKind::Heater => Some(&heater::GAUGE),
        _ => None,
    }
}

/// Which signal a gauge shows, and on which scale.
fn reading(stage: &Stage, lab: &Lab, device: usize) -> Option<(usize, Scale)> {
    let state = stage.shown.devices.get(device)?;
    let signal = if device == lab.device { lab.signal } else { 0 };
    let twins = stage.shown.twins.iter().filter(|twin| twin.device == device);
    let values: Vec<f64> = twins.filter_map(|twin| twin.values[signal]).chain([*state.values.get(signal)?]).collect();
    let mut scales = mount(state.kind)?.scales.iter().filter(|(index, _)| *index == signal);
    let own = scales.find(|(_, scale)| values.iter().all(|value| scale.holds(*value)));
    let scale = own.map(|(_, scale)| *scale).or_else(|| {
        let (low, high) = state.signals.get(signal)?.plausible?;
        Some(Scale::over(low, high))
    });
    Some((signal, scale?))
}
