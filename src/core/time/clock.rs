//! The clock a device carries: it drifts, and its sensors and timers run on it.

use serde::{Deserialize, Serialize};

use super::SimTime;

/// How a device's clock departs from the reference: `t_dev = (1 + drift) t_ref + offset`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockSpec {
    /// Rate error in parts per million; positive runs fast. 11.574 ppm gain one second a day.
    pub drift_ppm: f64,
    /// What the clock shows at reference time zero, in seconds.
    pub offset_s: f64,
}

/// A clock that runs at a constant wrong rate.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeviceClock {
    drift: f64,
    offset_nanos: i64,
}

impl DeviceClock {
    /// A clock as specified.
    #[must_use]
    pub fn new(spec: ClockSpec) -> Self {
        Self { drift: spec.drift_ppm * 1e-6, offset_nanos: SimTime::from_secs(spec.offset_s).nanos() }
    }

    /// Jumps by a span: what the clock shows moves, what it counts does not.
    pub fn jump(&mut self, by: SimTime) {
        self.offset_nanos = self.offset_nanos.saturating_add(by.nanos());
    }

    /// What the device's clock shows at a reference instant.
    #[must_use]
    pub fn local(&self, reference: SimTime) -> SimTime {
        let nanos = reference.nanos();
        let gained = (nanos as f64 * self.drift).round_ties_even() as i64;
        SimTime::from_nanos(nanos + gained + self.offset_nanos)
    }

    /// Time that the device's clock has counted since reference time zero.
    #[must_use]
    pub fn elapsed(&self, reference: SimTime) -> SimTime {
        self.local(reference) - SimTime::from_nanos(self.offset_nanos)
    }

    /// The reference instant at which the device's clock has run for `local_nanos` since reference time
    /// zero. Only the rate matters: a timer counts from power-on, whatever date its clock shows.
    #[must_use]
    pub fn reference_after(&self, local_nanos: i64) -> SimTime {
        if self.drift == 0.0 {
            return SimTime::from_nanos(local_nanos);
        }
        // 1/(1+R) = 1 - R/(1+R): multiplying only the small part keeps nanoseconds over months.
        let correction = local_nanos as f64 * (self.drift / (1.0 + self.drift));
        SimTime::from_nanos(local_nanos.saturating_sub(correction.round_ties_even() as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_of_40_ppm_gains_40_us_a_second() {
        let clock = DeviceClock::new(ClockSpec { drift_ppm: 40.0, offset_s: 2.0 });
        assert_eq!(clock.local(SimTime::from_secs(1.0)).nanos(), 3_000_040_000);
        let back = clock.reference_after(1_000_040_000);
        assert!((back.nanos() - 1_000_000_000).abs() <= 1);
    }
}
