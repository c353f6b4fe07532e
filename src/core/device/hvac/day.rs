//! The day: outdoor temperature and occupancy by the hour.

use super::HvacSpec;
use crate::core::math::{self, TAU};

/// Hour of the coolest moment of a day.
const COOLEST_HOUR: f64 = 5.0;

/// Share of the persons who are there, at hours between which it changes evenly: they come from a quarter to eight to half past, half
/// of them leave for lunch, they go from half past four to six.
const PRESENCE: [(f64, f64); 10] = [
    (0.0, 0.0),
    (7.75, 0.0),
    (8.5, 1.0),
    (12.0, 1.0),
    (12.25, 0.4),
    (13.0, 0.4),
    (13.25, 1.0),
    (16.5, 1.0),
    (18.0, 0.0),
    (24.0, 0.0),
];

/// Time of day at so many seconds from the start, in hours.
#[must_use]
pub(super) fn hour(spec: &HvacSpec, at_s: f64) -> f64 {
    math::wrap(spec.start_hour + at_s / 3600.0, 24.0)
}

/// Outdoor temperature, in degrees Celsius: a sine about the mean.
#[must_use]
pub(super) fn outdoor_c(spec: &HvacSpec, at_s: f64) -> f64 {
    let phase = TAU * (hour(spec, at_s) - COOLEST_HOUR) / 24.0;
    spec.outdoor_c - spec.outdoor_swing_k * math::cos(phase)
}

/// Persons who are there: whole ones.
#[must_use]
pub(super) fn occupants(spec: &HvacSpec, at_s: f64) -> f64 {
    let hour = hour(spec, at_s);
    let share = PRESENCE.windows(2).find(|pair| hour <= pair[1].0).map_or(0.0, |pair| {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        low + (high - low) * (hour - from) / (to - from)
    });
    (share * f64::from(spec.persons)).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_has_its_hours() {
        let spec = HvacSpec { start_hour: 0.0, ..HvacSpec::default() };
        let at = |hour: f64| hour * 3600.0;
        assert!((outdoor_c(&spec, at(5.0)) - 1.0).abs() < 1e-12);
        assert!((outdoor_c(&spec, at(17.0)) - 9.0).abs() < 1e-12);
        for (hour, there) in
            [(3.0, 0.0), (8.1, 5.0), (10.0, 10.0), (12.5, 4.0), (15.0, 10.0), (20.0, 0.0), (34.0, 10.0)]
        {
            assert_eq!(occupants(&spec, at(hour)), there, "at {hour}");
        }
    }
}
