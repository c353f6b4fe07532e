//! Scoring: whether the truly later writer was picked, by an order of events that no rule is told.

use super::Ruling;
use crate::core::math;
use crate::core::time::SimTime;
use crate::core::twin::shadow::Writer;

/// Who truly wrote later, in reference time; of two writes at one instant the twin's counts as the later.
#[must_use]
pub fn truly_later(device_at: SimTime, twin_at: SimTime) -> Writer {
    if device_at > twin_at { Writer::Device } else { Writer::Twin }
}

/// Whether a ruling picked the truly later writer; none where it picked nobody.
#[must_use]
pub fn is_right(ruling: Ruling, later: Writer) -> Option<bool> {
    ruling.winner().map(|winner| winner == later)
}

/// Chance that the last writer by device clock is the wrong one, where the earlier writer's clock is fast by
/// `offset_s` and gaps are exponential with mean `mean_gap_s`: that of a gap below the offset,
/// `1 - exp(-offset/mean)`. Where either may be first it is half of that.
#[must_use]
pub fn wrong_by_device_clock(offset_s: f64, mean_gap_s: f64) -> f64 {
    1.0 - math::exp(-offset_s / mean_gap_s)
}
