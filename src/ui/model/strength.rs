//! How far signals move, and what follows from it: thresholds, pushes and faults that can be seen.

use std::collections::BTreeMap;

use crate::core::fault::{FaultKind, LinkFaultKind};
use crate::core::signal::SignalInfo;
use crate::lab::Stage;
use crate::sim::Trace;

/// Moments looked at to find out how far signals move.
const MOMENTS_LOOKED_AT: usize = 200;
/// A threshold worth trying, as a share of how far a signal has moved.
const THRESHOLD_SHARE: f64 = 0.05;
/// A movement below this share of the plausible values is rest.
const REST_SHARE: f64 = 0.02;

/// How large a signal's values and movements are, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignalSize {
    /// The middle of what it has shown so far.
    pub middle: f64,
    /// How far it has moved so far.
    pub moved: f64,
    /// A movement that anybody sees: how far it has moved, or could while it happens to rest.
    pub visible: f64,
    /// How far a hand pushes it at most.
    pub reach: f64,
}

impl SignalSize {
    /// The size of a signal that has been between two values.
    #[must_use]
    pub fn new(info: &SignalInfo, low: f64, high: f64) -> Self {
        let (middle, moved) = if low <= high { (0.5 * (low + high), high - low) } else { (0.0, 0.0) };
        let room = info.period.or(info.plausible.map(|(low, high)| high - low)).filter(|room| room.is_finite());
        let least = room.map_or(1e-6 * middle.abs(), |room| REST_SHARE * room);
        let visible = if moved > least.max(1e-9) {
            room.map_or(moved, |room| moved.min(0.25 * room))
        } else {
            room.map_or(if middle == 0.0 { 1.0 } else { 0.1 * middle.abs() }, |room| 0.05 * room)
        };
        Self { middle, moved, visible, reach: round(room.map_or(2.0 * visible, |room| 0.1 * room)) }
    }
}

/// The sizes of a device's signals. Hands that pushed them are left out.
#[must_use]
pub fn sizes(stage: &Stage, device: usize) -> Vec<SignalSize> {
    let Some(state) = stage.shown.devices.get(device) else { return Vec::new() };
    let first: usize = stage.shown.devices[..device].iter().map(|device| device.values.len()).sum();
    let moments = stage.simulation.trace().map(Trace::moments).unwrap_or_default();
    let stride = moments.len().div_ceil(MOMENTS_LOOKED_AT).max(1);
    let size_of = |(signal, info): (usize, &SignalInfo)| {
        let place = first + signal;
        let values = moments.iter().step_by(stride).filter_map(|moment| {
            let pushed = moment.pushes.get(place).copied().unwrap_or(0.0);
            moment.device_values.get(place).map(|value| value - pushed)
        });
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        SignalSize::new(info, low, high)
    };
    state.signals.iter().enumerate().map(size_of).collect()
}

/// For each signal, a round number near a twentieth of how far it has moved so far.
#[must_use]
pub fn thresholds(signals: &[SignalInfo], sizes: &[SignalSize]) -> BTreeMap<String, f64> {
    let named = signals.iter().zip(sizes);
    named.map(|(info, size)| (info.name.to_string(), round(size.moved * THRESHOLD_SHARE))).collect()
}

/// The nearest number with one digit; 1 for nothing at all.
fn round(wish: f64) -> f64 {
    if wish < 1e-9 {
        return 1.0;
    }
    let decade = 10_f64.powf(wish.log10().floor());
    (wish / decade).round() * decade
}

/// What can befall a sensor of a signal of this size.
#[must_use]
pub fn sensor_faults(size: &SignalSize) -> [FaultKind; 8] {
    let step = round(size.visible / 20.0);
    let edge = |share: f64| ((size.middle + share * size.visible) / step).round() * step;
    [
        FaultKind::Bias { offset: round(size.visible / 2.0) },
        FaultKind::Drift { per_s: round(size.visible / 10.0) },
        FaultKind::Spike { size: round(2.0 * size.visible), every_s: 1.0 },
        FaultKind::Stuck,
        FaultKind::Dropout { share: 0.5 },
        FaultKind::NoiseBurst { std: round(size.visible / 4.0) },
        FaultKind::Clipping { low: edge(-0.25), high: edge(0.25) },
        FaultKind::Delay { by_s: 1.0 },
    ]
}

/// What can befall the electronics of any device.
pub const BOARD_FAULTS: [FaultKind; 3] =
    [FaultKind::PowerLoss, FaultKind::ClockJump { by_s: 2.0 }, FaultKind::LineStalls { share: 0.2, up_to_ms: 500.0 }];

/// What can befall a link, beside a partition.
pub const LINK_FAULTS: [LinkFaultKind; 3] = [
    LinkFaultKind::LatencySpike { add_ms: 500.0 },
    LinkFaultKind::BurstLoss { loss: 0.5, mean_burst: 8.0 },
    LinkFaultKind::DuplicateStorm { copies: 3 },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_follow_the_movement_or_else_the_plausible_range() {
        let info = SignalInfo::new("accel_x", "m/s^2");
        let moving = SignalSize::new(&info, -4.0, 4.0);
        assert_eq!(sensor_faults(&moving)[0], FaultKind::Bias { offset: 4.0 });
        assert_eq!(sensor_faults(&moving)[6], FaultKind::Clipping { low: -2.0, high: 2.0 });
        let resting = SignalSize::new(&info.within(-50.0, 50.0), 1.0, 1.0);
        assert_eq!(resting.visible, 5.0);
        assert_eq!(resting.reach, 10.0);
    }

    #[test]
    fn a_signal_never_seen_has_a_size() {
        let size = SignalSize::new(&SignalInfo::new("value", ""), f64::MAX, f64::MIN);
        assert!(size.visible > 0.0 && size.reach > 0.0);
    }
}
