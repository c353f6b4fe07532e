//! What is wrong with a vehicle, in words beside its name.

use crate::core::device::Body;
use crate::sim::DeviceState;

/// A positioning that is further off than this has jumped, in metres.
const JUMPED_M: f64 = 0.5;

/// What is wrong with a vehicle that shows; nothing for a sound one.
#[must_use]
pub fn trouble(device: &DeviceState) -> Option<String> {
    let Body::Vehicle { x_m, y_m, signs, .. } = device.body else { return None };
    let shown = |signal: &str| {
        let index = device.signals.iter().position(|info| &*info.name == signal)?;
        device.values.get(index).copied()
    };
    if signs.hazard {
        return Some("stalled".to_owned());
    }
    if signs.flat > 0.0 {
        return Some(format!("flat tyre: {:.0} kPa", shown("tyre_kpa")?));
    }
    let off_m = (shown("x")? - x_m).hypot(shown("y")? - y_m);
    (off_m > JUMPED_M).then(|| format!("GPS off by {off_m:.1} m"))
}
