//! Settings in words.

use crate::core::device::{Control, Knob, Setting};
use crate::ui::format;

/// The number that a setting sets, with its unit; none where it is not one number.
#[must_use]
pub fn number(setting: &Setting) -> Option<(f64, &'static str)> {
    Some(match *setting {
        Setting::Speed { rpm, .. } => (rpm, "rpm"),
        Setting::TargetSpeed { mps } => (mps, "m/s"),
        Setting::Gap { s } | Setting::Phase { s } => (s, "s"),
        Setting::SpeedOverride { percent } | Setting::FanSpeed { percent } => (percent, "%"),
        Setting::Setpoint { c } | Setting::Target { c } => (c, "\u{b0}C"),
        Setting::PumpRate { ml_per_h } => (ml_per_h, "ml/h"),
        Setting::Multiplier { factor } => (factor, "s/s"),
        _ => return None,
    })
}

/// A setting: "Speed 1800 rpm".
#[must_use]
pub fn words(setting: &Setting) -> String {
    let label = setting.label();
    if let Some((value, unit)) = number(setting) {
        return format!("{label} {} {unit}", format::setting(value));
    }
    match setting {
        Setting::Stop { on } | Setting::Run { on } | Setting::EmergencyStop { on } => {
            format!("{label} {}", if *on { "on" } else { "off" })
        }
        Setting::ZoneMode { mode } => format!("{label} {mode:?}").to_lowercase(),
        Setting::HeaterMode { mode } => format!("{label} {mode:?}").to_lowercase(),
        Setting::AlarmLimits { signal, low, high } => {
            format!("{label} of {signal} {} to {}", format::setting(*low), format::setting(*high))
        }
        _ => label.to_owned(),
    }
}

/// A control as it will stand once a setting that waits has acted.
pub fn anticipate(control: &mut Control, setting: &Setting) {
    let sets = control.sets(setting);
    match &mut control.knob {
        Knob::Number { now, limits, .. } if sets => {
            let value = number(setting).map(|(value, _)| value);
            *now = value.filter(|value| (limits.0..=limits.1).contains(value)).unwrap_or(*now);
        }
        Knob::Choice { options, now } => {
            *now = options.iter().position(|(_, option)| option == setting).or(*now);
        }
        Knob::Number { .. } => {}
    }
}
