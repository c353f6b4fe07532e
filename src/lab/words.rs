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
    signed_to(value, if value.abs() >= 100.0 { 0 } else { 1 + usize::from(value.abs() < 1.0) })
}

/// A signed number with so many decimals and a true minus sign; what rounds to zero has no sign.
#[must_use]
pub fn signed_to(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    if text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) || !value.is_finite() {
        text.replace('-', "\u{2212}")
    } else {
        text[1..].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_true_minus_and_zero_has_no_sign() {
        for (value, text) in
            [(0.03, "+0.03"), (-0.26, "\u{2212}0.26"), (-0.004, "0.00"), (0.0, "0.00"), (12.0, "+12.00")]
        {
            assert_eq!(signed_to(value, 2), text);
        }
        assert_eq!(signed(-123.4), "\u{2212}123");
    }
}
