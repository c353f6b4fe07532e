//! Words that the picture and the panels share.

use crate::core::fault::{FaultTarget, Injected};
use crate::sim::Snapshot;

/// What was done to what: "Bias on `accel_x`", "Power loss", "Partition of wifi@stream".
#[must_use]
pub fn fault(shown: &Snapshot, what: &Injected, target: &FaultTarget) -> String {
    let label = what.label();
    match target {
        FaultTarget::Sensor { device, signal } => {
            let state = shown.devices.get(*device as usize);
            match state.and_then(|state| state.signals.get(usize::from(*signal))) {
                Some(info) => format!("{label} on {}", info.name),
                None => label.to_owned(),
            }
        }
        FaultTarget::Device { .. } => label.to_owned(),
        FaultTarget::Links { name, .. } => format!("{label} on {name}"),
    }
}

/// A signed amount of a signal: "+3.0", with a true minus sign.
#[must_use]
pub fn signed(value: f64) -> String {
    let digits = if value.abs() >= 100.0 { 0 } else { 1 + usize::from(value.abs() < 1.0) };
    format!("{value:+.digits$}").replace('-', "\u{2212}")
}
