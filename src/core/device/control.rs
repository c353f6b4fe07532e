//! What a device offers to whoever works it: its controls with their safety limits.

use super::setting::Setting;

/// One control of a device, for panels and for the safety gate's words.
#[derive(Clone, Debug)]
pub struct Control {
    /// What it is called.
    pub label: &'static str,
    /// How it is worked.
    pub knob: Knob,
}

/// How a control is worked.
#[derive(Clone, Debug)]
pub enum Knob {
    /// A number within safety limits.
    Number {
        /// Unit of the number.
        unit: &'static str,
        /// Lowest and highest value that the device accepts.
        limits: (f64, f64),
        /// The value now.
        now: f64,
        /// The setting for a value.
        make: fn(f64) -> Setting,
    },
    /// One of a few choices, each a setting.
    Choice {
        /// The words and what each sets.
        options: Vec<(&'static str, Setting)>,
        /// Which of them holds now, if one does.
        now: Option<usize>,
    },
}

impl Control {
    /// A number within limits.
    #[must_use]
    pub fn number(
        label: &'static str,
        unit: &'static str,
        limits: (f64, f64),
        now: f64,
        make: fn(f64) -> Setting,
    ) -> Self {
        Self { label, knob: Knob::Number { unit, limits, now, make } }
    }

    /// Whether this control is worked by settings of the same kind.
    #[must_use]
    pub fn sets(&self, setting: &Setting) -> bool {
        let kind = std::mem::discriminant(setting);
        match &self.knob {
            Knob::Number { make, limits, .. } => std::mem::discriminant(&make(limits.0)) == kind,
            Knob::Choice { options, .. } => options.iter().any(|(_, option)| std::mem::discriminant(option) == kind),
        }
    }

    /// A few choices.
    #[must_use]
    pub fn choice(label: &'static str, options: Vec<(&'static str, Setting)>, now: Option<usize>) -> Self {
        Self { label, knob: Knob::Choice { options, now } }
    }
}

/// Passes a value that is within a device's safety limits.
///
/// # Errors
/// A sentence with the value, the limits and the unit.
pub fn within(what: &str, value: f64, (low, high): (f64, f64), unit: &str) -> Result<f64, String> {
    if value >= low && value <= high {
        Ok(value)
    } else {
        Err(format!("{what} {value} {unit} is outside the safety limits of {low} to {high} {unit}"))
    }
}
