//! The newest labelled values of a board.

use crate::core::time::SimTime;

/// Labels that are kept.
pub const PLOT_LIMIT: usize = 16;

/// A labelled value.
#[derive(Clone, Debug, PartialEq)]
pub struct Plotted {
    /// Its label.
    pub label: String,
    /// Its newest value, in whatever unit the sketch means.
    pub value: f64,
    /// When it arrived.
    pub at: SimTime,
}

/// Keeps the newest value of each label.
pub(super) fn keep(plots: &mut Vec<Plotted>, at: SimTime, pairs: Vec<(String, f64)>) {
    for (label, value) in pairs {
        let plotted = Plotted { label, value, at };
        let has_room = plots.len() < PLOT_LIMIT;
        match plots.iter_mut().find(|known| known.label == plotted.label) {
            Some(known) => *known = plotted,
            None if has_room => plots.push(plotted),
            None => {}
        }
    }
}

/// A sample of an accelerometer, where the labels are those of one.
pub(super) fn sample_of(pairs: &[(String, f64)]) -> Option<[f64; 3]> {
    let value = |label: &str| pairs.iter().find(|(name, _)| name == label).map(|(_, value)| *value);
    let triple = |names: [&str; 3]| Some([value(names[0])?, value(names[1])?, value(names[2])?]);
    triple(["x", "y", "z"]).or_else(|| triple(["accel_x", "accel_y", "accel_z"])).or_else(|| triple(["ax", "ay", "az"]))
}
